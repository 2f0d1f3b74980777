"""What cases have of their record item lists: counted anew with everything that bears on it, so that a list of cases
can be sorted by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.continuity import Continuity, Stretch
from recorder_desk.domain.coverage import Coverage, Held, Judgement, coverage
from recorder_desk.domain.media import MediaInfo
from recorder_desk.errors import DeskError
from recorder_desk.queries import casework as q
from storage import item_lists_table

DDL = (
    "ALTER TABLE cases ADD COLUMN items_required INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE cases ADD COLUMN items_covered INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE cases ADD COLUMN items_missing INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX cases_opened ON cases(opened_on, key)",
    "CREATE INDEX cases_missing ON cases(items_missing, opened_on, key)",
)

_HELD = """SELECT l.item, l.recording, l.from_ms, l.until_ms, r.kind, r.duration_ms, r.trouble, r.media, c.measured,
    c.stretches, coalesce((SELECT j.gap_ms FROM joints j WHERE j.before = r.id AND j.joined = 1), 0) AS joint_ms,
    (SELECT group_concat(DISTINCT m.kind) FROM marks m WHERE m.recording = l.recording AND m.item = l.item
        AND m.removed = 0 AND m.kind IN ('start', 'end') AND m.at_ms >= l.from_ms
        AND (l.until_ms = 0 OR m.at_ms <= l.until_ms)) AS points
    FROM links l JOIN recordings r ON r.id = l.recording LEFT JOIN continuity c ON c.recording = r.id
    WHERE l.case_id = ? AND l.unlinked_at = '' ORDER BY r.recorded_at, l.key"""
_SILENT_SHARE = 0.98
_OF_CASE = (f.CaseOpened, f.RecordingLinked, f.RecordingUnlinked, f.ItemJudged, f.SealRecovered)
_OF_RECORDING = (
    f.MediaDescribed, f.RecordingChecked, f.ContinuityMeasured, f.StretchesFound, f.StepFailed, f.MarkAdded,
    f.MarkChanged, f.MarkRemoved,
)  # fmt: skip


def show(connection: sqlite3.Connection, query: q.CoverageOf) -> Coverage:
    """Counted now. Raises `case.unknown`."""
    row = connection.execute("SELECT item_list FROM cases WHERE id = ?", (query.case,)).fetchone()
    if row is None:
        raise DeskError("case.unknown", case=query.case)
    listed = item_lists_table.listed(connection, row["item_list"])
    held = map(_held, connection.execute(_HELD, (query.case,)))
    said = connection.execute("SELECT item, verdict, reason FROM item_judgements WHERE case_id = ?", (query.case,))
    return coverage(listed.items if listed else (), held, (Judgement(*each) for each in said))


def recount(connection: sqlite3.Connection, facts: Iterable[f.Fact]) -> None:
    """Count anew every case that facts bear on, each once."""
    for case in sorted({case for fact in facts for case in _cases(connection, fact)}):
        _write(connection, case)


def recount_all(connection: sqlite3.Connection) -> None:
    """Every case: after a rebuild, and where nothing was counted yet."""
    for (case,) in connection.execute("SELECT id FROM cases").fetchall():
        _write(connection, case)


def _write(connection: sqlite3.Connection, case: str) -> None:
    found = show(connection, q.CoverageOf(case))
    connection.execute(
        "UPDATE cases SET items_required = ?, items_covered = ?, items_missing = ? WHERE id = ?",
        (found.required, found.covered, found.missing, case),
    )


def _cases(connection: sqlite3.Connection, fact: f.Fact) -> Iterator[str]:
    if isinstance(fact, _OF_CASE):
        yield fact.case
        return
    if isinstance(fact, f.JointsDecided):
        recordings = [each.before for each in fact.joints]
    else:
        recordings = [fact.recording] if isinstance(fact, _OF_RECORDING) else []
    for each in recordings:
        rows = connection.execute(
            "SELECT DISTINCT case_id FROM links WHERE recording = ? AND unlinked_at = ''", (each,)
        )
        yield from (case for (case,) in rows)


def _held(row: sqlite3.Row) -> Held:
    media = msgspec.json.decode(row["media"], type=MediaInfo) if row["media"] else None
    begin, end = row["from_ms"], row["until_ms"] or row["duration_ms"]
    told = msgspec.json.decode(row["measured"], type=Continuity) if row["measured"] else None
    seen = msgspec.json.decode(row["stretches"], type=tuple[Stretch, ...]) if row["stretches"] else ()
    silent = sum(_overlap(each, begin, end) for each in seen if each.kind == "silent")
    sound = media is None or bool(media.audio_codec)
    heard = sound and (end <= begin or silent < _SILENT_SHARE * (end - begin))
    joint = row["joint_ms"] if end >= row["duration_ms"] else 0
    gap, gap_at = max([(0, begin), (joint, end), *_holes(told, begin, end)])
    points = frozenset(row["points"].split(",")) if row["points"] else frozenset[str]()
    return Held(row["item"], row["recording"], row["kind"], begin, end, heard, gap, row["trouble"], points, gap_at)


def _overlap(stretch: Stretch, begin: int, end: int) -> int:
    return max(0, min(stretch.until_ms, end) - max(stretch.from_ms, begin))


def _holes(told: Continuity | None, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The holes in picture or sound within a range: how long, and from where (ms)."""
    for track in (told.picture, told.sound) if told else ():
        for hole in track.holes if track else ():
            if hole.from_ms < end and hole.until_ms > begin:
                yield hole.until_ms - hole.from_ms, hole.from_ms
