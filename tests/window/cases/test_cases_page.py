"""The list of cases: search, narrowing, many cases, long words, nothing at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.window.cases.hands import button, cases_of, cases_page, new_case, press, words, write
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import LANGUAGES, Phrases
from ui.session import Session
from ui.window.cases.case_dialog import CaseDialog
from ui.window.main_window import MainWindow
from ui.window.pages.cases_page import CasesPage

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say


def listed(page: CasesPage) -> list[str]:
    """The numbers in the list, from the top."""
    return [page.rows.row(place).number for place in range(page.rows.rowCount())]


def test_search_finds_number_title_and_party(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    new_case(session, "A-77", "统计造假案", "海棠纺织有限公司")
    page = cases_page(qtbot, window)
    for typed, found in (("海棠", ["A-77"]), ("造假", ["A-77"]), ("77", ["A-77"]), ("清源", ["统执检〔2026〕1号"])):
        page.words.clear()
        write(page.words, typed)
        qtbot.waitUntil(lambda found=found: listed(page) == found, timeout=WAIT_MS)
    press_down = Qt.Key.Key_Down
    page.words.setFocus()
    qtbot.keyClick(page.words, press_down)
    assert page.table.hasFocus()


def test_what_fits_nothing_is_said_and_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    page = cases_page(qtbot, window)
    qtbot.keyClicks(page.words, "xyzzy")
    qtbot.waitUntil(lambda: listed(page) == [], timeout=WAIT_MS)
    settle(qtbot, window)
    assert SAY("cases.empty.none-found") in words(page)
    qtbot.keyClick(page.words, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(listed(page)) == 1, timeout=WAIT_MS)
    settle(qtbot, window)
    assert SAY("cases.empty.none-found") not in words(page)


def test_open_and_sealed_are_told_apart(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page = cases_page(qtbot, window)
    for number, count in ((1, 1), (2, 0), (0, 1)):
        qtbot.mouseClick(page.states.button(number), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda count=count: page.rows.rowCount() == count, timeout=WAIT_MS)
        assert page.states.checkedId() == number


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_home_says_what_to_do_and_does_it(
    qtbot: QtBot, empty_session: Session, shown: Shown, language: str
) -> None:
    say = Phrases(language).say
    window = shown(empty_session, language)
    page = cases_page(qtbot, window)
    assert page.stack.currentWidget() is page.blank
    assert say("cases.empty.first") in words(page)
    assert say("cases.empty.first.text") in words(page)
    button(page.blank, say("cases.new")).click()
    assert window.findChild(CaseDialog) is not None


def test_many_cases_come_quickly_and_the_newest_is_chosen(qtbot: QtBot, empty_session: Session, shown: Shown) -> None:
    for number in range(300):
        new_case(empty_session, f"统执检〔2026〕{number}号", f"第 {number} 案")
    page = cases_page(qtbot, shown(empty_session, "zh_CN"))
    assert page.rows.rowCount() == 300
    assert page.view.head.number.text() == listed(page)[0]
    page.table.setFocus()
    press(qtbot, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: page.view.head.number.text() == listed(page)[-1], timeout=WAIT_MS)
    press(qtbot, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: page.view.head.number.text() == listed(page)[-2], timeout=WAIT_MS)


def test_long_words_are_cut_and_never_widen_the_page(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    party = "某某市高新技术产业开发区" * 20 + "有限责任公司"
    number = "统执检〔2026〕" + "7" * 120 + "号"
    case = new_case(session, number, "关于" * 150, party)
    page = cases_page(qtbot, window)
    page.show_item(case)
    settle(qtbot, window)
    assert window.width() == 1440
    for part in (page.view.head.seal_button, page.view.head.chip, page.view.items):
        right = part.mapTo(window, part.rect().topRight()).x()
        assert right <= window.width()
    assert page.view.head.number.text() == number
    assert party in page.view.head.about.toolTip()


def test_a_case_is_shown_by_its_id_whatever_the_list_is_narrowed_to(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    case = new_case(session, "B-1")
    page = cases_page(qtbot, window)
    write(page.words, "清源")
    qtbot.waitUntil(lambda: len(listed(page)) == 1, timeout=WAIT_MS)
    page.show_item(case)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.view.head.number.text() == "B-1", timeout=WAIT_MS)
    settle(qtbot, window)
    assert page.words.text() == ""
    assert page.view.case == case
    assert page.rows.key(page.table.chosen_places()[0]) == case


def test_what_was_chosen_and_searched_is_remembered(qtbot: QtBot, session: Session, shown: Shown) -> None:
    case = new_case(session, "C-1")
    new_case(session, "C-2")
    first = shown(session, "en")
    page = cases_page(qtbot, first)
    page.show_item(case)
    page.search("C-")
    settle(qtbot, first)
    first.close()
    again = cases_page(qtbot, shown(session, "en"))
    assert again.words.text() == "C-"
    assert again.view.case == case


def test_the_keyboard_goes_from_the_list_into_the_case(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page = cases_page(qtbot, window)
    page.table.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert page.view.tabs.tabBar().hasFocus()
    stops: list[str] = []
    for _ in range(12):
        press(qtbot, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None and focus.accessibleName()
        stops.append(focus.accessibleName())
    assert SAY("cases.link-here", item="JC-01") in stops
    assert len(cases_of(session)) == 1
