"""Safeguards taken out by name, to see whether the torture notices: the suite must be able to fail.

In: a name. Out: this process has the safeguard no longer. Only ever called in a child that is about to end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from storage import database, plain_files, platform_posix


def _nothing(*_: Any) -> None:
    """Done already, says who lies."""


def _no_flush() -> None:
    platform_posix.PosixFolder.flush = _nothing  # type: ignore[method-assign]
    plain_files.flush_folder = _nothing


def _normal() -> None:
    whole = database.open_for_writing

    def open_for_writing(path: Any) -> Any:
        connection = whole(path)
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    from storage import work

    work.open_for_writing = open_for_writing  # type: ignore[attr-defined]


def _no_home_lock() -> None:
    from storage import home_lock

    home_lock._try_lock = lambda fd: True
    home_lock._try_lock_folder = lambda path, fds: True


SAFEGUARDS: Mapping[str, Callable[[], None]] = {
    "flush": _no_flush,
    "synchronous-full": _normal,
    "home-lock": _no_home_lock,
}
"""Name -> what takes it out."""


def remove(name: str) -> None:
    """Take a safeguard out of this process; '' leaves all in. Raises KeyError."""
    if name:
        SAFEGUARDS[name]()
