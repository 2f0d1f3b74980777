"""The journal in the catalogue, and its mirror in plain files.

In: facts, inside the writer's transaction. Out: one row an entry, one signed checkpoint a
transaction; after the commit, the same lines in `entries.jsonl` and the newest note in `checkpoint`.
The row is the durable one; the mirror is a second witness and what a rebuild reads.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from recorder_desk.domain import journal
from recorder_desk.domain.merkle import CompactRange, leaf_hash
from storage.keys import StationKey, flush_folder, raw_public

DDL = (
    "CREATE TABLE journal (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL, leaf BLOB NOT NULL)",
    "CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL)",
    "CREATE TABLE journal_state (id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, hashes BLOB NOT NULL)",
    "CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'append only'); END",
    "CREATE TRIGGER journal_fixed BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'append only'); END",
    "CREATE TRIGGER checkpoints_kept BEFORE DELETE ON checkpoints BEGIN SELECT raise(ABORT, 'append only'); END",
    "CREATE TRIGGER checkpoints_fixed BEFORE UPDATE ON checkpoints BEGIN SELECT raise(ABORT, 'append only'); END",
)
"""Triggers stop accidents, not attackers: whoever can drop them is found by the verifier."""

ENTRIES, HEAD = "entries.jsonl", "checkpoint"
NOTE_SECONDS = 1.0


class JournalTable:
    """Appending to the journal of one catalogue. Used by the writer thread alone."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, key: StationKey) -> None:
        self._connection, self._folder, self._key = connection, folder, key
        self._public = raw_public(key.public)
        folder.mkdir(parents=True, exist_ok=True)
        self._tree = self._stored()
        self._pending: list[bytes] = []
        self._note = ""
        self._noted = 0.0
        self._file = _open_mirror(folder / ENTRIES)
        self._catch_up()

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self._tree.size

    def append(
        self, entries: Sequence[tuple[str, dict[str, Any]]], *, command: str, actor: str, at: str
    ) -> range:
        """Write entries (fact name, body) and one signed checkpoint over the whole; their numbers."""
        first = self._tree.size + 1
        rows = []
        for seq, (fact, body) in enumerate(entries, first):
            line = journal.encode(journal.Entry(seq, at, self._key.station, actor, command, fact, body))
            leaf = leaf_hash(line)
            self._tree.add(leaf)
            self._pending.append(line)
            rows.append((seq, line.decode(), leaf))
        self._insert(rows)
        return range(first, first + len(rows))

    def adopt(self, lines: Sequence[bytes]) -> None:
        """Take over an old journal's lines, in order, into an empty table (a rebuild)."""
        rows = []
        for seq, line in enumerate(lines, self._tree.size + 1):
            leaf = leaf_hash(line)
            self._tree.add(leaf)
            rows.append((seq, line.decode(), leaf))
        if rows:
            self._insert(rows)

    def _insert(self, rows: Sequence[tuple[int, str, bytes]]) -> None:
        execute = self._connection.execute
        self._connection.executemany("INSERT INTO journal VALUES (?, ?, ?)", rows)
        head = journal.Checkpoint(self._key.origin, self._tree.size, self._tree.root())
        self._note = journal.note(head, self._public, self._key.sign)
        execute("INSERT INTO checkpoints VALUES (?, ?)", (self._tree.size, self._note))
        state = (self._tree.size, b"".join(self._tree.hashes))
        execute("INSERT OR REPLACE INTO journal_state VALUES (1, ?, ?)", state)

    def rolled_back(self) -> None:
        """The transaction failed: forget what it appended."""
        self._tree = self._stored()
        self._pending.clear()

    def mirror(self, *, durable: bool = False) -> None:
        """After the commit: write the new lines to the mirror; the newest note at most every second."""
        if self._pending:
            self._file.write(b"".join(line + b"\n" for line in self._pending))
            self._file.flush()
            self._pending.clear()
        if durable:
            os.fsync(self._file.fileno())
        if self._note and (durable or time.monotonic() - self._noted >= NOTE_SECONDS):
            self._write_note(durable=durable)

    def _write_note(self, *, durable: bool) -> None:
        fresh = self._folder / (HEAD + ".new")
        with open(fresh, "w", encoding="utf-8", newline="\n") as file:
            file.write(self._note)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        os.replace(fresh, self._folder / HEAD)
        if durable:
            flush_folder(self._folder)
        self._note, self._noted = "", time.monotonic()

    def close(self) -> None:
        """Make the mirror durable and let go of it."""
        self.mirror(durable=True)
        self._file.close()

    def _stored(self) -> CompactRange:
        row = self._connection.execute("SELECT size, hashes FROM journal_state").fetchone()
        if row is None:
            return CompactRange()
        size, hashes = row
        return CompactRange(size, [hashes[at : at + 32] for at in range(0, len(hashes), 32)])

    def _catch_up(self) -> None:
        """Write what a crash kept out of the mirror. A mirror that is ahead or differs is left as it is:
        the verifier tells of it."""
        mirrored = _whole_lines(self._folder / ENTRIES)
        rows = self._connection.execute("SELECT entry FROM journal WHERE seq > ? ORDER BY seq", (mirrored,))
        for (line,) in rows:
            self._file.write(line.encode() + b"\n")
        self._file.flush()
        newest = self._connection.execute("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
        if newest and not (self._folder / HEAD).exists():
            self._note = newest[0]


def _open_mirror(path: Path) -> Any:
    """The mirror, for appending; a last line torn by a crash is cut off."""
    file = open(path, "ab+")  # noqa: SIM115  # held open for the life of the table
    size = file.tell()
    back = min(size, 1 << 20)
    file.seek(size - back)
    tail = file.read(back)
    if tail and not tail.endswith(b"\n"):
        file.truncate(size - back + tail.rfind(b"\n") + 1)
    file.seek(0, os.SEEK_END)
    return file


def _whole_lines(path: Path) -> int:
    with open(path, "rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
