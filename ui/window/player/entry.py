"""The way into a recording: a reason where one is asked, then the journal entry, without which nothing is opened.

In: a recording, perhaps a reason. Out: `entered` with the viewing's id, or `refused`.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from recorder_desk.commands.recordings import OpenViewing
from recorder_desk.domain import facts as f
from recorder_desk.domain.viewing import Asks
from recorder_desk.errors import DeskError
from recorder_desk.queries.viewings import ViewingAsks
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.player.curtain import Curtain

_REASON_CODES = ("recording.reason-missing", "viewing.restricted", "viewing.respondent")


class Entry(QObject):
    """One recording at a time."""

    entered = Signal(str)
    """It may be shown: the viewing's id."""
    refused = Signal(object)
    """It may not: a DeskError."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, curtain: Curtain, parent: QObject) -> None:
        """The reason is asked on the curtain. `standing_reason` is given where the setting alone asks for one."""
        super().__init__(parent)
        self._bridge, self._phrases, self._curtain = bridge, phrases, curtain
        self._recording, self._question = "", 0
        self.reason = self.standing_reason = ""
        curtain.reason_given.connect(self._order)

    def ask(self, recording: str, reason: str) -> None:
        """Open a viewing; `reason` as the person gave it before ('' not yet)."""
        self._recording, self.reason = recording, reason
        self._question = self._bridge.ask(ViewingAsks(recording), self._take_asks, self._refuse, self._question)

    def leave(self) -> None:
        """It is not to be opened any more."""
        self._bridge.forget(self._question)
        self._recording = ""

    def _take_asks(self, asks: tuple[Asks, ...]) -> None:
        wanted = self._bridge.session.settings.viewing_reason
        if wanted and not asks:
            self.reason = self.reason or self.standing_reason
        if self.reason or not (asks or wanted):
            self._order(self.reason)
        else:
            why = f"viewing.ask.{asks[0].partition('.')[2]}" if asks else "player.reason.text"
            self._curtain.ask_reason(self._phrases.say(why))

    @Slot(str)
    def _order(self, reason: str) -> None:
        self.reason = reason
        self._curtain.say("loader", "", self._phrases.say("player.opening"))
        self._bridge.do(OpenViewing(self._recording, reason), self._take_entry, self._refuse)

    def _take_entry(self, facts: tuple[f.Fact, ...]) -> None:
        for fact in facts:
            if isinstance(fact, f.RecordingViewed) and fact.recording == self._recording:
                self.entered.emit(fact.viewing)

    def _refuse(self, error: DeskError) -> None:
        if error.code in _REASON_CODES:
            self._curtain.ask_reason(self._phrases.say(error.code, **error.facts), refused=True)
        else:
            self.refused.emit(error)
