"""Exact frames for a film that holds still. In: numbers of frames. Out: those frames, one at a time, the newest
wish next.

The film is opened and decoded elsewhere (`recorder_desk.ports.Frames`); answers come by a queued signal. Where none are
to be had, `index` stays None, and who asks goes on with what the player can.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame
from shiboken6 import isValid

from recorder_desk.domain.frames import FrameIndex, Picture
from recorder_desk.errors import DeskError
from recorder_desk.ports import Film, Frames

PREVIEW_WIDTH = 160
Shown = Callable[[QImage, int], None]
"""Given a small picture, and when it is shown (ms)."""


class Exact(QObject):
    """The frames of one film."""

    opened = Signal()
    """`index` is there."""
    shown = Signal(QVideoFrame)
    """The frame that was wanted; `here` is its number."""
    failed = Signal(int)
    """The frame of this number cannot be decoded."""
    _came = Signal(object, object)

    def __init__(self, parent: QObject, frames: Frames | None) -> None:
        """Opens nothing yet."""
        super().__init__(parent)
        self.index: FrameIndex | None = None
        self.here = -1
        self._frames = frames
        self._film: Film | None = None
        self._opening: Future[Film] | None = None
        self._asked = self._next = -1
        self._wish: Future[Picture] | None = None
        self._looking: Future[Picture] | None = None
        self._then: Shown | None = None
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def seeking(self) -> bool:
        """Whether a frame that was wanted has not come yet."""
        return self._asked >= 0

    @property
    def target(self) -> int:
        """What will be shown when all that was wanted has come; -1: nothing was."""
        return self._next if self._next >= 0 else self._asked if self._asked >= 0 else self.here

    def open(self, path: str) -> None:
        """Have its index read; `opened` tells."""
        if self._frames is not None:
            self._opening = self._frames.begin(Path(path))
            self._opening.add_done_callback(partial(self._hear, self._take_film))

    def want(self, number: int) -> None:
        """Show this frame, as soon as what was asked for before has come."""
        if self._film is None or self.index is None:
            return
        self._next = max(0, min(number, len(self.index) - 1))
        if self._asked < 0:
            self._ask()

    def forget(self) -> None:
        """Nothing is wanted any more, and nothing of this is on the screen."""
        self.here = self._asked = self._next = -1
        wish, self._wish = self._wish, None
        if wish is not None:
            wish.cancel()

    def preview(self, number: int, then: Shown) -> None:
        """A small picture of a frame, instead of the one that was asked for before."""
        if self._film is None or self.index is None:
            return
        if self._looking is not None:
            self._looking.cancel()
        self._then = then
        self._looking = self._film.picture(number, PREVIEW_WIDTH)
        self._looking.add_done_callback(partial(self._hear, self._take_preview))

    def close(self) -> None:
        """Let the film go. Repeatable."""
        self.forget()
        if self._opening is not None and not self._opening.cancel() and self._film is None:
            self._opening.add_done_callback(_let_go)
        if self._film is not None:
            self._film.close()
        self._film = self._then = self._frames = self.index = None

    def _ask(self) -> None:
        assert self._film is not None
        self._asked, self._next = self._next, -1
        self._wish = self._film.picture(self._asked)
        self._wish.add_done_callback(partial(self._hear, self._take_picture))

    # -- what comes, from other threads ----------------------------------------------------------

    def _hear(self, take: Callable[[Any], None], future: Future[Any]) -> None:
        if isValid(self):
            self._came.emit(take, future)

    @Slot(object, object)
    def _take(self, take: Callable[[Any], None], future: Future[Any]) -> None:
        if self._frames is not None and not future.cancelled():
            take(future)

    def _take_film(self, future: Future[Film]) -> None:
        if future.exception() is None:
            self._film = future.result()
            self.index = self._film.index
            self.opened.emit()

    def _take_picture(self, future: Future[Picture]) -> None:
        if future is not self._wish:
            return
        number, self._asked, self._wish = self._asked, -1, None
        try:
            picture = future.result()
        except DeskError:
            if self._next < 0:
                self.failed.emit(number)
        else:
            self.here = number
            self.shown.emit(self._frame_of(picture))
        if self._next >= 0 and self._asked < 0:
            self._ask()

    def _frame_of(self, picture: Picture) -> QVideoFrame:
        assert self.index is not None
        frame = QVideoFrame(image_of(picture))
        since, until = self.index.span_us(picture.number)
        frame.setStartTime(since)
        frame.setEndTime(until)
        return frame

    def _take_preview(self, future: Future[Picture]) -> None:
        then = self._then
        if future is self._looking and then is not None and future.exception() is None:
            owner = getattr(getattr(then, "func", then), "__self__", None)
            if not isinstance(owner, QObject) or isValid(owner):
                picture = future.result()
                then(image_of(picture), -(-picture.at_us // 1000))


def image_of(picture: Picture) -> QImage:
    """A picture as Qt paints it fast."""
    rows = QImage(picture.rgb, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    return rows.convertToFormat(QImage.Format.Format_RGB32)


def _let_go(opening: Future[Film]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
