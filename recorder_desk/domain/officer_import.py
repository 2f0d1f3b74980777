"""A table of officers: what taking it in would change, and every line that is wrong; and the register as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import TypeVar

from recorder_desk.domain.officer import Certificate, OfficerChange, OfficerFields, OfficerRow, UserNumber, checked
from recorder_desk.domain.tables import ImportPlan, Line, LineError, day_cell, tamed
from recorder_desk.errors import DeskError

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "执法人员", "officer"),
    "unit": ("单位", "所属单位", "部门", "department"),
    "certificate": ("执法证号", "证号", "证件编号", "certificate number"),
    "kind": ("证件类型", "证件种类", "certificate kind"),
    "issuer": ("发证机关", "颁发机关", "issued by"),
    "scope": ("执法范围", "执法区域", "area"),
    "since": ("有效期自", "有效期起", "发证日期", "valid from"),
    "until": ("有效期至", "有效期止", "valid until"),
    "user_number": ("用户号", "记录仪用户号", "记录仪编号", "user number"),
    "user_since": ("用户号启用", "user number since"),
    "user_until": ("用户号停用", "user number until"),
    "remark": ("备注", "note"),
}
NEEDED = ("name",)
N = TypeVar("N", Certificate, UserNumber)


def plan(table: Iterable[Line], register: Sequence[OfficerRow]) -> ImportPlan[OfficerChange]:
    """Lines of one certificate, or of one name in one unit, are one officer. What is not in the table stays."""
    known = {row.id: row.fields for row in register}
    by_certificate = {each.number: row.id for row in register for each in row.fields.certificates}
    by_name: dict[tuple[str, str], list[str]] = {}
    for row in register:
        by_name.setdefault((row.fields.name, row.fields.unit), []).append(row.id)
    drafts: dict[str, tuple[int, OfficerFields]] = {}
    errors = []
    for line in table:
        try:
            told = _told(line)
            which = _whose(told, by_certificate, by_name) or f"new:{len(drafts)}"
            first, was = drafts.get(which, (line.number, known.get(which, OfficerFields(told.name))))
            drafts[which] = first, checked(_merged(was, told))
        except DeskError as error:
            errors.append(LineError(line.number, error.code, dict(error.facts)))
            continue
        by_certificate.update({each.number: which for each in told.certificates})
        if which.startswith("new:") and which not in by_name.get((told.name, told.unit), []):
            by_name.setdefault((told.name, told.unit), []).append(which)
    changes = tuple(
        OfficerChange(line, "" if which.startswith("new:") else which, known.get(which), fields)
        for which, (line, fields) in drafts.items()
        if known.get(which) != fields
    )
    return ImportPlan(changes, len(drafts) - len(changes), tuple(errors))


def _whose(told: OfficerFields, certificates: dict[str, str], names: dict[tuple[str, str], list[str]]) -> str:
    for each in told.certificates:
        if each.number in certificates:
            return certificates[each.number]
    same = names.get((told.name, told.unit), [])
    if len(same) > 1:
        raise DeskError("officer.ambiguous", officer=told.name)
    return same[0] if same else ""


def _told(line: Line) -> OfficerFields:
    cells = {name: tamed(cell) for name, cell in line.cells.items()}

    def cell(name: str) -> str:
        return cells.get(name, "").strip()

    certificates: tuple[Certificate, ...] = ()
    if any(cell(name) for name in ("certificate", "kind", "issuer", "scope", "since", "until")):
        certificates = (
            Certificate(cell("certificate"), cell("kind"), cell("issuer"), cell("scope"), day_cell(cell("since")),
                        day_cell(cell("until"))),
        )  # fmt: skip
    numbers: tuple[UserNumber, ...] = ()
    if cell("user_number"):
        numbers = (UserNumber(cell("user_number"), day_cell(cell("user_since")), day_cell(cell("user_until"))),)
    return checked(OfficerFields(cell("name"), cell("unit"), cell("remark"), certificates, numbers))


def _merged(was: OfficerFields, told: OfficerFields) -> OfficerFields:
    return replace(
        told,
        unit=told.unit or was.unit,
        remark=told.remark or was.remark,
        certificates=_joined(was.certificates, told.certificates),
        user_numbers=_joined(was.user_numbers, told.user_numbers),
    )


def _joined(was: Sequence[N], told: Sequence[N]) -> tuple[N, ...]:
    """Those there were and those that are told; of one number, what is not told of it stays."""
    known = {each.number: each for each in was}
    for each in told:
        before = known.get(each.number, each)
        cells = {name.name: getattr(each, name.name) or getattr(before, name.name) for name in fields(each)}
        known[each.number] = replace(each, **cells)
    return tuple(known.values())


def rows_of(register: Iterable[OfficerRow]) -> Iterator[list[str]]:
    """The register as rows of `COLUMNS`: a line a certificate, user numbers beside them."""
    for row in register:
        told = row.fields
        for at in range(max(1, len(told.certificates), len(told.user_numbers))):
            paper = told.certificates[at] if at < len(told.certificates) else Certificate("")
            number = told.user_numbers[at] if at < len(told.user_numbers) else UserNumber("")
            yield [
                told.name, told.unit, paper.number, paper.kind, paper.issuer, paper.scope, paper.since, paper.until,
                number.number, number.since, number.until, told.remark,
            ]  # fmt: skip
