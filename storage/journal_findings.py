"""Putting a name to each difference between the journal and what was signed.

In: witnesses, the truth by position, and the steps in which lines and truth part. Out: findings.
"""

from __future__ import annotations

from collections.abc import Sequence

from recorder_desk.domain import journal
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.journal_compare import Step, differences
from recorder_desk.domain.journal_truth import Leaves, Row
from recorder_desk.domain.merkle import leaf_hash
from recorder_desk.errors import DeskError
from storage.journal_witnesses import Witnesses, named, stretch


def about_rows(witnesses: Witnesses, truth: Leaves, steps: Sequence[Step]) -> list[Finding]:
    """What happened to the rows."""
    rows = witnesses.rows
    altered = [step.at + 1 for step in steps if step.kind == "altered"]
    missing = [step.at + 1 for step in steps if step.kind == "missing"]
    inserted = [rows[step.line].seq for step in steps if step.kind == "inserted"]
    findings: list[Finding] = []
    for step in steps:
        if step.kind == "unknown":
            findings += _about_unknown(witnesses, step, missing)
    tail = _tail(missing, len(truth))
    findings += named("journal.entry-altered", altered)
    findings += named("journal.entry-altered", _misnumbered(rows, steps), part="number")
    findings += named("journal.entry-altered", _misstored(rows, truth), part="leaf")
    findings += named("journal.entry-missing", [number for number in missing if number not in tail])
    findings += named("journal.entry-inserted", inserted)
    if tail:
        findings.append(stretch("journal.tail-missing", min(tail), max(tail)))
    if not findings:
        moved = [number for number, row in enumerate(rows, 1) if row.seq != number]
        findings += named("journal.entry-altered", moved, part="number")
    return findings


def _tail(missing: list[int], end: int) -> set[int]:
    """The missing numbers after which nothing comes."""
    gone, tail = set(missing), set[int]()
    while end in gone:
        tail.add(end)
        end -= 1
    return tail


def _misnumbered(rows: Sequence[Row], steps: Sequence[Step]) -> list[int]:
    """Rows that stand at their place but whose line claims another number."""
    return [
        step.at + 1
        for step in steps
        if step.kind == "same"
        and rows[step.line].seq == step.at + 1
        and journal.number_of(rows[step.line].line) != step.at + 1
    ]


def _misstored(rows: Sequence[Row], truth: Leaves) -> list[int]:
    """Rows as they were signed beside a stored leaf hash that is not theirs."""
    return [
        row.seq for row in rows if 0 < row.seq <= len(truth) and row.leaf != truth[row.seq - 1] == leaf_hash(row.line)
    ]


def _about_unknown(witnesses: Witnesses, step: Step, missing: list[int]) -> list[Finding]:
    """A stretch that no witness can restore: which entries betray themselves, else the whole of it."""
    rows, after = witnesses.rows[step.line : step.line_end], witnesses.rows[step.line_end : step.line_end + 1]
    first, last = step.at + 1, step.at_end
    gone = sorted(set(range(first, last + 1)) - {row.seq for row in rows if _own_number(row)})
    kept_numbers = not after or after[0].seq == last + 1
    if kept_numbers and gone and len(gone) == last - first + 1 - len(rows):
        missing += gone  # the rest cannot be proven, and nothing speaks against it
        return []
    if len(rows) < last - first + 1:
        return [stretch("journal.entry-missing", first, last, count=last - first + 1 - len(rows))]
    suspects = [row.seq for row in rows if _suspect(row, witnesses)]
    if len(rows) > last - first + 1:
        extra = len(rows) - (last - first + 1)
        if len(suspects) == extra:
            return named("journal.entry-inserted", suspects)
        return [stretch("journal.entry-inserted", rows[0].seq, rows[-1].seq, count=extra)]
    if suspects:
        return named("journal.entry-altered", suspects)
    return [stretch("journal.entry-altered", first, last)]


def _own_number(row: Row) -> bool:
    return journal.number_of(row.line) == row.seq


def _suspect(row: Row, witnesses: Witnesses) -> bool:
    copy = witnesses.mirrored.lines[row.seq - 1 : row.seq] if row.seq > 0 else []
    return not _own_number(row) or leaf_hash(row.line) != row.leaf or (bool(copy) and copy[0] != row.line)


def about_mirror(witnesses: Witnesses, truth: Leaves, steps: Sequence[Step]) -> list[Finding]:
    """What happened to the mirror."""
    lines, rows = witnesses.mirrored.lines, {row.seq for row in witnesses.rows}
    differs = [step.at + 1 for step in steps if step.kind in ("altered", "missing")]
    behind = _tail([step.at + 1 for step in steps if step.kind == "missing"], len(truth))
    beyond: list[int] = []
    for step in steps:
        number = step.line + 1
        if step.kind == "inserted" and step.at == len(truth) and _claims(lines[step.line], number):
            beyond += [number] if number not in rows else []
        elif step.kind == "inserted":
            differs.append(number)
        elif step.kind == "unknown" and step.at_end == len(truth) and len(lines) < len(truth):
            behind |= set(range(max(step.at, len(lines)) + 1, len(truth) + 1))
    findings = named("journal.mirror-differs", [number for number in differs if number not in behind])
    behind &= rows
    if beyond:
        findings.append(stretch("journal.tail-missing", beyond[0], beyond[-1], part="mirror"))
    if behind:
        findings.append(stretch("journal.mirror-behind", min(behind), max(behind)))
    elif truth and witnesses.mirrored.note is None:
        findings.append(Finding("journal.mirror-behind", str(len(truth)), {"part": "checkpoint"}))
    return findings


def _claims(line: bytes, number: int) -> bool:
    """Whether a line is an entry of this number: the mirror is written after the rows, never before."""
    try:
        return journal.decode(line).seq == number
    except DeskError:
        return False


def about_aside(name: str, lines: Sequence[bytes], truth: Leaves) -> list[Finding]:
    """Where a mirror that was set aside parts from the journal of today."""
    for step in differences(lines, truth):
        if step.kind == "missing" and step.line == len(lines):
            break
        if step.kind in ("altered", "missing", "inserted"):
            return [Finding("journal.mirror-differs", str(step.at + 1), {"part": name})]
    return []
