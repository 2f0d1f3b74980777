"""Every time that is told of a recording, and which of them counts. Raw stamps are never changed.

A name is written by the recorder at the start of a recording, in its own wall time; a container claims UTC, and some
makers write wall time there all the same; the file system tells when the file was last written, at its end, and on
FAT in wall time (decision 0022). Corrections by the recorder's clock ledger come on top of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from recorder_desk.domain.times import moment, stamp

Basis = Literal["name", "media", "file", "received"]
HOURS_APART = "time.whole-hours-apart"
_NEAR_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Stamps:
    """`named_at` as the name has it (wall time of the recorder, or UTC with `Z`); the others UTC stamps.

    '' for none."""

    named_at: str
    media_at: str
    modified_at: str
    received_at: str

    @property
    def name_moment(self) -> str:
        """The name's time as a UTC stamp, its wall time taken to be ours; '' without one, or before 1990 (a clock
        that was reset)."""
        if not self.named_at or self.named_at < "1990":
            return ""
        try:
            return stamp(datetime.fromisoformat(self.named_at.replace("Z", "+00:00")).astimezone(UTC))
        except (ValueError, OverflowError):
            return ""

    @property
    def basis(self) -> Basis:
        """Which stamp counts."""
        if self.name_moment:
            return "name"
        if self.media_at:
            return "media"
        return "file" if self.modified_at else "received"

    @property
    def recorded_at(self) -> str:
        """When the recording was made, as far as it is told."""
        return self.name_moment or self.media_at or self.modified_at or self.received_at

    @property
    def hours_apart(self) -> int:
        """By how many whole hours the media's own time is behind the name's (negative: ahead); 0 where they agree, or
        differ by something else than whole hours: then one of the clocks is wrong, not a time zone."""
        if not (self.name_moment and self.media_at) or self.named_at.endswith("Z"):
            return 0
        apart = (moment(self.name_moment) - moment(self.media_at)).total_seconds()
        hours = round(apart / 3600)
        return hours if hours and abs(apart - hours * 3600) <= _NEAR_SECONDS and abs(hours) <= 14 else 0
