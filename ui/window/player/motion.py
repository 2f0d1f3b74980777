"""How a film or a sound moves, exactly. In: wishes. Out: frames to show, where it stands, failures.

The engine plays forward, with sound. While the film holds still every frame shown is the exact one, decoded by its
number (`exact.py`); so are the frames of playing backwards. Both count time alike: 0 is where the engine puts it, and
the index of frames was made to agree. Where exact frames are not to be had, all goes on as the engine alone can.
"""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QObject, Slot
from PySide6.QtMultimedia import QVideoFrame

from recorder_desk.domain.frames import FrameIndex
from recorder_desk.ports import Frames
from ui.window.player.engine import Engine
from ui.window.player.engine_motion import EngineMotion
from ui.window.player.exact import Exact, Shown
from ui.window.player.frames import Counted, Numbering
from ui.window.player.reverse import Reverse


class Motion(EngineMotion):
    """One film or sound, opened once, closed once."""

    def __init__(
        self,
        parent: QObject | None,
        told_rate: Fraction | None,
        has_picture: bool,
        engine: Engine | None = None,
        frames: Frames | None = None,
    ) -> None:
        """`told_rate` is what the probe said (frames a second); `has_picture` False for sound; `frames` opens films for
        exact frames (None: the engine alone)."""
        super().__init__(parent, told_rate, has_picture, engine)
        self._still = False  # whether the exact frames are what is to be seen, not the engine's
        self._exact = Exact(self, frames if has_picture else None)
        self._reverse = Reverse(self._exact)
        self._exact.opened.connect(self._take_index)
        self._exact.shown.connect(self._show_exact)
        self._exact.failed.connect(self._ask_engine)
        self._reverse.stopped.connect(self._take_beginning)

    @property
    def index(self) -> FrameIndex | None:
        """When each frame is shown; None until it was read, and where it cannot be."""
        return self._exact.index

    @property
    def frame(self) -> int:
        """The number of the frame shown, from 0 (0 for sound)."""
        return self._exact.here if self._still and self._exact.here >= 0 else super().frame

    @property
    def playing(self) -> bool:
        """Whether it moves, forward or backward."""
        return self._reverse.running or super().playing

    @property
    def backward(self) -> float:
        """How fast it plays backwards; 0 while it does not."""
        return self._reverse.speed

    @property
    def seeking(self) -> bool:
        """Whether a frame that was asked for has not arrived yet."""
        return self._exact.seeking if self._still else super().seeking

    @property
    def _target(self) -> int:
        """The number of what will be shown when all that was asked for has come."""
        return self._exact.target if self._still and self._exact.target >= 0 else self._seeker.target

    # -- wishes ----------------------------------------------------------------------------------

    def open(self, path: str, at_ms: int = 0) -> None:
        """Load a file and show its frame at `at_ms`, holding still. Its index is read meanwhile."""
        super().open(path, at_ms)
        self._exact.open(path)

    def play(self) -> None:
        """Play on; from the start when at the end."""
        self._reverse.stop()
        if self.index is None:
            super().play()
            return
        over = (self._seeker.stopped and not self._still) or self._target >= len(self.index) - 1
        if over or self._still:  # the engine is somewhere else
            here = 0 if over else self._target
            self._still = False
            self._exact.forget()
            self._seeker.ask(here)
        self._going = True
        self._engine.go()

    def play_backward(self, speed: float) -> bool:
        """Play backwards, 1 as fast as it was recorded, without sound; False where exact frames are not to be had.

        At the first frame it holds still, and `ended` is not told.
        """
        if self.index is None:
            return False
        here = self.frame
        self._hold()
        self._still = True
        self._exact.want(here)
        self._reverse.start(here, speed)
        self.moved.emit()
        return True

    def pause(self) -> None:
        """Hold still on the frame shown."""
        self._hold()
        self.moved.emit()

    def _hold(self) -> None:
        self._reverse.stop()
        super().pause()

    def seek(self, position_ms: int) -> None:
        """Show what is at a position, clamped to the film."""
        index = self.index
        if index is not None and not self._going:
            self.goto_frame(index.at(1000 * position_ms))
        else:
            super().seek(position_ms)

    def goto_frame(self, number: int) -> None:
        """Show the frame of this number, clamped to the film, holding still."""
        if not self._has_picture:
            return
        self._hold()
        if self.index is None:
            self._seeker.ask(number)
            return
        self._still = True
        self._exact.want(number)

    def step(self, count: int) -> None:
        """So many frames on (or back), counted from where the last step or seek is going."""
        if self.index is None:
            super().step(count)
        else:
            self.goto_frame(self._target + count)

    def skip(self, milliseconds: int) -> None:
        """So much on (or back), counted from where the last step or seek is going."""
        index = self.index
        if index is None or self._going:
            super().skip(milliseconds)
        else:
            self.goto_frame(index.at(index.times_us[max(0, self._target)] + 1000 * milliseconds))

    def to_end(self) -> None:
        """The last frame."""
        if self.index is None:
            super().to_end()
        else:
            self.goto_frame(len(self.index) - 1)

    def preview(self, position_ms: int, then: Shown) -> bool:
        """A small picture of what is at a position; `then` gets it and when it begins (ms), unless another is asked for
        before. False where exact frames are not to be had."""
        if self.index is None:
            return False
        self._exact.preview(self.index.at(1000 * position_ms), then)
        return True

    def close(self) -> None:
        """Stop and go, by way of the event loop; the object must not be used afterwards."""
        self._reverse.stop()
        self._exact.close()
        super().close()

    # -- what comes ------------------------------------------------------------------------------

    def _numbering(self, first: QVideoFrame) -> Numbering:
        return super()._numbering(first) if self.index is None else Counted(self.index)

    @Slot()
    def _take_index(self) -> None:
        index = self.index
        if index is None:
            return
        self._seeker.renumber(Counted(index))
        if not self._going:
            self.goto_frame(self._seeker.target if self._seeker.ready else index.at(1000 * self._at_ms))
        self.sized.emit()

    @Slot(QVideoFrame)
    def _show_exact(self, frame: QVideoFrame) -> None:
        if self._still:
            self._seeker.here = self._exact.here
            super()._show(frame)

    @Slot(QVideoFrame)
    def _show(self, frame: QVideoFrame) -> None:
        if not self._still:
            super()._show(frame)

    @Slot(int)
    def _ask_engine(self, number: int) -> None:
        """That frame cannot be decoded exactly: show what the engine makes of it."""
        self._reverse.stop()
        self._still = False
        self._exact.forget()
        self._seeker.ask(number)

    @Slot()
    def _take_beginning(self) -> None:
        self.moved.emit()
