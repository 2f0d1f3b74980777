"""Looking at cases, links and seals."""

from __future__ import annotations

import sqlite3

from recorder_desk.domain.case import CaseDetail, CaseFields, CaseRow, SealEntry, SealWork
from recorder_desk.domain.recording import LinkRow
from recorder_desk.errors import DeskError
from recorder_desk.queries import cases as q
from storage import documents_table
from storage.cases_table import signs_read
from storage.search import folded

_CASE = """SELECT c.*,
    (SELECT count(DISTINCT recording) FROM links WHERE case_id = c.id AND unlinked_at = '') AS recordings
    FROM cases c"""
_ORDERS: dict[q.CaseOrder, str] = {
    "newest": "c.opened_on DESC, c.key DESC",
    "missing": "c.items_missing DESC, c.opened_on DESC, c.key DESC",
}
_LINK = """SELECT l.*, c.number, coalesce(a.archival_code, '') AS archival_code FROM links l
    JOIN cases c ON c.id = l.case_id LEFT JOIN assignments a ON a.link = l.id"""


def _case(row: sqlite3.Row) -> CaseRow:
    return CaseRow(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        party=row["party"],
        matter=row["matter"],
        opened_on=row["opened_on"],
        item_list=row["item_list"],
        state=row["state"],
        recordings=row["recordings"],
        items_covered=row["items_covered"],
        items_required=row["items_required"],
        items_missing=row["items_missing"],
        created_at=row["created_at"],
        sealed_at=row["sealed_at"],
        object_path=row["object_path"],
    )


def _link(row: sqlite3.Row) -> LinkRow:
    return LinkRow(
        row["id"], row["recording"], row["case_id"], row["number"], row["item"], row["from_ms"], row["until_ms"],
        row["reason"], signs_read(row["signs"]), row["linked_by"], row["linked_at"], row["unlinked_at"],
        row["unlinked_by"], row["unlink_reason"], row["archival_code"],
    )  # fmt: skip


def cases(connection: sqlite3.Connection, query: q.Cases) -> tuple[CaseRow, ...]:
    """Cases in their order, by any part of their words, in pinyin too."""
    parts, values = ["1"], []
    for word in query.words.split():
        parts.append("instr(c.sought, ?) > 0")
        values.append(folded(word))
    if query.state:
        parts.append("c.state = ?")
        values.append(query.state)
    sql = f"{_CASE} WHERE {' AND '.join(parts)} ORDER BY {_ORDERS[query.order]} LIMIT ?"
    return tuple(map(_case, connection.execute(sql, (*values, query.limit))))


def find(connection: sqlite3.Connection, query: q.FindCase) -> str:
    """The one case with this number or id, or whose number holds this text."""
    text = query.text.strip()
    rows = connection.execute(
        "SELECT id, number FROM cases WHERE number = ?1 OR id = ?1"
        " OR (length(?1) > 1 AND instr(lower(number), lower(?1)) > 0) ORDER BY number = ?1 OR id = ?1 DESC LIMIT 2",
        (text,),
    ).fetchall()
    if not rows:
        raise DeskError("case.unknown", case=query.text)
    if len(rows) > 1 and text not in (rows[0]["id"], rows[0]["number"]):
        raise DeskError("case.ambiguous", case=query.text)
    return str(rows[0]["id"])


def by_number(connection: sqlite3.Connection, query: q.CasesByNumber) -> dict[str, CaseFields]:
    """All of them."""
    rows = connection.execute("SELECT number, title, party, matter, opened_on FROM cases")
    return {row["number"]: CaseFields(*row) for row in rows}


def numbers_like(connection: sqlite3.Connection, query: q.CaseNumbersLike) -> tuple[str, ...]:
    """By the index of numbers."""
    above = query.beginning + "\U0010ffff"
    rows = connection.execute("SELECT number FROM cases WHERE number >= ? AND number < ?", (query.beginning, above))
    return tuple(number for (number,) in rows)


def show(connection: sqlite3.Connection, query: q.ShowCase) -> CaseDetail:
    """A case with every link it has or had."""
    row = connection.execute(f"{_CASE} WHERE c.id = ?", (query.case,)).fetchone()
    if row is None:
        raise DeskError("case.unknown", case=query.case)
    links = connection.execute(f"{_LINK} WHERE l.case_id = ? ORDER BY l.key", (query.case,))
    return CaseDetail(_case(row), tuple(map(_link, links)))


def links_of(connection: sqlite3.Connection, query: q.LinksOf) -> tuple[LinkRow, ...]:
    """A recording's links, oldest first."""
    rows = connection.execute(f"{_LINK} WHERE l.recording = ? ORDER BY l.key", (query.recording,))
    return tuple(map(_link, rows))


def unfinished(connection: sqlite3.Connection, query: q.SealsUnfinished) -> tuple[SealWork, ...]:
    """Seals begun and not in the vault yet, oldest first."""
    seals = connection.execute(
        "SELECT * FROM seals WHERE finished_at = '' ORDER BY begun_at, id LIMIT ?", (query.limit,)
    ).fetchall()
    found = []
    for seal in seals:
        case = connection.execute(f"{_CASE} WHERE c.id = ?", (seal["case_id"],)).fetchone()
        found.append(
            SealWork(
                seal["id"],
                _case(case),
                seal["begun_at"],
                seal["begun_by"],
                _entries(connection, seal["id"]),
                documents_table.entries(connection, seal["case_id"]),
            )
        )
    return tuple(found)


def _entries(connection: sqlite3.Connection, seal: str) -> tuple[SealEntry, ...]:
    rows = connection.execute(
        "SELECT a.*, l.item, l.from_ms, l.until_ms, l.reason, l.signs, r.object_path, r.digest, r.bytes,"
        " r.kind AS media_kind, r.name, r.recorded_at, r.duration_ms"
        " FROM assignments a JOIN links l ON l.id = a.link JOIN recordings r ON r.id = a.recording"
        " WHERE a.seal = ? ORDER BY a.archival_code",
        (seal,),
    )
    return tuple(
        SealEntry(
            recording=row["recording"],
            object_path=row["object_path"],
            digest=row["digest"],
            bytes=row["bytes"],
            kind=row["media_kind"],
            name=row["name"],
            recorded_at=row["recorded_at"],
            duration_ms=row["duration_ms"],
            archival_code=row["archival_code"],
            archival_class=row["kind"],
            year=row["year"],
            number=row["number"],
            retention=row["retention"],
            item=row["item"],
            item_name=row["item_name"],
            stage=row["stage"],
            from_ms=row["from_ms"],
            until_ms=row["until_ms"],
            reason=row["reason"],
            signs=signs_read(row["signs"]),
            link=row["link"],
        )
        for row in rows
    )


def last_number(connection: sqlite3.Connection, query: q.LastNumber) -> int:
    """The highest number given so far."""
    row = connection.execute(
        "SELECT max(number) FROM assignments WHERE kind = ? AND year = ? AND retention = ?",
        (query.kind, query.year, query.retention),
    ).fetchone()
    return int(row[0] or 0)
