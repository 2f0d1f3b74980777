"""A journal of some transactions in a real catalogue, and what a forger does to it.

Forgers here have the files and SQL but not the station's key, unless said otherwise.
"""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from recorder_desk.domain import journal
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.merkle import CompactRange, leaf_hash
from storage.journal_check import verify_journal
from storage.journal_mirror import ENTRIES, HEAD
from storage.journal_table import DDL, JournalTable
from storage.keys import StationKey, raw_public

AT = "2026-11-23T02:46:32.123Z"


def open_table(path: Path) -> sqlite3.Connection:
    """A catalogue that holds a journal only."""
    fresh = not path.exists()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    if fresh:
        for statement in DDL:
            connection.execute(statement)
    return connection


def body(number: int) -> dict[str, object]:
    """Something a fact might hold."""
    return {
        "recording": f"rec-{number:05d}",
        "note": '现场检查 \u2028 "quoted","seq":7,"station":"',
        "bytes": number << 40,
    }


def append(table: JournalTable, connection: sqlite3.Connection, count: int) -> range:
    """One committed transaction of some entries."""
    connection.execute("BEGIN IMMEDIATE")
    facts = [("RecordingViewed", body(table.size + n)) for n in range(1, count + 1)]
    seqs = table.append(facts, command="ViewRecording", actor="王芳", at=AT)
    connection.execute("COMMIT")
    table.mirror()
    return seqs


@dataclass
class Forged:
    """A journal on disk that nobody has open, and ways to tamper with it."""

    path: Path
    folder: Path
    key: StationKey

    @staticmethod
    def at(home: Path) -> Forged:
        """The journal of a home that was made."""
        return Forged(home / "catalogue.db", home / "journal", StationKey.load_or_create(home / "keys"))

    @staticmethod
    def make(home: Path, sizes: Sequence[int]) -> Forged:
        """A whole journal with one transaction for each size."""
        made = Forged.at(home)
        made.go_on(sizes)
        with made.open() as connection:
            for name in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name[0]}")
        return made

    def go_on(self, sizes: Iterable[int]) -> None:
        """The desk is started and works on."""
        with closing(open_table(self.path)) as connection:
            table = JournalTable(connection, self.folder, self.key)
            try:
                for count in sizes:
                    append(table, connection, count)
            finally:
                table.close()

    def open(self) -> closing[sqlite3.Connection]:
        """The catalogue."""
        return closing(open_table(self.path))

    def findings(self, anchor: str | None = None) -> list[Finding]:
        """What the verifier says."""
        with self.open() as connection:
            return verify_journal(connection, self.folder, self.key.public, anchor=anchor)

    def said(self, anchor: str | None = None) -> list[tuple[str, str]]:
        """Codes without their area, and subjects."""
        return [(each.code.removeprefix("journal."), each.subject) for each in self.findings(anchor)]

    def rows(self) -> list[bytes]:
        """The lines in the catalogue."""
        with self.open() as connection:
            return [row[0] for row in connection.execute("SELECT CAST(entry AS BLOB) FROM journal ORDER BY seq")]

    def store(self, lines: Sequence[bytes], *, leaves: bool = True, numbers: Sequence[int] | None = None) -> None:
        """Replace the rows; with `leaves` their stored hashes fit, else they stay by number."""
        with self.open() as connection:
            old = dict(connection.execute("SELECT seq, leaf FROM journal").fetchall())
            connection.execute("BEGIN")
            connection.execute("DELETE FROM journal")
            for seq, line in zip(numbers or range(1, len(lines) + 1), lines, strict=True):
                leaf = leaf_hash(line) if leaves else old.get(seq, b"\0" * 32)
                connection.execute("INSERT INTO journal VALUES (?, CAST(? AS TEXT), ?)", (seq, line, leaf))
            connection.execute("COMMIT")

    def mirror(self, lines: Sequence[bytes]) -> None:
        """Replace the mirror's lines."""
        (self.folder / ENTRIES).write_bytes(b"".join(line + b"\n" for line in lines))

    def mirrored(self) -> list[bytes]:
        """The mirror's lines."""
        return (self.folder / ENTRIES).read_bytes().split(b"\n")[:-1]

    def notes(self) -> list[tuple[int, str]]:
        """The checkpoints in the catalogue."""
        with self.open() as connection:
            return connection.execute("SELECT size, note FROM checkpoints ORDER BY size").fetchall()

    def sign_again(self, key: StationKey, *, also_mirror: bool = False) -> None:
        """Make every checkpoint anew over the rows as they are now."""
        sizes = [size for size, _ in self.notes()]
        tree, note = CompactRange(), ""
        with self.open() as connection:
            connection.execute("DELETE FROM checkpoints")
            for line in self.rows():
                tree.add(leaf_hash(line))
                if tree.size in sizes or tree.size == len(self.rows()):
                    head = journal.Checkpoint(self.key.origin, tree.size, tree.root())
                    note = journal.note(head, raw_public(key.public), key.sign)
                    row = (tree.size, note, tree.stored())
                    connection.execute("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)", row)
        if also_mirror:
            self.mirror(self.rows())
            (self.folder / HEAD).write_text(note, "utf-8")

    def run(self, sql: str, *values: object) -> None:
        """One statement."""
        with self.open() as connection:
            connection.execute(sql, values)


def forged(line: bytes) -> bytes:
    """An entry with another body, still canonical."""
    entry = journal.decode(line)
    return journal.encode(
        journal.Entry(
            entry.seq, entry.at, entry.station, "李强", entry.command, entry.fact, {**entry.body, "note": "forged"}
        )
    )


def renumber(lines: Sequence[bytes]) -> list[bytes]:
    """Numbers from 1 without a gap, also inside the lines."""
    return [journal.renumbered(line, number) for number, line in enumerate(lines, 1)]


def base64_of(note: str) -> bytes:
    """What the signature line holds."""
    return base64.b64decode(note.rsplit(" ", 1)[1])
