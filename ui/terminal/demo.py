"""A believable morning, from dock to archive, on a real desk.

In: an open desk, a folder of made recorders' cards and a folder to watch. Out: a Morning, everything
that happened. Nothing here is faked: the files go the way every file goes.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recorder_desk.commands.archive import SealCase
from recorder_desk.commands.cases import LinkRecording, OpenCase
from recorder_desk.commands.dock import AddDropFolder
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.docked import FileOutcome
from recorder_desk.domain.facts import CaseOpened
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.names import shown_path
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.errors import DeskError
from recorder_desk.queries.archive import JournalFindings, JournalHead, ShowJournalHead
from recorder_desk.queries.cases import Cases
from recorder_desk.queries.recordings import RecordingsPage
from ui.phrases import Phrases
from ui.terminal.archive_verbs import sealed_case
from ui.terminal.call import Desktop, wait
from ui.terminal.news import News
from ui.terminal.outcomes import Ledger

PATIENCE_SECONDS = 45.0

# What belongs where: the end of a file's name, the case (1 or 2), the record item, and a range.
_PLACES = (
    ("085206.ts", 1, "JC-01", 0, 0),
    ("_0001.MP4", 1, "JC-02", 0, 0),
    ("_0002.MP4", 1, "JC-02", 0, 0),
    ("_0003.MP4", 1, "JC-02", 1500, 7500),
    ("P1N2P0.avi", 1, "JC-03", 0, 0),
    ("_0005.JPG", 1, "JC-06", 0, 0),
    (".wav", 2, "DC-01", 0, 0),
    ("_IMP.mp4", 2, "DC-04", 0, 0),
)


@dataclass(frozen=True, slots=True)
class Morning:
    """What happened, in the order in which it did."""

    outcomes: tuple[dict[str, object], ...]
    recordings: tuple[RecordingRow, ...]
    cases: tuple[CaseRow, ...]
    checked: int
    findings: tuple[Finding, ...]
    journal: JournalHead
    journal_findings: tuple[Finding, ...]


def dock(desktop: Desktop, news: News, ledger: Ledger, cards: Path, drop: Path) -> None:
    """Watch the folder, put the cards' files into it while the desk runs, wait for every outcome."""
    drop.mkdir(parents=True, exist_ok=True)
    desktop.do(AddDropFolder(os.fspath(drop)))
    desktop.session.lanes.start()
    arrived: set[str] = set()
    for card in sorted(each for each in cards.iterdir() if each.is_dir()):
        arrived |= _copied(card, drop / card.name)
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and not all(map(ledger.settled, arrived)):
        happening = news.next()
        if isinstance(happening, FileOutcome):
            ledger.note(happening)
    ledger.settle()


def _copied(card: Path, into: Path) -> set[str]:
    """As an operating system would copy a card; the files in stored form."""
    shutil.copytree(card, into, dirs_exist_ok=True)
    return {shown_path(Path(folder) / name) for folder, _, names in os.walk(into) for name in names}


def file_away(desktop: Desktop, news: News, phrases: Phrases) -> tuple[CaseRow, ...]:
    """Open two cases, give recordings their places, seal the first."""
    first = _open_case(desktop, phrases, 1)
    second = _open_case(desktop, phrases, 2)
    rows = desktop.ask(RecordingsPage(limit=1000))
    for ending, number, item, from_ms, until_ms in _PLACES:
        reason = phrases.say("terminal.demo.reason")
        for row in _fitting(rows, ending):
            case = (first, second)[number - 1]
            desktop.do(LinkRecording(row.id, case, item, from_ms, until_ms, reason))
    desktop.do(SealCase(first))
    sealed_case(desktop, news, first)
    return tuple(row for row in desktop.ask(Cases()) if row.id in (first, second))


def _fitting(rows: Sequence[RecordingRow], ending: str) -> list[RecordingRow]:
    """The free recording with such a name (a second demo on one home finds only twins)."""
    return [row for row in rows if row.name.endswith(ending) and not row.case_id][:1]


def _open_case(desktop: Desktop, phrases: Phrases, which: int) -> str:
    taken = {row.number for row in desktop.ask(Cases(limit=100_000))}
    year = time.localtime().tm_year
    sign = phrases.say("terminal.demo.sign")
    number = next(n for n in range(which, 100_000) if f"{sign}〔{year}〕{n}号" not in taken)
    title = phrases.say(f"terminal.demo.title-{which}")
    party = phrases.say(f"terminal.demo.party-{which}")
    facts = desktop.do(OpenCase(f"{sign}〔{year}〕{number}号", title, party, ""))
    return next(fact.case for fact in facts if isinstance(fact, CaseOpened))


def prove(desktop: Desktop, ledger: Ledger, cases: tuple[CaseRow, ...]) -> Morning:
    """Re-read every original, verify the journal, and say how it all stands."""
    findings = wait(desktop.session.lanes.check(()))
    rows = desktop.ask(RecordingsPage(limit=1000))
    head = desktop.ask(ShowJournalHead())
    broken = desktop.ask(JournalFindings(head.note))
    return Morning(tuple(ledger.told()), rows, cases, len(rows), findings, head, broken)


def spend(desktop: Desktop, news: News, ledger: Ledger, cards: Path, drop: Path, phrases: Phrases) -> Morning:
    """The whole morning. Raises DeskError where a step of it is refused."""
    dock(desktop, news, ledger, cards, drop)
    desktop.session.lanes.wait_idle(patience=0)
    if not ledger.counts["received"] and not ledger.counts["twin"]:
        raise DeskError("desk.demo-received-nothing", blame="environment", path=shown_path(drop))
    cases = file_away(desktop, news, phrases)
    return prove(desktop, ledger, cases)
