"""Saved searches in the list of recordings: kept by name, clicked again, forgotten."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recorder_desk.queries.recordings import Filter
from tests.window.cases.hands import button, press, write
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import Phrases
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.pages.recordings_page import RecordingsPage

SAY = Phrases("en").say


def test_a_search_with_facets_is_kept_and_shown_again(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    assert window.stage is not None
    page = window.stage.show_page("recordings")
    assert isinstance(page, RecordingsPage)
    settle(qtbot, window)
    assert not page.saved.add.isEnabled(), "there is nothing to keep"
    page._facet_chosen("kind", "video")
    page._search("JGR1503")
    settle(qtbot, window)
    page.saved.add.click()
    assert page.saved.field.hasFocus() and page.saved.field.text() == "JGR1503"
    page.saved.field.clear()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "search.name-missing" in page.saved.error.text(), timeout=WAIT_MS)
    write(page.saved.field, "王芳的 <b>")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.saved.kept) == 1, timeout=WAIT_MS)
    assert not page.saved.field.isVisible()
    page.clear_filter()
    settle(qtbot, window)
    button(page.saved, "王芳的 <b>").click()
    settle(qtbot, window)
    assert page._choice.which == Filter(words="JGR1503", kind="video")
    assert page._bar.field.text() == "JGR1503" and page.model.rowCount() == 2
    button(page.saved, SAY("casework.search.forget", name="王芳的 <b>")).click()
    qtbot.waitUntil(lambda: page.saved.kept == (), timeout=WAIT_MS)
