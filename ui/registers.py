"""The registers a bureau keeps as tables: how each is taken in and written out, for both faces."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from recorder_desk.commands.cases import OpenCases
from recorder_desk.commands.people import WriteOfficers
from recorder_desk.commands.registers import WriteMatters, WriteParties
from recorder_desk.domain import case_import as ci
from recorder_desk.domain import officer_import as oi
from recorder_desk.domain import register_import as ri
from recorder_desk.domain.matter import LegalBasis, Matter
from recorder_desk.domain.officer import OfficerChange
from recorder_desk.ports import Ask
from recorder_desk.queries.cases import CasesByNumber
from recorder_desk.queries.people import Officers
from recorder_desk.queries.registers import LegalBases, Matters, Parties
from ui.importing import Importing, Rows

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Register(Generic[T]):
    """A register: how its table is taken in, and all of it as rows of the same columns."""

    importing: Importing[T]
    rows: Callable[[Ask], Rows]


def today() -> str:
    """The local day (ISO)."""
    return date.today().isoformat()


def _matters(ask: Ask) -> Iterable[Matter]:
    return [row.matter for row in ask(Matters())]


OFFICERS: Register[OfficerChange] = Register(
    Importing(
        columns=oi.COLUMNS,
        needed=oi.NEEDED,
        plan=lambda table, ask: oi.plan(table, ask(Officers(today(), left=True))),
        command=lambda changes: WriteOfficers(tuple((each.officer, each.becomes) for each in changes)),
        heads=("line", "change", "officer", "unit", "certificate"),
        cells=lambda each, phrases: (
            each.line, phrases.word("import-new" if each.was is None else "import-changed"), each.becomes.name,
            each.becomes.unit, ", ".join(paper.number for paper in each.becomes.certificates),
        ),
    ),
    rows=lambda ask: oi.rows_of(ask(Officers(today()))),
)  # fmt: skip
MATTERS: Register[ri.VersionChange[Matter]] = Register(
    Importing(
        columns=ri.MATTER_COLUMNS,
        needed=("code", "name"),
        plan=lambda table, ask: ri.plan_matters(table, list(_matters(ask)), ask(LegalBases())),
        command=lambda changes: WriteMatters(matters=tuple(each.becomes for each in changes)),
        heads=("line", "code", "matter", "kind", "since", "until"),
        cells=lambda each, phrases: (
            each.line, each.becomes.code, each.becomes.name, each.becomes.kind, each.becomes.since, each.becomes.until,
        ),
    ),
    rows=lambda ask: ri.matter_rows(_matters(ask)),
)  # fmt: skip
BASES: Register[ri.VersionChange[LegalBasis]] = Register(
    Importing(
        columns=ri.BASIS_COLUMNS,
        needed=("code", "law"),
        plan=lambda table, ask: ri.plan_bases(table, ask(LegalBases())),
        command=lambda changes: WriteMatters(bases=tuple(each.becomes for each in changes)),
        heads=("line", "code", "law", "article", "since", "until"),
        cells=lambda each, phrases: (
            each.line, each.becomes.code, each.becomes.law, each.becomes.article, each.becomes.since,
            each.becomes.until,
        ),
    ),
    rows=lambda ask: ri.basis_rows(ask(LegalBases())),
)  # fmt: skip
PARTIES: Register[ri.PartyChange] = Register(
    Importing(
        columns=ri.PARTY_COLUMNS,
        needed=("name",),
        plan=lambda table, ask: ri.plan_parties(table, ask(Parties())),
        command=lambda changes: WriteParties(tuple((each.party, each.becomes) for each in changes)),
        heads=("line", "change", "party", "party-number"),
        cells=lambda each, phrases: (
            each.line, phrases.word("import-changed" if each.party else "import-new"), each.becomes.name,
            each.becomes.code or each.becomes.person_id,
        ),
    ),
    rows=lambda ask: ri.party_rows(ask(Parties())),
)  # fmt: skip
CASES: Importing[ci.NewCase] = Importing(
    columns=ci.COLUMNS,
    needed=ci.NEEDED,
    plan=lambda table, ask: ci.plan(table, ask(CasesByNumber()), today()),
    command=lambda changes: OpenCases(tuple(each.becomes for each in changes)),
    heads=("line", "number", "title", "party", "opened"),
    cells=lambda each, phrases: (
        each.line, each.becomes.number, each.becomes.title, each.becomes.party, each.becomes.opened_on,
    ),
)  # fmt: skip
