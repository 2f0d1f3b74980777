"""One desk a home: a lock that dies with its process.

In: the path of a lock file. Out: a held lock, or DeskError `home.locked`. A lock file that somebody
deleted or replaced does not fool us: the file held must be the one at the path.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from recorder_desk.errors import DeskError
from storage.durable import is_full


class HomeLock:
    """Held from construction to `close`. Raises DeskError `home.locked`, `home.unwritable`, `home.full`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            code, reason = "home.full" if is_full(error) else "home.unwritable", str(error.strerror)
            raise DeskError(code, blame="environment", path=str(path.parent), reason=reason) from error
        if not _try_lock(self._fd) or not self._is_ours():
            os.close(self._fd)
            raise DeskError("home.locked", blame="environment", path=str(path.parent))

    def _is_ours(self) -> bool:
        held = os.fstat(self._fd)
        try:
            there = os.stat(self._path)
        except FileNotFoundError:
            return False
        return (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino)

    def close(self) -> None:
        """Let the next desk in. The file stays: deleting it would let two in."""
        os.close(self._fd)


if sys.platform == "win32":  # never run by us: see docs/development.md
    import msvcrt

    def _try_lock(fd: int) -> bool:
        """Lock the first byte; Windows frees it when the process ends."""
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(fd: int) -> bool:
        """`flock`, freed by the kernel however the process ends."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
