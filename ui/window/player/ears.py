"""How loud a film is, and which side of it is heard. In: acts. Out: wishes to `Motion`."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.window.player.hearing import CHANNELS, Channel
from ui.window.player.motion import Motion

VOLUME_STEP, BOOST_STEP, LOUDEST = 5, 25, 300


class Ears(QObject):
    """The part of the hands that is for the sound. Every public method without arguments is an act of that name."""

    changed = Signal()
    """Something chosen is another now."""

    def __init__(self, motion: Motion, volume: int, parent: QObject) -> None:
        """`volume` in per cent, beyond 100 louder than recorded; negative while silenced."""
        super().__init__(parent)
        self.motion, self.volume = motion, volume
        self.side: Channel = "both"
        self._tell_volume()

    def louder(self) -> None:
        """A little louder, beyond 100 % also than it was recorded; heard again when silenced."""
        step = VOLUME_STEP if abs(self.volume) < 100 else BOOST_STEP
        self._set_volume(min(LOUDEST, abs(self.volume) + step))

    def quieter(self) -> None:
        """A little quieter."""
        step = VOLUME_STEP if abs(self.volume) <= 100 else BOOST_STEP
        self._set_volume(max(0, abs(self.volume) - step))

    def mute(self) -> None:
        """Silence, or as loud as before."""
        self._set_volume(-self.volume)

    def channel(self) -> None:
        """Both sides of the sound, the left one, the right one, in turn."""
        self.side = CHANNELS[(CHANNELS.index(self.side) + 1) % len(CHANNELS)]
        self.motion.set_channel(self.side)
        self.changed.emit()

    def _set_volume(self, volume: int) -> None:
        self.volume = volume
        self._tell_volume()
        self.changed.emit()

    def _tell_volume(self) -> None:
        self.motion.set_volume(max(0, self.volume) / 100)
