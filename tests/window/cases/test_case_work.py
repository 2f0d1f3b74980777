"""Events, stages and documents of a case, by keys and buttons; certificates count on the day of the event."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recorder_desk.commands.people import WriteOfficers
from recorder_desk.domain.case_event import EventRow
from recorder_desk.domain.officer import Certificate, OfficerFields
from recorder_desk.queries.casework import Events, StagesOf
from recorder_desk.queries.documents import DocumentsOf
from tests.window.cases.hands import button, case_of, cases_of, cases_page, dialog_of, press, words, write
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import Phrases
from ui.session import Session
from ui.window import dialogs
from ui.window.cases.case_documents import CaseDocuments
from ui.window.cases.case_events import CaseEvents
from ui.window.cases.event_dialog import EventDialog
from ui.window.main_window import MainWindow
from ui.window.pages.cases_page import CasesPage

SAY = Phrases("en").say
CASE = "统执检〔2026〕1号"
MEN = (
    OfficerFields("王芳", "执法科", certificates=(Certificate("鲁1503", until="2026-05-07"),)),
    OfficerFields("李强", certificates=(Certificate("鲁1504"),)),
    OfficerFields("赵敏", certificates=(Certificate("鲁1505", until="2030-01-01"),)),
)


def tab(qtbot: QtBot, window: MainWindow, name: str) -> CasesPage:
    page = cases_page(qtbot, window)
    page.view.tabs.setCurrentWidget(getattr(page.view.work, name))
    settle(qtbot, window)
    return page


def events_of(session: Session) -> tuple[EventRow, ...]:
    return session.desk.ask(Events(cases_of(session)[CASE].id, cancelled=True)).result(10)


def enter(qtbot: QtBot, window: MainWindow, part: CaseEvents | CaseDocuments) -> None:
    """The keyboard goes into the list, once no dialog is in the way."""
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=WAIT_MS)
    settle(qtbot, window)
    window.activateWindow()
    part.table.enter()
    qtbot.waitUntil(part.table.hasFocus, timeout=WAIT_MS)


def tick(dialog: EventDialog, name: str) -> None:
    for row in range(dialog.officers.count()):
        if dialog.officers.item(row).text().startswith(name):
            dialog.officers.item(row).setCheckState(Qt.CheckState.Checked)


def test_an_event_is_planned_changed_and_cancelled(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    session.desk.do(WriteOfficers(tuple(("", each) for each in MEN)), session.actor).result(10)
    page = tab(qtbot, window, "events")
    part = page.view.work.events
    assert SAY("casework.events.none") in words(part)
    button(part, SAY("casework.event.add")).click()
    dialog = dialog_of(window, EventDialog)
    qtbot.waitUntil(lambda: dialog.officers.count() == 3, timeout=WAIT_MS)
    write(dialog.title, "现场检查")
    dialog.since.setDateTime(QDateTime.fromString("2026-05-08 09:00", "yyyy-MM-dd HH:mm"))
    qtbot.waitUntil(lambda: any("not valid" in dialog.officers.item(row).text() for row in range(3)), timeout=WAIT_MS)
    tick(dialog, "王芳")
    tick(dialog, "李强")
    assert dialog.override.isVisible() and "1 officer" in dialog.men.text()
    dialog.accept()
    qtbot.waitUntil(dialog.error.isVisible, timeout=WAIT_MS)
    assert "event.officers-missing" in dialog.error.text() and dialog.override.hasFocus()
    assert events_of(session) == ()
    tick(dialog, "赵敏")
    assert not dialog.override.isVisible()
    dialog.stage.setCurrentIndex(dialog.stage.findData("inspection"))
    dialog.coordinates.setText("36.8,117.6")
    dialog.accept()
    qtbot.waitUntil(lambda: part.rows.rowCount() == 1, timeout=WAIT_MS)
    (event,) = events_of(session)
    assert (event.fields.stage, event.fields.coordinates) == ("inspection", "36.800000,117.600000")
    assert len(event.officer_names) == 3 and event.fields.ends_at == "" and event.fields.override == ""
    enter(qtbot, window, part)
    press(qtbot, Qt.Key.Key_Return)
    changed = dialog_of(window, EventDialog)
    qtbot.waitUntil(lambda: changed.officers.count() == 3, timeout=WAIT_MS)
    assert set(changed.officers.keys) == set(event.fields.officers)
    changed.ended.setChecked(True)
    changed.accept()
    qtbot.waitUntil(lambda: bool(events_of(session)[0].fields.ends_at), timeout=WAIT_MS)
    assert events_of(session)[0].fields.starts_at == event.fields.starts_at
    enter(qtbot, window, part)
    press(qtbot, Qt.Key.Key_Delete)
    assert part.reason.isVisible() and not part.reason.yes.isEnabled()
    write(part.reason.reason, "改期")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: events_of(session)[0].cancelled == "改期", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not part.change_button.isEnabled(), timeout=WAIT_MS)


def test_an_event_goes_on_with_a_reason_that_stays(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page = tab(qtbot, window, "events")
    button(page.view.work.events, SAY("casework.event.add")).click()
    dialog = dialog_of(window, EventDialog)
    write(dialog.title, "送达")
    dialog.override.setText("只有一人在岗")
    dialog.accept()
    qtbot.waitUntil(lambda: len(events_of(session)) == 1, timeout=WAIT_MS)
    assert events_of(session)[0].fields.override == "只有一人在岗"


def test_stages_are_noted_refused_and_taken_back(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page = tab(qtbot, window, "events")
    part, case = page.view.work.events.stages, cases_of(session)[CASE].id

    def reached() -> dict[str, str]:
        return {row.stage: row.on for row in session.desk.ask(StagesOf(case)).result(10)}

    def choose(stage: str) -> None:
        names = [part.list.item(row).data(int(Qt.ItemDataRole.UserRole)) for row in range(part.list.count())]
        part.list.setCurrentRow(names.index(stage))

    choose("decision")
    part.note()
    qtbot.waitUntil(part.error.isVisible, timeout=WAIT_MS)
    assert "case.stage-too-early" in part.error.text() and reached() == {}
    choose("filing")
    part.list.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "filing" in reached(), timeout=WAIT_MS)
    qtbot.waitUntil(part.undo_button.isEnabled, timeout=WAIT_MS)
    qtbot.waitUntil(page.view.head.clocks.isVisible, timeout=WAIT_MS)
    part.undo()
    write(part.reason.reason, "登记错误")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reached() == {}, timeout=WAIT_MS)


def test_documents_are_attached_opened_and_taken_out(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "告知书 <b>.pdf"
    file.write_bytes(b"%PDF" * 100)
    opened: list[str] = []
    monkeypatch.setattr(dialogs, "ask_files", lambda parent, title: [str(file)])
    monkeypatch.setattr(dialogs, "ask_save_path", lambda parent, title, name: str(tmp_path / "kept.pdf"))
    monkeypatch.setattr(dialogs, "open_outside", lambda path: not opened.append(path))
    session.lanes.start()
    page = tab(qtbot, window, "documents")
    part, case = page.view.work.documents, cases_of(session)[CASE].id
    assert SAY("casework.documents.none") in words(part)
    part.kind.setCurrentIndex(part.kind.findData("notice"))
    button(part, SAY("casework.attach")).click()

    def state() -> list[str]:
        return [row.state for row in session.desk.ask(DocumentsOf(case, all=True)).result(10)]

    qtbot.waitUntil(lambda: state() == ["attached"], timeout=WAIT_MS)
    title = f"{SAY('cases.tab.documents')} (1)"
    qtbot.waitUntil(lambda: page.view.tabs.tabText(page.view.tabs.indexOf(part)) == title, timeout=WAIT_MS)
    enter(qtbot, window, part)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=WAIT_MS)
    assert Path(opened[0]).read_bytes() == file.read_bytes() and opened[0].endswith(".pdf")
    part.save_copy()
    qtbot.waitUntil((tmp_path / "kept.pdf").is_file, timeout=WAIT_MS)
    part.save_copy()
    qtbot.waitUntil(lambda: "document.unwritable" in part.trouble.text(), timeout=WAIT_MS)
    button(part, SAY("casework.attach")).click()
    qtbot.waitUntil(lambda: state() == ["attached", "refused"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: part.rows.rowCount() == 2, timeout=WAIT_MS)
    enter(qtbot, window, part)
    press(qtbot, Qt.Key.Key_Delete)
    write(part.reason.reason, "附错案件")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: state() == ["detached", "refused"], timeout=WAIT_MS)
    assert case_of(session, case).row.state == "open"
