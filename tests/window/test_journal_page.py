"""The journal on the screen: entries, filter, verification, the checkpoint to take away."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from recorder_desk.queries.archive import ShowJournalHead
from tests.window.conftest import WAIT_MS, settle
from tests.window.test_recordings_page import told
from ui.phrases import Phrases
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.pages.journal_page import JournalPage

SAY = Phrases("en").say


def page_of(qtbot: QtBot, window: MainWindow) -> JournalPage:
    assert window.stage is not None
    page = window.stage.show_page("journal")
    assert isinstance(page, JournalPage)
    settle(qtbot, window)
    return page


def column(page: JournalPage, number: int) -> list[str]:
    return [str(page.model.index(row, number).data()) for row in range(page.model.rowCount())]


def test_every_entry_is_told_newest_first_and_says_what_it_is_about(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    numbers = [int(text) for text in column(page, 4)]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[-1] == 1
    linked = column(page, 0).index(Phrases("en").fact("RecordingLinked", {"item": "JC-02", "reason": ""}))
    assert column(page, 1)[linked] == "JGR1503_20261122085006_0001.mp4 · 统执检〔2026〕1号"


def test_a_kind_and_words_narrow(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    kinds = next(each for each in page.findChildren(QComboBox))
    kinds.setCurrentIndex(kinds.findData("CaseOpened"))
    kinds.activated.emit(kinds.currentIndex())
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT_MS)
    page.search("no such words")
    qtbot.waitUntil(lambda: SAY("window.journal.no-match") in told(page._none), timeout=WAIT_MS)


def test_a_whole_journal_is_green_an_altered_one_red(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    page = page_of(qtbot, window)
    page.witness.verify()
    qtbot.waitUntil(lambda: SAY("window.journal.whole") in told(page.witness), timeout=WAIT_MS)
    with sqlite3.connect(session.home.catalogue) as connection:
        (trigger,) = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal' AND sql LIKE '%UPDATE%'"
        ).fetchone()
        connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE journal SET entry = replace(entry, 'JC-02', 'JC-01') WHERE entry LIKE '%JC-02%'")
    connection.close()
    page.witness.verify()
    qtbot.waitUntil(lambda: "journal.entry-altered" in told(page.witness), timeout=WAIT_MS)
    assert SAY("window.journal.whole") not in told(page.witness)


def test_the_checkpoint_can_be_taken_away_and_compared(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    page = page_of(qtbot, window)
    page.witness.copy()
    note = session.desk.ask(ShowJournalHead()).result(10).note
    assert QGuiApplication.clipboard().text() == note
    page.witness._compare()
    page.witness._anchor.setPlainText(note.replace("recorder-desk/", "another-desk/"))
    page.witness.verify()
    qtbot.waitUntil(lambda: "journal." in told(page.witness), timeout=WAIT_MS)
    page.witness._anchor.setPlainText(note)
    page.witness.verify()
    qtbot.waitUntil(lambda: SAY("window.journal.whole") in told(page.witness), timeout=WAIT_MS)


def test_the_arrows_show_entries_to_the_letter(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    first = page.witness._entry.toPlainText()
    assert first.startswith("{")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.witness._entry.toPlainText() != first, timeout=WAIT_MS)
