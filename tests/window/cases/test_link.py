"""Giving recordings a place: from a case, by a record item, with a range; what is refused and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from recorder_desk.domain.recording import LinkRow
from tests.window.cases.hands import (
    PLAIN,
    SHIFT,
    button,
    case_of,
    cases_of,
    cases_page,
    dialog_of,
    lines,
    link,
    new_case,
    press,
    recordings_of,
    words,
    write,
)
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import Phrases
from ui.session import Session
from ui.window.cases.link_dialog import LinkDialog, clock_text
from ui.window.cases.picker import Picker
from ui.window.cases.words import parse_clock
from ui.window.main_window import MainWindow

SAY = Phrases("en").say
CASE, FIRST, SECOND = "统执检〔2026〕1号", "JGR1503_20261122085006_0001.mp4", "JGR1503_20261122085014_0002.mkv"


def links_of(session: Session, number: str = CASE) -> set[tuple[str, str]]:
    """(record item, recording) of a case's links that stand."""
    names = {row.id: name for name, row in recordings_of(session).items()}
    links = case_of(session, cases_of(session)[number].id).links
    return {(each.item, names[each.recording]) for each in links if not each.unlinked_at}


def the_link(session: Session, number: str, item: str) -> LinkRow:
    return next(each for each in case_of(session, cases_of(session)[number].id).links if each.item == item)


def asked(qtbot: QtBot, window: MainWindow, recordings: list[str]) -> LinkDialog:
    """The dialog the window opens for these recordings."""
    assert window.stage is not None
    window.stage.link(recordings)
    settle(qtbot, window)
    return dialog_of(window, LinkDialog)


def test_from_a_record_item_with_the_keyboard_alone(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page = cases_page(qtbot, window)
    button(page.view, SAY("cases.link-here", item="JC-03")).setFocus()
    press(qtbot, Qt.Key.Key_Space)
    settle(qtbot, window)
    picker = dialog_of(window, Picker)
    qtbot.waitUntil(picker.search.hasFocus, timeout=WAIT_MS)
    assert CASE in words(picker)
    assert not picker.go.isEnabled()
    qtbot.keyClicks(picker.search, "0002")
    qtbot.waitUntil(lambda: picker.rows.rowCount() == 1, timeout=WAIT_MS)
    press(qtbot, Qt.Key.Key_Down)
    assert picker.table.hasFocus()
    qtbot.waitUntil(picker.go.isEnabled, timeout=WAIT_MS)
    press(qtbot, Qt.Key.Key_Return)
    settle(qtbot, window)
    dialog = dialog_of(window, LinkDialog)
    assert dialog.what.text() == SECOND
    assert (dialog.cases.key, dialog.items.key) == (cases_of(session)[CASE].id, "JC-03")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("JC-03", SECOND) in links_of(session), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(lines(page, "JC-03")) == 1, timeout=WAIT_MS)
    assert SECOND in words(lines(page, "JC-03")[0])


def test_an_item_is_found_by_code_or_word_and_explains_itself(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    dialog = asked(qtbot, window, [recordings_of(session)[SECOND].id])
    assert dialog.cases.key == cases_of(session)[CASE].id  # there is only one
    for typed, code in (("jc2", "JC-02"), ("JC-06", "JC-06"), ("听证会", "TZ-01"), ("hearing", "TZ-01")):
        dialog.items.field.clear()
        write(dialog.items.field, typed)
        assert dialog.items.key == code
    item = session.items.item("TZ-01")
    assert item is not None
    assert dialog.help.isVisible()
    assert dialog.help.start.text() == item.start_point
    dialog.items.field.clear()
    write(dialog.items.field, "xyzzy")
    assert dialog.items.key == ""
    press(qtbot, Qt.Key.Key_Escape)


def test_a_case_is_searched_for_in_the_dialog(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    for number in range(30):
        new_case(session, f"Z-{number}", f"案 {number}")
    dialog = asked(qtbot, window, [recordings_of(session)[SECOND].id])
    assert dialog.cases.key == ""
    dialog.accept()
    assert dialog.errors.text() == SAY("cases.link.choose-case")
    assert dialog.cases.field.hasFocus()
    qtbot.keyClicks(dialog.cases.field, "Z-17")
    qtbot.waitUntil(lambda: dialog.cases.key == cases_of(session)["Z-17"].id, timeout=WAIT_MS)
    dialog.accept()
    assert dialog.errors.text() == SAY("cases.link.choose-item")
    qtbot.keyClicks(dialog.items.field, "jc2")
    qtbot.keyClick(dialog.items.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: links_of(session, "Z-17") == {("JC-02", SECOND)}, timeout=WAIT_MS)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("abc", "", "cases.link.bad-time"),
        ("0:00:01", "1:2:3:4", "cases.link.bad-time"),
        ("0:00:01", "0:00:00.5", "link.bad-range"),
        ("0:00:05", "", "link.beyond-end"),
        ("", "0:10:00", "link.beyond-end"),
    ],
)
def test_a_range_that_cannot_be_is_refused_in_place(
    qtbot: QtBot, session: Session, window: MainWindow, since: str, until: str, said: str
) -> None:
    dialog = asked(qtbot, window, [recordings_of(session)[SECOND].id])
    write(dialog.items.field, "jc2")
    dialog.since.setText(since)
    dialog.until.setText(until)
    qtbot.keyClick(dialog.until, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.errors.isVisible, timeout=WAIT_MS)
    begin = SAY(said).split("{")[0]
    assert dialog.errors.text().startswith(begin)
    assert ("JC-02", SECOND) not in links_of(session)
    dialog.since.setText("0:00:00.25")
    dialog.until.setText("1.5")
    qtbot.keyClick(dialog.until, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("JC-02", SECOND) in links_of(session), timeout=WAIT_MS)
    names = {row.id: name for name, row in recordings_of(session).items()}
    links = case_of(session, cases_of(session)[CASE].id).links
    made = next(each for each in links if names[each.recording] == SECOND)
    assert (made.from_ms, made.until_ms) == (250, 1500)


def test_several_are_linked_at_once_and_what_fails_stays(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    rows = recordings_of(session)
    case = cases_of(session)[CASE].id
    link(session, rows[SECOND].id, case, "JC-03")
    dialog = asked(qtbot, window, [rows[FIRST].id, rows[SECOND].id])
    assert dialog.what.text() == SAY("cases.link.many", count=2)
    assert not dialog.range_row.isVisible()
    done: list[int] = []
    dialog.linked.connect(done.append)
    write(dialog.items.field, "jc3")
    write(dialog.reason, "检查全程")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.errors.isVisible, timeout=WAIT_MS)
    assert SAY("cases.link.some-failed", done=1, left=1) in dialog.errors.text()
    assert "(link.exists)" in dialog.errors.text()
    assert done == [1]
    assert links_of(session) == {("JC-02", FIRST), ("JC-03", FIRST), ("JC-03", SECOND)}
    dialog.items.field.clear()
    write(dialog.items.field, "jc4")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("JC-04", SECOND) in links_of(session), timeout=WAIT_MS)
    assert the_link(session, CASE, "JC-04").reason == "检查全程"
    assert ("JC-04", FIRST) not in links_of(session)


def test_tab_goes_round_the_dialog_and_everything_has_a_name(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    dialog = asked(qtbot, window, [recordings_of(session)[SECOND].id])
    for way in (PLAIN, SHIFT):
        seen: list[QWidget] = []
        for _ in range(8):
            focus = dialog.focusWidget()
            assert focus is not None
            assert focus.accessibleName()
            seen.append(focus)
            press(qtbot, Qt.Key.Key_Tab if way == PLAIN else Qt.Key.Key_Backtab, way)
        fields = {dialog.cases.field, dialog.items.field, dialog.since, dialog.until, dialog.reason}
        assert fields <= set(seen)
        assert dialog.accept_button in seen


def test_the_picker_says_when_nothing_is_left(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page = cases_page(qtbot, window)
    button(page.view.head, SAY("cases.link")).click()
    settle(qtbot, window)
    picker = dialog_of(window, Picker)
    assert picker.rows.rowCount() == 3  # one of four is linked
    qtbot.keyClicks(picker.search, "xyzzy")
    qtbot.waitUntil(picker.none.isVisible, timeout=WAIT_MS)
    picker.accept()
    assert picker.isVisible()


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("1:02:03.5", 3_723_500),
        ("2:03", 123_000),
        ("90", 90_000),
        ("0.25", 250),
        ("０：０１：００", 60_000),
        ("", None),
        ("1:2:3:4", None),
        ("-1", None),
        ("nan", None),
        ("1e99", None),
        ("1:-2", None),
        ("a:b", None),
    ],
)
def test_times_are_read_as_people_write_them(text: str, milliseconds: int | None) -> None:
    assert parse_clock(text) == milliseconds


@given(st.integers(0, 10**8))
def test_a_time_that_is_written_is_read_back(milliseconds: int) -> None:
    assert parse_clock(clock_text(milliseconds)) == milliseconds


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_times(text: str) -> None:
    told = parse_clock(text)
    assert told is None or told >= 0
