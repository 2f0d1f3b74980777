"""Working days and settings in the window: years, notices, limits reckoned; values kept, refused and journalled."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from recorder_desk.config import Home, read_settings
from recorder_desk.domain.calendars import CalendarYear
from recorder_desk.domain.facts import SettingChanged
from recorder_desk.queries.archive import JournalPage
from recorder_desk.queries.calendars import CalendarYears
from tests.window.bureau.hands import choose_file, press, section, types
from tests.window.conftest import WAIT_MS, settle
from ui.front_door import open_session
from ui.phrases import Phrases
from ui.session import Session
from ui.window.bureau.calendar import CalendarSection, years_around
from ui.window.bureau.settings import VALUE, SettingsSection
from ui.window.main_window import MainWindow

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say


def calendar_of(qtbot: QtBot, window: MainWindow) -> CalendarSection:
    found = section(qtbot, window, "calendar")
    assert isinstance(found, CalendarSection)
    return found


def settings_of(qtbot: QtBot, window: MainWindow) -> SettingsSection:
    found = section(qtbot, window, "settings")
    assert isinstance(found, SettingsSection)
    return found


def test_years_without_a_notice_stand_between_those_with_one() -> None:
    known = [CalendarYear(year, "", ()) for year in (2018, 2020)]
    rows = years_around(known, date(2020, 5, 8))
    assert [(row.year, row.known is not None) for row in rows] == [
        (2021, False), (2020, True), (2019, False), (2018, True),
    ]  # fmt: skip


def test_a_year_says_whether_it_is_provisional_and_shows_its_days(qtbot: QtBot, window: MainWindow) -> None:
    found = calendar_of(qtbot, window)
    found.show_year(2026)
    assert found.days.isVisible()
    told = [str(found.days.rows.index(row, 0).data()) for row in range(found.days.rows.rowCount())]
    assert "2026-02-17 Tue" in told
    found.years.rows.show_rows(years_around((), date(2030, 1, 1)))
    found.show_year(2031)
    assert found.years.rows.index(0, 1).data() == SAY("bureau.calendar.provisional")
    assert found.none.text() == SAY("bureau.calendar.unknown", year=2031)
    assert not found.days.isVisible()
    settle(qtbot, window)


@pytest.mark.parametrize(
    ("start", "number", "unit", "due", "sure"),
    [
        ("2026-02-12", 7, "wd", "2026-02-28", True),
        ("2026-02-12T09:00", 24, "h", "2026-02-13 09:00", True),
        ("2031-03-03", 5, "wd", "2031-03-10", False),
    ],
)
def test_a_limit_is_reckoned_as_it_is_typed(
    qtbot: QtBot, window: MainWindow, start: str, number: int, unit: str, due: str, sure: bool
) -> None:
    found = calendar_of(qtbot, window)
    found.start.setFocus()
    found.start.selectAll()
    types(qtbot, start)
    found.number.setText(str(number))
    found.unit.setCurrentIndex(found.unit.findData(unit))
    assert found.due.text() == SAY("bureau.calendar.due", due=due)
    assert (found.sure.text() == SAY("bureau.calendar.sure")) is sure
    types(qtbot, "x")
    assert found.due.text() == ""
    assert found.sure.property("tone") == "bad"
    settle(qtbot, window)


def test_a_notice_is_taken_in_from_json(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = calendar_of(qtbot, window)
    notice = tmp_path / "2031.json"
    notice.write_text(json.dumps({"year": 2031, "days": [{"date": "2031-03-05", "isOffDay": True, "name": "x"}]}))
    choose_file(monkeypatch, notice)
    found.import_button.click()
    qtbot.waitUntil(
        lambda: 2031 in {each.year for each in session.desk.ask(CalendarYears()).result(10)}, timeout=WAIT_MS
    )
    settle(qtbot, window)
    assert found.days.rows.index(0, 0).data() == "2031-03-05 Wed"
    found.start.setText("2031-03-03")
    found.number.setText("5")
    assert found.due.text() == SAY("bureau.calendar.due", due="2031-03-11")
    notice.write_text("{}")
    found.import_button.click()
    settle(qtbot, window)
    assert window.stage is not None
    assert window.stage.notices.isVisible()


def type_value(qtbot: QtBot, found: SettingsSection, name: str, text: str) -> None:
    """A value, by keyboard."""
    found.table.setFocus()
    found.table.setCurrentIndex(found.model.index(found.model.place(name), VALUE))
    press(qtbot, Qt.Key.Key_F2)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    focus.selectAll()
    types(qtbot, text)
    press(qtbot, Qt.Key.Key_Return)


def test_a_setting_is_kept_and_journalled(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    found = settings_of(qtbot, window)
    told = [str(found.model.index(row, 0).data()) for row in range(found.model.rowCount())]
    assert SAY("terminal.setting.viewing_reason").capitalize() in told
    assert any("${year}" in each for each in told)
    type_value(qtbot, found, "fonds_code", "0372")
    qtbot.waitUntil(lambda: read_settings(session.home.settings).fonds_code == "0372", timeout=WAIT_MS)
    settle(qtbot, window)
    entries = session.desk.ask(JournalPage(fact=SettingChanged.__name__)).result(10)
    assert len(entries) == 1
    assert "0372" in found.told.text()
    assert found.model.index(found.model.place("fonds_code"), VALUE).data() == "0372"


def test_yes_and_no_are_chosen(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    found = settings_of(qtbot, window)
    index = found.model.index(found.model.place("viewing_reason"), VALUE)
    assert index.data() == SAY("bureau.value.false")
    found.table.setFocus()
    found.table.setCurrentIndex(index)
    press(qtbot, Qt.Key.Key_F2)
    (editor,) = found.table.findChildren(QComboBox)
    editor.setCurrentIndex(editor.findData("true"))
    found.table.commitData(editor)
    qtbot.waitUntil(lambda: read_settings(session.home.settings).viewing_reason, timeout=WAIT_MS)
    settle(qtbot, window)
    assert index.data() == SAY("bureau.value.true")


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("hand_in_hours", "soon", "settings.bad-value"),
        ("profile", "none-such", "settings.bad-value"),
        ("case_retention", "long", "settings.bad-value"),
        ("case_number_template", "no number", "settings.case-number"),
        ("archival_code_template", "${fonds}", "settings.bad-template"),
        ("vault_path", "somewhere", "settings.bad-value"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    qtbot: QtBot, session: Session, window: MainWindow, name: str, text: str, code: str
) -> None:
    found = settings_of(qtbot, window)
    before = read_settings(session.home.settings)
    type_value(qtbot, found, name, text)
    qtbot.waitUntil(lambda: code in found.told.text(), timeout=WAIT_MS)
    assert name in found.told.text()
    assert read_settings(session.home.settings) == before
    assert session.desk.ask(JournalPage(fact=SettingChanged.__name__)).result(10) == ()
    settle(qtbot, window)


def test_where_everything_lies_is_said(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    found = settings_of(qtbot, window)
    qtbot.waitUntil(lambda: bool(found.sandbox.text() and found.schema.text()), timeout=WAIT_MS)
    labels = [each.text() for each in found.findChildren(type(found.sandbox))]
    assert str(session.home.path) in labels


def test_looking_only_changes_no_setting(qtbot: QtBot, home: Path, shown: Shown) -> None:
    with contextmanager(open_session)(Home(home), "look") as session:
        window = shown(session, "en")
        found = settings_of(qtbot, window)
        index = found.model.index(0, VALUE)
        assert not found.model.flags(index) & Qt.ItemFlag.ItemIsEditable
        assert found.told.text() == SAY("bureau.look-only")
        assert not calendar_of(qtbot, window).import_button.isEnabled()
        settle(qtbot, window)
