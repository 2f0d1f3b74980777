"""Acts on how a picture is looked at: closer, turned, deinterlaced. In: names of acts. Out: the surface's look."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from ui.window.player.look import STEP, Look
from ui.window.player.surface import VideoSurface


class Looking(QObject):
    """The hands on one surface. Every public method without arguments is an act of that name."""

    ACTS = frozenset({"zoom_in", "zoom_out", "zoom_fit", "turn_right", "turn_left", "deinterlace"})

    def __init__(self, surface: VideoSurface, parent: QObject) -> None:
        super().__init__(parent)
        self.surface = surface

    def act(self, name: str) -> bool:
        """Do what a key or a button asks; False when there is no such act."""
        if name not in self.ACTS:
            return False
        getattr(self, name)()
        return True

    def zoom_in(self) -> None:
        """Closer, around the middle of what is seen."""
        self._look(self._now.zoomed(STEP, self._now.x, self._now.y))

    def zoom_out(self) -> None:
        """Farther."""
        self._look(self._now.zoomed(1 / STEP, self._now.x, self._now.y))

    def zoom_fit(self) -> None:
        """The whole picture."""
        self._look(self._now.fit())

    def turn_right(self) -> None:
        """A quarter clockwise."""
        self._look(self._now.turned(1))

    def turn_left(self) -> None:
        """A quarter back."""
        self._look(self._now.turned(3))

    def deinterlace(self) -> None:
        """Show one of the two fields of each picture only, or both again."""
        self._look(replace(self._now, deinterlaced=not self._now.deinterlaced))

    @property
    def _now(self) -> Look:
        return self.surface.look

    def _look(self, look: Look) -> None:
        self.surface.set_look(look)
