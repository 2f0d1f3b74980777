"""Taking off a recorder what is ours (implements `ports.Clear`). Nothing else removes anything there.

In: docked files as the last scan saw them. Out: their digests as the medium has them now; files removed by
the descriptor of their folder, each only if it is still what was read.

Until the last look at it a file is held (`holding.py`), where the system can: nobody writes into it unseen. Between
that look and the removal lies one system call (docs/reliability.md).
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from collections.abc import Callable
from dataclasses import dataclass

from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.names import shown_path
from recorder_desk.domain.sources import source_changed, source_failure
from recorder_desk.errors import DeskError
from recorder_desk.tools import clearing_windows, mounts
from recorder_desk.tools.holding import Hold, hold
from recorder_desk.tools.opening import ON_WINDOWS, extended, is_link, opened

_CHUNK = 1 << 20
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
Same = Callable[[os.stat_result], bool]


@dataclass(frozen=True, slots=True)
class _Read:
    """What a file was when its digest was taken. Times of change move even where the time of modification
    was put back (not on exFAT: hence the digest, taken just before)."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> _Read:
        """As the system tells it now."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


class FileClear:
    """Recorders on the file systems of this machine. One release at a time uses it, from any thread."""

    def __init__(
        self,
        remove: Callable[[str, Same], None] | None = None,
        tells_writers: Callable[[str], bool] = mounts.tells_writers,
    ) -> None:
        """`remove(path, same)` stands in for the system's own way in tests."""
        self._remove = remove or (clearing_windows.remove if ON_WINDOWS else remove_by_folder)
        self._tells_writers = tells_writers
        self._certain: dict[int, bool] = {}
        self._read: dict[str, _Read] = {}
        self._held: dict[str, Hold] = {}
        self._folders: set[str] = set()
        self._lock = threading.Lock()

    def digest(self, file: DockedFile, algorithm: str, report: Callable[[int], None]) -> str:
        """See `Clear.digest`."""
        try:
            with opened(file.path) as descriptor:
                before = os.fstat(descriptor)
                _as_docked(before, file)
                self._hold(file, descriptor, before.st_dev)
                if before.st_nlink > 1:
                    raise DeskError("release.more-than-one-name", blame="environment", path=shown_path(file.path))
                digest = _digest(descriptor, algorithm, report)
                after = os.fstat(descriptor)
        except BlockingIOError as error:  # somebody has it open for writing
            raise source_failure(file, error, "release.not-removable") from error
        except OSError as error:
            raise source_failure(file, error) from error
        if _Read.of(before) != _Read.of(after):
            raise source_changed(file)
        with self._lock:
            self._read[file.path] = _Read.of(after)
        return f"{algorithm}:{digest}"

    def remove(self, file: DockedFile) -> None:
        """See `Clear.remove`."""
        with self._lock:
            read = self._read.pop(file.path, None)
            held = self._held.pop(file.path, None)
        if read is None:
            raise source_changed(file)

        def same(status: os.stat_result) -> bool:
            plain = stat.S_ISREG(status.st_mode) and not is_link(status)
            unwritten = held is None or held.unbroken()
            if held is not None:
                held.let_go()  # FUSE would keep under another name what is removed while it is open
            return plain and _Read.of(status) == read and unwritten

        try:
            self._remove(extended(file.path), same)
        except BlockingIOError as error:
            raise source_changed(file) from error
        except OSError as error:
            raise source_failure(file, error, "release.not-removable") from error
        finally:
            if held is not None:
                held.let_go()
        with self._lock:
            self._folders.add(os.path.dirname(file.path))

    def _hold(self, file: DockedFile, descriptor: int, device: int) -> None:
        """From before its digest is taken until the last look nobody can write into it unseen, where that can be had.

        Not on a volume of another machine: its client refuses leases for reasons of its own."""
        if device not in self._certain:
            self._certain[device] = self._tells_writers(file.path)
        held = hold(descriptor) if self._certain[device] else None
        with self._lock:
            former = self._held.pop(file.path, None)
            if held is not None:
                self._held[file.path] = held
        if former is not None:
            former.let_go()

    def let_go(self) -> None:
        """See `Clear.let_go`."""
        with self._lock:
            held, self._held, self._read, self._certain = list(self._held.values()), {}, {}, {}
        for each in held:
            each.let_go()

    def flush(self) -> None:
        """See `Clear.flush`. Windows has no such call; it writes removals on recorders at once."""
        with self._lock:
            folders, self._folders = sorted(self._folders), set()
        if ON_WINDOWS:
            return
        for path in folders:
            try:
                folder = os.open(path, _FOLDER)
                try:
                    os.fsync(folder)
                finally:
                    os.close(folder)
            except OSError as error:
                told = {"path": shown_path(path), "reason": str(error.strerror)}
                raise DeskError("release.not-flushed", blame="environment", **told) from error

    def present(self, path: str) -> bool | None:
        """See `Clear.present`."""
        try:
            os.lstat(extended(path))
        except FileNotFoundError:
            return False
        except (OSError, ValueError):
            return None
        return True


def remove_by_folder(path: str, same: Same) -> None:
    """Remove a name in a folder that is held open, if it is still that file.

    Raises OSError; BlockingIOError for another file under the name.
    """
    above, name = os.path.split(path)
    folder = os.open(above, _FOLDER)
    try:
        if not same(os.stat(name, dir_fd=folder, follow_symlinks=False)):
            raise BlockingIOError
        os.unlink(name, dir_fd=folder)
    finally:
        os.close(folder)


def _as_docked(status: os.stat_result, file: DockedFile) -> None:
    inode = not file.inode or status.st_ino == file.inode  # Windows directory listings give none (0)
    if (status.st_size, status.st_mtime_ns) != (file.size, file.mtime_ns) or not inode:
        raise source_changed(file)


def _digest(descriptor: int, algorithm: str, report: Callable[[int], None]) -> str:
    """What the medium holds: pages that receiving left in memory are dropped first, where that can be asked."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    digest = hashlib.new(algorithm)
    while chunk := os.read(descriptor, _CHUNK):
        digest.update(chunk)
        report(len(chunk))
    return digest.hexdigest()
