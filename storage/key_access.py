"""Only the owner may read a key: a mode on POSIX, an access list on Windows.

In: a path of ours. Out: access for the owner alone (on Windows also for SYSTEM, which no list keeps
out). The calls into advapi32 go through one object, so that the tests can stand in for it.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any

TOKEN_QUERY, TOKEN_USER = 0x0008, 1
DACL, PROTECTED_DACL = 0x00000004, 0x80000000


def keep_private(path: Path) -> None:
    """Take everybody else's access to a file or folder away. Raises OSError where the system refuses.

    A file system without access rights (FAT, some shares) accepts and ignores it: see
    docs/decisions/0002-station-key.md.
    """
    if os.name == "nt":
        restrict(path, Security())
    else:
        path.chmod(0o700 if path.is_dir() else 0o600)


class Security:
    """The few calls of advapi32 and kernel32, each raising OSError."""

    def __init__(self, advapi: Any = None, kernel: Any = None) -> None:
        load = vars(ctypes).get("WinDLL", ctypes.CDLL)
        self._advapi = advapi if advapi is not None else load("advapi32", use_last_error=True)
        self._kernel = kernel if kernel is not None else load("kernel32", use_last_error=True)
        self._kernel.GetCurrentProcess.restype = ctypes.c_void_p
        self._kernel.LocalFree.argtypes = [ctypes.c_void_p]

    def user(self) -> str:
        """The security identifier (S-1-…) of whoever runs this process."""
        token = ctypes.c_void_p()
        process = ctypes.c_void_p(self._kernel.GetCurrentProcess())
        self._check(self._advapi.OpenProcessToken(process, TOKEN_QUERY, ctypes.byref(token)))
        try:
            size = ctypes.c_ulong()
            self._advapi.GetTokenInformation(token, TOKEN_USER, None, 0, ctypes.byref(size))
            buffer = ctypes.create_string_buffer(max(size.value, ctypes.sizeof(ctypes.c_void_p)))
            told = self._advapi.GetTokenInformation(token, TOKEN_USER, buffer, size, ctypes.byref(size))
            self._check(told)
            text = ctypes.c_wchar_p()
            sid = ctypes.c_void_p.from_buffer(buffer)  # TOKEN_USER begins with the pointer to the SID
            self._check(self._advapi.ConvertSidToStringSidW(sid, ctypes.byref(text)))
            try:
                return str(text.value)
            finally:
                self._kernel.LocalFree(ctypes.cast(text, ctypes.c_void_p))
        finally:
            self._kernel.CloseHandle(token)

    def set_access(self, path: str, rules: str) -> None:
        """Replace a path's access list by one in SDDL; nothing is inherited from above."""
        descriptor = ctypes.c_void_p()
        convert = self._advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW
        self._check(convert(rules, 1, ctypes.byref(descriptor), None))
        try:
            self._check(self._advapi.SetFileSecurityW(path, DACL | PROTECTED_DACL, descriptor))
        finally:
            self._kernel.LocalFree(descriptor)

    def _check(self, done: int) -> None:
        if not done:
            last = vars(ctypes).get("get_last_error")
            code = int(last()) if last is not None else 0
            raise OSError(code, f"Windows error {code}")


def restrict(path: Path, security: Security) -> None:
    """Full access for the one user and SYSTEM, for a folder also on what will be made in it."""
    inherit = "OICI" if path.is_dir() else ""
    rules = "".join(f"(A;{inherit};FA;;;{who})" for who in (security.user(), "SY"))
    security.set_access(os.fspath(path), f"D:P{rules}")
