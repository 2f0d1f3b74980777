"""How a picture is looked at: how close, which part, turned, brightened. Pure values; nothing of it is in the file.

Places are shares (0 to 1) of the picture as it is turned; angles are quarter turns clockwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

CLOSEST = 16.0
STEP = 1.25


@dataclass(frozen=True, slots=True)
class Look:
    """`zoom` 1 shows the whole picture; `x`, `y` is the place in the middle of what is seen.

    `brightness` and `contrast` from -100 to 100, `gamma` in per cent (100: as it is)."""

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5
    turns: int = 0
    brightness: int = 0
    contrast: int = 0
    gamma: int = 100
    deinterlaced: bool = False

    @property
    def is_tuned(self) -> bool:
        """Whether brightness, contrast or gamma are another than the file's."""
        return (self.brightness, self.contrast, self.gamma) != (0, 0, 100)

    @property
    def is_near(self) -> bool:
        """Whether less than the whole picture is seen."""
        return self.zoom > 1.0

    def zoomed(self, factor: float, x: float = 0.5, y: float = 0.5) -> Look:
        """So much closer (below 1: farther), with what lies at the place (`x`, `y`) staying where it is."""
        zoom = min(CLOSEST, max(1.0, self.zoom * factor))
        if zoom < 1.01:
            return self.fit()
        keep = self.zoom / zoom
        return replace(self, zoom=zoom)._at(x + (self.x - x) * keep, y + (self.y - y) * keep)

    def moved(self, right: float, down: float) -> Look:
        """What is seen moves by shares of the picture."""
        return self._at(self.x + right, self.y + down)

    def fit(self) -> Look:
        """The whole picture."""
        return replace(self, zoom=1.0, x=0.5, y=0.5)

    def turned(self, quarters: int) -> Look:
        """Turned clockwise; the middle of what is seen stays the middle."""
        found = self
        for _ in range(quarters % 4):
            found = replace(found, turns=(found.turns + 1) % 4, x=1 - found.y, y=found.x)
        return found

    def plain(self) -> Look:
        """Brightness, contrast and gamma as in the file."""
        return replace(self, brightness=0, contrast=0, gamma=100)

    def table(self) -> bytes:
        """What becomes of each of 256 values: gamma first, then contrast around the middle, then brightness."""
        slope = (1 + self.contrast / 100) if self.contrast <= 0 else 1 / max(0.05, 1 - self.contrast / 100)
        power = 100 / max(10, self.gamma)
        told = ((value / 255) ** power * 255 for value in range(256))
        return bytes(
            round(min(255.0, max(0.0, (each - 127.5) * slope + 127.5 + self.brightness * 1.28))) for each in told
        )

    def _at(self, x: float, y: float) -> Look:
        half = 0.5 / self.zoom
        return replace(self, x=min(1 - half, max(half, x)), y=min(1 - half, max(half, y)))
