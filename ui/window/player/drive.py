"""Acts on a film that plays. In: names of acts (keys and buttons) and positions. Out: wishes to `Motion`.

Holds what the person has chosen and the player does not know: in and out points, volume, speed,
going back.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.window.player.ears import Ears
from ui.window.player.going import Goal
from ui.window.player.motion import Motion

SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0, 8.0, 16.0)
BACKWARDS = 4.0
REWIND_EVERY_MS = 400


class Drive(Ears):
    """The hands on one `Motion`. Every public method without arguments is an act of that name."""

    finished = Signal()
    """It played to its end, and is not to begin again."""

    ACTS = frozenset(
        {
            *("toggle", "hold", "forward", "rewind"),
            *("frame_back", "frame_on", "second_back", "second_on", "to_start", "to_end"),
            *("louder", "quieter", "mute", "channel", "slower", "faster"),
            *("mark_in", "mark_out", "clear_range", "loop"),
        }
    )

    def __init__(self, motion: Motion, volume: int, parent: QObject) -> None:
        """`volume` in per cent; negative while silenced."""
        super().__init__(motion, volume, parent)
        self.in_ms = self.out_ms = -1
        self.loops = False
        self._rewind_ms = 0
        motion.moved.connect(self._turn_back)
        motion.ended.connect(self._end)
        self._rewinding = QTimer(self)
        self._rewinding.setInterval(REWIND_EVERY_MS)
        self._rewinding.timeout.connect(self._rewind_more)

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
        """Play; when it plays forward already, twice as fast."""
        if self.motion.playing and not self.motion.backward:
            self.motion.set_speed(next((each for each in SPEEDS if each >= self.motion.speed * 2), SPEEDS[-1]))
        else:
            self.motion.play()

    def rewind(self) -> None:
        """Play backwards; pressed again, twice as fast, to four times. Where exact frames are not to be had (and for
        sound) it goes back second by second."""
        speed = min(BACKWARDS, self.motion.backward * 2 or 1.0)
        if self._rewind_ms or not self.motion.play_backward(speed):
            self._leap_back()

    def _leap_back(self) -> None:
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

    def go(self, goal: Goal) -> None:
        """Go to a place that was typed."""
        if goal.frame < 0:
            self.seek(goal.position_ms)
        else:
            self._stop_rewinding()
            self.motion.goto_frame(goal.frame)

    @property
    def speed(self) -> float:
        """How fast it plays; below 0 backwards."""
        return -self.motion.backward or self.motion.speed

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

    # -- speed -----------------------------------------------------------------------------------

    def slower(self) -> None:
        """The next lower speed."""
        self.motion.set_speed(max((each for each in SPEEDS if each < self.motion.speed), default=SPEEDS[0]))

    def faster(self) -> None:
        """The next higher speed."""
        self.motion.set_speed(min((each for each in SPEEDS if each > self.motion.speed), default=SPEEDS[-1]))

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

    def loop(self) -> None:
        """Play the range (or all of it) again and again, or not any more."""
        self.loops = not self.loops
        self.changed.emit()

    @Slot()
    def _turn_back(self) -> None:
        begins = max(0, self.in_ms)
        plays = self.motion.playing and not self.motion.seeking and not self.motion.backward
        if self.loops and plays and begins < self.out_ms <= self.motion.position_ms:
            self.motion.seek(begins)

    @Slot()
    def _end(self) -> None:
        if not self.loops:
            self.finished.emit()
            return
        self.motion.seek(max(0, self.in_ms))
        self.motion.play()

    def _set_range(self, in_ms: int, out_ms: int) -> None:
        self.in_ms, self.out_ms = in_ms, out_ms
        self.changed.emit()
