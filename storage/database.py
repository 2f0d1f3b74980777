"""SQLite connections, opened the only way that is safe for evidence.

In: a path. Out: stdlib connections with WAL, `synchronous=FULL` and friends verified, and every
SQLite error translated once into a DeskError. Never open the live file by any other means in this
process: closing such a handle drops SQLite's locks and loses committed rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recorder_desk.errors import DeskError
from storage.bits_kept import Reader

BUSY_MS = 10_000


def open_for_writing(path: Path) -> sqlite3.Connection:
    """The one writing connection (autocommit; the caller begins and commits).

    Raises DeskError `catalogue.corrupt`, `catalogue.unwritable`, `catalogue.no-wal`.
    """
    with translated(path):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000)
        try:
            _prepare(connection)
            mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
            connection.execute("PRAGMA synchronous=FULL")
            level = connection.execute("PRAGMA synchronous").fetchone()[0]
        except BaseException:
            connection.close()
            raise
    if mode != "wal" or level != 2:
        connection.close()
        raise DeskError("catalogue.no-wal", blame="environment", path=str(path), mode=str(mode))
    return connection


def open_for_reading(path: Path) -> Reader:
    """A connection that cannot write: `mode=ro` and `query_only`. Raises as `open_for_writing`."""
    with translated(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False,
            timeout=BUSY_MS / 1000, factory=Reader,
        )  # fmt: skip
        try:
            _prepare(connection)
            connection.execute("PRAGMA query_only=ON")
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    for pragma in ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA cache_size=-16384")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, once, here."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise DeskError("catalogue.rule-broken", blame="defect", reason=str(error)) from error
    except sqlite3.OperationalError as error:
        raise _translate(error, path) from error
    except sqlite3.DatabaseError as error:
        raise DeskError("catalogue.corrupt", blame="environment", path=str(path), reason=str(error)) from error


def _translate(error: sqlite3.OperationalError, path: Path) -> DeskError:
    whole = getattr(error, "sqlite_errorcode", 0)
    code = whole & 0xFF
    told = {"path": str(path), "reason": str(error)}
    if code == sqlite3.SQLITE_FULL or whole == sqlite3.SQLITE_IOERR_SHMSIZE:  # no room for the log's index
        return DeskError("catalogue.full", blame="environment", **told)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DeskError("catalogue.busy", blame="environment", **told)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DeskError("catalogue.corrupt", blame="environment", **told)
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR):
        return DeskError("catalogue.unwritable", blame="environment", **told)
    return DeskError("catalogue.rule-broken", blame="defect", reason=str(error))
