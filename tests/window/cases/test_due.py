"""What is due across cases: spans and counts, provisional days, opening the case, the calendar file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recorder_desk.commands.casework import NoteStage
from recorder_desk.domain.case_stages import CaseClock
from tests.window.cases.hands import button, cases_page, new_case, press, words
from tests.window.conftest import WAIT_MS, settle
from ui.due_words import span_of
from ui.phrases import Phrases
from ui.session import Session
from ui.window import dialogs
from ui.window.main_window import MainWindow

SAY = Phrases("en").say


SPANS = [(-9, "overdue"), (-1, "overdue"), (0, "today"), (1, "week"), (7, "week"), (8, "later")]


@pytest.mark.parametrize(("left", "span"), SPANS)
def test_spans(left: int, span: str) -> None:
    clock = CaseClock("c", "1", "case", "90d", "2026-01-01", "2026-04-01", False, "", "running", left, "")
    assert span_of(clock) == span


def test_what_is_due_is_listed_opened_and_saved(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = cases_page(qtbot, window)
    button(page, SAY("casework.due")).click()
    qtbot.waitUntil(lambda: SAY("casework.due.none") in words(page.due), timeout=WAIT_MS)
    assert not page.due.export_button.isEnabled()
    today = date.today()
    late, fresh = new_case(session, "D-1"), new_case(session, "D-2")
    for case, days in ((late, 400), (fresh, 0)):
        on = (today - timedelta(days=days)).isoformat()
        session.desk.do(NoteStage(case, "filing", on), session.actor).result(10)
    qtbot.waitUntil(lambda: page.due.rows.rowCount() == 2, timeout=WAIT_MS)
    page.show_due()
    qtbot.waitUntil(lambda: page.due.spans.button(1).text().endswith("(1)"), timeout=WAIT_MS)
    page.due.spans.button(1).click()
    qtbot.waitUntil(lambda: page.due.rows.rowCount() == 1, timeout=WAIT_MS)
    assert page.due.rows.row(0).number == "D-1" and "over" in page.due.rows.index(0, 2).data()
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *told: str(tmp_path / "due.ics"))
    button(page.due, SAY("casework.due.ics")).click()
    told = (tmp_path / "due.ics").read_text("utf-8")
    assert told.count("BEGIN:VEVENT") == 2 and "D-2" in told
    settle(qtbot, window)
    page.due.table.enter()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view.case == late and page.stack.currentWidget() is page.view, timeout=WAIT_MS)
