"""What a recording's own packets and pictures say about holes in it: values, and what is worth telling.

In: tracks as measured, stretches as seen. Out: findings by code, with positions in milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from recorder_desk.domain.finding import Finding

StretchKind = Literal["frozen", "black", "silent"]
STRETCH_KINDS: tuple[StretchKind, ...] = ("frozen", "black", "silent")

MOST_HOLES = 100
"""Holes told one by one; of more, the largest, and how many there are in all."""
MOST_STRETCHES = 300
APART_MS = 1000
"""Picture and sound may end this far apart: encoders stop at different moments."""


@dataclass(frozen=True, slots=True)
class Hole:
    """Time inside a track that no packet covers, as positions from the recording's beginning (ms)."""

    from_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class Track:
    """One stream as its packets tell it.

    `first_ms` and `end_ms` are in the file's own clock, which need not begin at 0; `step_us` is the usual
    distance of two packets. `holes` are the largest of `hole_count`; `lost_ms` is what all of them take.
    """

    packets: int
    first_ms: int
    end_ms: int
    step_us: int
    holes: tuple[Hole, ...] = ()
    hole_count: int = 0
    lost_ms: int = 0


@dataclass(frozen=True, slots=True)
class Continuity:
    """Both tracks of a recording; None where there is none, or where its packets carry no times."""

    picture: Track | None = None
    sound: Track | None = None

    @property
    def main(self) -> Track | None:
        """The track that counts for where the recording begins and ends: the picture, else the sound."""
        return self.picture or self.sound

    @property
    def begins_ms(self) -> int:
        """Where position 0 is in the file's own clock."""
        return min((track.first_ms for track in (self.picture, self.sound) if track), default=0)

    @property
    def largest_ms(self) -> int:
        """The largest hole in the picture, or in the sound where there is no picture."""
        return max((hole.until_ms - hole.from_ms for hole in self.main.holes), default=0) if self.main else 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a recording in which picture or sound does not change, as positions (ms)."""

    kind: StretchKind
    from_ms: int
    until_ms: int


_SEEN: dict[StretchKind, str] = {
    "frozen": "continuity.frozen",
    "black": "continuity.black",
    "silent": "continuity.silent",
}


def findings_of(
    recording: str, continuity: Continuity | None, stretches: Sequence[Stretch] = ()
) -> tuple[Finding, ...]:
    """What a reviewer should know, in the order of time. Facts: `from_ms`, `until_ms`, `length_ms`.

    Codes: `continuity.picture-hole`, `continuity.sound-hole`, `continuity.sound-short`,
    `continuity.picture-short`, `continuity.frozen`, `continuity.black`, `continuity.silent`.
    """
    found: list[tuple[int, int, str]] = []
    if continuity is not None:
        for code, track in (
            ("continuity.picture-hole", continuity.picture),
            ("continuity.sound-hole", continuity.sound),
        ):
            found += [(hole.from_ms, hole.until_ms, code) for hole in (track.holes if track else ())]
        found += _ends_apart(continuity)
    found += [(each.from_ms, each.until_ms, _SEEN[each.kind]) for each in stretches]
    return tuple(
        Finding(code, recording, {"from_ms": since, "until_ms": until, "length_ms": until - since})
        for since, until, code in sorted(found)
    )


def _ends_apart(continuity: Continuity) -> list[tuple[int, int, str]]:
    picture, sound, zero = continuity.picture, continuity.sound, continuity.begins_ms
    if picture is None or sound is None or abs(picture.end_ms - sound.end_ms) <= APART_MS:
        return []
    since, until = sorted((picture.end_ms - zero, sound.end_ms - zero))
    return [(since, until, "continuity.sound-short" if sound.end_ms < picture.end_ms else "continuity.picture-short")]
