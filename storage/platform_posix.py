"""Files on Linux and other POSIX systems: descriptors of folders, syncfs, O_DIRECT.

In: names below a folder descriptor. Out: see `storage/system.py`, whose promises this keeps.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import stat
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from storage.system import Folder, ReadBack

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_SOURCE = _READ | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_DIRECT = getattr(os, "O_DIRECT", 0)
_NO_REPLACE = 1
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOTTY})
FILE_MODE, FOLDER_MODE = 0o440, 0o750


@cache
def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: Any) -> None:
    if getattr(_libc(), name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


@cache
def syncfs_reports() -> bool:
    """Whether syncfs exists and reports write errors (Linux 5.8 and later; before, it kept silent)."""
    system = os.uname()
    numbers = system.release.split("-")[0].split(".")[:2]
    if system.sysname != "Linux" or not all(each.isdigit() for each in numbers):
        return False
    return tuple(map(int, numbers)) >= (5, 8) and hasattr(_libc(), "syncfs")


class PosixFolder:
    """A folder by its descriptor.

    It is opened before anything is written into it, because syncfs and fsync report the errors
    that happened since their descriptor was opened.
    """

    __slots__ = ("_fd", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._fd = os.open(path, _FOLDER)

    def make(self, name: str) -> None:
        """See `Folder.make`."""
        os.mkdir(name, FOLDER_MODE, dir_fd=self._fd)

    def create(self, name: str) -> int:
        """See `Folder.create`."""
        return os.open(name, _NEW, FILE_MODE, dir_fd=self._fd)

    def put(self, name: str, data: bytes) -> None:
        """See `Folder.put`."""
        fd = os.open(name, _NEW, FILE_MODE, dir_fd=self._fd)
        try:
            done = os.write(fd, data)
            while done < len(data):
                done += os.write(fd, data[done:])
        finally:
            os.close(fd)

    def link(self, name: str, of: str) -> None:
        """See `Folder.link`."""
        os.link(of, name, src_dir_fd=self._fd, dst_dir_fd=self._fd, follow_symlinks=False)

    def protect(self, name: str) -> None:
        """Nothing to do: files are born read-only."""

    def flush(self, names: Iterable[str]) -> None:
        """See `Folder.flush`."""
        if syncfs_reports():
            _call("syncfs", self._fd)
            return
        for name in names:
            fd = os.open(name or ".", _READ, dir_fd=self._fd)
            try:
                os.fsync(fd)
            finally:
                os.close(fd)

    def move(self, name: str, into: Folder, new_name: str) -> None:
        """See `Folder.move`; renameat2(RENAME_NOREPLACE) where the system has it."""
        target = _posix(into)._fd
        try:
            _call("renameat2", self._fd, os.fsencode(name), target, os.fsencode(new_name), _NO_REPLACE)
            return
        except AttributeError:
            pass
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
        # Without it a rename still never replaces a folder that holds something.
        try:
            os.lstat(new_name, dir_fd=target)
        except FileNotFoundError:
            os.rename(name, new_name, src_dir_fd=self._fd, dst_dir_fd=target)
            return
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new_name)

    def replace(self, name: str, into: Folder, new_name: str) -> None:
        """See `Folder.replace`."""
        os.replace(name, new_name, src_dir_fd=self._fd, dst_dir_fd=_posix(into)._fd)

    def remove(self, name: str) -> None:
        """See `Folder.remove`."""
        _remove(self._fd, name)

    def close(self) -> None:
        """See `Folder.close`."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _posix(folder: Folder) -> PosixFolder:
    if not isinstance(folder, PosixFolder):
        raise TypeError(folder)
    return folder


def _remove(parent: int, name: str) -> None:
    try:
        fd = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=parent)
    except FileNotFoundError:
        return
    except NotADirectoryError:  # also what a link to a folder gives
        os.unlink(name, dir_fd=parent)
        return
    try:
        for inside in os.listdir(fd):
            _remove(fd, inside)
    finally:
        os.close(fd)
    os.rmdir(name, dir_fd=parent)


class Posix:
    """The POSIX answers to `storage.system.System`."""

    def open_folder(self, path: str) -> Folder:
        """See `System.open_folder`."""
        return PosixFolder(path)

    def open_source(self, path: str) -> int:
        """See `System.open_source`; by the descriptor of its folder, O_NOFOLLOW and O_NONBLOCK."""
        parent, name = os.path.split(path)
        folder = os.open(parent or ".", getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            return os.open(name, _SOURCE, dir_fd=folder)
        finally:
            os.close(folder)

    def reserve(self, fd: int, size: int) -> None:
        """See `System.reserve`. Not posix_fallocate: where the file system cannot, it writes zeros."""
        try:
            _call("fallocate", fd, 0, ctypes.c_int64(0), ctypes.c_int64(size))
        except AttributeError:
            return
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise

    def written(self, fd: int, start: int, length: int) -> None:
        """See `System.written`: DONTNEED starts write-back of what is dirty and drops what is clean."""
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(fd, start, length, os.POSIX_FADV_DONTNEED)

    def read_medium(self, path: str, buffer: mmap.mmap, each: Callable[[memoryview], object]) -> ReadBack:
        """See `System.read_medium`: O_DIRECT, else after dropping the page cache."""
        if not _DIRECT:
            return self._read_dropped(path, buffer, each)
        try:
            fd = os.open(path, _READ | _DIRECT)
            try:
                _read_all(fd, buffer, each)
            finally:
                os.close(fd)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            return self._read_dropped(path, buffer, each)
        return "direct"

    def _read_dropped(self, path: str, buffer: mmap.mmap, each: Callable[[memoryview], object]) -> ReadBack:
        fd = os.open(path, _READ)
        try:
            self.written(fd, 0, 0)
            kept = _resident(fd, os.fstat(fd).st_size)
            _read_all(fd, buffer, each)
        finally:
            os.close(fd)
        return "cached" if kept else "dropped"


def _read_all(fd: int, buffer: mmap.mmap, each: Callable[[memoryview], object]) -> None:
    """Raises OSError EINVAL before the first chunk only: where O_DIRECT is accepted but not kept."""
    state = os.fstat(fd)
    if not stat.S_ISREG(state.st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    done = 0
    with memoryview(buffer) as view:
        while done < state.st_size:
            try:
                count = os.readv(fd, [view])
            except OSError as error:
                if done and error.errno == errno.EINVAL:
                    raise OSError(errno.EIO, os.strerror(errno.EIO)) from error
                raise
            if count == 0:
                return
            each(view[:count])
            done += count


def _resident(fd: int, size: int) -> bool:
    """Whether some of a file is still in the page cache although we dropped it (somebody maps it).

    Asked with mincore, because a read with RWF_NOWAIT starts reading ahead and then finds that.
    """
    if size == 0:
        return False
    pages = (ctypes.c_ubyte * -(-size // mmap.PAGESIZE))()
    length = ctypes.c_size_t(size)
    libc = _libc()
    libc.mmap.restype = ctypes.c_void_p
    start = libc.mmap(None, length, mmap.PROT_READ, mmap.MAP_SHARED, fd, ctypes.c_long(0))
    if start in (None, ctypes.c_void_p(-1).value):
        return True  # it cannot be told: then it is not claimed
    try:
        told = libc.mincore(ctypes.c_void_p(start), length, pages) == 0
    finally:
        libc.munmap(ctypes.c_void_p(start), length)
    return not told or any(byte & 1 for byte in set(bytes(pages)))
