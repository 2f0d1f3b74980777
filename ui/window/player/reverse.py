"""Playing backwards. In: a speed. Out: which exact frame is due, as fast as they come.

A clock runs back from the frame it began at; whenever no frame is on its way, the one that is due now is wanted. So it
keeps its speed and leaves frames out where decoding is slower.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from ui.window.player.exact import Exact

_EVERY_MS = 10


class Reverse(QObject):
    """The clock that runs back."""

    stopped = Signal()
    """It came to the beginning."""

    def __init__(self, exact: Exact) -> None:
        super().__init__(exact)
        self.speed = 0.0
        self._exact, self._from_us = exact, 0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=_EVERY_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        """Whether it plays backwards."""
        return self._timer.isActive()

    def start(self, number: int, speed: float) -> None:
        """Back from this frame."""
        index = self._exact.index
        if index is not None:
            self.speed, self._from_us = speed, index.times_us[number]
            self._clock.start()
            self._timer.start()

    def stop(self) -> None:
        """Hold still on what is shown."""
        self._timer.stop()
        self.speed = 0.0

    @Slot()
    def _tick(self) -> None:
        exact, index = self._exact, self._exact.index
        if index is None:
            self.stop()
            return
        due = index.at(round(self._from_us - self._clock.nsecsElapsed() / 1000 * self.speed))
        if exact.here == 0:
            self.stop()
            self.stopped.emit()
        elif not exact.seeking and due != exact.here:
            exact.want(due)
