"""Matters, legal bases and parties."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.matter import LegalBasis, Matter, in_force
from recorder_desk.domain.party import Party, PartyRow
from recorder_desk.errors import DeskError
from recorder_desk.queries import registers as q
from storage.applied import Applied, Apply
from storage.search import folded, sought

DDL = (
    "CREATE TABLE matters (code TEXT NOT NULL, since TEXT NOT NULL, fields TEXT NOT NULL, PRIMARY KEY (code, since))"
    " WITHOUT ROWID",
    "CREATE TABLE legal_bases (code TEXT NOT NULL, since TEXT NOT NULL, fields TEXT NOT NULL,"
    " PRIMARY KEY (code, since)) WITHOUT ROWID",
    "CREATE TABLE parties (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, code TEXT NOT NULL,"
    " fields TEXT NOT NULL, sought TEXT NOT NULL)",
    "CREATE INDEX parties_name ON parties(name)",
    "CREATE UNIQUE INDEX parties_code ON parties(code) WHERE code != ''",
    "CREATE INDEX cases_party ON cases(party)",
)


def _matter(connection: sqlite3.Connection, fact: f.MatterWritten, applied: Applied) -> None:
    told = fact.matter
    connection.execute(
        "INSERT OR REPLACE INTO matters (code, since, fields) VALUES (?, ?, ?)", (told.code, told.since, _text(told))
    )


def _basis(connection: sqlite3.Connection, fact: f.LegalBasisWritten, applied: Applied) -> None:
    told = fact.basis
    connection.execute(
        "INSERT OR REPLACE INTO legal_bases (code, since, fields) VALUES (?, ?, ?)",
        (told.code, told.since, _text(told)),
    )


def _party(connection: sqlite3.Connection, fact: f.PartyWritten, applied: Applied) -> None:
    told = fact.fields
    connection.execute(
        "INSERT INTO parties (id, name, code, fields, sought) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (id) DO UPDATE SET name = ?2, code = ?3, fields = ?4, sought = ?5",
        (fact.party, told.name, told.code, _text(told), sought(told.name, told.code, told.representative)),
    )


def _text(told: Matter | LegalBasis | Party) -> str:
    return msgspec.json.encode(told).decode()


APPLY: Mapping[type[f.Fact], Apply] = {f.MatterWritten: _matter, f.LegalBasisWritten: _basis, f.PartyWritten: _party}


def matters(connection: sqlite3.Connection, query: q.Matters) -> tuple[q.MatterRow, ...]:
    """By code, each with its bases of the day."""
    bases = legal_bases(connection, q.LegalBases(query.on))
    rows = connection.execute("SELECT fields FROM matters")
    found = [msgspec.json.decode(row["fields"], type=Matter) for row in rows]
    return tuple(
        q.MatterRow(each, tuple(basis for basis in bases if basis.code in each.bases))
        for each in in_force(found, query.on)
    )


def legal_bases(connection: sqlite3.Connection, query: q.LegalBases) -> tuple[LegalBasis, ...]:
    """By code."""
    rows = connection.execute("SELECT fields FROM legal_bases")
    return in_force([msgspec.json.decode(row["fields"], type=LegalBasis) for row in rows], query.on)


def parties(connection: sqlite3.Connection, query: q.Parties) -> tuple[PartyRow, ...]:
    """By name."""
    words = query.words.split()
    holds = " AND ".join(["1", *("instr(p.sought, ?) > 0" for _ in words)])
    rows = connection.execute(
        "SELECT p.id, p.fields, (SELECT count(*) FROM cases c WHERE c.party = p.name) AS cases FROM parties p"
        f" WHERE {holds} ORDER BY p.name, p.key",
        [folded(word) for word in words],
    )
    return tuple(PartyRow(row["id"], msgspec.json.decode(row["fields"], type=Party), row["cases"]) for row in rows)


def find_party(connection: sqlite3.Connection, query: q.FindParty) -> str:
    """By name, code, or the end of the id."""
    rows = connection.execute(
        "SELECT id FROM parties WHERE name = ?1 OR code = upper(?1) AND code != '' OR id = ?1"
        " OR (length(?1) >= 4 AND substr(id, -length(?1)) = lower(?1)) LIMIT 2",
        (query.text.strip(),),
    ).fetchall()
    if len(rows) != 1:
        raise DeskError("party.ambiguous" if rows else "party.unknown", party=query.text)
    return str(rows[0]["id"])
