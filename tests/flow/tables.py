"""Every table of a catalogue, to compare: one before with one after, one home with another."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

Tables = dict[str, list[tuple[Any, ...]]]

APART = {
    "checkpoints": "a rebuild signs once over what was signed in many steps",
    "bits_written": "when bits were written last",
    "_sqlite_migrations": "when this file got its shape",
}
"""Tables that a replay does not give back, and why."""


def tables(catalogue: Path) -> Tables:
    """Every row of every table, also the journal's; of the search index what was put into it."""
    with closing(sqlite3.connect(f"file:{catalogue}?mode=ro", uri=True)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = [name for name in names if not name.startswith(("words_", "sqlite_"))]
        found = {}
        for name in sorted(own):
            columns = "rowid, text" if name == "words" else "*"
            found[name] = sorted(connection.execute(f"SELECT {columns} FROM {name}").fetchall())
        return found


def replayable(catalogue: Path) -> Tables:
    """The tables that are nothing but the journal's facts, replayed."""
    return {name: rows for name, rows in tables(catalogue).items() if name not in APART}


def entries(catalogue: Path) -> list[dict[str, Any]]:
    """The journal's entries as tables, oldest first."""
    return [json.loads(row[1]) for row in tables(catalogue)["journal"]]
