"""Pictures of the page Bureau. In: a sitting. Out: what is to be looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from recorder_desk.commands.people import WriteOfficers
from recorder_desk.domain.officer import Certificate, OfficerFields, UserNumber
from recorder_desk.queries.people import Officers
from ui.registers import today
from ui.window.bureau.bureau_page import BureauPage
from ui.window.bureau.items import ItemsSection
from ui.window.bureau.section import Section
from ui.window.sitting import Sitting

PEOPLE = (
    OfficerFields("王芳", "执法监督一处", "", (Certificate("13-000107", "行政执法证", "省司法厅", "全省", "2024-01-01",
                                                  "2099-12-31"),), (UserNumber("0107"),)),
    OfficerFields("李强", "执法监督二处", "", (Certificate("13-000108", "行政执法证", "省司法厅", "全省", "2019-01-01",
                                                  "2024-12-31"),)),
    OfficerFields("赵敏", "执法监督一处"),
)  # fmt: skip
"""Made up, for a home that has nobody in its register."""


def _list(sitting: Sitting) -> QWidget:
    """The draft of a list with one step and one mistake; it is not issued."""
    section = _section(sitting, "items")
    assert isinstance(section, ItemsSection)
    section.edit()
    if section.draft is not None:
        section.draft.change(1, "retention", "5")
        section.draft.change(2, "name_zh", "")
        section.table.items.stepped.emit()
        section.next_error()
    return sitting.window


def _officers(sitting: Sitting) -> QWidget:
    desk, actor = sitting.session.desk, sitting.session.actor
    if not desk.ask(Officers(today())).result():
        desk.do(WriteOfficers(tuple(("", each) for each in PEOPLE)), actor).result()
    _section(sitting, "officers")
    return sitting.window


def _calendar(sitting: Sitting) -> QWidget:
    _section(sitting, "calendar")
    return sitting.window


def _settings(sitting: Sitting) -> QWidget:
    _section(sitting, "settings")
    return sitting.window


def _section(sitting: Sitting, name: str) -> Section:
    page = sitting.stage.show_page("bureau")
    assert isinstance(page, BureauPage)
    section = page.show_section(name)
    sitting.settle()
    return section


BUREAU: dict[str, Callable[[Sitting], QWidget]] = {
    "bureau": _list,
    "bureau-officers": _officers,
    "bureau-calendar": _calendar,
    "bureau-settings": _settings,
}
