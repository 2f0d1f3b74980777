"""A table of cases: what taking it in would open, and every line that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from recorder_desk.domain.case import CaseFields
from recorder_desk.domain.tables import ImportPlan, Line, LineError, day_cell, tamed
from recorder_desk.domain.times import is_day
from recorder_desk.errors import DeskError

COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("案号", "案件编号", "文号", "case number"),
    "title": ("案件名称", "案由", "名称", "title of the case"),
    "party": ("当事人", "被检查对象", "检查对象", "单位名称"),
    "matter": ("事项", "执法事项", "执法类别", "kind of enforcement"),
    "opened_on": ("立案日期", "受理日期", "日期", "opened", "opened on"),
}
NEEDED = ("number", "title")


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case that an import would open, and the line that tells of it."""

    line: int
    becomes: CaseFields


def plan(table: Iterable[Line], known: Mapping[str, CaseFields], today: str) -> ImportPlan[NewCase]:
    """Lines against the cases there are, by number. A number that stands for another case is an error."""
    new: list[NewCase] = []
    seen = dict(known)
    same, errors = 0, []
    for line in table:
        try:
            told = checked(_told(line), today)
            if told.number not in seen:
                seen[told.number] = told
                new.append(NewCase(line.number, told))
            elif told == seen[told.number] and told.number in known:
                same += 1
            else:
                raise DeskError("case.number-taken", number=told.number)
        except DeskError as error:
            errors.append(LineError(line.number, error.code, dict(error.facts)))
    return ImportPlan(tuple(new), same, tuple(errors))


def checked(told: CaseFields, today: str) -> CaseFields:
    """As a case is opened with. Raises DeskError `case.number-missing`, `case.title-missing`, `case.bad-date`."""
    number, title = " ".join(told.number.split()), told.title.strip()
    if not number:
        raise DeskError("case.number-missing")
    if not title:
        raise DeskError("case.title-missing")
    opened = told.opened_on.strip() or today
    if not is_day(opened):
        raise DeskError("case.bad-date", date=told.opened_on)
    return CaseFields(number, title, told.party.strip(), told.matter.strip(), opened)


def _told(line: Line) -> CaseFields:
    cells = {name: tamed(cell).strip() for name, cell in line.cells.items()}
    return CaseFields(
        cells.get("number", ""), cells.get("title", ""), cells.get("party", ""), cells.get("matter", ""),
        day_cell(cells.get("opened_on", "")),
    )  # fmt: skip
