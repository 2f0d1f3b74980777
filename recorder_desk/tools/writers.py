"""Is a file still open for writing? The system is asked, where it knows.

In: the path of a file on a volume of this machine. Out: `open`, `closed` or `unknown`.
A volume of another machine cannot answer (an NFS client refuses leases for reasons of its own):
ask `mounts.tells_writers` first.
"""

from __future__ import annotations

import ctypes
import errno
import signal
import sys
from typing import Literal, Protocol

from recorder_desk.tools.opening import extended, opened

Writing = Literal["open", "closed", "unknown"]

_GENERIC_READ = 0x80000000
_FILE_SHARE_READ = 0x1
_OPEN_EXISTING = 3
_FILE_FLAG_OPEN_REPARSE_POINT = 0x00200000
_ERROR_SHARING_VIOLATION = 32
_INVALID_HANDLE = ctypes.c_void_p(-1).value


class Leases(Protocol):
    """What is needed of the module `fcntl`, so that a test can stand in for it."""

    F_RDLCK: int
    F_UNLCK: int
    F_SETLEASE: int
    F_SETSIG: int

    def fcntl(self, fd: int, cmd: int, arg: int, /) -> int:
        """As fcntl(2)."""
        ...


class Kernel32(Protocol):
    """What is needed of kernel32.dll, so that a test can stand in for it."""

    def create_file(self, path: str, access: int, share: int, disposition: int, flags: int) -> int | None:
        """CreateFileW: a handle, or INVALID_HANDLE_VALUE."""
        ...

    def close_handle(self, handle: int) -> None:
        """CloseHandle."""
        ...

    def last_error(self) -> int:
        """GetLastError of this thread's last call."""
        ...


def writer_of(path: str) -> Writing:
    """Whether anybody has the file open for writing, or mapped so. Never raises, never waits."""
    if sys.platform == "win32":
        return writer_by_sharing(path, _kernel32())
    return writer_by_lease(path)


def writer_by_lease(path: str, leases: Leases | None = None) -> Writing:
    """Linux: a read lease is refused with EAGAIN while there is a writer (fcntl(2), Leases)."""
    leases = leases or _leases()
    if leases is None:
        return "unknown"
    try:
        with opened(path) as descriptor:
            # A writer who opens the file in the instant we hold the lease makes the kernel signal
            # us. The usual SIGIO would end the program; SIGURG is ignored by default.
            leases.fcntl(descriptor, leases.F_SETSIG, signal.SIGURG)
            leases.fcntl(descriptor, leases.F_SETLEASE, leases.F_RDLCK)
            leases.fcntl(descriptor, leases.F_SETLEASE, leases.F_UNLCK)
    except OSError as error:
        return "open" if error.errno in (errno.EAGAIN, errno.EWOULDBLOCK) else "unknown"
    except ValueError:  # a name no system call can take
        return "unknown"
    return "closed"


def writer_by_sharing(path: str, kernel: Kernel32) -> Writing:
    """Windows: opening while allowing nobody else to write fails while there is a writer."""
    handle = kernel.create_file(
        extended(path, on_windows=True),
        _GENERIC_READ,
        _FILE_SHARE_READ,
        _OPEN_EXISTING,
        _FILE_FLAG_OPEN_REPARSE_POINT,
    )
    if handle is None or handle == _INVALID_HANDLE:
        return "open" if kernel.last_error() == _ERROR_SHARING_VIOLATION else "unknown"
    kernel.close_handle(handle)
    return "closed"


def _leases() -> Leases | None:
    if sys.platform == "linux":
        import fcntl

        return fcntl
    else:  # noqa: RET505  # without it mypy calls the last line unreachable
        return None


if sys.platform == "win32":

    class _Dll:
        def __init__(self) -> None:
            from ctypes import wintypes

            dll = ctypes.WinDLL("kernel32", use_last_error=True)
            word, pointer = wintypes.DWORD, wintypes.LPVOID
            self._create = dll.CreateFileW
            self._create.argtypes = [wintypes.LPCWSTR, word, word, pointer, word, word, wintypes.HANDLE]
            self._create.restype = wintypes.HANDLE
            self._close = dll.CloseHandle
            self._close.argtypes = [wintypes.HANDLE]

        def create_file(self, path: str, access: int, share: int, disposition: int, flags: int) -> int | None:
            """CreateFileW."""
            handle: int | None = self._create(path, access, share, None, disposition, flags, None)
            return handle

        def close_handle(self, handle: int) -> None:
            """CloseHandle."""
            self._close(handle)

        def last_error(self) -> int:
            """GetLastError."""
            return ctypes.get_last_error()

    def _kernel32() -> Kernel32:
        return _Dll()
