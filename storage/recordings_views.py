"""Looking at recordings: lists, facets, one of them, and what is owed on them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

import msgspec

from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.recording import DerivativeRow, RecordingDetail, RecordingRow, Sighting
from recorder_desk.errors import DeskError
from recorder_desk.queries import archive as qa
from recorder_desk.queries import cases as qc
from recorder_desk.queries import recordings as q
from storage import (
    archive_views,
    beside_views,
    cases_views,
    clock_table,
    likeness_table,
    names_table,
)
from storage.places import Places
from storage.recorders_views import WEARER
from storage.recordings_found import matching

_COLUMNS = f"""r.*, (SELECT c.serial FROM recorders c WHERE c.id = r.recorder) AS recorder_serial,
    CASE WHEN r.take = '' THEN 0 ELSE (SELECT count(*) FROM recordings t WHERE t.take = r.take) END AS segments,
    {WEARER.format(recorder="r.recorder", day="r.day")} AS wearer,
    (SELECT d.path FROM derivatives d WHERE d.recording = r.id AND d.role = 'poster') AS poster,
    (SELECT max(l.key) FROM links l WHERE l.recording = r.id AND l.unlinked_at = '') AS link"""
_ROW = f"SELECT {_COLUMNS} FROM recordings r"
_AT_ONCE = 10_000


def by_key(connection: sqlite3.Connection, places: Places, query: q.RecordingsByKey) -> tuple[RecordingRow | None, ...]:
    """Rows in the order of their keys."""
    marks = ",".join("?" * len(query.keys))
    found = connection.execute(f"{_ROW} WHERE r.key IN ({marks})", query.keys).fetchall()
    rows = {row["key"]: shaped for row, shaped in zip(found, _shape(connection, places, found), strict=True)}
    return tuple(rows.get(key) for key in query.keys)


def by_id(
    connection: sqlite3.Connection, places: Places, ids: Iterable[str]
) -> dict[str, tuple[sqlite3.Row, RecordingRow]]:
    """Rows as the catalogue has them and as lists show them, by their ids."""
    asked = json.dumps(sorted(set(ids)))
    found = connection.execute(f"{_ROW} WHERE r.id IN (SELECT value FROM json_each(?))", (asked,)).fetchall()
    parts = (found[at : at + _AT_ONCE] for at in range(0, len(found), _AT_ONCE))
    return {
        row["id"]: (row, shaped)
        for part in parts
        for row, shaped in zip(part, _shape(connection, places, part), strict=True)
    }


def page(connection: sqlite3.Connection, places: Places, query: q.RecordingsPage) -> tuple[RecordingRow, ...]:
    """One page of matching recordings."""
    found = matching(connection, query.which, query.sort, query.descending, query.offset + query.limit)
    wanted = tuple(found[query.offset :])
    rows = (
        by_key(connection, places, q.RecordingsByKey(wanted[at : at + _AT_ONCE]))
        for at in range(0, len(wanted), _AT_ONCE)
    )
    return tuple(row for part in rows for row in part if row is not None)


def _shape(connection: sqlite3.Connection, places: Places, rows: list[sqlite3.Row]) -> tuple[RecordingRow, ...]:
    wanted = [row["link"] for row in rows if row["link"] is not None]
    marks = ",".join("?" * len(wanted))
    links = {
        link["key"]: link
        for link in connection.execute(
            "SELECT l.key, l.case_id, l.item, c.number FROM links l JOIN cases c ON c.id = l.case_id"
            f" WHERE l.key IN ({marks})",
            wanted,
        )
    }
    return tuple(_recording(row, links.get(row["link"]), places) for row in rows)


def _recording(row: sqlite3.Row, link: sqlite3.Row | None, places: Places) -> RecordingRow:
    return RecordingRow(
        id=row["id"],
        name=row["name"],
        digest=row["digest"],
        bytes=row["bytes"],
        kind=row["kind"],
        state=row["state"],
        recorded_at=row["recorded_at"],
        received_at=row["received_at"],
        duration_ms=row["duration_ms"],
        device=row["device"],
        problem=row["trouble"],
        poster=places.derivative(row["poster"] or ""),
        case_id=link["case_id"] if link else "",
        case_number=link["number"] if link else "",
        item=link["item"] if link else "",
        twins=row["twins"],
        device_number=row["device_number"],
        user_number=row["user_number"],
        named_at=row["named_at"],
        sequence=row["sequence"],
        important=bool(row["important"]),
        grammar=row["grammar"],
        recorder=row["recorder"],
        recorder_serial=row["recorder_serial"] or "",
        wearer=row["wearer"] or "",
        take=row["take"],
        segment=row["segment"],
        segments=row["segments"],
    )


def find(connection: sqlite3.Connection, query: q.FindRecording) -> str:
    """The one recording whose id is, begins or ends so."""
    text = query.text.strip().lower()
    if len(text) < 4 or not set(text) <= set("0123456789abcdef-"):
        raise DeskError("recording.unknown", recording=query.text)
    found = connection.execute(
        "SELECT id FROM recordings WHERE id = ?1 OR substr(id, 1, length(?1)) = ?1 OR substr(id, -length(?1)) = ?1"
        " ORDER BY id = ?1 DESC LIMIT 2",
        (text,),
    ).fetchall()
    if not found:
        raise DeskError("recording.unknown", recording=query.text)
    if len(found) > 1 and found[0]["id"] != text:
        raise DeskError("recording.ambiguous", recording=query.text)
    return str(found[0]["id"])


def show(connection: sqlite3.Connection, places: Places, query: q.ShowRecording) -> RecordingDetail:
    """Everything about one recording."""
    rows = connection.execute(f"{_ROW} WHERE r.id = ?", (query.recording,)).fetchall()
    if not rows:
        raise DeskError("recording.unknown", recording=query.recording)
    row, (shaped,) = rows[0], _shape(connection, places, rows)
    original = places.original(row["object_path"], row["content_path"])
    derivatives = _derivatives(connection, places, query.recording)
    made = {each.role: each.path for each in derivatives}
    role = next((each for each in ("proxy", "rescue") if each in made), "none")
    path = made.get(role, "")
    if row["plan"] in ("nothing", "still"):
        path, role = original, "original"
    return RecordingDetail(
        row=shaped,
        media=msgspec.json.decode(row["media"], type=MediaInfo) if row["media"] else None,
        original_path=original,
        play_path=path,
        play_role=role,  # type: ignore[arg-type]  # one of those above
        plan=row["plan"],
        derivatives=derivatives,
        sightings=_sightings(connection, query.recording),
        links=cases_views.links_of(connection, qc.LinksOf(query.recording)),
        history=archive_views.journal_page(connection, qa.JournalPage(about=query.recording)),
        checked_at=row["checked_at"],
        check_code=row["check_code"],
        archival_codes=_codes(connection, query.recording),
        stamps=names_table.stamps_of(row),
        encrypted=bool(row["encrypted"]),
        channel=row["channel"],
        company=row["company"],
        true_time=clock_table.true_time(connection, row),
        alike=likeness_table.rows_of(connection, query.recording),
        beside=beside_views.beside(connection, query.recording, shaped.kind),
    )


def _codes(connection: sqlite3.Connection, recording: str) -> tuple[str, ...]:
    sql = "SELECT archival_code FROM assignments WHERE recording = ? ORDER BY 1"
    return tuple(code for (code,) in connection.execute(sql, (recording,)))


def _derivatives(connection: sqlite3.Connection, places: Places, recording: str) -> tuple[DerivativeRow, ...]:
    rows = connection.execute("SELECT * FROM derivatives WHERE recording = ? ORDER BY id", (recording,))
    return tuple(
        DerivativeRow(
            row["role"], places.derivative(row["path"]), row["digest"], row["bytes"], row["tool"], row["version"],
            tuple(json.loads(row["arguments"])), row["profile"], row["made_at"], json.loads(row["facts"]),
        )
        for row in rows
    )  # fmt: skip


def _sightings(connection: sqlite3.Connection, recording: str) -> tuple[Sighting, ...]:
    rows = connection.execute("SELECT * FROM sightings WHERE recording = ? ORDER BY id", (recording,))
    return tuple(
        Sighting(row["path"], row["device"], row["modified_at"], row["seen_at"], bool(row["twin"])) for row in rows
    )


def probe_raw(connection: sqlite3.Connection, places: Places, query: q.ProbeRaw) -> str:
    """What ffprobe said, kept beside the derivatives."""
    path = places.derivatives / derivative_folder(query.recording) / "probe.json"
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""


def derivative_folder(recording: str) -> str:
    """A recording's folder below the folder of derivatives."""
    return f"{recording[-2:]}/{recording}"


def to_check(connection: sqlite3.Connection, query: q.ToCheck) -> tuple[tuple[str, str, str, str, int], ...]:
    """What to re-read, oldest check first."""
    columns = "SELECT id, name, object_path, digest, bytes FROM recordings"
    if not query.recordings:
        rows = connection.execute(f"{columns} ORDER BY checked_at, key").fetchall()
    else:
        marks = ",".join("?" * len(query.recordings))
        rows = connection.execute(f"{columns} WHERE id IN ({marks}) ORDER BY key", query.recordings).fetchall()
    return tuple(tuple(row) for row in rows)


def unfound(connection: sqlite3.Connection, query: q.DerivativesUnfound) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Derivatives in other folders than these."""
    rows = connection.execute(
        "SELECT recording, group_concat(role) FROM derivatives"
        " WHERE substr(path, 1, instr(path, '/') - 1) NOT IN (SELECT value FROM json_each(?)) GROUP BY recording",
        (json.dumps(query.folders),),
    )
    return tuple((recording, tuple(roles.split(","))) for recording, roles in rows)
