"""What can be seen of the archive, the journal and the desk itself."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.recording import HistoryRow
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class JournalPage(Query[tuple[HistoryRow, ...]]):
    """Journal entries, newest first. `before` 0 means from the end; `about` an id in the body."""

    before: int = 0
    limit: int = 100
    fact: str = ""
    about: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class JournalHead:
    """The signed head of the journal: how many entries, the tree's root, the note as text."""

    size: int
    root: str
    note: str
    at: str


@dataclass(frozen=True, slots=True)
class ShowJournalHead(Query[JournalHead]):
    """The newest checkpoint."""


@dataclass(frozen=True, slots=True)
class JournalFindings(Query[tuple[Finding, ...]]):
    """Verify the whole journal against its checkpoints and its mirror; no findings: it is whole.

    `anchor` is the text of a checkpoint kept outside this machine, or ''."""

    anchor: str = ""


@dataclass(frozen=True, slots=True)
class DeskStatus:
    """Counts and sizes for the bottom strip and `status`. Sizes are bytes."""

    recordings: int
    bytes: int
    cases: int
    sealed: int
    twins: int
    problems: int
    received_today: int
    journal_size: int
    schema: int


@dataclass(frozen=True, slots=True)
class ShowStatus(Query[DeskStatus]):
    """The desk in numbers. `today` is the UTC stamp at which the local day began."""

    today: str = ""


@dataclass(frozen=True, slots=True)
class SeeSandbox(Query[str]):
    """How media programs are confined on this machine (tried at once): see `Media.sandbox`."""
