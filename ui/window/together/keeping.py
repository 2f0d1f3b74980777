"""How pictures are kept in step: rules without Qt.

In: where a film is, where it should be. Out: how fast it is to run, or that it must be sent there. Each film has a
clock of its own inside the player; one clock, ours, says when a picture is due. Films run a little ahead of it, and a
picture waits until it is due: so no film is ever ahead of another, and one that falls behind is sped up by so little
that nobody sees it.
"""

from __future__ import annotations

from dataclasses import dataclass

LEAD_MS = 60.0
"""So far ahead a film runs: two or three pictures wait."""
CALM_MS = 12.0
"""So far off is left alone."""
MOST = 0.06
"""No film is sped up or slowed down by more."""
LOST_MS = 400.0
"""What is farther off is sent to where it should be."""
_SPREAD_MS = 1_000.0
_SMOOTH = 0.25


@dataclass(slots=True)
class Pace:
    """One film's pace. `speed` is the person's, `drift` what its own clock gains (as a factor near 1)."""

    drift: float = 1.0
    off_ms: float = 0.0
    heard: bool = False

    def note(self, off_ms: float) -> None:
        """A picture came so much later than it should (negative: earlier)."""
        self.off_ms = off_ms if not self.heard else self.off_ms + _SMOOTH * (off_ms - self.off_ms)
        self.heard = True

    def forget(self) -> None:
        """It was sent elsewhere: what was seen of it counts no more."""
        self.off_ms, self.heard = 0.0, False

    @property
    def calm(self) -> bool:
        """Whether it is where it should be."""
        return self.heard and abs(self.off_ms) <= CALM_MS

    @property
    def lost(self) -> bool:
        """Whether it is too far off to catch up."""
        return self.heard and abs(self.off_ms) > LOST_MS

    def rate(self, speed: float) -> float:
        """How fast it is to run."""
        mend = 0.0 if abs(self.off_ms) <= CALM_MS else max(-MOST, min(MOST, self.off_ms / _SPREAD_MS))
        return speed * self.drift * (1 + mend)


def apart(shown: list[float | None]) -> float:
    """How far apart the pictures are that are shown at once (ms); None: one that has nothing to show there."""
    there = [each for each in shown if each is not None]
    return max(there) - min(there) if len(there) > 1 else 0.0
