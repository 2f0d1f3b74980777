"""The one place that touches QMediaPlayer. In: a path and wishes. Out: frames, positions, failures.

The player's law (measured): a direct call from Python can deadlock the window, because the audio
thread waits for the interpreter while the caller holds it. So every call travels through a queued
signal, every answer comes by a queued signal, nothing is ever read from the player, and it is ended
by `deleteLater`. A test sees to it that no other module names the player.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QLoggingCategory, QObject, Qt, QUrl, Signal, Slot
from PySide6.QtMultimedia import QAudioBuffer, QAudioBufferOutput, QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

from ui.window.player.hearing import Channel
from ui.window.player.loudspeaker import Loudspeaker, sound_format

_QUEUED = Qt.ConnectionType.QueuedConnection
_FAILURES = {
    QMediaPlayer.Error.ResourceError: "player.unreadable",
    QMediaPlayer.Error.AccessDeniedError: "player.unreadable",
}
PITCHED = 2.0
_HUSHED = "qt.multimedia.*=false\ndefault.debug=false\ndefault.info=false"
"""FFmpeg inside Qt tells every opened file on stderr; what goes wrong is heard by signal."""


@cache
def _hush() -> None:
    QLoggingCategory.setFilterRules(_HUSHED)


class Engine(QObject):
    """Plays one file at a time; every wish is heard a turn of the event loop later."""

    framed = Signal(QVideoFrame)
    """A frame."""
    positioned = Signal("qlonglong")  # type: ignore[arg-type]  # milliseconds; int would be 32 bits
    """Where it says it is (ms). For pictures the frame is believed instead."""
    lengthened = Signal("qlonglong")  # type: ignore[arg-type]
    """How long the file is (ms)."""
    ran = Signal(bool)
    """Whether it plays now."""
    ended = Signal()
    """It came to the end and stopped."""
    failed = Signal(str)
    """It cannot be played (any further): a code."""

    _load = Signal(QUrl)
    _aim = Signal("qlonglong")  # type: ignore[arg-type]
    _go = Signal()
    _hold = Signal()
    _halt = Signal()
    _pace = Signal(float)
    _pitched = Signal(bool)
    _loud = Signal(float)
    _tap = Signal(QAudioBufferOutput)
    _heard = Signal(QAudioBuffer)

    def __init__(self, parent: QObject) -> None:
        """Holds nothing until `load`."""
        super().__init__(parent)
        _hush()
        self._player, self._sink, self._sound = QMediaPlayer(self), QVideoSink(self), QAudioOutput(self)
        self._tapped, self._loudspeaker = QAudioBufferOutput(sound_format(), self), Loudspeaker(self)
        self._volume, self._speed, self._channel = 1.0, 1.0, "both"  # type: tuple[float, float, Channel]
        self._taps = False
        self._player.setVideoSink(self._sink)  # before any media: nothing runs yet that could wait for us
        self._player.setAudioOutput(self._sound)
        for signal, slot in (
            (self._load, self._player.setSource),
            (self._aim, self._player.setPosition),
            (self._go, self._player.play),
            (self._hold, self._player.pause),
            (self._halt, self._player.stop),
            (self._pace, self._player.setPlaybackRate),
            (self._pitched, self._player.setPitchCompensation),
            (self._loud, self._sound.setVolume),
            (self._tap, self._player.setAudioBufferOutput),
            (self._tapped.audioBufferReceived, self._heard),
            (self._heard, self._loudspeaker.take),
            (self._sink.videoFrameChanged, self.framed),
            (self._player.positionChanged, self.positioned),
            (self._player.durationChanged, self.lengthened),
            (self._player.playbackStateChanged, self._take_state),
            (self._player.mediaStatusChanged, self._take_status),
            (self._player.errorOccurred, self._take_error),
        ):
            signal.connect(slot, _QUEUED)

    def load(self, path: str) -> None:
        """Open a file and hold still on its first frame."""
        self._load.emit(QUrl.fromLocalFile(path))
        self._hold.emit()

    def aim(self, position_ms: int) -> None:
        """Go to a position."""
        self._aim.emit(position_ms)

    def go(self) -> None:
        """Play."""
        self._go.emit()

    def hold(self) -> None:
        """Hold still."""
        self._hold.emit()

    def pace(self, speed: float) -> None:
        """How fast to play; 1 as it was recorded. To twice as fast voices keep their pitch."""
        self._speed = speed
        self._pitched.emit(speed <= PITCHED)
        self._pace.emit(speed)
        self._route_sound()

    def loud(self, volume: float) -> None:
        """0 (silent) to 1 as it was recorded, and beyond."""
        self._volume = volume
        self._route_sound()

    def hear(self, channel: Channel) -> None:
        """Both sides, or one of them on both."""
        self._channel = channel
        self._route_sound()

    def _route_sound(self) -> None:
        """By the player's own output, unless it cannot do what is asked, which is done at speed 1 only."""
        aside = self._speed == 1 and self._volume > 0 and (self._volume > 1 or self._channel != "both")
        self._loudspeaker.gain, self._loudspeaker.channel = self._volume, self._channel
        self._loudspeaker.on = aside
        if aside and not self._taps:  # once tapped it stays so: taking it off would stop the sound for a moment
            self._taps = True
            self._tap.emit(self._tapped)
        self._loud.emit(0.0 if aside else min(1.0, self._volume))

    def close(self) -> None:
        """Stop, let the file go and be deleted, all by way of the event loop."""
        self._loudspeaker.close()
        self._halt.emit()
        self._load.emit(QUrl())
        self.deleteLater()

    @Slot(QMediaPlayer.PlaybackState)
    def _take_state(self, state: QMediaPlayer.PlaybackState) -> None:
        self.ran.emit(state == QMediaPlayer.PlaybackState.PlayingState)

    @Slot(QMediaPlayer.MediaStatus)
    def _take_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == QMediaPlayer.MediaStatus.EndOfMedia:
            self.ended.emit()

    @Slot(QMediaPlayer.Error, str)
    def _take_error(self, error: QMediaPlayer.Error, _text: str) -> None:
        if error != QMediaPlayer.Error.NoError:
            self.failed.emit(_FAILURES.get(error, "player.broken"))
