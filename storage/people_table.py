"""Officers, their certificates and user numbers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.officer import OfficerFields, OfficerRow
from recorder_desk.errors import DeskError
from recorder_desk.queries import people as q
from storage.applied import Applied, Apply
from storage.search import sought

DDL = (
    """CREATE TABLE officers (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, fields TEXT NOT NULL,
        left_because TEXT NOT NULL DEFAULT '', sought TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX officers_name ON officers(name)",
    "CREATE TABLE certificates (number TEXT PRIMARY KEY, officer TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX certificates_officer ON certificates(officer)",
    """CREATE TABLE user_numbers (
        number TEXT NOT NULL, officer TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL)""",
    "CREATE INDEX user_numbers_number ON user_numbers(number)",
    "CREATE INDEX user_numbers_officer ON user_numbers(officer)",
)


def _add(connection: sqlite3.Connection, fact: f.OfficerAdded, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO officers (id, name, fields, sought) VALUES (?, ?, ?, ?)",
        (fact.officer, fact.fields.name, _text(fact.fields), _sought(fact.fields)),
    )
    _numbers(connection, fact.officer, fact.fields)


def _amend(connection: sqlite3.Connection, fact: f.OfficerAmended, applied: Applied) -> None:
    connection.execute(
        "UPDATE officers SET name = ?, fields = ?, sought = ? WHERE id = ?",
        (fact.fields.name, _text(fact.fields), _sought(fact.fields), fact.officer),
    )
    _numbers(connection, fact.officer, fact.fields)


def _leave(connection: sqlite3.Connection, fact: f.OfficerLeft, applied: Applied) -> None:
    connection.execute("UPDATE officers SET left_because = ? WHERE id = ?", (fact.reason, fact.officer))


def _sought(fields: OfficerFields) -> str:
    return sought(fields.name, fields.unit, *(each.number for each in fields.certificates))


def _text(fields: OfficerFields) -> str:
    return msgspec.json.encode(fields).decode()


def _numbers(connection: sqlite3.Connection, officer: str, fields: OfficerFields) -> None:
    connection.execute("DELETE FROM certificates WHERE officer = ?", (officer,))
    connection.execute("DELETE FROM user_numbers WHERE officer = ?", (officer,))
    connection.executemany(
        "INSERT INTO certificates (number, officer) VALUES (?, ?)",
        [(each.number, officer) for each in fields.certificates],
    )
    connection.executemany(
        "INSERT INTO user_numbers (number, officer, since, until) VALUES (?, ?, ?, ?)",
        [(each.number, officer, each.since, each.until) for each in fields.user_numbers],
    )


APPLY: Mapping[type[f.Fact], Apply] = {f.OfficerAdded: _add, f.OfficerAmended: _amend, f.OfficerLeft: _leave}


def officers(connection: sqlite3.Connection, query: q.Officers) -> tuple[OfficerRow, ...]:
    """The register by name."""
    rows = connection.execute(
        "SELECT id, fields, left_because FROM officers WHERE left_because = '' OR ? ORDER BY name, key", (query.left,)
    )
    found = []
    for row in rows:
        fields = msgspec.json.decode(row["fields"], type=OfficerFields)
        found.append(OfficerRow(row["id"], fields, fields.certificate_on(query.today) is not None, row["left_because"]))
    return tuple(found)


def names_of(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Names by id."""
    rows = connection.execute(
        "SELECT id, name FROM officers WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),)
    )
    return dict(rows.fetchall())


def find(connection: sqlite3.Connection, query: q.FindOfficer) -> str:
    """By name, certificate, or the end of the id."""
    text = query.text.strip()
    rows = connection.execute(
        "SELECT id FROM officers WHERE name = ?1 OR id = ?1"
        " OR (length(?1) >= 4 AND substr(id, -length(?1)) = lower(?1))"
        " UNION SELECT officer FROM certificates WHERE number = ?1",
        (text,),
    ).fetchall()
    if len(rows) != 1:
        raise DeskError("officer.ambiguous" if rows else "officer.unknown", officer=query.text)
    return str(rows[0]["id"])


def whose_certificate(connection: sqlite3.Connection, query: q.WhoseCertificate) -> dict[str, str]:
    """Officers by certificate."""
    return dict(connection.execute("SELECT number, officer FROM certificates").fetchall())
