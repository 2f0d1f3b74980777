"""Officers, matters, legal bases and parties in the window: entered, changed, taken in from tables, written out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from recorder_desk.commands.people import WriteOfficers
from recorder_desk.commands.registers import WriteMatters, WriteParties
from recorder_desk.domain.matter import LegalBasis, Matter
from recorder_desk.domain.officer import Certificate, OfficerFields
from recorder_desk.domain.party import Party, check_character
from recorder_desk.queries.registers import LegalBases, Matters, Parties
from tests.window.bureau.hands import (
    bureau,
    cell,
    go_there,
    officers_of,
    opened_dialog,
    order,
    press,
    register,
    types,
)
from tests.window.cases.hands import CTRL
from tests.window.conftest import WAIT_MS, settle
from ui.front_door import open_session
from ui.phrases import LANGUAGES, Phrases
from ui.session import Session
from ui.window.bureau.entry_dialog import EntryDialog, ReasonDialog
from ui.window.bureau.matters import BasisDialog, MatterDialog
from ui.window.bureau.officers import OfficerDialog, OfficersSection
from ui.window.bureau.parties import PartyDialog
from ui.window.bureau.register_section import RegisterSection
from ui.window.main_window import MainWindow
from ui.window.widgets.tables import choose_row

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
CODE = "91130100MA07XYA12"
CODE += check_character(CODE)


def test_an_officer_is_entered_by_keyboard_alone(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    go_there(qtbot, window)
    page = bureau(qtbot, window)
    assert page.list.hasFocus()
    press(qtbot, Qt.Key.Key_Home)
    while page.section is None or page.section.name != "officers":
        press(qtbot, Qt.Key.Key_Down)
    settle(qtbot, window)
    press(qtbot, Qt.Key.Key_Return)
    assert page.section.isAncestorOf(QApplication.focusWidget())
    press(qtbot, Qt.Key.Key_N, CTRL)
    dialog = opened_dialog(qtbot, window, OfficerDialog)
    types(qtbot, "Wang Fang")
    press(qtbot, Qt.Key.Key_Tab)
    types(qtbot, "First unit")
    dialog.papers.table.setFocus()
    dialog.papers.table.setCurrentCell(0, 0)
    press(qtbot, Qt.Key.Key_F2)
    types(qtbot, "13-0001")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.papers.rows() == [["13-0001", "", "", "", "", ""]], timeout=WAIT_MS)
    qtbot.keyClick(dialog.fields["name"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Wang Fang" in officers_of(session), timeout=WAIT_MS)
    settle(qtbot, window)
    told = officers_of(session)["Wang Fang"]
    assert (told.unit, [each.number for each in told.certificates]) == ("First unit", ["13-0001"])
    assert isinstance(page.section, RegisterSection)
    assert cell(page.section, 0, 0) == "Wang Fang"


STANDINGS = {
    "valid": Certificate("1", since="2024-01-01", until="2029-12-31"),
    "ends-soon": Certificate("2", since="2024-01-01", until="2026-12-20"),
    "expired": Certificate("3", since="2020-01-01", until="2025-12-31"),
    "not-yet": Certificate("4", since="2027-01-01"),
}


def test_how_a_certificate_stands_is_a_word_and_an_icon(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    told = [OfficerFields(name, certificates=(paper,)) for name, paper in STANDINGS.items()]
    order(session, WriteOfficers(tuple(("", each) for each in (*told, OfficerFields("none")))))
    found = register(qtbot, window, "officers")
    assert isinstance(found, OfficersSection)
    found.day.setDate(QDate(2026, 11, 22))
    settle(qtbot, window)
    states = {}
    for number in range(5):
        state = found.state_of(found.model.row(number), 2)
        assert state is not None
        assert cell(found, number, 2) == state.word
        states[cell(found, number, 0)] = (state.icon, state.word)
    assert {name: word for name, (_, word) in states.items()} == {
        name: Phrases("en").word(f"standing-{name}") for name in (*STANDINGS, "none")
    }
    assert len({icon for icon, _ in states.values()}) == 5
    found.day.setDate(QDate(2027, 2, 1))
    settle(qtbot, window)
    later = {cell(found, number, 0): cell(found, number, 2) for number in range(5)}
    assert later["ends-soon"] == Phrases("en").word("standing-expired")
    assert later["not-yet"] == Phrases("en").word("standing-valid")


def test_who_left_is_asked_why_and_listed_only_when_wanted(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    order(session, WriteOfficers((("", OfficerFields("李强")),)))
    found = register(qtbot, window, "officers")
    assert isinstance(found, OfficersSection)
    choose_row(found.table, 0)
    found.leave_button.click()
    dialog = opened_dialog(qtbot, window, ReasonDialog)
    dialog.go.click()
    qtbot.waitUntil(dialog.notes["reason"].isVisible, timeout=WAIT_MS)
    assert "officer.reason-missing" in dialog.notes["reason"].text()
    types(qtbot, "moved")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: found.model.rowCount() == 0, timeout=WAIT_MS)
    found.left.setChecked(True)
    qtbot.waitUntil(lambda: found.model.rowCount() == 1, timeout=WAIT_MS)
    assert cell(found, 0, 2) == Phrases("en").word("standing-left")
    settle(qtbot, window)


def test_a_later_version_ends_the_one_before(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    order(session, WriteMatters((), (LegalBasis("F38", "统计法", "第38条", since="2010-01-01"),)))
    found = register(qtbot, window, "bases")
    choose_row(found.table, 0)
    found.change_button.click()
    dialog = opened_dialog(qtbot, window, BasisDialog)
    field = dialog.fields["since"]
    assert isinstance(field, QLineEdit)
    field.setText("2024/9/13")
    dialog.ends.setChecked(False)
    dialog.accept()
    qtbot.waitUntil(dialog.notes["since"].isVisible, timeout=WAIT_MS)
    assert "version.overlap" in dialog.notes["since"].text()
    dialog.ends.setChecked(True)
    dialog.accept()
    qtbot.waitUntil(lambda: found.model.rowCount() == 2, timeout=WAIT_MS)
    told = session.desk.ask(LegalBases()).result(10)
    assert [(each.since, each.until) for each in told] == [("2010-01-01", "2024-09-12"), ("2024-09-13", "")]
    found.by_day.setChecked(True)  # type: ignore[attr-defined]  # of versions
    found.day.setDate(QDate(2020, 1, 1))  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: found.model.rowCount() == 1, timeout=WAIT_MS)
    assert cell(found, 0, 4) == "2024-09-12"
    settle(qtbot, window)


def test_a_cycle_of_matters_is_refused_at_its_field(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    order(session, WriteMatters((Matter("A", "甲"), Matter("B", "乙", parent="A"))))
    found = register(qtbot, window, "matters")
    choose_row(found.table, 0)
    found.change_button.click()
    dialog = opened_dialog(qtbot, window, MatterDialog)
    for parent, code in (("B", "matter.cycle"), ("C", "matter.unknown-parent")):
        field = dialog.fields["parent"]
        assert isinstance(field, QLineEdit)
        field.setText(parent)
        dialog.accept()
        qtbot.waitUntil(lambda code=code: code in dialog.notes["parent"].text(), timeout=WAIT_MS)
        assert field.hasFocus()
    dialog.reject()
    settle(qtbot, window)
    assert {row.matter.parent for row in session.desk.ask(Matters()).result(10)} == {"", "A"}


def test_a_credit_code_is_checked_while_it_is_typed(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    found = register(qtbot, window, "parties")
    found.setFocus()
    found.add()
    dialog = opened_dialog(qtbot, window, PartyDialog)
    types(qtbot, "Qingyuan")
    dialog.code.setFocus()
    types(qtbot, CODE[:-1])
    assert not dialog.notes["credit-code"].isVisible()  # only begun
    types(qtbot, "0" if CODE[-1] != "0" else "1")
    assert dialog.notes["credit-code"].property("tone") == "bad"
    dialog.accept()
    qtbot.waitUntil(lambda: "party.bad-code" in dialog.notes["credit-code"].text(), timeout=WAIT_MS)
    press(qtbot, Qt.Key.Key_Backspace)
    types(qtbot, CODE[-1])
    assert dialog.notes["credit-code"].text() == SAY("bureau.code-right")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: found.model.rowCount() == 1, timeout=WAIT_MS)
    found.add()
    second = opened_dialog(qtbot, window, PartyDialog)
    types(qtbot, "Other")
    second.code.setText(CODE)
    second.accept()
    qtbot.waitUntil(lambda: "party.code-taken" in second.notes["credit-code"].text(), timeout=WAIT_MS)
    second.reject()
    settle(qtbot, window)


def test_of_a_persons_number_only_the_ends_are_kept(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    found = register(qtbot, window, "parties")
    found.add()
    dialog = opened_dialog(qtbot, window, PartyDialog)
    types(qtbot, "Liu")
    dialog.kind.setCurrentIndex(2)
    dialog.person.setText("11010519491231002X")
    assert "110105********002X" in dialog.notes["person-id"].text()
    dialog.accept()
    qtbot.waitUntil(lambda: found.model.rowCount() == 1, timeout=WAIT_MS)
    assert session.desk.ask(Parties()).result(10)[0].fields.person_id == "110105********002X"
    settle(qtbot, window)


def test_parties_are_found_in_pinyin(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    order(session, WriteParties((("", Party("清源机械")), ("", Party("北山水泥")))))
    found = register(qtbot, window, "parties")
    found.search("qyjx")
    qtbot.waitUntil(lambda: found.model.rowCount() == 1, timeout=WAIT_MS)
    found.search("nobody")
    qtbot.waitUntil(lambda: found.stack.currentWidget() is found.blank, timeout=WAIT_MS)
    settle(qtbot, window)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_says_what_to_do_first(
    qtbot: QtBot, empty_session: Session, shown: Shown, language: str
) -> None:
    window = shown(empty_session, language)
    for name in ("officers", "matters", "bases", "parties"):
        found = register(qtbot, window, name)
        told = "\n".join(each.text() for each in found.blank.findChildren(type(found.count)))
        assert Phrases(language).say(f"bureau.{name}.first") in told


def test_a_desk_that_is_only_looked_at_says_so(qtbot: QtBot, home: Path, shown: Shown) -> None:
    from contextlib import contextmanager

    from recorder_desk.config import Home

    with contextmanager(open_session)(Home(home), "look") as session:
        window = shown(session, "en")
        found = register(qtbot, window, "officers")
        assert not found.add_button.isEnabled()
        assert not found.import_button.isEnabled()
        assert found.export_button.isEnabled()
        found.add()
        assert not [each for each in window.findChildren(EntryDialog) if each.isVisible()]
        assert SAY("bureau.look-only") in [each.text() for each in found.findChildren(type(found.count))]
        assert QApplication.focusWidget() is not None
