"""Removing a file on Windows by its handle, so that it is the very file that was looked at.

In: a path and a test of what it should be. Out: the file is gone when its last handle is closed. The calls
into kernel32 go through one object, so that the tests can stand in for it on any system.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Callable
from typing import Any

DELETE, READ_ATTRIBUTES = 0x00010000, 0x80
SHARE_NONE, OPEN_EXISTING = 0, 3
OPEN_REPARSE_POINT = 0x00200000
DISPOSITION = 4
INVALID_HANDLE = ctypes.c_void_p(-1).value
_ERRNO = {
    **dict.fromkeys((2, 3), errno.ENOENT),
    **dict.fromkeys((5, 19, 32, 33), errno.EACCES),  # denied, write-protected, in use
    **dict.fromkeys((21, 31, 55, 433, 1167), errno.ENODEV),
}


class Kernel:
    """The few calls of kernel32, each raising OSError with errno and winerror."""

    def __init__(self, dll: Any = None) -> None:
        self._dll = dll if dll is not None else vars(ctypes)["WinDLL"]("kernel32", use_last_error=True)
        self._dll.CreateFileW.restype = ctypes.c_void_p

    def open(self, path: str) -> int:
        """CreateFileW for deleting, with nobody else let in and no link followed; the handle."""
        access = DELETE | READ_ATTRIBUTES
        handle = self._dll.CreateFileW(path, access, SHARE_NONE, None, OPEN_EXISTING, OPEN_REPARSE_POINT, None)
        if handle in (None, INVALID_HANDLE):
            raise self._failure(path)
        return int(handle)

    def mark_deleted(self, handle: int, path: str) -> None:
        """SetFileInformationByHandle with FileDispositionInfo: gone when the handle is closed."""
        gone = ctypes.c_ubyte(1)
        if not self._dll.SetFileInformationByHandle(ctypes.c_void_p(handle), DISPOSITION, ctypes.byref(gone), 1):
            raise self._failure(path)

    def close(self, handle: int) -> None:
        """CloseHandle."""
        self._dll.CloseHandle(ctypes.c_void_p(handle))

    def _failure(self, path: str) -> OSError:
        last = vars(ctypes).get("get_last_error")
        code = int(last() if last is not None else self._dll.GetLastError())
        failure = OSError(_ERRNO.get(code, errno.EIO), f"Windows error {code}", path)
        failure.winerror = code  # type: ignore[attr-defined, unused-ignore]  # there on Windows only
        return failure


def remove(path: str, same: Callable[[os.stat_result], bool], kernel: Kernel | None = None) -> None:
    """Remove a file if it is still that file: while our handle shares it with nobody, the name cannot change.

    Raises OSError; BlockingIOError for another file under the name.
    """
    kernel = kernel or Kernel()
    handle = kernel.open(path)
    try:
        if not same(os.lstat(path)):
            raise BlockingIOError
        kernel.mark_deleted(handle, path)
    finally:
        kernel.close(handle)
