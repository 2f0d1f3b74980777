"""The one place that touches QMediaPlayer. In: a path and wishes. Out: frames, positions, failures.

The player's law (measured, see docs): a direct call from Python can deadlock the window, because the
audio thread waits for the interpreter while the caller holds it. So every call travels through a
queued signal, every answer comes by a queued signal, nothing is ever read from the player, and it is
ended by `deleteLater`. Seeks aim mid-frame, one is in flight at a time, and the frame that arrives
is believed, never the position that was asked for.
"""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

from ui.window.player.frames import Grid, agreed

SEEK_PATIENCE_MS = (300, 4000)
"""Least and most time to wait for the frame that was asked for; between, six times the slowest so far."""

_QUEUED = Qt.ConnectionType.QueuedConnection
_FAILURES = {
    QMediaPlayer.Error.ResourceError: "player.unreadable",
    QMediaPlayer.Error.AccessDeniedError: "player.unreadable",
}


class Motion(QObject):
    """One film or sound, opened once, closed once."""

    framed = Signal(QVideoFrame)
    """A frame to show."""
    moved = Signal()
    """`position_ms`, `frame` or `playing` is another now."""
    sized = Signal()
    """`length_ms` or `frames` is another now."""
    failed = Signal(str)
    """It cannot be played (any further): a code."""

    _load = Signal(QUrl)
    _aim = Signal("qlonglong")  # type: ignore[arg-type]  # milliseconds; int would be 32 bits
    _go = Signal()
    _hold = Signal()
    _halt = Signal()
    _pace = Signal(float)
    _loud = Signal(float)

    def __init__(self, parent: QObject | None, told_rate: Fraction | None, has_picture: bool) -> None:
        """`told_rate` is what the probe said (frames a second); `has_picture` False for sound."""
        super().__init__(parent)
        self.position_ms = self.length_ms = self.frame = 0
        self.playing, self.speed = False, 1.0
        self._told, self._has_picture = told_rate, has_picture
        self._grid = Grid(told_rate or Fraction(25))
        self._ready = self._stopped = False
        self._limit = -1  # the first number that turned out to have no frame (sound longer than picture)
        self._furthest = 0  # the highest number a frame was seen for
        self._probing = 0  # how far back to look next for the last frame; 0: not looking
        self._in_flight = -1  # the frame (or, for sound, millisecond) that was asked for
        self._next = -1  # what is asked for when that has landed
        self._kept: QVideoFrame | None = None
        self._sent, self._slowest_ms = QElapsedTimer(), 0
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._give_up_waiting)
        self._wire()

    def _wire(self) -> None:
        self._player, self._sink, self._sound = QMediaPlayer(self), QVideoSink(self), QAudioOutput(self)
        self._player.setVideoSink(self._sink)  # before any media: nothing runs yet that could wait for us
        self._player.setAudioOutput(self._sound)
        for signal, slot in (
            (self._load, self._player.setSource),
            (self._aim, self._player.setPosition),
            (self._go, self._player.play),
            (self._hold, self._player.pause),
            (self._halt, self._player.stop),
            (self._pace, self._player.setPlaybackRate),
            (self._loud, self._sound.setVolume),
            (self._sink.videoFrameChanged, self._take_frame),
            (self._player.positionChanged, self._take_position),
            (self._player.durationChanged, self._take_length),
            (self._player.playbackStateChanged, self._take_state),
            (self._player.mediaStatusChanged, self._take_status),
            (self._player.errorOccurred, self._take_error),
        ):
            signal.connect(slot, _QUEUED)

    @property
    def frames(self) -> int:
        """How many frames there are, as far as the length tells (0 for sound)."""
        if not self._has_picture or not self.length_ms:
            return 0
        return self._limit if self._limit >= 0 else self._grid.count(self.length_ms)

    @property
    def seeking(self) -> bool:
        """Whether a frame that was asked for has not arrived yet."""
        return self._in_flight >= 0

    # -- wishes ----------------------------------------------------------------------------------

    def open(self, path: str, at_ms: int = 0) -> None:
        """Load a file and show its frame at `at_ms`, holding still."""
        self._next = -1 if at_ms <= 0 else at_ms
        self._load.emit(QUrl.fromLocalFile(path))
        self._hold.emit()

    def play(self) -> None:
        """Play on; from the start when at the end."""
        if self._stopped or (self._has_picture and self.frames and self._target() >= self.frames - 1):
            self.seek(0)
        self._go.emit()

    def pause(self) -> None:
        """Hold still on the frame shown."""
        self._hold.emit()

    def seek(self, position_ms: int) -> None:
        """Show what is at a position, clamped to the film."""
        position_ms = max(0, min(position_ms, self.length_ms or position_ms))
        self._ask(self._grid.at(position_ms) if self._has_picture else position_ms)

    def step(self, count: int) -> None:
        """So many frames on (or back), counted from where the last step or seek is going."""
        if self._has_picture:
            self.pause()
            self._ask(self._target() + count)

    def skip(self, milliseconds: int) -> None:
        """So much on (or back), counted from where the last step or seek is going."""
        target = self._target()
        self.seek((self._grid.start_ms(target) if self._has_picture else target) + milliseconds)

    def to_end(self) -> None:
        """The last frame."""
        self._ask(self.frames - 1 if self._has_picture else self.length_ms)

    def set_speed(self, speed: float) -> None:
        """0.25 to 16 times; the player has no reverse."""
        self.speed = speed
        self._pace.emit(speed)
        self.moved.emit()

    def set_volume(self, volume: float) -> None:
        """0 (silent) to 1."""
        self._loud.emit(volume)

    def close(self) -> None:
        """Stop and go, by way of the event loop; the object must not be used afterwards."""
        self._patience.stop()
        self.blockSignals(False)
        self._halt.emit()
        self._load.emit(QUrl())
        self.deleteLater()

    # -- seeking: one in flight ------------------------------------------------------------------

    def _target(self) -> int:
        if self._next >= 0:
            return self._next
        if self._in_flight >= 0:
            return self._in_flight
        return self.frame if self._has_picture else self.position_ms

    def _ask(self, target: int) -> None:
        if self._has_picture and self.frames:
            target = min(target, self.frames - 1)
        self._next = max(0, target)
        if self._ready and self._in_flight < 0:
            self._send()

    def _send(self) -> None:
        self._in_flight, self._next = self._next, -1
        if self._stopped:  # a stopped player shows nothing; holding still it does
            self._stopped = False
            self._hold.emit()
        self._aim.emit(self._grid.aim_ms(self._in_flight) if self._has_picture else self._in_flight)
        self._patience.start(self._wait_ms())
        self._sent.start()

    def _wait_ms(self) -> int:
        least, most = SEEK_PATIENCE_MS
        near_end = self.frames - self._in_flight < 120 * self._grid.rate
        if not self._has_picture or self._in_flight <= self._furthest or not near_end:
            return most
        return min(most, max(least, 6 * self._slowest_ms if self._slowest_ms else most // 2))

    def _landed(self) -> None:
        self._patience.stop()
        self._in_flight, self._kept = -1, None
        if self._next >= 0:
            self._probing = 0
            self._send()
        elif self._probing and self._furthest < self._limit - 1:
            self._ask((self._furthest + self._limit) // 2)
        else:
            self._probing = 0

    @Slot()
    def _give_up_waiting(self) -> None:
        if self._kept is not None:
            self._show(self._kept)
        elif self._wait_ms() < SEEK_PATIENCE_MS[1] and self._next < 0:
            self._look_further_back()
            return
        self._landed()

    def _look_further_back(self) -> None:
        """The sound goes on after the last picture: halve the way to it until it is found."""
        self._limit = self._in_flight
        self._probing = max(1, self._probing * 2)
        self._in_flight = -1
        self._ask(max(self._furthest, self._limit - self._probing))
        self.sized.emit()

    # -- what the player says --------------------------------------------------------------------

    @Slot(QVideoFrame)
    def _take_frame(self, frame: QVideoFrame) -> None:
        if not frame.isValid():
            return
        if not self._ready:
            self._first_frame(frame)
            return
        if self._in_flight < 0:
            self._show(frame)
        elif self._answers(frame):
            self._slowest_ms = max(self._slowest_ms, self._sent.elapsed())
            self._show(frame)
            self._landed()
        elif self._grid.index(frame.startTime()) != self.frame:
            self._kept = frame

    def _first_frame(self, frame: QVideoFrame) -> None:
        self._grid = Grid(agreed(self._told, frame.streamFrameRate())).started(max(0, frame.startTime()))
        self._ready = True
        wanted, self._next = self._next, -1
        self._show(frame)
        self.sized.emit()
        if wanted > 0:
            self.seek(wanted)

    def _answers(self, frame: QVideoFrame) -> bool:
        ahead = self._grid.index(frame.startTime()) - self._in_flight
        return ahead == 0 or (self.playing and 0 < ahead <= self._grid.rate * max(1.0, self.speed) / 2)

    def _show(self, frame: QVideoFrame) -> None:
        self.frame = self._grid.index(frame.startTime())
        self._furthest = max(self._furthest, self.frame)
        if 0 <= self._limit <= self.frame:  # it was only slow in coming
            self._limit = -1
            self.sized.emit()
        self.position_ms = -(-max(0, frame.startTime()) // 1000)  # up: a position inside the frame
        self.framed.emit(frame)
        self.moved.emit()

    @Slot("qlonglong")
    def _take_position(self, position_ms: int) -> None:
        if self._has_picture:
            return
        if self._in_flight >= 0:
            self._landed()
        if not self._stopped:
            self.position_ms = position_ms
        self.moved.emit()

    @Slot("qlonglong")
    def _take_length(self, length_ms: int) -> None:
        if length_ms <= 0:
            return
        self.length_ms = length_ms
        self.sized.emit()
        if not self._has_picture and not self._ready:
            self._ready = True
            if self._next > 0:
                self._send()

    @Slot(QMediaPlayer.PlaybackState)
    def _take_state(self, state: QMediaPlayer.PlaybackState) -> None:
        self.playing = state == QMediaPlayer.PlaybackState.PlayingState
        self.moved.emit()

    @Slot(QMediaPlayer.MediaStatus)
    def _take_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status != QMediaPlayer.MediaStatus.EndOfMedia:
            return
        self._stopped = True
        if not self._has_picture:
            self.position_ms = self.length_ms
        if self._in_flight >= 0:
            self._landed()
        self.moved.emit()

    @Slot(QMediaPlayer.Error, str)
    def _take_error(self, error: QMediaPlayer.Error, _text: str) -> None:
        if error != QMediaPlayer.Error.NoError:
            self.failed.emit(_FAILURES.get(error, "player.broken"))
