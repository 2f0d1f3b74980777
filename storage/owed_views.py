"""What is owed on recordings: work that ought to exist and does not."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from recorder_desk.domain.docked import kind_of_name
from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.names import raw
from recorder_desk.queries import recordings as q
from recorder_desk.queries.codes import CodesUnsought
from storage import codes_table, mirror_table
from storage.places import Places

OWED = """SELECT r.id, r.name, r.kind, r.object_path, r.content_path, r.media, r.problem, r.plan_reason,
    coalesce(f.attempt, 0) AS attempt FROM recordings r
    LEFT JOIN failures f ON f.recording = r.id AND f.step = ?
    WHERE {} AND (f.recording IS NULL OR (f.again_at != '' AND f.again_at <= ?)) ORDER BY r.key LIMIT ?"""
_WANTS_PROXY = (
    "SELECT key FROM recordings WHERE described = 1 AND pictures = 1"
    " AND plan IN ('remux', 'transcode', 'sound', 'photo') AND proxy"
)
# Both sides of a profile, since no index answers what is unlike something. A picture that cannot be decoded
# has no proxy even where the sound was heard.
MEASURED = "r.continuity {} AND r.described = 1 AND r.duration_ms > 0 AND r.kind IN ('video', 'audio')"
UNRESCUED = """r.id IN (SELECT s.recording FROM rescues s WHERE NOT EXISTS (SELECT 1 FROM derivatives d
    WHERE d.recording = s.recording AND d.role = 'rescue' AND d.made_at >= s.ordered_at))"""
_RESCUES = f"""SELECT count(*) FROM recordings r WHERE {UNRESCUED}
    AND r.id NOT IN (SELECT recording FROM failures WHERE step = 'rescue' AND again_at = '')"""
UNPROXIED = f"r.key IN ({_WANTS_PROXY} < ? UNION ALL {_WANTS_PROXY} > ?) AND r.problem != 'media.no-decodable-stream'"


def owed(connection: sqlite3.Connection, places: Places, sql: str, values: tuple[Any, ...]) -> tuple[q.Owed, ...]:
    """Recordings that an OWED query finds."""
    return tuple(
        q.Owed(
            recording=row["id"],
            content=places.original(row["object_path"], row["content_path"]),
            named=kind_of_name(raw(row["name"])) or row["kind"],
            media=msgspec.json.decode(row["media"], type=MediaInfo) if row["media"] else None,
            attempt=row["attempt"] + 1,
            problem=row["problem"],
            plan_reason=row["plan_reason"],
        )
        for row in connection.execute(sql, values)
    )


def unprobed(connection: sqlite3.Connection, places: Places, query: q.MediaUnprobed) -> tuple[q.Owed, ...]:
    """Not described yet."""
    return owed(connection, places, OWED.format("r.described = 0"), ("describe", query.now, query.limit))


def unpictured(connection: sqlite3.Connection, places: Places, query: q.PicturesMissing) -> tuple[q.Owed, ...]:
    """Described, but without pictures."""
    sql = OWED.format("r.described = 1 AND r.pictures = 0")
    return owed(connection, places, sql, ("pictures", query.now, query.limit))


def unproxied(connection: sqlite3.Connection, places: Places, query: q.ProxiesMissing) -> tuple[q.Owed, ...]:
    """In need of a proxy in this profile."""
    sql = OWED.format(UNPROXIED)
    return owed(connection, places, sql, ("proxy", query.profile, query.profile, query.now, query.limit))


def unsought(connection: sqlite3.Connection, places: Places, query: CodesUnsought) -> tuple[q.Owed, ...]:
    """Not looked through for codes."""
    return owed(connection, places, OWED.format(codes_table.UNSOUGHT), ("codes", query.now, query.limit))


def failed_attempts(connection: sqlite3.Connection, query: q.FailedAttempts) -> int:
    """Failures in a row of one step."""
    row = connection.execute(
        "SELECT attempt FROM failures WHERE recording = ? AND step = ?", (query.recording, query.step)
    ).fetchone()
    return int(row["attempt"]) if row else 0


def owed_counts(connection: sqlite3.Connection, query: q.OwedCounts) -> dict[str, int]:
    """How much is owed, paused or not; what gave up is counted apart."""
    given_up = "r.id NOT IN (SELECT recording FROM failures WHERE step = '{}' AND again_at = '')"
    count = "SELECT count(*) FROM recordings r WHERE {} AND " + given_up
    asked: dict[str, tuple[str, tuple[Any, ...]]] = {
        "describe": (count.format("r.described = 0", "describe"), ()),
        "pictures": (count.format("r.described = 1 AND r.pictures = 0", "pictures"), ()),
        "proxy": (count.format(UNPROXIED, "proxy"), (query.profile, query.profile)),
        "codes": (count.format(codes_table.UNSOUGHT, "codes"), ()),
        "seal": ("SELECT count(*) FROM seals WHERE finished_at = ''", ()),
        "release": ("SELECT count(*) FROM releases WHERE ended_at = ''", ()),
        "continuity": (count.format(MEASURED.format("= 0"), "continuity"), ()),
        "stretches": (count.format(MEASURED.format("= 1"), "stretches"), ()),
        "given-up": ("SELECT count(*) FROM failures WHERE again_at = ''", ()),
    }
    counts = {name: connection.execute(sql, values).fetchone()[0] for name, (sql, values) in asked.items()}
    rescues = connection.execute(_RESCUES).fetchone()[0]
    return {**counts, "rescue": rescues, "mirror": mirror_table.owed_count(connection)}
