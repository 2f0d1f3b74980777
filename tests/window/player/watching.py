"""Opening recordings in the window's player, and waiting for what is seen."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from recorder_desk.domain.recording import HistoryRow, RecordingDetail
from recorder_desk.queries.archive import JournalPage
from recorder_desk.queries.recordings import RecordingsPage, ShowRecording
from tests.window.conftest import WAIT_MS, settle
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.player.deck import Deck
from ui.window.player.player_view import PlayerView


def detail_of(session: Session, end: str) -> RecordingDetail:
    """What the desk knows of the recording whose name ends so."""
    rows = session.desk.ask(RecordingsPage()).result(10)
    return session.desk.ask(ShowRecording(next(row.id for row in rows if row.name.endswith(end)))).result(10)


def player_of(window: MainWindow) -> PlayerView:
    """The window's player."""
    assert window.stage is not None
    return window.stage.player


def play(qtbot: QtBot, window: MainWindow, session: Session, end: str, at_ms: int = 0) -> PlayerView:
    """Open a recording and wait for its first frame (or for what is said instead)."""
    assert window.stage is not None
    window.stage.play(detail_of(session, end).row.id, at_ms)
    settle(qtbot, window)
    player = player_of(window)
    if player.deck is not None:
        seen(qtbot, player)
    return player


def seen(qtbot: QtBot, player: PlayerView) -> Deck:
    """Wait until what was asked for is seen."""
    deck = player.deck
    assert deck is not None
    motion = deck.motion
    assert motion is not None
    qtbot.waitUntil(lambda: not (motion.seeking or deck.surface.image.isNull()), timeout=WAIT_MS)
    return deck


def viewings(session: Session) -> list[HistoryRow]:
    """Every opening, as the journal has it, newest first."""
    return list(session.desk.ask(JournalPage(fact="RecordingViewed")).result(10))


def words_on(player: PlayerView) -> str:
    """What is said instead of a picture."""
    curtain = player.curtain
    return "\n".join(each.text() for each in (curtain.title, curtain.text, curtain.more) if each.isVisible())
