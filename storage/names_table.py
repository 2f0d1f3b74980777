"""What names told, on the recordings; and the time that follows from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.stamps import Stamps
from recorder_desk.domain.times import moment, stamp_of_media
from recorder_desk.queries import names as q
from storage import recorders_table
from storage.applied import Applied, Apply

DDL = (
    *(
        f"ALTER TABLE recordings ADD COLUMN {name} TEXT NOT NULL DEFAULT ''"
        for name in ("device_number", "user_number", "named_at", "channel", "company", "grammar", "names")
    ),
    "ALTER TABLE recordings ADD COLUMN sequence INTEGER NOT NULL DEFAULT -1",
    *(
        f"ALTER TABLE recordings ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0"
        for name in ("important", "encrypted", "continues")
    ),
    "CREATE INDEX recordings_important ON recordings(key) WHERE important = 1",
    "CREATE INDEX recordings_names ON recordings(names, key)",
    "CREATE INDEX recordings_device_number ON recordings(device_number) WHERE device_number != ''",
)


def local_day(at: str) -> str:
    """The local date of a UTC stamp, or '' when there is none."""
    return moment(at).astimezone().date().isoformat() if at else ""


def stamps_of(row: sqlite3.Row) -> Stamps:
    """Every time that is told of a recording, raw."""
    media = msgspec.json.decode(row["media"], type=MediaInfo).created_at if row["media"] else ""
    return Stamps(row["named_at"], stamp_of_media(media), row["modified_at"], row["received_at"])


def refresh_time(connection: sqlite3.Connection, recording: str) -> None:
    """Work out again when a recording was made."""
    row = connection.execute(
        "SELECT named_at, media, modified_at, received_at FROM recordings WHERE id = ?", (recording,)
    ).fetchone()
    recorded = stamps_of(row).recorded_at
    connection.execute(
        "UPDATE OR FAIL recordings SET recorded_at = ?, day = ? WHERE id = ?",
        (recorded, local_day(recorded), recording),
    )


_IMPORTANT = """UPDATE OR FAIL recordings AS r SET important = coalesce((SELECT n.value = 'yes' FROM notes n
    WHERE n.recording = r.id AND n.field = 'important'), r.marked) WHERE r.id = ?"""
"""What the name says, unless somebody decided otherwise."""


def _read(connection: sqlite3.Connection, fact: f.NamesRead, applied: Applied) -> None:
    for each in fact.names:
        told = each.told
        connection.execute(
            "UPDATE recordings SET device_number = ?, user_number = ?, named_at = ?, channel = ?, company = ?,"
            " grammar = ?, names = ?, sequence = ?, marked = ?, encrypted = ?, continues = ? WHERE id = ?",
            (told.device_number, told.user_number, told.named_at, told.channel, told.company, told.grammar,
             fact.grammars, told.sequence, told.important, told.encrypted, told.continues, each.recording),
        )  # fmt: skip
        connection.execute(_IMPORTANT, (each.recording,))
        refresh_time(connection, each.recording)
        recorders_table.note_recorder(connection, each.recording)


APPLY: Mapping[type[f.Fact], Apply] = {f.NamesRead: _read}


def unread(connection: sqlite3.Connection, query: q.NamesUnread) -> tuple[tuple[str, str], ...]:
    """Recordings read by other grammars, or by none. Both sides: no index answers what is unlike something."""
    rows = connection.execute(
        "SELECT id, path FROM recordings WHERE key IN (SELECT key FROM recordings WHERE names < ?1"
        " UNION ALL SELECT key FROM recordings WHERE names > ?1) ORDER BY key LIMIT ?2",
        (query.grammars, query.limit),
    )
    return tuple((row["id"], row["path"]) for row in rows)
