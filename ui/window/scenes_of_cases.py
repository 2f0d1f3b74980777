"""Pictures of the pages about cases: which scene shows what. In: a sitting. Out: the widget to take a picture of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from recorder_desk.queries.cases import Cases
from ui.window.cases.case_dialog import CaseDialog
from ui.window.cases.event_dialog import EventDialog
from ui.window.pages.cases_page import CasesPage
from ui.window.sitting import Sitting
from ui.window.widgets.tables import choose_row


def _case(sitting: Sitting, state: str = "open") -> QWidget:
    found = sitting.session.desk.ask(Cases(state=state)).result()
    sitting.stage.show_item("cases", found[0].id)
    return sitting.window


def _sealed_case(sitting: Sitting) -> QWidget:
    return _case(sitting, "sealed")


def _work(part: str, sitting: Sitting) -> QWidget:
    """One of the tabs of the case that has the most recordings."""
    found = max(sitting.session.desk.ask(Cases()).result(), key=lambda row: row.recordings)
    sitting.stage.show_item("cases", found.id)
    page = sitting.stage.show_page("cases")
    assert isinstance(page, CasesPage)
    shown = getattr(page.view.work, part)
    page.view.tabs.setCurrentWidget(shown)
    sitting.settle()
    if hasattr(shown, "table"):
        choose_row(shown.table, 0)
    return sitting.window


def _due(sitting: Sitting) -> QWidget:
    page = sitting.stage.show_page("cases")
    assert isinstance(page, CasesPage)
    page.show_due()
    return sitting.window


def _event(sitting: Sitting) -> QWidget:
    _case(sitting)
    sitting.settle()
    page = sitting.stage.show_page("cases")
    assert isinstance(page, CasesPage)
    page.view.work.events.add()
    sitting.settle()
    dialog = sitting.dialog()
    assert isinstance(dialog, EventDialog)
    return dialog


def _seal(sitting: Sitting) -> QWidget:
    _case(sitting)
    sitting.settle()
    page = sitting.stage.show_page("cases")
    assert isinstance(page, CasesPage)
    page.view.rehearse_seal()
    return sitting.window


def _new_case(sitting: Sitting) -> QWidget:
    page = sitting.stage.show_page("cases")
    assert isinstance(page, CasesPage)
    page.new_case()
    sitting.settle()
    dialog = sitting.dialog()
    assert isinstance(dialog, CaseDialog)
    return dialog


CASES: Mapping[str, Callable[[Sitting], QWidget]] = {
    "case": _case,
    "case-sealed": _sealed_case,
    "case-timeline": partial(_work, "timeline"),
    "case-events": partial(_work, "events"),
    "case-documents": partial(_work, "documents"),
    "due": _due,
    "event": _event,
    "seal": _seal,
    "new-case": _new_case,
}
