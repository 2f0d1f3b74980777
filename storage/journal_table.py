"""The journal in the catalogue: one row an entry, one signed checkpoint a transaction.

In: facts, inside the writer's transaction. Out: rows; after the commit, the same lines in the
mirror. The row is the durable one; the mirror is a second witness and what a rebuild reads.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from recorder_desk.domain import journal
from recorder_desk.domain.merkle import CompactRange, leaf_hash, restored
from recorder_desk.errors import DeskError
from storage.durable import is_full
from storage.journal_mirror import JournalMirror
from storage.keys import StationKey, raw_public, signed_checkpoint

DDL: tuple[str, ...] = (
    "CREATE TABLE journal (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL, leaf BLOB NOT NULL)",
    "CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL, peaks BLOB NOT NULL)",
    *(
        f"CREATE TRIGGER {table}_{name} BEFORE {action} ON {table} BEGIN SELECT raise(ABORT, 'append only'); END"
        for table in ("journal", "checkpoints")
        for name, action in (("kept", "DELETE"), ("fixed", "UPDATE"))
    ),
    # REPLACE deletes without asking the trigger above.
    *(
        f"CREATE TRIGGER {table}_grows BEFORE INSERT ON {table}"
        f" WHEN new.{key} <= (SELECT max({key}) FROM {table}) BEGIN SELECT raise(ABORT, 'append only'); END"
        for table, key in (("journal", "seq"), ("checkpoints", "size"))
    ),
)
"""Triggers stop accidents, not attackers: whoever can drop them is found by the verifier. `peaks` are
the hashes the checkpoint's root is made of: they let each transaction be verified by itself, and the
newest are what the next transaction goes on from."""

NOTE_SECONDS = 1.0
_CHUNK = 1000


class JournalTable:
    """Appending to the journal of one catalogue. Used by the writer thread alone.

    The mirror never stands in the way: what could not be written to it is written later, from the
    rows. Raises DeskError `home.unwritable`, `home.full` or `journal.unsigned-entries` when it is made.
    """

    def __init__(self, connection: sqlite3.Connection, folder: Path, key: StationKey) -> None:
        self._connection, self._folder, self._key = connection, folder, key
        self._public = raw_public(key.public)
        self._tree = self._stored()
        self._pending: list[bytes] = []
        self._note = self._newest_note()
        self._noted = 0.0
        try:
            self._mirror = JournalMirror(folder)
            try:
                self._follows = self._catch_up()
            except BaseException:
                self._mirror.close()
                raise
        except OSError as error:
            told = {"path": str(folder), "reason": str(error.strerror)}
            code = "home.full" if is_full(error) else "home.unwritable"
            raise DeskError(code, blame="environment", **told) from error

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self._tree.size

    def append(self, entries: Sequence[tuple[str, dict[str, Any]]], *, command: str, actor: str, at: str) -> range:
        """Write entries (fact name, body) and one signed checkpoint over the whole; their numbers.

        Inside the caller's transaction. Raises DeskError `journal.not-canonical`, sqlite3.Error.
        """
        first = self._tree.size + 1
        station = self._key.station
        lines = [
            journal.encode(journal.Entry(seq, at, station, actor, command, fact, body))
            for seq, (fact, body) in enumerate(entries, first)
        ]
        self._insert(lines)
        return range(first, first + len(lines))

    def adopt(self, lines: Sequence[bytes]) -> None:
        """Take over the lines of an old journal's mirror, in order, into an empty table (a rebuild).

        The mirror's own note is adopted with them where it fits.
        """
        note = self._mirror.note()
        size = self._signed_size(note)
        if 0 < size < len(lines):
            self._insert(lines[:size], note)
            lines = lines[size:]
        self._insert(lines)

    def rolled_back(self) -> None:
        """The transaction failed: forget what it appended."""
        self._tree = self._stored()
        self._note = self._newest_note()
        self._pending.clear()

    def mirror(self, *, durable: bool = False) -> None:
        """After the commit: write the new lines to the mirror; the newest note at most every second.

        What cannot be written stays for the next call. With `durable` it is flushed too; only then
        raises DeskError `journal.mirror-unwritable`.
        """
        try:
            self._write(durable=durable)
        except OSError as error:
            self._follows = False  # where the last write ended is not known any more
            if durable:
                told = {"path": str(self._folder), "reason": str(error.strerror)}
                raise DeskError("journal.mirror-unwritable", blame="environment", **told) from error

    def close(self) -> None:
        """Make the mirror durable, as far as it can be, and let go of it."""
        try:
            self._write(durable=True)
        except OSError:
            pass  # the rows are durable; the verifier tells that the mirror is behind
        finally:
            self._mirror.close()

    def _insert(self, lines: Sequence[bytes], old_note: str = "") -> None:
        if not lines:
            return
        rows = []
        for seq, line in enumerate(lines, self._tree.size + 1):
            leaf = leaf_hash(line)
            self._tree.add(leaf)
            rows.append((seq, line.decode(), leaf))
        self._connection.executemany("INSERT INTO journal VALUES (?, ?, ?)", rows)
        self._pending.extend(lines)
        head = journal.Checkpoint(self._key.origin, self._tree.size, self._tree.root())
        fresh = journal.note(head, self._public, self._key.sign)
        if old_note and old_note != fresh:
            return  # not a checkpoint over these lines by this key: the next one covers them
        self._note = fresh
        row = (self._tree.size, self._note, self._tree.stored())
        self._connection.execute("INSERT INTO checkpoints VALUES (?, ?, ?)", row)

    def _write(self, *, durable: bool) -> None:
        if self._pending and not self._follows:
            self._follows = self._catch_up() or self._begin_anew()
            self._pending.clear()
        if self._follows:
            self._mirror.write(self._pending)
            self._pending.clear()
            if durable:
                self._mirror.flush()
            if self._note and (durable or time.monotonic() - self._noted >= NOTE_SECONDS):
                self._put_note(durable=durable)

    def _put_note(self, *, durable: bool) -> None:
        try:
            self._mirror.put_note(self._note, durable=durable)
        except PermissionError:  # on Windows while somebody reads it: the next one replaces it
            if durable:
                raise
            return
        self._note, self._noted = "", time.monotonic()

    def _catch_up(self) -> bool:
        """Write what a crash kept out of the mirror. False, and nothing written, when the mirror does
        not agree with the rows: then either may be the forged one."""
        mirrored, line = 0, self._mirror.last_line()
        if line:
            try:
                mirrored = journal.decode(line).seq
            except DeskError:
                return False
            row = self._connection.execute(
                "SELECT CAST(entry AS BLOB) FROM journal WHERE seq = ?", (mirrored,)
            ).fetchone()
            if row is None or row[0] != line:
                return False
        if not self._knows(self._mirror.note()):
            return False
        rows = self._connection.execute(
            "SELECT CAST(entry AS BLOB) FROM journal WHERE seq > ? ORDER BY seq", (mirrored,)
        )
        while chunk := rows.fetchmany(_CHUNK):
            self._mirror.write(bytes(row[0]) for row in chunk)
        return True

    def _begin_anew(self) -> bool:
        self._mirror.set_aside()
        self._note = self._newest_note()
        return self._catch_up()

    def _knows(self, note: str) -> bool:
        """Whether the mirror's note, if it is one of ours, is in the table as well."""
        size = self._signed_size(note)
        if not size:
            return True
        row = self._connection.execute("SELECT note FROM checkpoints WHERE size = ?", (size,)).fetchone()
        return row is not None and row[0] == note

    def _signed_size(self, note: str) -> int:
        """The size of a note signed by this station, else 0."""
        head = signed_checkpoint(note, self._key.public)
        return head.size if head else 0

    def _newest_note(self) -> str:
        row = self._connection.execute("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
        return str(row[0]) if row else ""

    def _stored(self) -> CompactRange:
        """Where the newest checkpoint ends, if it is ours. Rows beyond it were not written by us, and peaks
        that do not give the root we signed stand for other rows: going on from there would sign them."""
        # One statement, one moment: where a home's lock is not kept, another desk may write between two.
        top, size = self._connection.execute(
            "SELECT (SELECT max(seq) FROM journal), (SELECT max(size) FROM checkpoints)"
        ).fetchone()
        top, size = top or 0, size or 0
        if top > size:
            raise DeskError("journal.unsigned-entries", blame="environment", entry=size + 1)
        row = self._connection.execute(
            "SELECT CAST(note AS BLOB), CAST(peaks AS BLOB) FROM checkpoints WHERE size = ?", (size,)
        ).fetchone()
        if row is None:
            return CompactRange()
        head = signed_checkpoint(bytes(row[0] or b"").decode("utf-8", "replace"), self._key.public)
        try:
            tree = restored(size, bytes(row[1] or b""))
            if head is None or (head.size, head.root) != (size, tree.root()):
                raise ValueError("not the tree that we signed")
        except ValueError as error:
            raise DeskError("journal.unsigned-entries", blame="environment", entry=1) from error
        return tree
