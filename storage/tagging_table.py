"""Tags, notes, and which steps could be undone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from recorder_desk.domain import facts as f
from recorder_desk.domain.saying import Said
from recorder_desk.domain.tagging import Notes, TagCount
from recorder_desk.queries import tagging as q
from storage import bits_table
from storage import recordings_table as recordings
from storage.applied import Applied, Apply

DDL = (
    "CREATE TABLE tags (recording TEXT NOT NULL REFERENCES recordings(id), tag TEXT NOT NULL,"
    " PRIMARY KEY (recording, tag)) WITHOUT ROWID",
    "CREATE INDEX tags_tag ON tags(tag, recording)",
    "CREATE TABLE notes (recording TEXT NOT NULL REFERENCES recordings(id), field TEXT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY (recording, field)) WITHOUT ROWID",
    "CREATE INDEX notes_field ON notes(field, value)",
    "ALTER TABLE recordings ADD COLUMN marked INTEGER NOT NULL DEFAULT 0",
    "UPDATE recordings SET marked = important WHERE important = 1",
    "CREATE TABLE undone (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, redo INTEGER NOT NULL)",
)
WAITING = "links = 0 AND kind != 'sidecar' AND aside = 0"
"""Recordings that need a place: written as the index of them is."""
ASIDE = (
    "ALTER TABLE recordings ADD COLUMN aside INTEGER NOT NULL DEFAULT 0",
    f"CREATE INDEX recordings_waiting ON recordings(recorded_at) WHERE {WAITING}",
)
REVERSIBLE = (
    "RecordingTagged", "RecordingNoted", "RecordingLinked", "RecordingUnlinked", "MarkAdded", "MarkChanged",
    "MarkRemoved", "CriterionScored", "RectificationAdded", "RectificationWithdrawn",
)  # fmt: skip
_COMMANDS = (
    "TagRecordings", "NoteRecordings", "LinkRecordings", "LinkRecording", "UnlinkRecording", "UnlinkRecordings",
    "SeekPlaces", "AddMarks",
    "ChangeMark", "RemoveMark", "ScoreCriteria", "AddRectification", "WithdrawRectification",
)  # fmt: skip
_LOOKED_AT = 5_000
_ASKED = "recording IN (SELECT value FROM json_each(?))"


def _tag(connection: sqlite3.Connection, fact: f.RecordingTagged, applied: Applied) -> None:
    connection.executemany(
        "DELETE FROM tags WHERE recording = ? AND tag = ?", [(fact.recording, tag) for tag in fact.removed]
    )
    connection.executemany(
        "INSERT OR IGNORE INTO tags (recording, tag) VALUES (?, ?)", [(fact.recording, tag) for tag in fact.added]
    )
    bits_table.note_tags(connection, fact.recording, (*fact.removed, *fact.added))
    recordings.refresh_words(connection, fact.recording)


def _note(connection: sqlite3.Connection, fact: f.RecordingNoted, applied: Applied) -> None:
    connection.execute("DELETE FROM notes WHERE recording = ? AND field = ?", (fact.recording, fact.field))
    if fact.after:
        connection.execute(
            "INSERT INTO notes (recording, field, value) VALUES (?, ?, ?)", (fact.recording, fact.field, fact.after)
        )
    if fact.field == "important":
        marked = "CASE ?2 WHEN 'yes' THEN 1 WHEN 'no' THEN 0 ELSE marked END"
        connection.execute(
            f"UPDATE OR FAIL recordings SET important = {marked} WHERE id = ?1", (fact.recording, fact.after)
        )
    if fact.field == "aside":
        connection.execute(
            "UPDATE OR FAIL recordings SET aside = ? WHERE id = ?", (fact.after == "yes", fact.recording)
        )
    recordings.refresh_words(connection, fact.recording)


def _undone(connection: sqlite3.Connection, fact: f.ActionUndone, applied: Applied) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO undone (first, last, redo) VALUES (?, ?, ?)", (fact.first, fact.last, fact.redo)
    )


APPLY: Mapping[type[f.Fact], Apply] = {f.RecordingTagged: _tag, f.RecordingNoted: _note, f.ActionUndone: _undone}


def tags_of(connection: sqlite3.Connection, query: q.TagsOf) -> tuple[tuple[str, ...], Notes]:
    """Tags and notes of a recording."""
    tags = connection.execute("SELECT tag FROM tags WHERE recording = ? ORDER BY tag", (query.recording,))
    notes = connection.execute("SELECT field, value FROM notes WHERE recording = ?", (query.recording,))
    return tuple(tag for (tag,) in tags), Notes(**dict(notes.fetchall()))


def said_of(connection: sqlite3.Connection, query: q.SaidOf) -> tuple[Said, ...]:
    """What is said of some recordings."""
    asked = (json.dumps(query.recordings),)
    tags: dict[str, list[str]] = {}
    for recording, tag in connection.execute(f"SELECT recording, tag FROM tags WHERE {_ASKED} ORDER BY tag", asked):
        tags.setdefault(recording, []).append(tag)
    notes: dict[str, dict[str, str]] = {}
    told = connection.execute(f"SELECT recording, field, value FROM notes WHERE {_ASKED}", asked)
    for recording, field, value in told:
        notes.setdefault(recording, {})[field] = value
    named = connection.execute("SELECT id, name FROM recordings WHERE id IN (SELECT value FROM json_each(?))", asked)
    names = dict(named.fetchall())
    return tuple(
        Said(each, names[each], tuple(tags.get(each, ())), Notes(**notes.get(each, {})))
        for each in query.recordings
        if each in names
    )


def tree(connection: sqlite3.Connection, query: q.TagTree) -> tuple[TagCount, ...]:
    """Tags and the branches above them."""
    own: dict[str, int] = {}
    below: dict[str, set[str]] = {}
    for tag, recording in connection.execute("SELECT tag, recording FROM tags"):
        own[tag] = own.get(tag, 0) + 1
        parts = tag.split("/")
        for depth in range(1, len(parts) + 1):
            below.setdefault("/".join(parts[:depth]), set()).add(recording)
    return tuple(TagCount(tag, len(below[tag]), own.get(tag, 0)) for tag in sorted(below))


def last_reversible(connection: sqlite3.Connection, query: q.LastReversible) -> q.Reversible | None:
    """The newest step of an actor that counts.

    To redo: his newest undoing, unless it was done again or he has done something since."""
    gone = {row["first"] for row in connection.execute("SELECT first FROM undone")}
    for step in _steps(connection, query.actor):
        command, first = step[0]["command"], step[0]["seq"]
        if query.redo and command != "Undo":
            if command in _COMMANDS:
                return None
            continue
        if not query.redo and command not in (*_COMMANDS, "Redo"):
            continue
        facts = tuple((each["fact"], each["body"]) for each in step if each["fact"] in REVERSIBLE)
        if first not in gone and facts:
            return q.Reversible(first, step[-1]["seq"], facts)
    return None


def _steps(connection: sqlite3.Connection, actor: str) -> Iterator[list[dict[str, Any]]]:
    """The steps of an actor, the newest first: entries of one command in one transaction, never cut short.

    A transaction ends with a checkpoint; a rebuild joins many under one, and then the moment tells them apart."""
    rows = connection.execute(
        "SELECT entry, (SELECT min(size) FROM checkpoints WHERE size >= seq) AS ends FROM journal ORDER BY seq DESC"
    )
    entries = ({**json.loads(row["entry"]), "ends": row["ends"]} for row in rows)
    looked = 0
    for _, group in groupby(entries, key=lambda each: (each["ends"], each["at"], each["command"], each["actor"])):
        step = sorted(group, key=lambda each: int(each["seq"]))
        if step[0]["actor"] == actor:
            yield step
        looked += len(step)
        if looked > _LOOKED_AT:
            return
