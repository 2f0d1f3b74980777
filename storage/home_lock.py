"""One desk a home: a lock that dies with its process.

In: the path of a lock file. Out: a held lock, or DeskError `home.locked`. A lock file that somebody
deleted or replaced does not fool us: the file held must be the one at the path, and on POSIX the home's
folder is held too, which nobody deletes by tidying up. (Windows does not let an open file be deleted.)
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
            self._fds = [os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)]
        except OSError as error:
            code, reason = "home.full" if is_full(error) else "home.unwritable", str(error.strerror)
            raise DeskError(code, blame="environment", path=str(path.parent), reason=reason) from error
        if not (_try_lock(self._fds[0]) and self._is_ours() and _try_lock_folder(path.parent, self._fds)):
            self.close()
            raise DeskError("home.locked", blame="environment", path=str(path.parent))

    def _is_ours(self) -> bool:
        held = os.fstat(self._fds[0])
        try:
            there = os.stat(self._path)
        except FileNotFoundError:
            return False
        return (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino)

    def close(self) -> None:
        """Let the next desk in. The file stays: deleting it would let two in."""
        for fd in self._fds:
            os.close(fd)


if sys.platform == "win32":  # never run by us: see docs/development.md
    import msvcrt

    def _try_lock(fd: int) -> bool:
        """Lock the first byte; Windows frees it when the process ends."""
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _try_lock_folder(path: Path, fds: list[int]) -> bool:
        """Not to be had, and not needed."""
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

    def _try_lock_folder(path: Path, fds: list[int]) -> bool:
        """The same for the folder; its descriptor is added to `fds`."""
        fds.append(os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
        try:
            return _try_lock(fds[-1])
        except OSError:  # some network file systems lock files alone: then the file alone says it
            return True
