"""Verifying the journal: which entry was altered, dropped or inserted, and whether the tail is there.

In: the catalogue, the mirror, the station's public key and, if there is one, an anchor kept outside
this machine. Out: findings whose subject is the entry's number (`first-last` where no witness can tell
which of a transaction's entries it was). What nothing on this machine can tell: docs/format-journal.md.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from recorder_desk.domain import journal
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.journal_compare import differences
from recorder_desk.domain.journal_truth import Leaves, establish
from recorder_desk.domain.merkle import CompactRange, leaf_hash
from recorder_desk.errors import DeskError
from storage.journal_findings import about_aside, about_mirror, about_rows
from storage.journal_mirror import HEAD, mirrored_lines
from storage.journal_witnesses import Witnesses, named, read_mirrored, read_witnesses
from storage.keys import signed_checkpoint

_TRIES, _PAUSE_SECONDS = 4, 0.05


def verify_journal(
    connection: sqlite3.Connection, folder: Path, key: Ed25519PublicKey, *, anchor: str | None = None
) -> list[Finding]:
    """Everything wrong with a journal; no findings mean that it is whole.

    `anchor` is the text of a checkpoint kept elsewhere: only it shows a journal that was rewound
    together with its mirror, or signed again with a stolen key. May run beside the writer when it is
    the first reading of its transaction. About 20 µs an entry and some tenths of a millisecond a
    checkpoint. Raises DeskError `journal.mirror-unreadable`.
    """
    witnesses = read_witnesses(connection, read_mirrored(folder), key)
    copies = [witnesses.mirrored.lines, *witnesses.mirrored.aside.values()]
    truth, unmet = establish(witnesses.rows, copies, witnesses.heads)
    truth += _uncovered(witnesses, len(truth))
    findings = list(witnesses.findings)
    findings += about_rows(witnesses, truth, list(differences([row.line for row in witnesses.rows], truth)))
    findings += named("journal.root-differs", _contradicted(truth, [head.size for head in unmet], witnesses))
    findings += about_mirror(witnesses, truth, list(differences(witnesses.mirrored.lines, truth)))
    for name, lines in witnesses.mirrored.aside.items():
        findings += about_aside(name, lines, truth)
    if anchor:
        findings += _anchored(anchor, truth, witnesses, key)
    return _settled(findings, folder, len(witnesses.rows))


def read_mirror(folder: Path) -> tuple[tuple[journal.Entry, ...], list[bytes], list[Finding]]:
    """The mirror's entries and their exact lines for a rebuild, up to the first that cannot be read.

    Where it stopped is a finding. Raises DeskError `journal.mirror-unreadable`.
    """
    entries: list[journal.Entry] = []
    lines = read_mirrored(folder).lines
    for number, line in enumerate(lines, 1):
        try:
            entry = journal.decode(line)
        except DeskError:
            return tuple(entries), lines[: number - 1], [Finding("journal.mirror-differs", str(number))]
        if entry.seq != number:
            return tuple(entries), lines[: number - 1], [Finding("journal.mirror-differs", str(number))]
        entries.append(entry)
    return tuple(entries), lines, []


def _uncovered(witnesses: Witnesses, covered: int) -> Leaves:
    """Positions that only bad checkpoints cover: what two of row, stored leaf and mirror agree on."""
    rows = {row.seq: row for row in witnesses.rows}
    found: Leaves = []
    top = min(witnesses.signed, max(rows, default=0), len(rows) + len(witnesses.mirrored.lines))
    for number in range(covered + 1, top + 1):
        row = rows.get(number)
        mirror = witnesses.mirrored.lines[number - 1 : number]
        said = [leaf_hash(line) for line in mirror]
        if row is not None:
            said = [leaf_hash(row.line), row.leaf, *said]
        found.append(max(said, key=said.count) if said else None)
    return found


def _contradicted(truth: Leaves, unmet: list[int], witnesses: Witnesses) -> list[int]:
    """Signed sizes whose root the truth does not give although all of it is known by later heads:
    two signatures of one key over two histories."""
    wanted = {head.size: head.root for head in witnesses.heads if head.size in unmet}
    tree, found = CompactRange(), []
    for leaf in truth[: max(unmet, default=0)]:
        if leaf is None:
            break
        tree.add(leaf)
        if tree.size in wanted and tree.root() != wanted[tree.size]:
            found.append(tree.size)
    return found


def _anchored(anchor: str, truth: Leaves, witnesses: Witnesses, key: Ed25519PublicKey) -> list[Finding]:
    try:
        outside = journal.read_note(anchor).checkpoint
    except DeskError:
        return [Finding("journal.anchor-unreadable", "")]
    subject = str(outside.size)
    if signed_checkpoint(anchor, key) is None:
        return [Finding("journal.anchor-differs", subject, {"part": "signature"})]
    if outside.size > len(witnesses.rows):
        return [Finding("journal.anchor-ahead", subject, {"expected": outside.size, "found": len(witnesses.rows)})]
    roots = [head.root for head in witnesses.heads if head.size == outside.size] or [_root(truth, outside.size)]
    return [] if roots == [outside.root] else [Finding("journal.anchor-differs", subject, {"part": "root"})]


def _root(truth: Leaves, size: int) -> bytes:
    tree = CompactRange()
    for leaf in truth[:size]:
        tree.add(leaf or b"")
    return tree.root()


def _settled(findings: list[Finding], folder: Path, rows: int) -> list[Finding]:
    """A mirror that is a moment behind a working desk is no finding: look again before saying so."""
    behind = [each for each in findings if each.code == "journal.mirror-behind"]
    for _ in range(_TRIES if behind else 0):
        try:
            behind = [each for each in behind if not _caught_up(each, folder, rows)]
        except OSError:
            break
        if not behind:
            break
        time.sleep(_PAUSE_SECONDS)
    return [each for each in findings if each.code != "journal.mirror-behind" or each in behind]


def _caught_up(behind: Finding, folder: Path, rows: int) -> bool:
    if behind.facts.get("part") == "checkpoint":
        return (folder / HEAD).exists()
    return len(mirrored_lines(folder)) >= rows
