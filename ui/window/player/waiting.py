"""What the player waits for while there is nothing to play yet. In: progress, trouble. Out: how far it is; `again`."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from recorder_desk.commands.recordings import OrderRetry
from recorder_desk.domain.happening import Progress, StepTrouble
from ui.window.bridge import DeskBridge
from ui.window.player.curtain import Curtain


class Waiting(QObject):
    """Follows the work on one recording, or on none ('')."""

    again = Signal()
    """Ask again how it stands: a step of the work has failed."""
    refused = Signal(object)
    """A DeskError: the work is not tried again."""

    def __init__(self, bridge: DeskBridge, curtain: Curtain, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._curtain = bridge, curtain
        self.recording, self.owed = "", False
        curtain.retry_wanted.connect(self._retry)
        bridge.progress.connect(self._hear_progress)
        bridge.trouble.connect(self._hear_trouble)

    def follow(self, recording: str, *, owed: bool) -> None:
        """This recording is wanted; `owed`: what is to be played is still to be made."""
        self.recording, self.owed = recording, owed

    @Slot(object)
    def _hear_progress(self, progress: Progress) -> None:
        if self.owed and progress.subject == self.recording and progress.step in ("describe", "proxy"):
            self._curtain.show_progress(None if progress.ended else progress)

    @Slot(object)
    def _hear_trouble(self, trouble: StepTrouble) -> None:
        if self.recording and trouble.subject == self.recording:
            self.again.emit()

    @Slot()
    def _retry(self) -> None:
        self._bridge.do(OrderRetry(self.recording), None, self.refused.emit)
