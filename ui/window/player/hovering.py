"""The pointer over the timeline: the nearest small picture at once, then the very frame. In: a place. Out: a card."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ui.formats import clock
from ui.window.player.hover_card import HoverCard
from ui.window.player.motion import Motion
from ui.window.player.reel import Reel
from ui.window.player.standing import exact
from ui.window.theme import Theme
from ui.window.widgets.timeline import Timeline


class Hovering(QObject):
    """Between one timeline, one film and the card over both."""

    def __init__(self, line: Timeline, reel: Reel, motion: Motion, theme: Theme, deck: QWidget) -> None:
        super().__init__(deck)
        self._line, self._reel, self._motion, self._deck = line, reel, motion, deck
        self._closed = False
        self.card = HoverCard(theme, deck)
        line.hovered.connect(self._show)

    def close(self) -> None:
        """The film is about to be closed: ask for nothing more."""
        self._closed = True
        self.card.leave()

    @Slot(int, str)
    def _show(self, at_ms: int, mark: str) -> None:
        if at_ms < 0 or self._closed:
            self.card.leave()
            return
        line = self._line
        lines = [" · ".join(filter(None, (exact(at_ms), self._reel.day.text(at_ms))))]
        lines += [flag.tip for flag in line.still.flags if flag.mark == mark]
        here = (patch for patch in line.still.patches if patch.from_ms <= at_ms <= patch.until_ms)
        lines += [f"{each.name} {clock(each.from_ms)} – {clock(each.until_ms)}" for each in here]
        place = line.mapTo(self._deck, QPoint(int(line.x_of(at_ms)), 0))
        length = line.sight.length_ms
        self.card.show_place(at_ms, tuple(lines), self._reel.strip, length, place.x(), place.y() - 4)
        if self._reel.kind == "video":
            self._motion.preview(at_ms, partial(self._show_exact, at_ms))

    def _show_exact(self, at_ms: int, picture: QImage, _begins_ms: int) -> None:
        self.card.show_exact(at_ms, picture)
