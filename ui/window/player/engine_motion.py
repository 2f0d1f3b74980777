"""How a film or a sound moves as far as the player alone can tell: play, hold, seek, step. In: wishes, and what
the engine says. Out: frames to show, where it stands, failures.

Frames are counted by a constant rate here; `motion.py` puts the exact ones on top.
"""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtMultimedia import QVideoFrame

from ui.window.player.engine import Engine
from ui.window.player.frames import Grid, Numbering, agreed
from ui.window.player.hearing import Channel
from ui.window.player.seeker import Seeker


class EngineMotion(QObject):
    """One film or sound, opened once, closed once."""

    framed = Signal(QVideoFrame)
    """A frame to show."""
    moved = Signal()
    """`position_ms`, `frame` or `playing` is another now."""
    sized = Signal()
    """`length_ms` or `frames` is another now."""
    ended = Signal()
    """It was playing, and came to its end."""
    failed = Signal(str)
    """It cannot be played (any further): a code."""

    def __init__(
        self, parent: QObject | None, told_rate: Fraction | None, has_picture: bool, engine: Engine | None = None
    ) -> None:
        """`told_rate` is what the probe said (frames a second); `has_picture` False for sound."""
        super().__init__(parent)
        self.position_ms = 0
        self._has_picture, self._told, self._at_ms = has_picture, told_rate, 0
        self._going = False  # whether it was told to play: what it does is heard later
        self._engine = engine or Engine(self)
        self._seeker = Seeker(self, self._engine, has_picture)
        self._seeker.found.connect(self._show)
        self._seeker.limited.connect(self.sized)
        self._engine.framed.connect(self._take_frame)
        self._engine.positioned.connect(self._take_position)
        self._engine.lengthened.connect(self._take_length)
        self._engine.ran.connect(self._take_running)
        self._engine.ended.connect(self._take_end)
        self._engine.failed.connect(self.failed)

    @property
    def frame(self) -> int:
        """The number of the frame shown, from 0 (0 for sound)."""
        return self._seeker.here if self._has_picture else 0

    @property
    def frames(self) -> int:
        """How many frames there are, as far as the length tells (0 for sound)."""
        return self._seeker.frames

    @property
    def length_ms(self) -> int:
        """How long it is; 0 while it is not known."""
        return self._seeker.length_ms

    @property
    def playing(self) -> bool:
        """Whether it moves."""
        return self._seeker.playing

    @property
    def speed(self) -> float:
        """How fast it plays; 1 as it was recorded."""
        return self._seeker.speed

    @property
    def seeking(self) -> bool:
        """Whether a frame that was asked for has not arrived yet."""
        return self._seeker.seeking

    # -- wishes ----------------------------------------------------------------------------------

    def open(self, path: str, at_ms: int = 0) -> None:
        """Load a file and show its frame at `at_ms`, holding still."""
        self._at_ms = at_ms
        self._engine.load(path)

    def play(self) -> None:
        """Play on; from the start when at the end."""
        seeker = self._seeker
        if seeker.stopped or (self._has_picture and seeker.frames and seeker.target >= seeker.frames - 1):
            self.seek(0)
        self._going = True
        self._engine.go()

    def pause(self) -> None:
        """Hold still on the frame shown."""
        if self._going:
            self._going = False
            self._engine.hold()

    def seek(self, position_ms: int) -> None:
        """Show what is at a position, clamped to the film."""
        if not self._seeker.ready:  # the frames cannot be counted yet
            self._at_ms = max(0, position_ms)
            return
        position_ms = max(0, min(position_ms, self.length_ms or position_ms))
        self._seeker.ask(self._seeker.grid.at(position_ms) if self._has_picture else position_ms)

    def step(self, count: int) -> None:
        """So many frames on (or back), counted from where the last step or seek is going."""
        if self._has_picture:
            self.pause()
            self._seeker.ask(self._seeker.target + count, backwards=count < 0)

    def skip(self, milliseconds: int) -> None:
        """So much on (or back), counted from where the last step or seek is going."""
        target = self._seeker.target
        self.seek((self._seeker.grid.start_ms(target) if self._has_picture else target) + milliseconds)

    def to_end(self) -> None:
        """The last frame."""
        self._seeker.ask(self.frames - 1 if self._has_picture else self.length_ms)

    def set_speed(self, speed: float) -> None:
        """0.25 to 16 times; the player has no reverse."""
        self._seeker.speed = speed
        self._engine.pace(speed)
        self.moved.emit()

    def set_volume(self, volume: float) -> None:
        """0 (silent) to 1 as it was recorded, and beyond."""
        self._engine.loud(volume)

    def set_channel(self, channel: Channel) -> None:
        """Both sides of the sound, or one of them."""
        self._engine.hear(channel)

    def close(self) -> None:
        """Stop and go, by way of the event loop; the object must not be used afterwards."""
        self._seeker.stop()
        self._engine.close()
        self.deleteLater()

    # -- what the engine says --------------------------------------------------------------------

    @Slot(QVideoFrame)
    def _take_frame(self, frame: QVideoFrame) -> None:
        if not frame.isValid():
            return
        if self._seeker.ready:
            self._seeker.take(frame)
            return
        self._seeker.begin(frame, self._numbering(frame), self._at_ms)
        self.sized.emit()

    def _numbering(self, first: QVideoFrame) -> Numbering:
        """How frames are counted, now that the first is there."""
        rate = agreed(self._told, first.endTime() - first.startTime())
        return Grid(rate).started(max(0, first.startTime()))

    @Slot(QVideoFrame)
    def _show(self, frame: QVideoFrame) -> None:
        self.position_ms = -(-max(0, frame.startTime()) // 1000)  # up: a position inside the frame
        self.framed.emit(frame)
        self.moved.emit()

    @Slot("qlonglong")
    def _take_position(self, position_ms: int) -> None:
        if self._has_picture:
            return
        self._seeker.land()
        if not self._seeker.stopped:
            self.position_ms = self._seeker.here = position_ms
        self.moved.emit()

    @Slot("qlonglong")
    def _take_length(self, length_ms: int) -> None:
        if length_ms <= 0:
            return
        self._seeker.length_ms = length_ms
        self.sized.emit()
        if not self._has_picture and not self._seeker.ready:
            self._seeker.begin(None, self._seeker.grid, self._at_ms)

    @Slot(bool)
    def _take_running(self, playing: bool) -> None:
        self._seeker.playing = playing
        self.moved.emit()

    @Slot()
    def _take_end(self) -> None:
        self._seeker.stopped, self._going, went = True, False, self._going
        if not self._has_picture:
            self.position_ms = self._seeker.here = self.length_ms
        self._seeker.land()
        self.moved.emit()
        if went:
            self.ended.emit()
