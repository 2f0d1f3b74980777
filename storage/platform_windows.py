"""Files on Windows: write-through moves, FlushFileBuffers, unbuffered reading.

In: paths below a folder. Out: see `storage/system.py`, whose promises this keeps. The calls into
kernel32 go through one object, so that the tests can stand in for it on any system.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import stat
import time
from collections.abc import Callable, Iterable
from typing import Any

from storage.system import Folder, ReadBack

GENERIC_READ, GENERIC_WRITE = 0x80000000, 0x40000000
SHARE_READ, SHARE_WRITE, SHARE_DELETE = 1, 2, 4
OPEN_EXISTING = 3
FLAG_NO_BUFFERING, FLAG_SEQUENTIAL = 0x20000000, 0x08000000
FLAG_BACKUP_SEMANTICS, FLAG_OPEN_REPARSE_POINT = 0x02000000, 0x00200000
MOVE_REPLACE, MOVE_WRITE_THROUGH = 1, 8
ATTRIBUTE_DIRECTORY, ATTRIBUTE_REPARSE_POINT = 0x10, 0x400
INVALID_HANDLE = ctypes.c_void_p(-1).value
# Virus scanners open what was just written for a moment: 5 access denied, 32 sharing, 33 lock.
_BUSY = frozenset({5, 32, 33})
_ERRNO = {
    **dict.fromkeys((2, 3), errno.ENOENT),
    **dict.fromkeys((5, 32, 33), errno.EACCES),
    **dict.fromkeys((21, 31, 55, 433, 1167), errno.ENODEV),  # not ready, gone, no such device
    **dict.fromkeys((39, 112), errno.ENOSPC),
    **dict.fromkeys((80, 183), errno.EEXIST),
}
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)


class Kernel:
    """The few calls of kernel32, each raising OSError with errno and winerror."""

    def __init__(self, dll: Any = None) -> None:
        self._dll = dll if dll is not None else vars(ctypes)["WinDLL"]("kernel32", use_last_error=True)
        self._dll.CreateFileW.restype = ctypes.c_void_p

    def open(self, path: str, access: int, share: int, flags: int) -> int:
        """CreateFileW on something that exists; the handle."""
        handle = self._dll.CreateFileW(path, access, share, None, OPEN_EXISTING, flags, None)
        if handle in (None, INVALID_HANDLE):
            raise self._failure(path)
        return int(handle)

    def read(self, handle: int, buffer: mmap.mmap) -> int:
        """ReadFile into an aligned buffer; the bytes read, 0 at the end."""
        count = ctypes.c_ulong(0)
        size = len(buffer)
        start = (ctypes.c_char * size).from_buffer(buffer)
        done = self._dll.ReadFile(ctypes.c_void_p(handle), start, size, ctypes.byref(count), None)
        del start
        if not done:
            failure = self._failure("")
            if getattr(failure, "winerror", 0) != 38:  # ERROR_HANDLE_EOF
                raise failure
        return int(count.value)

    def flush(self, handle: int) -> None:
        """FlushFileBuffers."""
        if not self._dll.FlushFileBuffers(ctypes.c_void_p(handle)):
            raise self._failure("")

    def close(self, handle: int) -> None:
        """CloseHandle."""
        self._dll.CloseHandle(ctypes.c_void_p(handle))

    def move(self, path: str, target: str, flags: int) -> None:
        """MoveFileExW, patient with scanners that hold a file for a moment."""
        for pause in (*_PAUSES, 0.0):
            if self._dll.MoveFileExW(path, target, flags):
                return
            failure = self._failure(path)
            if getattr(failure, "winerror", 0) not in _BUSY or os.path.exists(target) or not pause:
                raise failure
            time.sleep(pause)

    def _failure(self, path: str) -> OSError:
        last = vars(ctypes).get("get_last_error")
        code = int(last() if last is not None else self._dll.GetLastError())
        failure = OSError(_ERRNO.get(code, errno.EIO), f"Windows error {code}", path)
        failure.winerror = code  # type: ignore[attr-defined, unused-ignore]  # there on Windows only
        return failure


def descriptor_of(handle: int, flags: int) -> int:
    """A C descriptor that owns a Windows handle."""
    import msvcrt

    return int(vars(msvcrt)["open_osfhandle"](handle, flags))


class WindowsFolder:
    """A folder by its path; moves are written through, so that they last when they return."""

    __slots__ = ("_kernel", "path")

    def __init__(self, path: str, kernel: Kernel) -> None:
        self.path = path
        self._kernel = kernel
        if not os.path.isdir(path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)

    def _at(self, name: str) -> str:
        return os.path.join(self.path, *name.split("/")) if name else self.path

    def make(self, name: str) -> None:
        """See `Folder.make`."""
        os.mkdir(self._at(name))

    def create(self, name: str) -> int:
        """See `Folder.create`."""
        return os.open(self._at(name), _NEW, 0o600)

    def put(self, name: str, data: bytes) -> None:
        """See `Folder.put`."""
        fd = self.create(name)
        try:
            done = os.write(fd, data)
            while done < len(data):
                done += os.write(fd, data[done:])
        finally:
            os.close(fd)

    def link(self, name: str, of: str) -> None:
        """See `Folder.link`; NTFS has links, other volumes answer 1 or 50 (not supported)."""
        try:
            os.link(self._at(of), self._at(name))
        except OSError as error:
            if getattr(error, "winerror", 0) in (1, 50, 1142):
                raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP), name) from error
            raise

    def protect(self, name: str) -> None:
        """Set the read-only attribute; after the flush, which needs the right to write."""
        os.chmod(self._at(name), stat.S_IREAD)

    def flush(self, names: Iterable[str]) -> None:
        """FlushFileBuffers on each file. A folder's entries are in the NTFS log; its own flush is
        asked for too and not insisted on, since some file systems refuse a handle on a folder."""
        for name in names:
            path = self._at(name)
            folder = os.path.isdir(path)
            share = SHARE_READ | SHARE_WRITE | SHARE_DELETE
            try:
                handle = self._kernel.open(path, GENERIC_WRITE, share, FLAG_BACKUP_SEMANTICS if folder else 0)
            except OSError:
                if folder:
                    continue
                raise
            try:
                self._kernel.flush(handle)
            except OSError as error:
                if not (folder and error.errno == errno.EACCES):
                    raise
            finally:
                self._kernel.close(handle)

    def move(self, name: str, into: Folder, new_name: str) -> None:
        """See `Folder.move`: MoveFileExW without REPLACE_EXISTING, written through."""
        self._kernel.move(self._at(name), _windows(into)._at(new_name), MOVE_WRITE_THROUGH)

    def replace(self, name: str, into: Folder, new_name: str) -> None:
        """See `Folder.replace`."""
        target = _windows(into)._at(new_name)
        if os.path.exists(target):
            os.chmod(target, stat.S_IREAD | stat.S_IWRITE)
        self._kernel.move(self._at(name), target, MOVE_REPLACE | MOVE_WRITE_THROUGH)

    def remove(self, name: str) -> None:
        """See `Folder.remove`."""
        _remove(self._at(name))

    def close(self) -> None:
        """Nothing is held."""


def _windows(folder: Folder) -> WindowsFolder:
    if not isinstance(folder, WindowsFolder):
        raise TypeError(folder)
    return folder


def _remove(path: str) -> None:
    try:
        state = os.lstat(path)
    except FileNotFoundError:
        return
    attributes = getattr(state, "st_file_attributes", 0)
    if stat.S_ISDIR(state.st_mode) and not attributes & ATTRIBUTE_REPARSE_POINT:
        for inside in os.listdir(path):
            _remove(os.path.join(path, inside))
        os.rmdir(path)
        return
    if stat.S_ISREG(state.st_mode):
        os.chmod(path, stat.S_IREAD | stat.S_IWRITE)  # a read-only file cannot be removed here
    if attributes & ATTRIBUTE_DIRECTORY:
        os.rmdir(path)  # a junction: removes the link alone
    else:
        os.unlink(path)


class Windows:
    """The Windows answers to `storage.system.System`."""

    def __init__(self, kernel: Kernel | None = None) -> None:
        self._kernel = kernel if kernel is not None else Kernel()

    def open_folder(self, path: str) -> Folder:
        """See `System.open_folder`."""
        return WindowsFolder(path, self._kernel)

    def open_source(self, path: str) -> int:
        """See `System.open_source`. Shared for reading alone: nobody can change the file meanwhile,
        and one that somebody still writes is refused (EACCES)."""
        state = os.lstat(path)
        attributes = getattr(state, "st_file_attributes", 0)
        if attributes & ATTRIBUTE_REPARSE_POINT or not stat.S_ISREG(state.st_mode):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
        flags = FLAG_OPEN_REPARSE_POINT | FLAG_SEQUENTIAL
        handle = self._kernel.open(path, GENERIC_READ, SHARE_READ, flags)
        try:
            return descriptor_of(handle, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError:
            self._kernel.close(handle)
            raise

    def reserve(self, fd: int, size: int) -> None:
        """See `System.reserve`: NTFS gives a file that is not sparse its room when it is stretched."""
        os.ftruncate(fd, size)

    def written(self, fd: int, start: int, length: int) -> None:
        """Windows writes back by itself."""

    def read_medium(self, path: str, buffer: mmap.mmap, each: Callable[[memoryview], object]) -> ReadBack:
        """See `System.read_medium`: FILE_FLAG_NO_BUFFERING, else through the cache and said so."""
        flags = FLAG_OPEN_REPARSE_POINT | FLAG_SEQUENTIAL
        how: ReadBack = "direct"
        try:
            handle = self._kernel.open(path, GENERIC_READ, SHARE_READ, flags | FLAG_NO_BUFFERING)
        except OSError as error:
            if getattr(error, "winerror", 0) not in (1, 50, 87):  # not supported here
                raise
            handle, how = self._kernel.open(path, GENERIC_READ, SHARE_READ, flags), "cached"
        try:
            with memoryview(buffer) as view:
                while count := self._kernel.read(handle, buffer):
                    each(view[:count])
                    if count < len(buffer):
                        break
        finally:
            self._kernel.close(handle)
        return how
