"""Which part of a length is in sight, and where things lie in it. In: milliseconds, pixels. Out: the other of the two.

Pure values: every zoom and every move makes another one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Sight:
    """`span_ms` from `from_ms` on, of `length_ms` in all; never closer than `least_ms`."""

    length_ms: int = 0
    from_ms: float = 0.0
    span_ms: float = 0.0
    least_ms: float = 200.0

    @classmethod
    def whole(cls, length_ms: int, least_ms: float = 200.0) -> Sight:
        """All of it."""
        return cls(length_ms, 0.0, float(length_ms), min(least_ms, max(1.0, float(length_ms))))

    @property
    def until_ms(self) -> float:
        """Where it ends."""
        return self.from_ms + self.span_ms

    @property
    def is_whole(self) -> bool:
        """Whether all of it is in sight."""
        return self.span_ms >= self.length_ms

    def share_of(self, position_ms: float) -> float:
        """Where a position lies, 0 at the left edge and 1 at the right; beyond these out of sight."""
        return (position_ms - self.from_ms) / self.span_ms if self.span_ms else 0.0

    def at(self, share: float) -> int:
        """Which position lies there, kept inside the length."""
        return round(min(float(self.length_ms), max(0.0, self.from_ms + share * self.span_ms)))

    def holds(self, position_ms: float) -> bool:
        """Whether a position is in sight."""
        return self.from_ms <= position_ms <= self.until_ms

    def zoomed(self, factor: float, around: float) -> Sight:
        """So much closer (below 1: farther), with what lies at the share `around` staying there."""
        span = min(float(self.length_ms), max(self.least_ms, self.span_ms / factor))
        fixed = self.from_ms + around * self.span_ms
        return self._kept(fixed - around * span, span)

    def moved(self, by_ms: float) -> Sight:
        """So much further on."""
        return self._kept(self.from_ms + by_ms, self.span_ms)

    def brought(self, position_ms: float) -> Sight:
        """Moved so that a position is in sight, an eighth from the left edge; itself where it is already."""
        if self.holds(position_ms):
            return self
        return self._kept(position_ms - self.span_ms / 8, self.span_ms)

    def _kept(self, from_ms: float, span_ms: float) -> Sight:
        return replace(self, from_ms=max(0.0, min(from_ms, self.length_ms - span_ms)), span_ms=span_ms)
