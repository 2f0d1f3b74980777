"""The review page: begun, decided with the keyboard alone, played at the spot, put right, finished, printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recorder_desk.commands.marks import AddMarks
from recorder_desk.commands.review import AddRectification
from recorder_desk.domain.mark import MarkFields
from recorder_desk.domain.review import RectificationFields
from recorder_desk.queries.review import Reviews
from tests.window.cases.hands import dialog_of, new_case, recordings_of, words, write
from tests.window.conftest import WAIT_MS, settle
from tests.window.review.hands import begun, decide_all, finished, go, press, review_page, score, told
from ui.phrases import LANGUAGES, Phrases
from ui.session import Session
from ui.window import dialogs
from ui.window.main_window import MainWindow
from ui.window.review.begin_dialog import BeginDialog
from ui.window.review.review_page import ReviewPage

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
K = Qt.Key


def opened_on(qtbot: QtBot, window: MainWindow, review: str) -> ReviewPage:
    page = review_page(qtbot, window)
    page.show_item(review)
    settle(qtbot, window)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_page_says_what_to_do_first(qtbot: QtBot, empty_session: Session, shown: Shown, language: str) -> None:
    page = review_page(qtbot, shown(empty_session, language))
    say = Phrases(language).say
    for number, name in enumerate(("reviews", "due", "statistics")):
        qtbot.mouseClick(page.tabs.button(number), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda name=name: say(f"window.review.empty.{name}") in words(page), timeout=WAIT_MS)
    page.new_review()
    dialog = dialog_of(page, BeginDialog)
    qtbot.waitUntil(dialog.none.isVisible, timeout=WAIT_MS)
    assert not dialog.go.isEnabled()


def test_a_review_is_begun_and_whoever_linked_is_asked_why(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page = review_page(qtbot, window)
    focus = QApplication.focusWidget()
    assert focus is not None and page.isAncestorOf(focus)
    qtbot.keyClick(focus, K.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(page, BeginDialog)
    settle(qtbot, window)
    press(qtbot, window, K.Key_Return)  # the only case is chosen
    assert dialog.error.isVisible() and dialog.override.hasFocus()
    assert "review.had-a-hand" in dialog.error.text()
    write(dialog.override, "本机关仅一人")
    press(qtbot, window, K.Key_Return)
    assert not page.findChildren(BeginDialog)
    (row,) = session.desk.ask(Reviews()).result(10)
    assert (row.reviewer, row.override, row.hands) == (session.actor.name, "本机关仅一人", ("linked",))
    assert page.view.review == row.id
    assert window.focusWidget() is page.view.list
    assert "本机关仅一人" in page.view.head.override.text()


def test_criteria_are_decided_with_the_keyboard_alone(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    review = begun(session)
    page = opened_on(qtbot, window, review)
    assert page.view.line is not None and page.view.line.criterion.code == "FJ-01"
    press(qtbot, window, K.Key_0)
    assert score(session, review, "FJ-01").verdict == "met"
    assert page.view.line.criterion.code == "FJ-02"
    press(qtbot, window, K.Key_Return)  # nothing is proposed: on
    assert score(session, review, "FJ-02").verdict == ""
    go(page, "FJ-07")
    press(qtbot, window, K.Key_1)  # a veto asks why
    assert page.view.panel.comment.hasFocus() and page.view.panel.error.isVisible()
    write(page.view.panel.comment, "只有一人")
    press(qtbot, window, K.Key_Return)
    assert page.view.list.hasFocus()
    press(qtbot, window, K.Key_1)
    assert (score(session, review, "FJ-07").verdict, score(session, review, "FJ-07").comment) == ("failed", "只有一人")
    go(page, "QZ-01")
    press(qtbot, window, K.Key_3)
    assert score(session, review, "QZ-01").off == 30
    go(page, "WS-01")
    press(qtbot, window, K.Key_9)  # nine halves are more than four points
    assert score(session, review, "WS-01").off == 40
    go(page, "GZ-02")
    press(qtbot, window, K.Key_N)
    assert score(session, review, "GZ-02").verdict == "not-applicable"
    go(page, "QZ-01")
    press(qtbot, window, K.Key_Backspace)
    assert score(session, review, "QZ-01").verdict == ""
    go(page, "YX-01")
    press(qtbot, window, K.Key_Return)
    assert score(session, review, "YX-01").off == 100
    assert page.view.line.criterion.code == "YX-02"
    press(qtbot, window, K.Key_Escape)
    assert page.whole.currentIndex() == 0 and page.table.hasFocus()
    press(qtbot, window, K.Key_Return)
    assert page.view.review == review


def test_buttons_points_and_comment_do_the_same(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    review = begun(session)
    page = opened_on(qtbot, window, review)
    panel = page.view.panel
    go(page, "QZ-01")
    write(panel.points, "2.5")
    write(panel.comment, "缺签名")
    qtbot.mouseClick(panel.buttons["failed"], Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert (score(session, review, "QZ-01").off, score(session, review, "QZ-01").comment) == (25, "缺签名")
    go(page, "QZ-02")
    assert panel.points.text() == "" and panel.comment.text() == ""
    write(panel.points, "99")
    qtbot.mouseClick(panel.buttons["failed"], Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert "review.too-many-points" in panel.error.text()
    panel.points.clear()
    write(panel.points, "viel")
    qtbot.keyClick(panel.points, K.Key_Return)
    assert "review.bad-points" in panel.error.text()
    assert score(session, review, "QZ-02").verdict == ""
    go(page, "QZ-01")
    qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert score(session, review, "QZ-01").verdict == ""


def test_all_proposals_at_once_and_one_undo(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    review = begun(session)
    page = opened_on(qtbot, window, review)
    qtbot.mouseClick(page.view.head.accept_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert score(session, review, "YX-01").off == 100
    assert score(session, review, "FJ-01").verdict == ""
    assert not page.view.head.accept_button.isEnabled()
    assert window.stage is not None
    window.stage.undo()
    qtbot.waitUntil(lambda: score(session, review, "YX-01").verdict == "", timeout=WAIT_MS)
    settle(qtbot, window, 250)
    assert page.view.head.accept_button.isEnabled()


def test_evidence_plays_at_the_spot(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    review = begun(session)
    film = recordings_of(session)["JGR1503_20261122085006_0001.mp4"]
    page = opened_on(qtbot, window, review)
    go(page, "YX-05")
    played: list[tuple[str, int]] = []
    page.open_recording.disconnect()
    page.open_recording.connect(lambda recording, at: played.append((recording, at)))
    press(qtbot, window, K.Key_Space)
    assert played == [(film.id, 0)]
    session.desk.do(AddMarks(film.id, (MarkFields(900, kind="start", item="JC-02"),)), session.actor).result(30)
    go(page, "YX-02")
    evidence = page.view.panel.evidence
    qtbot.waitUntil(lambda: evidence.count() == 1, timeout=WAIT_MS)
    assert "JC-02" in evidence.item(0).text()
    evidence.setFocus()
    evidence.setCurrentRow(0)
    press(qtbot, window, K.Key_Return)
    assert played[-1][0] == film.id
    opened: list[str] = []
    page.open_case.disconnect()
    page.open_case.connect(opened.append)
    go(page, "YX-01")
    qtbot.mouseClick(evidence.viewport(), Qt.MouseButton.LeftButton,
                     pos=evidence.visualItemRect(evidence.item(0)).center())  # fmt: skip
    assert opened == [told(session, review).row.case]


def test_a_review_is_finished_reopened_and_printed(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = begun(session)
    page = opened_on(qtbot, window, review)
    head = page.view.head
    assert not head.finish_button.isEnabled()
    decide_all(session, review)
    qtbot.waitUntil(head.finish_button.isEnabled, timeout=WAIT_MS)
    qtbot.mouseClick(head.finish_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(head.reopen_button.isVisible, timeout=WAIT_MS)
    assert "Excellent" in head.total.text()
    go(page, "FJ-01")
    page.view.list.setFocus()
    press(qtbot, window, K.Key_Backspace)
    assert score(session, review, "FJ-01").verdict == "met"
    for name, begins in (("a.pdf", b"%PDF-"), ("a.xlsx", b"PK")):
        monkeypatch.setattr(dialogs, "ask_save_path", lambda *_, name=name: str(tmp_path / name))
        qtbot.mouseClick(head.sheet_button, Qt.MouseButton.LeftButton)
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0]["A1"].value == SAY("sheet.review.title")
    before = (tmp_path / "a.pdf").read_bytes()
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *_: str(tmp_path / "a.pdf"))
    qtbot.mouseClick(head.sheet_button, Qt.MouseButton.LeftButton)
    assert (tmp_path / "a.pdf").read_bytes() == before
    assert window.stage is not None and window.stage.notices.isVisible()
    assert not head.reopen_button.isEnabled()
    write(head.reason, "漏看一段")
    qtbot.mouseClick(head.reopen_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(head.finish_button.isVisible, timeout=WAIT_MS)


def test_what_is_to_be_put_right_is_added_due_and_closed(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    review = begun(session)
    page = opened_on(qtbot, window, review)
    go(page, "YX-05")
    page.view.tabs.setCurrentIndex(1)
    fixes = page.view.fixes
    qtbot.mouseClick(fixes.add_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert "review.text-missing" in fixes.error.text()
    write(fixes.text, "补标注")
    fixes.until.setText("bald")
    qtbot.keyClick(fixes.text, K.Key_Return)
    settle(qtbot, window)
    assert "deadline.bad-limit" in fixes.error.text() and fixes.text.text() == "补标注"
    fixes.until.setText("2026-11-20")
    qtbot.keyClick(fixes.text, K.Key_Return)
    qtbot.waitUntil(lambda: fixes.list.count() == 1, timeout=WAIT_MS)
    (fix,) = told(session, review).fixes
    assert (fix.fields.text, fix.fields.criterion, fix.fields.due) == ("补标注", "YX-05", "2026-11-20")
    page.leave_review()
    page.choose_tab(1)
    qtbot.waitUntil(lambda: page.fixes.rowCount() == 1, timeout=WAIT_MS)
    assert "(1)" in page.tabs.button(1).text()
    page.due.setFocus()
    press(qtbot, window, K.Key_Return)
    qtbot.waitUntil(lambda: page.view.review == review and fixes.list.count() == 1, timeout=WAIT_MS)
    write(fixes.done, "已补")
    qtbot.mouseClick(fixes.close_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not told(session, review).fixes[0].open, timeout=WAIT_MS)
    qtbot.waitUntil(fixes.again_button.isVisible, timeout=WAIT_MS)
    qtbot.mouseClick(fixes.again_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: told(session, review).fixes[0].open, timeout=WAIT_MS)


def test_statistics_lead_to_a_review(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    review = finished(session)
    page = review_page(qtbot, window)
    page.choose_tab(2)
    settle(qtbot, window)
    assert "100 %" in words(page) and SAY("window.review.month", count=1, mean="100") in words(page)
    page.statistics.opened.emit(review)
    settle(qtbot, window)
    assert page.view.review == review


def test_search_narrows_and_long_words_have_room(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    review = begun(session)
    new_case(session, "Z-9", "很长" * 60, "公司" * 60)
    window.resize(1280, 800)
    page = review_page(qtbot, window)
    page.words.setFocus()
    write(page.words, "xyzzy")
    qtbot.waitUntil(lambda: SAY("window.review.empty.none-found") in words(page), timeout=WAIT_MS)
    press(qtbot, window, K.Key_Escape)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 1, timeout=WAIT_MS)
    told_long = AddRectification(review, RectificationFields("长" * 500, due="2026-12-01"))
    session.desk.do(told_long, session.actor).result(30)
    page.show_item(review)
    page.view.tabs.setCurrentIndex(1)
    settle(qtbot, window)
    assert window.width() == 1280 and page.view.fixes.list.horizontalScrollBar().maximum() == 0
    assert page.view.head.finish_button.geometry().right() <= page.view.head.width()


def test_a_review_stays_while_the_case_changes_behind_it(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    review = begun(session)
    page = opened_on(qtbot, window, review)
    go(page, "YX-02")
    write(page.view.panel.comment, "正在写")
    film = recordings_of(session)["JGR1503_20261122085006_0001.mp4"]
    session.desk.do(AddMarks(film.id, (MarkFields(5, kind="end", item="JC-02"),)), session.actor).result(30)
    qtbot.waitUntil(lambda: page.view.panel.evidence.count() == 1, timeout=WAIT_MS)
    assert page.view.panel.comment.text() == "正在写"
    assert page.view.line is not None and page.view.line.criterion.code == "YX-02"
    assert QApplication.focusWidget() is not None
