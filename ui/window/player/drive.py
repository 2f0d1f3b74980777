"""Acts on a film that plays. In: names of acts (keys and buttons) and positions. Out: wishes to `Motion`.

Holds what the person has chosen and the player does not know: in and out points, volume, speed,
going back.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.window.player.motion import Motion

SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0, 8.0, 16.0)
REWIND_EVERY_MS = 400
VOLUME_STEP = 5


class Drive(QObject):
    """The hands on one `Motion`. Every public method without arguments is an act of that name."""

    changed = Signal()
    """Something chosen is another now."""

    ACTS = frozenset(
        {
            *("toggle", "hold", "forward", "rewind"),
            *("frame_back", "frame_on", "second_back", "second_on", "to_start", "to_end"),
            *("louder", "quieter", "mute", "slower", "faster"),
            *("mark_in", "mark_out", "clear_range"),
        }
    )

    def __init__(self, motion: Motion, volume: int, parent: QObject) -> None:
        """`volume` in per cent; negative while silenced."""
        super().__init__(parent)
        self.motion, self.volume = motion, volume
        self.in_ms = self.out_ms = -1
        self._rewind_ms = 0
        self._rewinding = QTimer(self)
        self._rewinding.setInterval(REWIND_EVERY_MS)
        self._rewinding.timeout.connect(self._rewind_more)
        self._tell_volume()

    def act(self, name: str) -> bool:
        """Do what a key or a button asks; False when there is no such act."""
        if name not in self.ACTS:
            return False
        if name != "rewind":
            self._stop_rewinding()
        getattr(self, name)()
        return True

    # -- moving ----------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Play, or hold still."""
        if self.motion.playing:
            self.motion.pause()
        else:
            self.motion.play()

    def hold(self) -> None:
        """Hold still."""
        self.motion.pause()

    def forward(self) -> None:
        """Play; when it plays already, twice as fast."""
        if self.motion.playing:
            self.motion.set_speed(next((each for each in SPEEDS if each >= self.motion.speed * 2), SPEEDS[-1]))
        else:
            self.motion.play()

    def rewind(self) -> None:
        """Go back second by second (the player has no reverse); pressed again, twice as fast."""
        self.motion.pause()
        self._rewind_ms = min(8000, self._rewind_ms * 2 or 1000)
        self._rewind_more()
        self._rewinding.start()

    def frame_back(self) -> None:
        """One frame back, exactly."""
        self.motion.step(-1)

    def frame_on(self) -> None:
        """One frame on, exactly."""
        self.motion.step(1)

    def second_back(self) -> None:
        """One second back."""
        self.motion.skip(-1000)

    def second_on(self) -> None:
        """One second on."""
        self.motion.skip(1000)

    def to_start(self) -> None:
        """The first frame."""
        self.motion.seek(0)

    def to_end(self) -> None:
        """The last frame."""
        self.motion.to_end()

    @Slot(int)
    def seek(self, position_ms: int) -> None:
        """Go to a position."""
        self._stop_rewinding()
        self.motion.seek(position_ms)

    @Slot()
    def _rewind_more(self) -> None:
        self.motion.skip(-self._rewind_ms)
        if self.motion.position_ms <= 0:
            self._stop_rewinding()

    def _stop_rewinding(self) -> None:
        self._rewinding.stop()
        self._rewind_ms = 0

    def stop(self) -> None:
        """Take the hands off: the film is about to be closed."""
        self._stop_rewinding()

    # -- speed and volume ------------------------------------------------------------------------

    def slower(self) -> None:
        """The next lower speed."""
        self.motion.set_speed(max((each for each in SPEEDS if each < self.motion.speed), default=SPEEDS[0]))

    def faster(self) -> None:
        """The next higher speed."""
        self.motion.set_speed(min((each for each in SPEEDS if each > self.motion.speed), default=SPEEDS[-1]))

    def louder(self) -> None:
        """A little louder; heard again when silenced."""
        self._set_volume(min(100, abs(self.volume) + VOLUME_STEP))

    def quieter(self) -> None:
        """A little quieter."""
        self._set_volume(max(0, abs(self.volume) - VOLUME_STEP))

    def mute(self) -> None:
        """Silence, or as loud as before."""
        self._set_volume(-self.volume)

    def _set_volume(self, volume: int) -> None:
        self.volume = volume
        self._tell_volume()
        self.changed.emit()

    def _tell_volume(self) -> None:
        self.motion.set_volume(max(0, self.volume) / 100)

    # -- in and out ------------------------------------------------------------------------------

    def mark_in(self) -> None:
        """The range begins here."""
        out = self.out_ms if self.out_ms > self.motion.position_ms else -1
        self._set_range(self.motion.position_ms, out)

    def mark_out(self) -> None:
        """The range ends here."""
        since = self.in_ms if self.in_ms < self.motion.position_ms else -1
        self._set_range(since, self.motion.position_ms)

    def clear_range(self) -> None:
        """No range."""
        self._set_range(-1, -1)

    def _set_range(self, in_ms: int, out_ms: int) -> None:
        self.in_ms, self.out_ms = in_ms, out_ms
        self.changed.emit()
