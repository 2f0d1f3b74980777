"""Releases: what was named for removal from a recorder, and what became of it."""

from __future__ import annotations

import sqlite3
from base64 import b64encode
from collections.abc import Iterable, Mapping

from recorder_desk.domain import facts as f
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.merkle import inclusion_proof
from recorder_desk.domain.release import Clearing, Proved, ReleaseDetail, ReleasedFile, ReleaseOwed, ReleaseRow
from recorder_desk.domain.release_report import read_report, report_differs
from recorder_desk.errors import DeskError
from recorder_desk.queries import release as q
from storage.applied import Applied, Apply
from storage.keys import raw_public, signed_checkpoint
from storage.places import Places

DDL = (
    """CREATE TABLE releases (
        id TEXT PRIMARY KEY, path TEXT NOT NULL, ordered_by TEXT NOT NULL, ordered_at TEXT NOT NULL,
        station TEXT NOT NULL, ended_at TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX releases_owed ON releases(ordered_at) WHERE ended_at = ''",
    """CREATE TABLE released_files (
        release TEXT NOT NULL REFERENCES releases(id), path TEXT NOT NULL, fate TEXT NOT NULL,
        code TEXT NOT NULL DEFAULT '', device TEXT NOT NULL DEFAULT '', bytes INTEGER NOT NULL DEFAULT 0,
        modified_ns INTEGER NOT NULL DEFAULT 0, recording TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
        at TEXT NOT NULL, PRIMARY KEY (release, path)) WITHOUT ROWID""",
)


def _order(connection: sqlite3.Connection, fact: f.ReleaseOrdered, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO releases (id, path, ordered_by, ordered_at, station) VALUES (?, ?, ?, ?, ?)",
        (fact.release, fact.path, applied.actor, applied.at, applied.station),
    )


def _intend(connection: sqlite3.Connection, fact: f.RemovalIntended, applied: Applied) -> None:
    connection.executemany(
        "INSERT INTO released_files VALUES (?, ?, 'intended', '', ?, ?, ?, ?, ?, ?)",
        [
            (
                fact.release,
                each.path,
                each.device,
                each.bytes,
                each.modified_ns,
                each.recording,
                each.digest,
                applied.at,
            )
            for each in fact.files
        ],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO released_files (release, path, fate, code, at) VALUES (?, ?, 'kept', ?, ?)",
        [(fact.release, each.path, each.code, applied.at) for each in fact.kept],
    )


def _note(connection: sqlite3.Connection, fact: f.FilesReleased, applied: Applied) -> None:
    def told(paths: Iterable[tuple[str, str]], fate: str) -> None:
        connection.executemany(
            "UPDATE released_files SET fate = ?, code = ?, at = ? WHERE release = ? AND path = ?",
            [(fate, code, applied.at, fact.release, path) for path, code in paths],
        )

    told(((path, "") for path in fact.removed), "removed")
    told(((each.path, each.code) for each in fact.kept), "kept")


def _end(connection: sqlite3.Connection, fact: f.ReleaseEnded, applied: Applied) -> None:
    connection.execute("UPDATE releases SET ended_at = ?, code = ? WHERE id = ?", (applied.at, fact.code, fact.release))


APPLY: Mapping[type[f.Fact], Apply] = {
    f.ReleaseOrdered: _order,
    f.RemovalIntended: _intend,
    f.FilesReleased: _note,
    f.ReleaseEnded: _end,
}

_ROWS = """SELECT r.id, r.path, r.ordered_by, r.ordered_at, r.ended_at, r.code,
    count(*) FILTER (WHERE e.fate = 'removed') AS removed, count(*) FILTER (WHERE e.fate = 'kept') AS kept,
    count(*) FILTER (WHERE e.fate = 'intended') AS unknown,
    coalesce(sum(e.bytes) FILTER (WHERE e.fate = 'removed'), 0) AS bytes
    FROM releases r LEFT JOIN released_files e ON e.release = r.id {} GROUP BY r.id ORDER BY r.ordered_at DESC, r.id
    LIMIT ?"""


def releases(connection: sqlite3.Connection, query: q.Releases) -> tuple[ReleaseRow, ...]:
    """Every release, newest first."""
    return tuple(ReleaseRow(*row) for row in connection.execute(_ROWS.format(""), (query.limit,)))


def owed(connection: sqlite3.Connection, query: q.ReleasesOwed) -> tuple[ReleaseOwed, ...]:
    """Ordered and not over."""
    found = []
    rows = connection.execute("SELECT id, path FROM releases WHERE ended_at = '' ORDER BY ordered_at, id").fetchall()
    for row in rows:
        files = connection.execute(
            "SELECT path, device, bytes, modified_ns, recording, digest, fate FROM released_files WHERE release = ?"
            " ORDER BY path",
            (row["id"],),
        ).fetchall()
        left = tuple(Clearing(*each[:6]) for each in files if each["fate"] == "intended")
        found.append(ReleaseOwed(row["id"], row["path"], bool(files), left))
    return tuple(found)


def show(connection: sqlite3.Connection, query: q.ShowRelease) -> ReleaseDetail:
    """A release with every file in it."""
    where = "WHERE r.id = ?1 OR substr(r.id, 1, length(?1)) = ?1 OR substr(r.id, -length(?1)) = ?1"
    rows = connection.execute(_ROWS.format(where), (query.release.lower(), 2)).fetchall()
    if len(query.release) < 4 or len(rows) != 1:
        raise DeskError("release.unknown", release=query.release)
    row = ReleaseRow(*rows[0])
    files = connection.execute(
        "SELECT path, fate, code, recording, digest, bytes, at FROM released_files WHERE release = ? ORDER BY path",
        (row.id,),
    )
    return ReleaseDetail(row, tuple(ReleasedFile(*each) for each in files))


def proved(connection: sqlite3.Connection, places: Places, query: q.ProveEntries) -> Proved:
    """A thing's entries, and how each leads to the root of the newest checkpoint."""
    lines = connection.execute(
        "SELECT j.seq, j.entry FROM about a JOIN journal j ON j.seq = a.seq WHERE a.subject = ? ORDER BY j.seq",
        (query.about,),
    ).fetchall()
    head = connection.execute("SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
    leaves = [bytes(leaf) for (leaf,) in connection.execute("SELECT leaf FROM journal ORDER BY seq")]
    paths = (inclusion_proof(leaves[: head["size"]], row["seq"] - 1) for row in lines)
    return Proved(
        entries=tuple(row["entry"] for row in lines),
        proofs=tuple(tuple(b64encode(each).decode() for each in path) for path in paths),
        note=head["note"] if head else "",
        verifier=b64encode(raw_public(places.verifying_key)).decode(),
    )


def report_findings(connection: sqlite3.Connection, places: Places, query: q.ReportFindings) -> tuple[Finding, ...]:
    """What is wrong with the report of a release."""
    try:
        report = read_report(query.content)
    except DeskError as error:
        return (Finding(error.code, "", {}),)
    signed = signed_checkpoint(report.note, places.verifying_key) is not None
    code = report_differs(report) if signed else "release.report-unsigned"
    return (Finding(code, report.release, {}),) if code else ()
