"""Tables of matters, legal bases and parties: what taking them in would write, and every line that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar, cast

from recorder_desk.domain.matter import (
    LegalBasis,
    Matter,
    by_code,
    checked_basis,
    checked_matter,
    refuse_loose_ends,
    with_version,
)
from recorder_desk.domain.party import Party, PartyKind, PartyRow, checked
from recorder_desk.domain.tables import ImportPlan, Line, LineError, day_cell, tamed
from recorder_desk.errors import DeskError

MATTER_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("事项编码", "编码", "代码", "matter code"),
    "name": ("事项名称", "事项", "执法事项", "matter"),
    "kind": ("事项类型", "类型", "类别", "执法类别", "category"),
    "parent": ("上级编码", "主项编码", "主项", "stands under"),
    "bases": ("依据编码", "法律依据编码", "legal bases"),
    "since": ("生效日期", "施行日期", "有效期自", "in force from"),
    "until": ("失效日期", "废止日期", "有效期至", "in force until"),
    "remark": ("备注", "说明", "note"),
}
BASIS_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("依据编码", "编码", "代码", "basis code"),
    "law": ("法律名称", "法律法规名称", "依据名称", "名称", "act"),
    "article": ("条款", "条款号", "条文号", "clause"),
    "text": ("条文内容", "内容", "条文", "wording"),
    "since": MATTER_COLUMNS["since"],
    "until": MATTER_COLUMNS["until"],
}
PARTY_COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("名称", "当事人", "单位名称", "姓名", "party"),
    "kind": ("类型", "当事人类型", "kind of party"),
    "code": ("统一社会信用代码", "信用代码", "unified social credit code"),
    "person_id": ("身份证号", "身份证号码", "公民身份号码", "identity number"),
    "representative": ("法定代表人", "负责人", "法定代表人或负责人", "represented by"),
    "address": ("地址", "住所", "place"),
    "remark": ("备注", "说明", "note"),
}
_PARTY_KINDS: dict[str, PartyKind] = {
    "": "entity", "法人": "entity", "单位": "entity", "法人或其他组织": "entity", "企业": "entity",
    "个体工商户": "business", "个体户": "business", "自然人": "person", "个人": "person", "公民": "person",
}  # fmt: skip
V = TypeVar("V", Matter, LegalBasis)


@dataclass(frozen=True, slots=True)
class VersionChange(Generic[V]):
    """A version of a matter or a legal basis that an import would write, the line that tells of it, and the version
    of that code whose place it takes: the one that begins the same day."""

    line: int
    becomes: V
    was: V | None = None


@dataclass(frozen=True, slots=True)
class PartyChange:
    """What an import would write of a party ('': a new one), and the line that tells of it."""

    line: int
    party: str
    becomes: Party
    was: Party | None = None


def plan_matters(
    table: Iterable[Line], known: Sequence[Matter], bases: Sequence[LegalBasis]
) -> ImportPlan[VersionChange[Matter]]:
    """Versions of matters; where their codes lead is decided over all of them together (line 0)."""

    def read(cells: dict[str, str]) -> Matter:
        bases = cells["bases"].replace("、", "|").replace(",", "|").replace("，", "|").split("|")
        return checked_matter(
            Matter(cells["code"], cells["name"], cells["kind"], cells["parent"], tuple(bases),
                   day_cell(cells["since"]), day_cell(cells["until"]), cells["remark"])
        )  # fmt: skip

    found = _planned(table, MATTER_COLUMNS, known, read)
    try:
        if not found.errors:
            after = {(each.code, each.since): each for each in (*known, *(each.becomes for each in found.changes))}
            refuse_loose_ends(after.values(), bases)
    except DeskError as error:
        return replace(found, errors=(LineError(0, error.code, dict(error.facts)),))
    return found


def plan_bases(table: Iterable[Line], known: Sequence[LegalBasis]) -> ImportPlan[VersionChange[LegalBasis]]:
    """Versions of legal bases."""

    def read(cells: dict[str, str]) -> LegalBasis:
        since, until = day_cell(cells["since"]), day_cell(cells["until"])
        return checked_basis(LegalBasis(cells["code"], cells["law"], cells["article"], cells["text"], since, until))

    return _planned(table, BASIS_COLUMNS, known, read)


def _planned(
    table: Iterable[Line], columns: dict[str, tuple[str, ...]], known: Sequence[V],
    read: Callable[[dict[str, str]], V],
) -> ImportPlan[VersionChange[V]]:  # fmt: skip
    versions, told, errors = by_code(known), [], []
    same = 0
    for line in table:
        try:
            version = read(_cells(line, columns))
            if version in versions[version.code]:
                same += 1
                continue
            was = next((each for each in versions[version.code] if each.since == version.since), None)
            versions[version.code] = with_version(versions[version.code], version)
            told.append(VersionChange(line.number, version, was))
        except DeskError as error:
            errors.append(LineError(line.number, error.code, dict(error.facts)))
    return ImportPlan(tuple(told), same, tuple(errors))


def plan_parties(table: Iterable[Line], register: Sequence[PartyRow]) -> ImportPlan[PartyChange]:
    """Lines of one code, or without a code of one name, are one party."""
    known = {row.id: row.fields for row in register}
    codes = {row.fields.code: row.id for row in register if row.fields.code}
    names = {row.fields.name: row.id for row in register}
    told: list[PartyChange] = []
    seen: set[str] = set()
    same, errors = 0, []
    for line in table:
        try:
            party = _party(_cells(line, PARTY_COLUMNS))
            if (party.code or party.name) in seen:
                raise DeskError("party.twice", name=party.name)
            seen.add(party.code or party.name)
            which = codes.get(party.code, "") if party.code else names.get(party.name, "")
            if known.get(which) == party:
                same += 1
            else:
                told.append(PartyChange(line.number, which, party, known.get(which)))
        except DeskError as error:
            errors.append(LineError(line.number, error.code, dict(error.facts)))
    return ImportPlan(tuple(told), same, tuple(errors))


def _party(cells: dict[str, str]) -> Party:
    kind = _PARTY_KINDS.get(cells["kind"], cast(PartyKind, cells["kind"]))
    return checked(
        Party(cells["name"], kind, cells["code"], cells["person_id"], cells["representative"], cells["address"],
              cells["remark"])
    )  # fmt: skip


def _cells(line: Line, columns: Iterable[str]) -> dict[str, str]:
    return {name: tamed(line.cells.get(name, "")).strip() for name in columns}


def matter_rows(matters: Iterable[Matter]) -> Iterator[list[str]]:
    """Matters as rows of `MATTER_COLUMNS`."""
    for each in matters:
        yield [each.code, each.name, each.kind, each.parent, "|".join(each.bases), each.since, each.until, each.remark]


def basis_rows(bases: Iterable[LegalBasis]) -> Iterator[list[str]]:
    """Legal bases as rows of `BASIS_COLUMNS`."""
    for each in bases:
        yield [each.code, each.law, each.article, each.text, each.since, each.until]


def party_rows(parties: Iterable[PartyRow]) -> Iterator[list[str]]:
    """Parties as rows of `PARTY_COLUMNS`."""
    for row in parties:
        told = row.fields
        yield [told.name, told.kind, told.code, told.person_id, told.representative, told.address, told.remark]
