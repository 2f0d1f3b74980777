"""Which recordings are one take: by a table of examples, and in whatever order they come."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.takes import Ruling, Segment, decide

FILM = MediaInfo(
    "video", "mov", 8000, "h264", width=1280, height=720, frame_rate="25/1", audio_codec="aac", audio_rate=48000,
    audio_channels=1,
)  # fmt: skip
DAY = 90_000_000


def seg(name: str, began: int, number: int | None = None, **more: object) -> Segment:
    return replace(Segment(name, "g", FILM, began, 8000, "name", number), **more)  # type: ignore[arg-type]


CASES = {
    "next number": ([seg("a", 0, 1), seg("b", 8000, 2)], "take.next-number", True, 0, ()),
    "the counter begins again": ([seg("a", 0, 9999), seg("b", 8000, 1)], "take.next-number", True, 0, ()),
    "one is missing": ([seg("a", 0, 1), seg("b", 16_000, 3)], "take.number-missing", True, 8000, (2,)),
    "a photo has the number": (
        [seg("a", 0, 1), seg("p", 4000, 2, media=MediaInfo("photo")), seg("b", 8000, 3)],
        "take.next-number", True, 0, (),
    ),
    "a pause": ([seg("a", 0, 1), seg("b", 60_000, 2)], "take.pause", False, 52_000, ()),
    "they overlap": ([seg("a", 0, 1), seg("b", 2000, 2)], "take.overlap", False, -6000, ()),
    "the number goes back": ([seg("a", 0, 5), seg("b", 8000, 2)], "take.number-back", False, 0, ()),
    "no numbers, near": ([seg("a", 0), seg("b", 9000)], "take.next-in-time", True, 1000, ()),
    "no numbers, not so near": ([seg("a", 0), seg("b", 10_000)], "take.pause", False, 2000, ()),
    "another day": ([seg("a", 0, 1), seg("b", DAY, 2)], "take.days-apart", False, DAY - 8000, ()),
    "another user": ([seg("a", 0, 1, user="1"), seg("b", 8000, 2, user="2")], "take.other-user", False, 0, ()),
    "another picture": (
        [seg("a", 0, 1), seg("b", 8000, 2, media=replace(FILM, width=1920))], "take.unlike", False, 0, (),
    ),
    "another clock": ([seg("a", 0, 1), seg("b", 8000, 2, basis="file")], "take.other-clock", False, 0, ()),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_two_recordings(name: str) -> None:
    segments, code, joined, gap, missing = CASES[name]
    (joint,) = decide(segments)
    assert (joint.code, joint.joined, joint.gap_ms, joint.missing) == (code, joined, gap, missing)


def test_a_gap_is_exact_where_one_clock_counts_on_and_known_to_a_second_where_stamps_tell_it() -> None:
    told = (seg("a", 0, 1, own_until_ms=8000), seg("b", 8000, 2, own_from_ms=8500, own_until_ms=16_500))
    (exact,) = decide(told)
    (by_clock,) = decide([seg("a", 0, 1), seg("b", 8000, 2)])
    assert ((exact.gap_ms, exact.error_ms), by_clock.error_ms) == ((500, 0), 1000)


def test_two_that_fit_equally_well_are_left_apart() -> None:
    joints = decide([seg("a", 0), seg("b", 8000), seg("c", 8100)])
    assert {joint.code for joint in joints if joint.before == "a"} == {"take.ambiguous"}
    assert not any(joint.joined for joint in joints if joint.before == "a")


def test_recorders_are_never_mixed() -> None:
    assert decide([seg("a", 0, 1), seg("b", 8000, 2, group="h")]) == ()


def test_what_a_person_ruled_is_not_decided() -> None:
    both = [seg("a", 0, 1), seg("b", 8000, 2), seg("c", 16_000, 3)]
    parted = decide(both, [Ruling("a", "b", joined=False)])
    assert [(joint.before, joint.after) for joint in parted if joint.joined] == [("b", "c")]
    joined = decide(both, [Ruling("a", "c", joined=True)])
    assert [joint for joint in joined if joint.after == "c" or (joint.before == "a" and joint.joined)] == []


def test_any_order_gives_the_same_takes_and_none_has_two_before_it() -> None:
    chance = random.Random(7)
    for _ in range(1000):
        segments, at = [], 0
        for number in range(chance.randint(1, 14)):
            at += 8000 + chance.choice([0, 0, 0, 500, -1500, 30_000, 8000])
            told = chance.choice([None, number, number, number + 1])
            segments.append(seg(f"r{number:02d}", at, told, group=chance.choice("gh")))
        wanted = decide(segments)
        mixed = chance.sample(segments, len(segments))
        assert decide(mixed) == wanted
        joined = [joint for joint in wanted if joint.joined]
        assert len({joint.after for joint in joined}) == len({joint.before for joint in joined}) == len(joined)
