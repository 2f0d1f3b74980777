"""Marks in the window: made by keys, listed, gone to, changed, taken away and brought back, carried in and out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recorder_desk.commands.marks import AddMarks
from recorder_desk.domain.mark import KINDS, MarkFields, MarkRow
from recorder_desk.queries.marks import Marks
from tests.window.conftest import WAIT_MS, settle
from tests.window.player.watching import detail_of, play, seen
from ui.phrases import Phrases
from ui.session import Session
from ui.window import dialogs
from ui.window.inbox.inbox_page import InboxPage
from ui.window.jump import Jump
from ui.window.main_window import MainWindow
from ui.window.player.mark_code_dialog import MarkCodeDialog
from ui.window.player.player_view import PlayerView
from ui.window.widgets.mark_signs import paint_sign

SAY = Phrases("en").say
K, MOD = Qt.Key, Qt.KeyboardModifier
FILM = "0001.mp4"


def rows(session: Session) -> tuple[MarkRow, ...]:
    return session.desk.ask(Marks(detail_of(session, FILM).row.id)).result(10)


def press(qtbot: QtBot, player: PlayerView, key: Qt.Key, modifier: Qt.KeyboardModifier = MOD.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or player, key, modifier)


def listed(player: PlayerView, count: int) -> Callable[[], bool]:
    panel = player.marks.panel
    return lambda: panel.list.count() == count and len(player.deck.timeline.still.flags if player.deck else ()) == count


@pytest.fixture
def marked(qtbot: QtBot, session: Session, window: MainWindow) -> PlayerView:
    """The film of a case, with three marks, open at its beginning with the list beside it."""
    made = (MarkFields(400, 0, "start", "JC-02"), MarkFields(800, 1_200, "rights"), MarkFields(1_600, 0, "refusal"))
    session.desk.do(AddMarks(detail_of(session, FILM).row.id, made), session.actor).result(30)
    player = play(qtbot, window, session, FILM)
    press(qtbot, player, K.Key_P)
    qtbot.waitUntil(listed(player, 3), timeout=WAIT_MS)
    return player


def test_four_keys_make_a_mark_here(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    player = play(qtbot, window, session, FILM, 1_000)
    press(qtbot, player, K.Key_M)
    form = player.marks.panel.form
    assert form.isVisible() and form.kinds.hasFocus()
    assert form.title.text() == SAY("player.mark.new", at="0:00:01.000")
    assert form.items.currentData() == "JC-02"  # the record item of the link it lies in
    press(qtbot, player, K.Key_3)
    assert form.note.hasFocus()
    qtbot.keyClicks(form.note, "shown by both")
    press(qtbot, player, K.Key_Return)
    qtbot.waitUntil(listed(player, 1), timeout=WAIT_MS)
    (row,) = rows(session)
    assert row.fields == MarkFields(1_000, 0, "certificate", "JC-02", "shown by both")
    assert form.isHidden() and player.hasFocus()
    chosen = player.marks.panel.list.chosen
    assert chosen is not None and chosen.id == row.id
    press(qtbot, player, K.Key_M)
    press(qtbot, player, K.Key_Escape)
    assert form.isHidden() and player.deck is not None and len(rows(session)) == 1


def test_a_range_is_marked_and_enter_alone_is_enough(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    player = play(qtbot, window, session, FILM, 410)
    press(qtbot, player, K.Key_I)
    assert player.deck is not None and player.deck.drive is not None
    player.deck.drive.seek(1_210)
    seen(qtbot, player)
    press(qtbot, player, K.Key_O)
    press(qtbot, player, K.Key_M)
    press(qtbot, player, K.Key_Return)
    qtbot.waitUntil(listed(player, 1), timeout=WAIT_MS)
    assert rows(session)[0].fields == MarkFields(400, 1_200, "other", "JC-02")


def test_every_kind_has_its_digit_its_letter_and_a_sign_of_its_own(qtbot: QtBot, window: MainWindow) -> None:
    assert window.stage is not None
    grid = window.stage.player.marks.panel.form.kinds
    for number, kind in enumerate(KINDS, 1):
        qtbot.keyClick(grid, Qt.Key(ord(str(number))))
        assert grid.kind == kind
    qtbot.keyClicks(grid, "x")
    assert grid.kind == "refusal"
    qtbot.keyClick(grid, K.Key_Up)
    assert grid.kind == "rights"
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid._cell(0).center().toPoint())
    assert grid.kind == "start"
    for language in ("en", "zh_CN"):
        signs = [Phrases(language).say(f"player.mark.sign.{kind}") for kind in KINDS]
        assert len(set(signs)) == len(KINDS) and all(len(each) == 1 for each in signs)
    assert paint_sign  # drawn in the list, the grid and on the timeline


def test_keys_and_clicks_lead_to_the_frames_of_marks(qtbot: QtBot, marked: PlayerView) -> None:
    deck = seen(qtbot, marked)
    assert deck.motion is not None
    for key, frame in ((K.Key_Right, 10), (K.Key_Right, 20), (K.Key_Right, 40), (K.Key_Right, 40), (K.Key_Left, 20)):
        press(qtbot, marked, key, MOD.ControlModifier)
        seen(qtbot, marked)
        assert deck.motion.frame == frame
    items = marked.marks.panel.list
    qtbot.mouseClick(items.viewport(), Qt.MouseButton.LeftButton, pos=items.visualItemRect(items.item(2)).center())
    seen(qtbot, marked)
    assert deck.motion.frame == 40
    items.setCurrentRow(0)
    qtbot.keyClick(items, K.Key_Return)
    seen(qtbot, marked)
    assert deck.motion.frame == 10
    line = deck.timeline
    qtbot.mouseClick(
        line, Qt.MouseButton.LeftButton, pos=QPoint(int(line.x_of(800)) + 5, 32)
    )  # its sign, not its place
    seen(qtbot, marked)
    assert deck.motion.frame == 20
    assert deck.hovering is not None
    card = deck.hovering.card
    qtbot.mouseMove(line, QPoint(int(line.x_of(1_600)), 32))
    qtbot.waitUntil(lambda: any("refusal" in each for each in card.lines), timeout=WAIT_MS)


def test_a_mark_is_changed_and_keeps_its_code(qtbot: QtBot, session: Session, marked: PlayerView) -> None:
    panel = marked.marks.panel
    panel.list.setCurrentRow(1)
    code = rows(session)[1].code
    qtbot.keyClick(panel.list, K.Key_F2)
    assert code in panel.form.title.text() and panel.form.kinds.kind == "rights"
    press(qtbot, marked, K.Key_5)
    qtbot.keyClicks(panel.form.note, "where the ledgers are")
    press(qtbot, marked, K.Key_Return)
    qtbot.waitUntil(lambda: rows(session)[1].fields.kind == "question", timeout=WAIT_MS)
    assert rows(session)[1].fields == MarkFields(800, 1_200, "question", "", "where the ledgers are")
    assert rows(session)[1].code == code
    qtbot.waitUntil(lambda: panel.list.item(1).data(256).fields.kind == "question", timeout=WAIT_MS)


def test_a_mark_is_taken_away_and_brought_back_with_its_code(
    qtbot: QtBot, session: Session, window: MainWindow, marked: PlayerView
) -> None:
    panel, before = marked.marks.panel, rows(session)
    panel.list.setCurrentRow(2)
    qtbot.keyClick(panel.list, K.Key_Delete)
    qtbot.waitUntil(listed(marked, 2), timeout=WAIT_MS)
    assert window.stage is not None
    qtbot.waitUntil(lambda: window.stage is not None and window.stage.toast.isVisible(), timeout=WAIT_MS)
    assert before[2].code in window.stage.toast._words.text()
    qtbot.keyClick(window, K.Key_Z, MOD.ControlModifier)
    qtbot.waitUntil(listed(marked, 3), timeout=WAIT_MS)
    assert rows(session) == before


def test_a_mark_that_cannot_be_is_refused_in_the_form(qtbot: QtBot, session: Session, marked: PlayerView) -> None:
    panel = marked.marks.panel
    press(qtbot, marked, K.Key_M)
    panel.form.items.addItem("gone", "XX-99")
    panel.form.items.setCurrentIndex(panel.form.items.count() - 1)
    panel.form.note.setText("kept")
    qtbot.keyClick(panel.form.note, K.Key_Return)
    qtbot.waitUntil(panel.form.error.isVisible, timeout=WAIT_MS)
    assert panel.form.error.text() == SAY("mark.unknown-item", item="XX-99")
    assert panel.form.note.text() == "kept" and len(rows(session)) == 3


def test_the_list_is_open_again_where_it_was_open(
    qtbot: QtBot, session: Session, window: MainWindow, marked: PlayerView
) -> None:
    qtbot.keyClick(marked, K.Key_Escape)
    assert marked.marks.panel.isHidden() and marked.marks.marking.rows == ()
    play(qtbot, window, session, FILM)
    assert marked.marks.panel.isVisible()
    press(qtbot, marked, K.Key_P)
    assert marked.marks.panel.isHidden() and marked.hasFocus()
    play(qtbot, window, session, "0002.mkv")
    assert marked.marks.panel.isHidden()
    qtbot.waitUntil(listed(marked, 0), timeout=WAIT_MS)


def test_its_code_is_shown_to_scan_and_found_by_the_search(
    qtbot: QtBot, session: Session, window: MainWindow, marked: PlayerView
) -> None:
    panel, row = marked.marks.panel, rows(session)[2]
    panel.list.setCurrentRow(2)
    qtbot.mouseClick(panel.code, Qt.MouseButton.LeftButton)
    (dialog,) = panel.findChildren(MarkCodeDialog)
    zxingcpp = pytest.importorskip("zxingcpp")
    picture = dialog.picture.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    shown = zxingcpp.read_barcodes(memoryview(picture.constBits()).cast("B", (picture.height(), picture.width(), 3)))
    assert [each.text for each in shown] == [row.code]
    dialog._copy()
    assert QGuiApplication.clipboard().text() == row.code
    dialog.accept()
    qtbot.keyClick(marked, K.Key_Escape)
    assert window.stage is not None
    window.stage.jump()
    (palette,) = window.findChildren(Jump)
    qtbot.keyClicks(palette.field, row.code.lower())
    qtbot.waitUntil(lambda: row.code in palette.list.item(0).text(), timeout=WAIT_MS)
    qtbot.keyClick(palette.field, K.Key_Return)
    settle(qtbot, window)
    deck = seen(qtbot, marked)
    assert deck.motion is not None and deck.motion.frame == 40


@pytest.mark.parametrize("ending", ["vtt", "csv"])
def test_marks_are_written_and_taken_in(
    qtbot: QtBot, session: Session, marked: PlayerView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path, panel = tmp_path / f"marks.{ending}", marked.marks.panel
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *told: str(path))
    monkeypatch.setattr(dialogs, "ask_files", lambda *told: [str(path)])
    said: list[str] = []
    marked.say.connect(said.append)
    qtbot.mouseClick(panel.write_out, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said == [SAY("player.marks.written", count=3)], timeout=WAIT_MS)
    before = [each.fields for each in rows(session)]
    qtbot.mouseClick(panel.take_in, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.told.text() == SAY("player.marks.nothing-new", same=3), timeout=WAIT_MS)
    for count in (2, 1, 0):
        panel.list.setCurrentRow(0)
        qtbot.keyClick(panel.list, K.Key_Delete)
        qtbot.waitUntil(listed(marked, count), timeout=WAIT_MS)
    qtbot.mouseClick(panel.take_in, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(listed(marked, 3), timeout=WAIT_MS)
    assert [each.fields for each in rows(session)] == before
    qtbot.mouseClick(panel.write_out, Qt.MouseButton.LeftButton)  # never over a file that is there
    qtbot.waitUntil(lambda: str(path) in panel.told.text(), timeout=WAIT_MS)


def test_wrong_lines_are_told_and_nothing_is_taken_in(
    qtbot: QtBot, session: Session, marked: PlayerView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("at,kind\n0:00:00.100,start\nsoon,end\n0:09:00,end\n", "utf-8")
    monkeypatch.setattr(dialogs, "ask_files", lambda *told: [str(path)])
    qtbot.mouseClick(marked.marks.panel.take_in, Qt.MouseButton.LeftButton)
    told = marked.marks.panel.told
    qtbot.waitUntil(told.isVisible, timeout=WAIT_MS)
    assert told.text().splitlines()[0] == SAY("player.marks.refused", count=2)
    assert SAY("mark.bad-time", text="soon") in told.text()
    assert len(rows(session)) == 3


def test_where_letters_belong_to_the_page_the_player_takes_none(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    assert window.stage is not None
    page = window.stage.show_page("inbox")
    assert isinstance(page, InboxPage)
    player = page.viewer.player
    for key in (K.Key_M, K.Key_A, K.Key_G, K.Key_R, K.Key_S, K.Key_P):
        qtbot.keyClick(player, key)
    assert player.marks.panel.isHidden()
    assert player.marks.marking.recording == ""
