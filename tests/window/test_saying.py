"""Tags and notes in the window: seen before they are said, said in one step, taken back in one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recorder_desk.commands.tagging import NoteRecordings, TagRecordings
from recorder_desk.domain.saying import Said
from recorder_desk.queries.recordings import RecordingsPage as Rows
from recorder_desk.queries.tagging import SaidOf
from tests.window.cases.hands import CTRL, button, dialog_of, press, words, write
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import Phrases
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.pages.recordings_page import RecordingsPage
from ui.window.widgets.say_dialog import SayDialog

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say


def page_of(qtbot: QtBot, window: MainWindow) -> RecordingsPage:
    assert window.stage is not None
    page = window.stage.show_page("recordings")
    assert isinstance(page, RecordingsPage)
    settle(qtbot, window)
    page.table.setFocus()
    return page


def dialog(qtbot: QtBot, window: MainWindow) -> SayDialog:
    press(qtbot, Qt.Key.Key_T, CTRL)
    found = dialog_of(window, SayDialog)
    settle(qtbot, window)
    return found


def back(qtbot: QtBot, window: MainWindow, page: RecordingsPage) -> None:
    """The dialog is gone: the keyboard is at the list again (without a screen, no window system gives it back)."""
    window.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus, timeout=WAIT_MS)


def said(session: Session) -> dict[str, Said]:
    ids = tuple(row.id for row in session.desk.ask(Rows()).result())
    return {each.name: each for each in session.desk.ask(SaidOf(ids)).result()}


def choose(found: SayDialog, what: str) -> None:
    found.what.setCurrentIndex(found.what.findData(what))


def lines(found: SayDialog) -> list[tuple[str, ...]]:
    tree = found.table
    items = [tree.topLevelItem(number) for number in range(tree.topLevelItemCount())]
    return [tuple(item.text(column) for column in range(3)) for item in items if item is not None]


def test_many_are_tagged_in_one_step_that_is_seen_before(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    before = said(session)
    first = next(iter(before.values()))
    session.desk.do(TagRecordings((first.recording,), add=("ledger",)), session.actor).result()
    page = page_of(qtbot, window)
    press(qtbot, Qt.Key.Key_A, CTRL)
    settle(qtbot, window)
    assert button(page.inspector, SAY("saying.open-many")).isEnabled()
    found = dialog(qtbot, window)
    assert not found.do_button.isEnabled(), "nothing is said yet"
    write(found.text, "ledger, site/office")
    assert (first.name, "ledger", "ledger, site/office") in lines(found)
    assert len(lines(found)) == len(before) and found.do_button.isEnabled()
    choose(found, "set")
    write(found.text, "site/office")
    assert SAY("saying.replaces", count=1) in words(found)
    press(qtbot, Qt.Key.Key_Return)
    wanted = dict.fromkeys(before, ("site/office",))
    qtbot.waitUntil(lambda: {name: each.tags for name, each in said(session).items()} == wanted, timeout=WAIT_MS)
    settle(qtbot, window)
    back(qtbot, window, page)
    press(qtbot, Qt.Key.Key_Z, CTRL)
    wanted = {name: (("ledger",) if name == first.name else ()) for name in before}
    qtbot.waitUntil(lambda: {name: each.tags for name, each in said(session).items()} == wanted, timeout=WAIT_MS)


def test_what_is_said_already_is_counted_and_can_be_left(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    first, second, *_ = said(session).values()
    session.desk.do(NoteRecordings((first.recording,), "note", "by the door"), session.actor).result()
    page = page_of(qtbot, window)
    press(qtbot, Qt.Key.Key_A, CTRL)
    settle(qtbot, window)
    found = dialog(qtbot, window)
    choose(found, "note")
    assert not found.keep.isVisible() and found.wipe.isVisible() and not found.do_button.isEnabled()
    write(found.text, "in the yard")
    assert found.keep.isVisible() and SAY("saying.replaces", count=1) in words(found)
    found.keep.setChecked(True)
    assert (first.name, "by the door", SAY("saying.stays")) in lines(found)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(session)[second.name].notes.note == "in the yard", timeout=WAIT_MS)
    assert said(session)[first.name].notes.note == "by the door"
    settle(qtbot, window)
    back(qtbot, window, page)
    found = dialog(qtbot, window)
    choose(found, "note")
    found.wipe.setChecked(True)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not any(each.notes.note for each in said(session).values()), timeout=WAIT_MS)


def test_a_flag_with_a_reason(qtbot: QtBot, session: Session, shown: Shown) -> None:
    window = shown(session, "zh_CN")
    page = page_of(qtbot, window)
    press(qtbot, Qt.Key.Key_Home)
    settle(qtbot, window)
    (chosen,) = (row for row in page.views.chosen_rows() if row is not None)
    found = dialog(qtbot, window)
    assert found.reason.isHidden()
    choose(found, "important")
    assert found.choice.isVisible() and not found.reason.isHidden()
    assert not found.do_button.isEnabled(), "an important mark has a reason"
    write(found.reason, "拒绝检查")
    assert found.do_button.isEnabled()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(session)[chosen.name].notes.important == "yes", timeout=WAIT_MS)
    settle(qtbot, window, 300)
    assert "重点标记" in words(page.inspector)


def test_what_cannot_be_said_is_told_at_once(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page_of(qtbot, window)
    press(qtbot, Qt.Key.Key_Home)
    settle(qtbot, window)
    found = dialog(qtbot, window)
    write(found.text, "x" * 101)
    assert "tag.long" in words(found) and not found.do_button.isEnabled()
    found.text.selectAll()
    write(found.text, "fits")
    assert "tag.long" not in words(found) and found.do_button.isEnabled()
