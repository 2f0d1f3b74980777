"""Looking at recorders: the register, wearers, strangers, hand-ins."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

from recorder_desk.domain.recorder import HandIn, RecorderDetail, RecorderRow, UnknownRecorder, Wearing, mark
from recorder_desk.errors import DeskError
from recorder_desk.queries import recorders as q

WEARER = (
    "(SELECT w.officer FROM wearings w WHERE w.recorder = {recorder} AND w.withdrawn = '' AND w.since <= {day}"
    " AND (w.until = '' OR w.until > {day}) ORDER BY w.since DESC LIMIT 1)"
)
"""Who wears a recorder on a local day; None where nobody does."""

_LIST = f"""SELECT c.*, coalesce({WEARER.format(recorder="c.id", day="?1")}, '') AS wearer,
    (SELECT count(*) FROM recordings r WHERE r.recorder = c.id) AS recordings,
    coalesce((SELECT max(r.received_at) FROM recordings r WHERE r.recorder = c.id), '') AS last_received
    FROM recorders c WHERE {{}} ORDER BY c.serial, c.key"""


_WORE = WEARER.format(recorder="h.recorder", day="date(h.out_at, 'localtime')")


def _rows(connection: sqlite3.Connection, where: str, values: tuple[Any, ...]) -> tuple[RecorderRow, ...]:
    marks: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute("SELECT mark, recorder FROM recorder_marks ORDER BY mark"):
        marks[row["recorder"]].append(row["mark"])
    return tuple(
        RecorderRow(
            row["id"], row["serial"], row["model"], row["kind"], row["user_number"], row["remark"],
            tuple(marks[row["id"]]), row["wearer"], row["recordings"], row["last_received"],
        )
        for row in connection.execute(_LIST.format(where), values)
    )  # fmt: skip


def recorders(connection: sqlite3.Connection, query: q.Recorders) -> tuple[RecorderRow, ...]:
    """The register."""
    return _rows(connection, "1", (query.today,))


def find(connection: sqlite3.Connection, query: q.FindRecorder) -> str:
    """By serial, by the value of a mark, by the end of the id."""
    text = query.text.strip()
    rows = connection.execute(
        "SELECT id FROM recorders WHERE serial = ?1 COLLATE NOCASE OR id = ?1 UNION SELECT recorder FROM recorder_marks"
        " WHERE recorder != '' AND (mark = ?1 OR mark = ?2)"
        " UNION SELECT id FROM recorders WHERE length(?1) >= 4 AND substr(id, -length(?1)) = lower(?1)",
        (text, mark("device", text)),
    ).fetchall()
    if len(rows) != 1:
        raise DeskError("recorder.unknown", recorder=query.text)
    return str(rows[0][0])


def show(connection: sqlite3.Connection, query: q.ShowRecorder) -> RecorderDetail:
    """One recorder and its wearers."""
    rows = _rows(connection, "c.id = ?2", (query.today, query.recorder))
    if not rows:
        raise DeskError("recorder.unknown", recorder=query.recorder)
    return RecorderDetail(rows[0], wearings(connection, q.Wearings(query.recorder)))


def wearings(connection: sqlite3.Connection, query: q.Wearings) -> tuple[Wearing, ...]:
    """Entries of wearers."""
    rows = connection.execute(
        "SELECT id, recorder, officer, certificate, since, until, withdrawn, noted_by, noted_at FROM wearings"
        " WHERE (recorder = ?1 OR ?1 = '')"
        " AND (?2 = '' OR id = ?2 OR (length(?2) >= 4 AND substr(id, -length(?2)) = ?2))"
        " ORDER BY since DESC, key DESC",
        (query.recorder, query.wearing),
    )
    return tuple(Wearing(*row) for row in rows)


def whose(connection: sqlite3.Connection, query: q.WhoseMark) -> str | None:
    """The recorder of a mark."""
    row = connection.execute("SELECT recorder FROM recorder_marks WHERE mark = ?", (query.mark,)).fetchone()
    return None if row is None else str(row["recorder"])


def last_docked(connection: sqlite3.Connection, query: q.LastDocked) -> str:
    """The newest text of a volume's `sn.txt`."""
    row = connection.execute(
        "SELECT sn FROM dockings WHERE device = ? ORDER BY key DESC LIMIT 1", (query.device,)
    ).fetchone()
    return "" if row is None else str(row["sn"])


def strangers(connection: sqlite3.Connection, query: q.UnknownRecorders) -> tuple[UnknownRecorder, ...]:
    """Groups of recordings whose recorder nobody has named, nor called none of ours."""
    known = {row["mark"] for row in connection.execute("SELECT mark FROM recorder_marks")}
    rows = connection.execute(
        "SELECT device_number, CASE WHEN device_number = '' THEN device ELSE '' END AS volume, count(*) AS recordings,"
        " max(received_at) AS last_received FROM recordings WHERE recorder = '' AND (device_number != ''"
        " OR device LIKE 'uuid:%' OR device LIKE 'vol:%') GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ?",
        (query.limit + len(known),),
    )
    found = []
    for row in rows:
        told = mark("device", row["device_number"]) if row["device_number"] else mark("volume", row["volume"])
        if told not in known:
            found.append(UnknownRecorder((told,), row["recordings"], row["last_received"]))
    return tuple(found[: query.limit])


def handins(connection: sqlite3.Connection, query: q.HandIns) -> tuple[HandIn, ...]:
    """Recorders that went out. The first recording received since is the proof that one came back."""
    rows = connection.execute(
        "SELECT h.id, h.recorder, c.serial, h.out_at, h.expected_at, h.reason, coalesce(nullif(h.in_at, ''),"
        " (SELECT min(r.received_at) FROM recordings r WHERE r.recorder = h.recorder AND r.received_at > h.out_at), '')"
        f" AS back, coalesce({_WORE}, '') AS wearer"
        " FROM handins h JOIN recorders c ON c.id = h.recorder WHERE ?1 = '' OR h.recorder = ?1"
        " ORDER BY back != '', h.key DESC LIMIT ?2",
        (query.recorder, query.limit),
    )
    return tuple(
        HandIn(
            row["id"], row["recorder"], row["serial"], row["wearer"], row["out_at"], row["expected_at"], row["back"],
            (row["back"] or query.now) > row["expected_at"], row["reason"],
        )
        for row in rows
    )  # fmt: skip


def dock_recorders(connection: sqlite3.Connection, query: q.DockRecorders) -> dict[str, tuple[str, str, str]]:
    """Which recorder each open folder's recordings came from last."""
    found: dict[str, tuple[str, str, str]] = {}
    for (path,) in connection.execute("SELECT path FROM docks WHERE ended_at = ''").fetchall():
        row = connection.execute(
            f"SELECT c.id, c.serial, coalesce({WEARER.format(recorder='c.id', day='?2')}, '') FROM seen s"
            " JOIN recordings r ON r.id = s.recording JOIN recorders c ON c.id = r.recorder"
            " WHERE s.path >= ?1 || '/' AND s.path < ?1 || '0' ORDER BY s.seen_at DESC LIMIT 1",
            (path, query.today),
        ).fetchone()
        if row is not None:
            found[path] = (row[0], row[1], row[2])
    return found
