"""Which recordings are segments of one take: a pure decision.

In: the segments of one recorder, in any order, and what persons ruled. Out: joints, each with its reason,
the gap between the two in milliseconds ± its error, and the sequence numbers that nobody holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.media import MediaInfo, MediaKind

Basis = Literal["name", "media", "file"]
ERROR_MS: dict[str, int] = {"name": 1000, "media": 1000, "file": 2000}
"""How exactly a start is known: names and containers count seconds, FAT file systems two of them."""
SLACK_NUMBERED_MS, SLACK_MS = 2000, 500
"""How far beyond that error the next segment may begin: without numbers to bear it out, hardly."""
DAY_MS = 24 * 3600 * 1000
MOST_MISSING = 20
_LOOK_BACK = 64
_RANKS = {"take.next-number": 0, "take.number-missing": 1, "take.next-in-time": 2}


@dataclass(frozen=True, slots=True)
class Segment:
    """A recording as the decision sees it.

    `group` is the recorder, as well as it is known; `began_ms` the time it began (milliseconds since 1970)
    by `basis`; `number` the sequence number in its name, or None; `user` the user number in its name, or ''.
    `own_from_ms` and `own_until_ms` are its beginning and end in the file's own clock.
    """

    recording: str
    group: str
    media: MediaInfo
    began_ms: int
    length_ms: int
    basis: Basis
    number: int | None = None
    user: str = ""
    own_from_ms: int = 0
    own_until_ms: int = 0

    @property
    def kind(self) -> MediaKind:
        """Video, audio, photo."""
        return self.media.kind


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided of two recordings; the desk never decides otherwise."""

    before: str
    after: str
    joined: bool


@dataclass(frozen=True, slots=True)
class Joint:
    """Two recordings, and whether the second goes on where the first ends. `gap_ms` is negative where they
    overlap; `error_ms` is 0 where both files count on in one clock."""

    before: str
    after: str
    joined: bool
    code: str
    gap_ms: int = 0
    error_ms: int = 0
    missing: tuple[int, ...] = ()


def decide(segments: Iterable[Segment], rulings: Iterable[Ruling] = ()) -> tuple[Joint, ...]:
    """For every video and sound that has another before it on its recorder: what it has to do with that one.

    Two are joined when each is the only one that fits the other best. Codes of joined ones:
    `take.next-number`, `take.number-missing`, `take.next-in-time`; of the others: `take.pause`,
    `take.overlap`, `take.unlike`, `take.other-user`, `take.other-clock`, `take.number-back`,
    `take.days-apart`, `take.ambiguous`. Photos only tell which numbers are held. What persons ruled is
    left out, and bars its recordings from other joints at that end.
    """
    ruled = tuple(rulings)
    groups: dict[str, list[Segment]] = defaultdict(list)
    for segment in {each.recording: each for each in segments}.values():
        groups[segment.group].append(segment)
    joints = (joint for group in groups.values() for joint in _group(group, ruled))
    return tuple(sorted(joints, key=lambda joint: joint.after))


def _group(group: list[Segment], ruled: Sequence[Ruling]) -> Iterator[Joint]:
    group.sort(key=lambda each: (each.began_ms, each.number or 0, each.recording))
    films = [each for each in group if each.kind in ("video", "audio")]
    parted = {(each.before, each.after) for each in ruled if not each.joined}
    led = {each.before for each in ruled if each.joined}
    followed = {each.after for each in ruled if each.joined}
    ways: dict[str, list[Joint]] = {}
    for place, after in enumerate(films):
        if after.recording not in followed:
            earlier = films[max(0, place - _LOOK_BACK) : place]
            open_ends = [each for each in earlier if each.recording not in led]
            ways[after.recording] = [
                follows(each, after, _held(group, each, after))
                for each in open_ends
                if (each.recording, after.recording) not in parted
            ]
    yield from _matched(ways)


def _held(group: Sequence[Segment], before: Segment, after: Segment) -> set[int]:
    """Numbers of recordings made between the two, whatever their kind."""
    since = bisect_right(group, before.began_ms - ERROR_MS["file"], key=lambda each: each.began_ms)
    until = bisect_right(group, after.began_ms + ERROR_MS["file"], key=lambda each: each.began_ms)
    return {each.number for each in group[since:until] if each.number is not None}


def _matched(ways: dict[str, list[Joint]]) -> Iterator[Joint]:
    """Join where both agree that there is no better and no second."""
    of_after = {after: _best(joint for joint in joints if joint.joined) for after, joints in ways.items()}
    by_before: dict[str, list[Joint]] = defaultdict(list)
    for joints in of_after.values():
        for joint in joints:
            by_before[joint.before].append(joint)
    of_before = {before: _best(joints) for before, joints in by_before.items()}
    for after, joints in ways.items():
        best = of_after[after]
        if len(best) == 1 and of_before[best[0].before] == best:
            yield best[0]
        elif best:
            one = best[0]
            yield Joint(one.before, after, False, "take.ambiguous", one.gap_ms, one.error_ms)
        elif joints:
            yield min(joints, key=lambda joint: (abs(joint.gap_ms), joint.before))


def _best(joints: Iterable[Joint]) -> list[Joint]:
    known = list(joints)
    rank = min((_RANKS[joint.code] for joint in known), default=0)
    return [joint for joint in known if _RANKS[joint.code] == rank]


def follows(before: Segment, after: Segment, held: Iterable[int] = ()) -> Joint:
    """Whether one segment goes on where another of its recorder ends, and why.

    `held` are sequence numbers of recordings made between them.
    """
    missing = _missing(before.number, after.number, set(held))
    tolerance = ERROR_MS[before.basis] + (SLACK_MS if missing is None else SLACK_NUMBERED_MS)
    gap, error = _gap(before, after, tolerance)
    room = tolerance + len(missing or ()) * max(before.length_ms, after.length_ms)

    def joint(code: str, joined: bool = False) -> Joint:
        return Joint(before.recording, after.recording, joined, code, gap, error, missing or ())

    if before.user != after.user:
        return joint("take.other-user")
    if before.basis != after.basis:
        return joint("take.other-clock")
    if not alike(before.media, after.media):
        return joint("take.unlike")
    if gap > DAY_MS:
        return joint("take.days-apart")
    if gap < -tolerance:
        return joint("take.overlap")
    if missing is not None and _steps(before.number, after.number) <= 0:
        return joint("take.number-back")
    if gap > room or len(missing or ()) > MOST_MISSING:
        return joint("take.pause")
    if missing is None:
        return joint("take.next-in-time", True)
    return joint("take.number-missing" if missing else "take.next-number", True)


def _gap(before: Segment, after: Segment, tolerance: int) -> tuple[int, int]:
    """Milliseconds between the two and how exactly that is known: to the packet, where the second file's
    own clock counts on from the first's and the wall clock does not contradict."""
    told = after.began_ms - before.began_ms - before.length_ms
    own = after.own_from_ms - before.own_until_ms
    if after.own_from_ms > before.own_from_ms and abs(own - told) <= tolerance:
        return own, 0
    return told, ERROR_MS[before.basis]


def alike(one: MediaInfo, other: MediaInfo) -> bool:
    """Whether two media come out of one encoder as it was set: streams, codecs, size, rates (2 % apart)."""

    def shape(media: MediaInfo) -> tuple[object, ...]:
        picture = (media.kind, media.container, media.video_codec, media.width, media.height, media.rotation)
        return *picture, media.audio_codec, media.audio_rate, media.audio_channels

    first, second = _rate(one.frame_rate), _rate(other.frame_rate)
    return shape(one) == shape(other) and abs(first - second) * 50 <= max(first, second)


def _rate(told: str) -> Fraction:
    try:
        return Fraction(told)
    except (ValueError, ZeroDivisionError):
        return Fraction(0)


def _steps(before: int | None, after: int | None) -> int:
    """How far a counter went; one of two digits or more may have begun again at 0 or 1."""
    assert before is not None and after is not None
    limit: int = 10 ** len(str(before))
    if after > before or limit < 100 or before < limit - MOST_MISSING or after > MOST_MISSING:
        return after - before
    return limit - before + max(0, after - 1)


def _missing(before: int | None, after: int | None, held: set[int]) -> tuple[int, ...] | None:
    """The numbers between two that nobody holds, at most one more than may be missing; None: no numbers."""
    if before is None or after is None:
        return None
    limit = 10 ** max(2, len(str(before)))
    wraps = after < before
    between = range(1, min(_steps(before, after), MOST_MISSING + len(held) + 2))
    told = [before + step if before + step < limit or not wraps else before + step - limit + 1 for step in between]
    return tuple(number for number in told if number not in held)[: MOST_MISSING + 1]


@dataclass(frozen=True, slots=True)
class Part:
    """One segment of a take as it is shown: `gap_ms` ± `error_ms` to the one before, numbers missing before it.

    `reason` is what a person said who joined it by hand, or ''."""

    recording: str
    name: str
    began_at: str
    length_ms: int
    code: str
    gap_ms: int
    error_ms: int
    missing: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Take:
    """Recordings that are one: its id is that of the first. `findings` of all its recordings, in order."""

    id: str
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]

    @property
    def largest(self) -> Part | None:
        """The part with the largest gap before it."""
        return max(self.parts[1:], key=lambda part: part.gap_ms, default=None)

    @property
    def missing(self) -> tuple[int, ...]:
        """Every number that nobody holds."""
        return tuple(number for part in self.parts for number in part.missing)
