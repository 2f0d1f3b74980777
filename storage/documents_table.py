"""Documents of cases: what was ordered, what is in the vault, what no longer counts.

`second` is as in `mirror_table`: 0 no second copy, 1 a verified one; a document's object never changes.
`case_id` refers to nothing by force: a rebuild may find a document before its case.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from recorder_desk.domain import facts as f
from recorder_desk.domain.case_document import DocumentEntry, DocumentOrder, DocumentRow
from recorder_desk.domain.names import shown
from recorder_desk.errors import DeskError
from recorder_desk.queries import documents as q
from storage.applied import Applied, Apply
from storage.places import Places

DDL = (
    """CREATE TABLE documents (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, path TEXT NOT NULL,
        title TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL DEFAULT '', bytes INTEGER NOT NULL DEFAULT 0,
        digest TEXT NOT NULL DEFAULT '', object_path TEXT NOT NULL DEFAULT '', content_path TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL, code TEXT NOT NULL DEFAULT '', added_by TEXT NOT NULL, added_at TEXT NOT NULL,
        detached_by TEXT NOT NULL DEFAULT '', detached_at TEXT NOT NULL DEFAULT '',
        detach_reason TEXT NOT NULL DEFAULT '', checked_at TEXT NOT NULL DEFAULT '',
        second INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX documents_case ON documents(case_id)",
    "CREATE INDEX documents_owed ON documents(key) WHERE state = 'ordered'",
    "CREATE INDEX documents_unmirrored ON documents(key) WHERE object_path != '' AND second != 1",
)


def _order(connection: sqlite3.Connection, fact: f.DocumentOrdered, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO documents (id, case_id, path, title, kind, state, added_by, added_at)"
        " VALUES (?, ?, ?, ?, ?, 'ordered', ?, ?)",
        (fact.document, fact.case, fact.path, fact.title, fact.kind, applied.actor, applied.at),
    )


def _attach(connection: sqlite3.Connection, fact: f.DocumentAttached, applied: Applied) -> None:
    origin, original = fact.origin, fact.original
    connection.execute(
        "INSERT INTO documents (id, case_id, path, title, kind, state, added_by, added_at)"
        " VALUES (?, ?, ?, ?, ?, 'attached', ?, ?) ON CONFLICT (id) DO UPDATE SET state = 'attached'",
        (fact.document, fact.case, origin.path, origin.title, origin.document_kind, origin.actor, origin.received_at),
    )
    connection.execute(
        "UPDATE documents SET title = ?, name = ?, bytes = ?, digest = ?, object_path = ?, content_path = ?, second ="
        " EXISTS (SELECT 1 FROM mirrors WHERE mirror = ? AND ended_at = '') WHERE id = ?",
        (origin.title, origin.name, original.bytes, original.digest, original.object_path, original.content_path,
         original.mirror, fact.document),
    )  # fmt: skip


def _refuse(connection: sqlite3.Connection, fact: f.DocumentRefused, applied: Applied) -> None:
    connection.execute("UPDATE documents SET state = 'refused', code = ? WHERE id = ?", (fact.code, fact.document))


def _detach(connection: sqlite3.Connection, fact: f.DocumentDetached, applied: Applied) -> None:
    connection.execute(
        "UPDATE documents SET state = 'detached', detached_by = ?, detached_at = ?, detach_reason = ? WHERE id = ?",
        (applied.actor, applied.at, fact.reason, fact.document),
    )


def _check(connection: sqlite3.Connection, fact: f.DocumentChecked, applied: Applied) -> None:
    code = fact.findings[0].code if fact.findings else ""
    connection.execute("UPDATE documents SET checked_at = ?, code = ? WHERE id = ?", (applied.at, code, fact.document))


def _view(connection: sqlite3.Connection, fact: f.DocumentViewed, applied: Applied) -> None:
    """The journal entry is all there is to it."""


APPLY: Mapping[type[f.Fact], Apply] = {
    f.DocumentOrdered: _order,
    f.DocumentAttached: _attach,
    f.DocumentRefused: _refuse,
    f.DocumentDetached: _detach,
    f.DocumentChecked: _check,
    f.DocumentViewed: _view,
}

_ROW = "SELECT d.*, coalesce(c.number, '') AS number FROM documents d LEFT JOIN cases c ON c.id = d.case_id"


def _row(row: sqlite3.Row, places: Places) -> DocumentRow:
    path = places.original(row["object_path"], row["content_path"]) if row["object_path"] else ""
    name = row["name"] or row["path"].rpartition("/")[2]
    return DocumentRow(
        row["id"], row["case_id"], row["number"], row["title"] or name, row["kind"], name, row["bytes"], row["digest"],
        row["state"], row["code"], row["added_by"], row["added_at"], row["detached_by"], row["detached_at"],
        row["detach_reason"], row["checked_at"], path,
    )  # fmt: skip


def documents(connection: sqlite3.Connection, places: Places, query: q.DocumentsOf) -> tuple[DocumentRow, ...]:
    """Oldest first."""
    left = "" if query.all else " AND d.state IN ('ordered', 'attached')"
    rows = connection.execute(f"{_ROW} WHERE d.case_id = ?{left} ORDER BY d.key", (query.case,))
    return tuple(_row(row, places) for row in rows)


def show(connection: sqlite3.Connection, places: Places, query: q.ShowDocument) -> DocumentRow:
    """One of them."""
    row = connection.execute(f"{_ROW} WHERE d.id = ?", (query.document,)).fetchone()
    if row is None:
        raise DeskError("document.unknown", document=query.document)
    return _row(row, places)


def find(connection: sqlite3.Connection, query: q.FindDocument) -> str:
    """By id, end of an id of six characters at least, title or file name."""
    text = query.text.strip()
    rows = connection.execute(
        "SELECT id FROM documents WHERE object_path != '' AND (id = ?1 OR title = ?1 OR name = ?2"
        " OR (length(?1) >= 6 AND substr(id, -length(?1)) = ?1)) ORDER BY id = ?1 DESC LIMIT 2",
        (text, shown(text)),
    ).fetchall()
    if not rows:
        raise DeskError("document.unknown", document=query.text)
    if len(rows) > 1 and rows[0]["id"] != text:
        raise DeskError("document.ambiguous", document=query.text)
    return str(rows[0]["id"])


def owed(connection: sqlite3.Connection, query: q.DocumentsOwed) -> tuple[DocumentOrder, ...]:
    """Ordered, and nothing came of it yet."""
    rows = connection.execute(
        "SELECT id, case_id, path, title, kind, added_by FROM documents WHERE state = 'ordered'"
        " AND (?1 = '' OR case_id = ?1) ORDER BY key LIMIT ?2",
        (query.case, query.limit),
    )
    return tuple(DocumentOrder(*row) for row in rows)


def twin(connection: sqlite3.Connection, query: q.DocumentTwin) -> str:
    """Only what counts in the case."""
    row = connection.execute(
        "SELECT title, name FROM documents WHERE case_id = ? AND digest = ? AND state = 'attached'",
        (query.case, query.digest),
    ).fetchone()
    return str(row["title"] or row["name"]) if row else ""


def to_check(connection: sqlite3.Connection, query: q.DocumentsToCheck) -> tuple[tuple[str, str, str, int], ...]:
    """Detached ones too: they are in the vault."""
    rows = connection.execute(
        "SELECT id, object_path, digest, bytes FROM documents WHERE object_path != '' ORDER BY checked_at, key"
    )
    return tuple((row[0], row[1], row[2], row[3]) for row in rows)


def kept(connection: sqlite3.Connection, query: q.DocumentsKept) -> frozenset[str]:
    """Those of the ids that lie in the vault."""
    marks = ", ".join("?" * len(query.ids))
    rows = connection.execute(f"SELECT id FROM documents WHERE object_path != '' AND id IN ({marks})", query.ids)
    return frozenset(row[0] for row in rows)


def entries(connection: sqlite3.Connection, case: str) -> tuple[DocumentEntry, ...]:
    """What a seal tells of a case's documents, oldest first."""
    rows = connection.execute(
        "SELECT id, title, kind, name, bytes, digest, object_path, added_at, added_by FROM documents"
        " WHERE case_id = ? AND state = 'attached' ORDER BY key",
        (case,),
    )
    return tuple(DocumentEntry(*row) for row in rows)
