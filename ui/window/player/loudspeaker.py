"""The second way of sound, for what the player's own output cannot: louder than recorded, one side only.

In: buffers the player has decoded, when they are to be heard. Out: shaped samples, into an output of our own. Samples
are pushed from the window's thread and none of the output's signals is listened to: its thread never waits for the
interpreter, which is what deadlocks (see `engine.py`). Where there is no sound device it stays silent.
"""

from __future__ import annotations

from PySide6.QtCore import QIODevice, QObject, Slot
from PySide6.QtMultimedia import QAudioBuffer, QAudioFormat, QAudioSink, QMediaDevices

from ui.window.player.hearing import Channel, shaped

RATE = 48_000
LATENCY_MS = 80


def sound_format() -> QAudioFormat:
    """What the player is to decode to: 16 bits, two channels."""
    made = QAudioFormat()
    made.setSampleRate(RATE)
    made.setChannelCount(2)
    made.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return made


class Loudspeaker(QObject):
    """Opened with the first buffer, closed with `close`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.gain, self.on = 1.0, False
        self.channel: Channel = "both"
        self._sink: QAudioSink | None = None
        self._into: QIODevice | None = None

    @Slot(QAudioBuffer)
    def take(self, buffer: QAudioBuffer) -> None:
        """Play a buffer; what comes while it is off is left out."""
        if self.on and buffer.isValid():
            self.write(shaped(bytes(buffer.constData()), self.gain, self.channel))

    def write(self, samples: bytes) -> None:
        """Give samples to the device, which is opened first; what it has no room for is left out."""
        if self._sink is None and not QMediaDevices.defaultAudioOutput().isNull():
            self._sink = QAudioSink(sound_format(), self)
            self._sink.setBufferSize(RATE * 4 * LATENCY_MS // 1000)
            self._into = self._sink.start()
        if self._into is not None:
            self._into.write(samples)

    def close(self) -> None:
        """Silent from now on."""
        self.on = False
        if self._sink is not None:
            self._sink.reset()
            self._sink, self._into = None, None
