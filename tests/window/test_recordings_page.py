"""Recordings: search, facets, two views, the inspector; with the keyboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from recorder_desk.commands.cases import LinkRecording
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries.cases import Cases
from recorder_desk.queries.recordings import RecordingsPage as RecordingsQuery
from recorder_desk.queries.recordings import ShowRecording
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import Phrases
from ui.session import Session
from ui.window.cases.link_dialog import LinkDialog
from ui.window.main_window import MainWindow
from ui.window.pages.recordings_page import RecordingsPage
from ui.window.widgets.facets import FacetRow
from ui.window.widgets.tables import choose_row

SAY = Phrases("en").say
CONTROL = Qt.KeyboardModifier.ControlModifier


def page_of(qtbot: QtBot, window: MainWindow) -> RecordingsPage:
    assert window.stage is not None
    page = window.stage.show_page("recordings")
    assert isinstance(page, RecordingsPage)
    settle(qtbot, window)
    return page


def names(page: RecordingsPage) -> list[str]:
    rows = [page.model.row(place) for place in range(page.model.rowCount())]
    return [row.name for row in rows if isinstance(row, RecordingRow)]


def told(widget: QWidget) -> str:
    texts = (getattr(each, "text", None) for each in widget.findChildren(QWidget) if each.isVisible())
    return " | ".join(str(text()) for text in texts if callable(text))


def choose(qtbot: QtBot, window: MainWindow, page: RecordingsPage, name: str) -> None:
    choose_row(page.table, names(page).index(name))
    settle(qtbot, window)


def test_all_are_listed_and_the_first_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    assert len(names(page)) == 4
    assert names(page)[0] in told(page.inspector)


def test_a_search_narrows_and_clearing_frees(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    qtbot.keyClick(page, Qt.Key.Key_F, CONTROL)
    page._bar.field.insert("笔录")
    page._bar.field.textEdited.emit("笔录")
    qtbot.waitUntil(lambda: names(page) == ["询问笔录 王某.mp4"], timeout=WAIT_MS)
    page._bar.field.insert("xx")
    page._bar.field.textEdited.emit("笔录xx")
    qtbot.waitUntil(lambda: SAY("window.recordings.no-match") in told(page.views.none), timeout=WAIT_MS)
    button = next(each for each in page.views.none.findChildren(QPushButton) if each.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(names(page)) == 4, timeout=WAIT_MS)


def test_facets_count_and_narrow(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    linked = Phrases("en").word("linked")
    row = next(each for each in page.facets.findChildren(FacetRow) if each.property("facet") == "state=linked")
    assert linked in row.accessibleName()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(page) == ["JGR1503_20261122085006_0001.mp4"], timeout=WAIT_MS)
    settle(qtbot, window)
    row = next(each for each in page.facets.findChildren(FacetRow) if each.property("facet") == "state=linked")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(names(page)) == 4, timeout=WAIT_MS)


def test_table_and_posters_are_one_key_apart(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    assert page.table.isVisible()
    qtbot.keyClick(page.table, Qt.Key.Key_G, CONTROL)
    assert page.grid.isVisible()
    settle(qtbot, window)
    qtbot.keyClick(page.grid, Qt.Key.Key_G, CONTROL)
    assert page.table.isVisible()


def test_a_header_sorts_and_turns(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    header = page.table.horizontalHeader()
    header.sectionClicked.emit(0)
    settle(qtbot, window)
    down = names(page)
    assert down == sorted(down, reverse=True)
    header.sectionClicked.emit(0)
    settle(qtbot, window)
    assert names(page) == down[::-1]


def test_columns_without_room_are_left_out(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    for width, wide in ((1700, True), (1080, False)):
        window.resize(width, 800)
        qtbot.wait(20)
        assert page.table.columnWidth(0) >= 150
        assert page.table.isColumnHidden(3) is not wide


def test_the_inspector_tells_all_of_a_linked_film(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    page = page_of(qtbot, window)
    choose(qtbot, window, page, "JGR1503_20261122085006_0001.mp4")
    words = told(page.inspector)
    row = next(each for each in session.desk.ask(RecordingsQuery()).result(10) if each.state == "linked")
    for part in (row.id, "统执检〔2026〕1号", "JC-02", "H.264", SAY("window.plays.original"), row.digest[7:15]):
        assert part in words


def test_the_inspector_says_what_is_wrong_with_a_broken_film(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    choose(qtbot, window, page, "询问笔录 王某.mp4")
    assert SAY("media.truncated") in told(page.inspector) or SAY("media.unreadable") in told(page.inspector)
    assert not page.inspector._play.isEnabled() or SAY("window.plays.never") in told(page.inspector)


def test_a_check_is_made_from_the_inspector(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    session.lanes.start()
    page = page_of(qtbot, window)
    choose(qtbot, window, page, "JGR1503_20261122085014_0002.mkv")
    page.inspector.check()
    row = next(each for each in session.desk.ask(RecordingsQuery()).result(10) if each.name.endswith("mkv"))
    qtbot.waitUntil(lambda: bool(session.desk.ask(ShowRecording(row.id)).result(10).checked_at), timeout=WAIT_MS)
    settle(qtbot, window)
    assert "unchanged" in told(page.inspector)


def test_a_damaged_original_turns_red(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    row = next(each for each in session.desk.ask(RecordingsQuery()).result(10) if each.name.endswith("mkv"))
    original = session.desk.ask(ShowRecording(row.id)).result(10).original_path
    path = Path(original)
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    session.lanes.start()
    page = page_of(qtbot, window)
    choose(qtbot, window, page, row.name)
    page.inspector.check()
    qtbot.waitUntil(lambda: SAY("check.original-differs") in told(page.inspector), timeout=WAIT_MS)

    def told_in_the_list() -> bool:
        rows = [page.model.row(place) for place in range(page.model.rowCount())]
        told = {each.id: (each.state, each.problem) for each in rows if isinstance(each, RecordingRow)}
        return told.get(row.id) == ("damaged", "check.original-differs")

    qtbot.waitUntil(told_in_the_list, timeout=WAIT_MS)


def test_many_chosen_are_linked_together(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_A, CONTROL)
    settle(qtbot, window)
    assert SAY("window.inspector.many", count=4) in told(page.inspector)
    qtbot.keyClick(page.table, Qt.Key.Key_L, CONTROL)
    dialog = next(each for each in window.findChildren(LinkDialog) if each.isVisible())
    dialog.reject()


def test_a_list_follows_what_others_do(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    page = page_of(qtbot, window)
    row = next(each for each in session.desk.ask(RecordingsQuery()).result(10) if each.name.endswith("mkv"))
    choose(qtbot, window, page, row.name)
    (case,) = session.desk.ask(Cases()).result(10)
    session.desk.do(LinkRecording(row.id, case.id, "JC-01"), session.actor).result(10)
    qtbot.waitUntil(lambda: "JC-01" in told(page.inspector), timeout=WAIT_MS)
    settle(qtbot, window)
    assert page.model.row(page.table.currentIndex().row()).name == row.name


def test_enter_plays_and_escape_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(qtbot, window)
    choose(qtbot, window, page, "JGR1503_20261122085006_0001.mp4")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert window.stage is not None
    player = window.stage.player
    qtbot.waitUntil(player.isVisible, timeout=WAIT_MS)
    settle(qtbot, window)
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.isVisible, timeout=WAIT_MS)
