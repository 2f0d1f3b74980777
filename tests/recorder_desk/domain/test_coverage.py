"""What a case has of its record item list: a table of examples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recorder_desk.domain.coverage import Cell, Coverage, Held, Judgement, coverage
from recorder_desk.domain.record_item import RecordItem

ALWAYS = RecordItem("JC-01", "", "", "亮证", "", "KEY", "Y", "", "", "", "", ("video",), (), 2, "CASE", "", "", "", "")
WHEN = replace(ALWAYS, code="TZ-01", required="C", media=("video", "audio"))
NEVER = replace(ALWAYS, code="QT-01", required="N")
FILM = Held("", "r", "video", 0, 600_000, True, 0)


def found(item: RecordItem, *held: Held, verdict: str = "", reason: str = "") -> Coverage:
    judged = [Judgement(item.code, verdict, reason)] if verdict else []  # type: ignore[arg-type]
    return coverage([item], [replace(each, item=item.code) for each in held], judged)


def cell(item: RecordItem, *held: Held, verdict: str = "", reason: str = "") -> Cell:
    return found(item, *held, verdict=verdict, reason=reason).cells[0]


@pytest.mark.parametrize(
    ("item", "held", "verdict", "state", "required"),
    [
        (ALWAYS, (), "", "missing", True), (ALWAYS, (FILM,), "", "present", True),
        (ALWAYS, (), "not-applicable", "not-needed", False), (ALWAYS, (), "explained", "explained", True),
        (WHEN, (), "", "undecided", False), (WHEN, (), "applies", "missing", True),
        (WHEN, (), "not-applicable", "not-needed", False), (WHEN, (), "explained", "explained", True),
        (WHEN, (FILM,), "", "present", False), (NEVER, (), "", "not-needed", False),
        (NEVER, (), "applies", "not-needed", False), (NEVER, (FILM,), "", "present", False),
        (ALWAYS, (replace(FILM, sound=False),), "", "silent", True),
        (ALWAYS, (replace(FILM, sound=False),), "explained", "explained", True),
        (ALWAYS, (replace(FILM, until_ms=9_999),), "", "partial", True),
        (ALWAYS, (replace(FILM, until_ms=10_000),), "", "present", True),
        (ALWAYS, (replace(FILM, gap_ms=60_001),), "", "partial", True),
        (ALWAYS, (replace(FILM, gap_ms=60_000),), "", "present", True),
        (ALWAYS, (replace(FILM, kind="photo", until_ms=0),), "", "partial", True),
        (WHEN, (replace(FILM, kind="audio"),), "applies", "present", True),
        (ALWAYS, (replace(FILM, problem="media.truncated"),), "", "partial", True),
    ],
)  # fmt: skip
def test_the_state_of_a_cell(
    item: RecordItem, held: tuple[Held, ...], verdict: str, state: str, required: bool
) -> None:
    told = cell(item, *held, verdict=verdict, reason="为何")
    assert (told.state, told.required) == (state, required)
    assert told.explanation == ("为何" if verdict else "")


def test_the_best_recording_counts_and_is_opened_where_it_begins() -> None:
    told = cell(ALWAYS, replace(FILM, recording="a", sound=False), replace(FILM, recording="b", from_ms=5_000))
    assert (told.state, told.recordings, told.at_ms) == ("present", ("b", "a"), 5_000)


def test_a_gap_is_where_a_partial_item_is_opened() -> None:
    gapped = replace(FILM, gap_ms=70_000, gap_at_ms=120_000)
    assert cell(ALWAYS, gapped).at_ms == 118_000  # a little before, to see it come
    assert cell(ALWAYS, replace(gapped, from_ms=119_500)).at_ms == 119_500
    assert cell(ALWAYS, replace(gapped, gap_ms=60_000, from_ms=7)).at_ms == 7  # no gap that matters


def test_reasons_are_all_told() -> None:
    told = cell(ALWAYS, replace(FILM, until_ms=2_000, sound=False, gap_ms=90_000, problem="media.truncated"))
    assert told.reasons == ("damaged", "short", "gap", "no-sound") and told.state == "partial"


def test_the_sums() -> None:
    told = coverage([ALWAYS, WHEN, NEVER, replace(ALWAYS, code="JC-02")], [replace(FILM, item="JC-01")], [])
    assert (told.required, told.covered, told.missing, told.undecided) == (2, 1, 1, 1)
