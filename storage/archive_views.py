"""Looking at the journal and at the desk in numbers."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from recorder_desk.domain import journal
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.recording import HistoryRow
from recorder_desk.queries import archive as q
from storage.journal_check import verify_journal
from storage.migrating import schema_version
from storage.places import Places


def journal_page(connection: sqlite3.Connection, query: q.JournalPage) -> tuple[HistoryRow, ...]:
    """Entries, newest first."""
    parts, values = ["1"], list[Any]()
    if query.before:
        parts.append("j.seq < ?")
        values.append(query.before)
    if query.about:
        parts.append("j.seq IN (SELECT seq FROM about WHERE subject = ?)")
        values.append(query.about)
    if query.fact:
        parts.append("json_extract(j.entry, '$.fact') = ?")
        values.append(query.fact)
    if query.words.strip():
        parts.append("instr(lower(j.entry), lower(?)) > 0")
        values.append(query.words.strip())
    sql = f"SELECT {_NAMED} FROM journal j WHERE {' AND '.join(parts)} ORDER BY j.seq DESC LIMIT ?"
    return tuple(_history(row) for row in connection.execute(sql, (*values, query.limit)))


_NAMED = (
    "j.entry, (SELECT name FROM recordings WHERE id = json_extract(j.entry, '$.body.recording')) AS recording,"
    " (SELECT number FROM cases WHERE id = json_extract(j.entry, '$.body.case')) AS number"
)


def _history(row: sqlite3.Row) -> HistoryRow:
    entry = msgspec.json.decode(row["entry"])
    about = " · ".join(filter(None, (row["recording"], row["number"])))
    return HistoryRow(entry["seq"], entry["at"], entry["actor"], entry["fact"], entry["body"], about)


def journal_head(connection: sqlite3.Connection, query: q.ShowJournalHead) -> q.JournalHead:
    """The newest signed checkpoint."""
    row = connection.execute("SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
    if row is None:
        return q.JournalHead(0, "", "", "")
    entry = connection.execute("SELECT entry FROM journal WHERE seq = ?", (row["size"],)).fetchone()
    at = journal.decode(entry["entry"].encode()).at if entry else ""
    return q.JournalHead(row["size"], row["note"].splitlines()[2], row["note"], at)


def journal_findings(connection: sqlite3.Connection, places: Places, query: q.JournalFindings) -> tuple[Finding, ...]:
    """Every entry, checkpoint and mirrored line, against each other."""
    return tuple(verify_journal(connection, places.journal, places.verifying_key, anchor=query.anchor or None))


def status(connection: sqlite3.Connection, query: q.ShowStatus) -> q.DeskStatus:
    """Counts and sizes."""

    def number(sql: str, *values: str) -> int:
        return int(connection.execute(sql, values).fetchone()[0] or 0)

    return q.DeskStatus(
        recordings=number("SELECT count(*) FROM recordings"),
        bytes=number("SELECT sum(bytes) FROM recordings"),
        cases=number("SELECT count(*) FROM cases"),
        sealed=number("SELECT count(*) FROM cases WHERE state = 'sealed'"),
        twins=number("SELECT count(*) FROM sightings WHERE twin = 1"),
        problems=number("SELECT count(*) FROM recordings WHERE trouble != ''"),
        received_today=number("SELECT count(*) FROM recordings WHERE received_at >= ?", query.today or "9"),
        journal_size=number("SELECT max(seq) FROM journal"),
        schema=schema_version(connection),
    )
