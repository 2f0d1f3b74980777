"""Everything that bears witness to the journal, read once.

In: the catalogue, the folder of the mirror, the station's public key. Out: rows, lines and heads as
bytes, and findings about the checkpoints themselves.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from recorder_desk.domain import journal
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.journal_truth import Head, Row
from recorder_desk.domain.merkle import CompactRange, restored
from recorder_desk.errors import DeskError, FactValue
from storage.journal_mirror import HEAD, mirrored_lines, set_aside_mirrors
from storage.keys import signed_checkpoint

_SINGLE = 20


@dataclass(frozen=True, slots=True)
class Mirrored:
    """The mirror as it stood before the rows were read: so it can never be ahead by right.

    `note` is None when there is no checkpoint file. `aside` are older mirrors by file name.
    """

    lines: list[bytes]
    note: bytes | None
    aside: dict[str, list[bytes]]


@dataclass(frozen=True, slots=True)
class Witnesses:
    """`heads` are those whose signature holds, ascending; `signed` is the greatest size that any
    checkpoint, also a bad one, claims."""

    rows: list[Row]
    mirrored: Mirrored
    heads: list[Head]
    signed: int
    findings: list[Finding]


def read_mirrored(folder: Path) -> Mirrored:
    """The mirror's files. Raises DeskError `journal.mirror-unreadable`."""
    try:
        path = folder / HEAD
        note = path.read_bytes() if path.exists() else None
        aside = {name: mirrored_lines(folder, name) for name in set_aside_mirrors(folder)}
        return Mirrored(mirrored_lines(folder), note, aside)
    except OSError as error:
        told = {"path": str(folder), "reason": str(error.strerror)}
        raise DeskError("journal.mirror-unreadable", blame="environment", **told) from error


def read_witnesses(connection: sqlite3.Connection, mirrored: Mirrored, key: Ed25519PublicKey) -> Witnesses:
    """Rows and checkpoints as bytes, whatever type somebody gave them."""
    sql = "SELECT seq, CAST(entry AS BLOB), CAST(leaf AS BLOB) FROM journal ORDER BY seq"
    rows = [Row(seq, line or b"", leaf or b"") for seq, line, leaf in connection.execute(sql)]
    sql = "SELECT size, CAST(note AS BLOB), CAST(peaks AS BLOB) FROM checkpoints ORDER BY size"
    stored = [(int(size), note or b"", peaks or b"") for size, note, peaks in connection.execute(sql)]
    heads, findings = _heads(stored, key)
    if mirrored.note is not None:
        _add_mirrored(mirrored.note, heads, findings, key, max((row.seq for row in rows), default=0))
    signed = max([*heads, *(size for size, _, _ in stored)], default=0)
    return Witnesses(rows, mirrored, [heads[size] for size in sorted(heads)], signed, findings)


def _heads(stored: list[tuple[int, bytes, bytes]], key: Ed25519PublicKey) -> tuple[dict[int, Head], list[Finding]]:
    heads: dict[int, Head] = {}
    bad, loose = [], []
    for at, (size, note, kept) in enumerate(stored):
        checkpoint = _signed(note, key)
        if checkpoint is None or checkpoint.size != size:
            bad.append(at)
        if checkpoint is not None:
            peaks = _peaks(checkpoint, kept)
            heads[checkpoint.size] = Head(checkpoint.size, checkpoint.root, peaks)
            if peaks is None:
                loose.append(at)
    sizes = [size for size, _, _ in stored]
    findings = named("journal.checkpoint-signature", bad, sizes)
    return heads, findings + named("journal.root-differs", loose, sizes, part="peaks")


def _peaks(checkpoint: journal.Checkpoint, kept: bytes) -> CompactRange | None:
    try:
        peaks = restored(checkpoint.size, kept)
    except ValueError:
        return None
    return peaks if peaks.root() == checkpoint.root else None


def _add_mirrored(
    note: bytes, heads: dict[int, Head], findings: list[Finding], key: Ed25519PublicKey, top: int
) -> None:
    checkpoint = _signed(note, key)
    if checkpoint is None:
        findings.append(Finding("journal.checkpoint-signature", str(_claimed(note)), {"part": "mirror"}))
    elif checkpoint.size not in heads:
        heads[checkpoint.size] = Head(checkpoint.size, checkpoint.root)
        if checkpoint.size <= top:  # the rows are there, their checkpoint is not: the mirror is never first
            findings.append(Finding("journal.checkpoint-signature", str(checkpoint.size), {"part": "missing"}))
    elif heads[checkpoint.size].root != checkpoint.root:
        findings.append(Finding("journal.root-differs", str(checkpoint.size), {"part": "mirror"}))


def _signed(note: bytes, key: Ed25519PublicKey) -> journal.Checkpoint | None:
    try:
        return signed_checkpoint(note.decode(), key)
    except UnicodeDecodeError:
        return None


def _claimed(note: bytes) -> int:
    """The size a note that does not hold claims to be about, 0 when it cannot be read."""
    lines = note.split(b"\n")
    return int(lines[1]) if len(lines) > 1 and lines[1].isdigit() and len(lines[1]) < 19 else 0


def named(code: str, places: Iterable[int], numbers: list[int] | None = None, **facts: FactValue) -> list[Finding]:
    """A finding for each place, a long run of neighbours as one (`first-last`).

    The subject is the place, or what `numbers` holds there.
    """
    runs: list[list[int]] = []
    for place in sorted(set(places)):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])

    def number(place: int) -> int:
        return numbers[place] if numbers else place

    findings = []
    for run in runs:
        if len(run) <= _SINGLE:
            findings += [Finding(code, str(number(place)), dict(facts)) for place in run]
        else:
            findings.append(stretch(code, number(run[0]), number(run[-1]), **facts))
    return findings


def stretch(code: str, first: int, last: int, **facts: FactValue) -> Finding:
    """One finding about all entries from `first` to `last`, or about some of them that nothing names."""
    subject = str(first) if first == last else f"{first}-{last}"
    return Finding(code, subject, {"first": first, "last": last, **facts})
