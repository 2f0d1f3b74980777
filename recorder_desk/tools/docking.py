"""The dock: looking into drop folders without changing anything there (implements `ports.Dock`).

In: paths as the file system has them (surrogate escapes allowed). Out: docked files, what is left
alone, and whether a file is ready to be received.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from recorder_desk.domain.docked import DockedFile, LeftAlone, kind_of_name
from recorder_desk.domain.names import shown_path
from recorder_desk.errors import DeskError
from recorder_desk.tools import magic, mounts
from recorder_desk.tools.opening import extended, is_link, opened
from recorder_desk.tools.settling import Stillness
from recorder_desk.tools.walking import Identity, code_of, identity, walk
from recorder_desk.tools.writers import Writing, writer_of

SERIAL_FILE = "sn.txt"
_SERIAL_BYTES = 256
_SERIAL_LENGTH = 40
Scan = tuple[Sequence[DockedFile], Sequence[LeftAlone]]


class FileDock:
    """Drop folders on the file systems of this machine. Safe from any thread."""

    def __init__(
        self,
        *,
        wall_ns: Callable[[], int] = time.time_ns,
        monotonic: Callable[[], float] = time.monotonic,
        writer: Callable[[str], Writing] = writer_of,
        tells_writers: Callable[[str], bool] = mounts.tells_writers,
        own: Sequence[str] = (),
    ) -> None:
        """`own`: the desk's own folders, which are never docked."""
        self._own = tuple(own)
        self._wall_ns = wall_ns
        self._writer = writer
        self._tells_writers = tells_writers
        self._lock = threading.Lock()
        self._still = Stillness(monotonic)
        self._certain: dict[str, bool] = {}

    def scan(self, path: str) -> Scan:
        """Regular files below a folder (or the one file), sorted by path, and what is left alone.

        Links are never followed, not even when `path` itself is one. Raises DeskError
        `dock.folder-missing`, `dock.folder-unreadable`.
        """
        path = _without_separator(path)
        try:
            status = os.lstat(extended(path))
            own = frozenset(filter(None, map(identity, self._own)))
            if own and any(identity(above) in own for above in _upwards(path)):
                return (), (LeftAlone(path, "dock.own-folder"),)
            if not stat.S_ISDIR(status.st_mode) or is_link(status):
                return self._one(path, status)
            return self._folder(path, own)
        except (FileNotFoundError, NotADirectoryError) as error:
            self._forget_below(path, set())
            raise DeskError("dock.folder-missing", blame="environment", path=shown_path(path)) from error
        except ValueError as error:  # a NUL or a lone surrogate: no such name can exist
            raise DeskError("dock.folder-missing", blame="environment", path=shown_path(path)) from error
        except OSError as error:
            raise DeskError("dock.folder-unreadable", blame="environment", path=shown_path(path)) from error

    def settled(self, file: DockedFile, settle_seconds: float) -> bool:
        """Whether its writer is done: closed where the system tells, and unchanged for so long.

        Where the system is sure that nobody writes, a file whose time of change is that old is
        settled at once; else it must have been seen unchanged (size, time, inode) for that long,
        by a clock that nobody can set. A file that is not as `file` says is not settled.
        Never sleeps and never raises.
        """
        status = _status(file.path)
        if status is None or (status.st_size, status.st_mtime_ns) != (file.size, file.mtime_ns):
            self._note(file.path, status)
            return False
        certain = self._is_certain(file)
        if certain and self._wall_ns() - status.st_mtime_ns >= settle_seconds * 1e9:
            writer = self._writer(file.path)
            if writer != "unknown":
                return writer == "closed"
            return self._note(file.path, status) >= settle_seconds
        if self._note(file.path, status) < settle_seconds:
            return False
        return not certain or self._writer(file.path) != "open"

    def device_of(self, path: str) -> str:
        """The volume a path is on, as in `DockedFile.device`; '' when it is not there."""
        try:
            return mounts.device_name(os.lstat(extended(_without_separator(path))))
        except (OSError, ValueError):
            return ""

    def serial_text(self, path: str) -> str:
        """See `Dock.serial_text`: read without following links, in UTF-8 or GB 18030."""
        try:
            with opened(os.path.join(path, SERIAL_FILE)) as descriptor:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    return ""
                data = os.read(descriptor, _SERIAL_BYTES)
        except (OSError, ValueError):
            return ""
        return serial_of(data)

    def looks_like_media(self, file: DockedFile) -> bool:
        """Whether the first bytes of a file with a foreign name are those of a media container.

        True as well where they cannot be read: receiving the file then tells why and tries again,
        while a refusal would be for good. Never raises.
        """
        try:
            with opened(file.path) as descriptor:
                head = os.read(descriptor, magic.HEAD_BYTES)
                size = os.fstat(descriptor).st_size
        except (OSError, ValueError):
            return True
        return magic.container_of(head, size) is not None

    def _one(self, path: str, status: os.stat_result) -> Scan:
        code = code_of(os.path.basename(path), status)
        if not code and not os.access(extended(path), os.R_OK):
            code = "dock.unreadable"
        if code:
            return (), (LeftAlone(path, code),)
        name = os.path.basename(path)
        return (self._docked(path, name, status, self._device(path, status)),), ()

    def _folder(self, path: str, own: frozenset[Identity]) -> Scan:
        files: list[DockedFile] = []
        left: list[LeftAlone] = []
        devices: dict[int, str] = {}

        def found(path: str, name: str, status: os.stat_result) -> None:
            device = devices.get(status.st_dev)
            if device is None:
                device = devices[status.st_dev] = self._device(path, status)
            files.append(self._docked(path, name, status, device))

        walk(path, found, lambda path, code: left.append(LeftAlone(path, code)), own=own)
        files.sort(key=lambda each: each.path)
        left.sort(key=lambda each: each.path)
        self._forget_below(path, {each.path for each in files})
        return files, left

    def _docked(self, path: str, name: str, status: os.stat_result, device: str) -> DockedFile:
        return DockedFile(path, device, status.st_size, status.st_mtime_ns, status.st_ino, kind_of_name(name))

    def _device(self, path: str, status: os.stat_result) -> str:
        device = mounts.device_name(status)
        self._certain[device] = self._tells_writers(path)
        return device

    def _is_certain(self, file: DockedFile) -> bool:
        known = self._certain.get(file.device)
        if known is None:
            known = self._certain[file.device] = self._tells_writers(file.path)
        return known

    def _note(self, path: str, status: os.stat_result | None) -> float:
        with self._lock:
            if status is None:
                self._still.forget(path)
                return 0.0
            return self._still.note(path, (status.st_size, status.st_mtime_ns, status.st_ino))

    def _forget_below(self, folder: str, present: set[str]) -> None:
        with self._lock:
            self._still.keep_only(folder, present)


def _status(path: str) -> os.stat_result | None:
    """The status of a regular file, None for anything else."""
    try:
        status = os.lstat(extended(path))
    except (OSError, ValueError):
        return None
    return status if stat.S_ISREG(status.st_mode) and not is_link(status) else None


def _upwards(path: str) -> Iterator[str]:
    """A folder and every folder above it, links resolved."""
    path = os.path.realpath(path)
    while path:
        yield path
        above = os.path.dirname(path)
        path = above if above != path else ""


def _without_separator(path: str) -> str:
    """A folder's path without a separator at its end, which would follow a link."""
    above, name = os.path.split(path)
    return path if name else above


def serial_of(data: bytes) -> str:
    """The first line of an `sn.txt` that says anything, without what cannot be printed."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "ignore")
    lines = ("".join(char for char in line if char.isprintable()).strip() for line in text.splitlines())
    return next(filter(None, lines), "")[:_SERIAL_LENGTH]
