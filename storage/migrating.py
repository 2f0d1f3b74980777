"""Bringing a catalogue to its present shape, and knowing which shape it has."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from recorder_desk.errors import DeskError
from storage.database import open_for_reading, translated
from storage.migrations import catalogue


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a catalogue to the present shape, all or nothing.

    Raises DeskError `home.newer` when a later version of the program has changed it.
    """
    with translated(path):
        db = Database(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            refuse_newer(connection, path)
            catalogue.apply(db)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def refuse_newer(connection: sqlite3.Connection, path: Path) -> None:
    """Raise DeskError `home.newer` when the catalogue has had a migration this program does not know."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return
    known = {migration.name for migration in catalogue._migrations}
    rows = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id", (catalogue.name,)
    )
    newer = [row["name"] for row in rows if row["name"] not in known]
    if newer:
        raise DeskError("home.newer", blame="environment", path=str(path.parent), found=newer[-1])


def is_current(path: Path) -> bool:
    """Whether a catalogue has its present shape: not where there is none, where a crash cut its making short, or
    where an older version of the program left it.

    Raises DeskError `catalogue.corrupt`, `catalogue.busy`.
    """
    if not path.exists():
        return False
    try:
        with translated(path), closing(open_for_reading(path)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
                return False
            rows = connection.execute(
                "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (catalogue.name,)
            ).fetchall()
    except DeskError as error:
        if error.code == "catalogue.unwritable":  # half made: only a writer may roll that back
            return False
        raise
    return {migration.name for migration in catalogue._migrations} <= {row["name"] for row in rows}


def schema_version(connection: sqlite3.Connection) -> int:
    """How many migrations this catalogue has had."""
    return len(catalogue.applied(Database(connection)))
