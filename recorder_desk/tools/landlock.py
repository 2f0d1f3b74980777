"""Walls that a thread puts around itself and whatever it starts: Linux's Landlock, by system calls.

In: what may be read, run and written, and something to do. Out: that is done on a thread of its own, which gave up
all other files and TCP first. Such walls belong to a thread, not to the process: a program started from it has them
from its first instruction, the desk's other threads have none, and nothing runs between fork and exec.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import stat
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

# linux/landlock.h; the numbers of the calls are the same on every architecture since 5.13
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38
_EXECUTE, _WRITE, _READ, _LIST, _REMOVE_FILE, _MAKE_FILE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 5, 1 << 8
_FIRST_RIGHTS, _REFER, _TRUNCATE, _DEVICE_CALLS = (1 << 13) - 1, 1 << 13, 1 << 14, 1 << 15
_ALL_TCP, _ABSTRACT_SOCKETS_AND_SIGNALS = 3, 3
_OF_A_FILE = _EXECUTE | _WRITE | _READ | _TRUNCATE | _DEVICE_CALLS
_DEVICES = ("/dev/null", "/dev/urandom")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is left to a confined program: to read and run, to read, and a folder to write files in."""

    runs: Sequence[str] = ()
    reads: Sequence[str] = ()
    writes: Sequence[str] = ()


@cache
def version() -> int:
    """Landlock's version in this kernel; 0 where there is none or it is switched off. From 4 on it holds TCP too."""
    if not sys.platform.startswith("linux"):
        return 0
    with contextlib.suppress(OSError):
        return _call(_CREATE, None, 0, _ASK_VERSION)
    return 0


def confined(shown: Shown, act: Callable[[], T], stay: Callable[[T], None]) -> T:
    """What `act` gives, done on a thread that has only what is shown. Raises what it raises, and OSError.

    `stay`, told what `act` gave, keeps the thread: a program may be told to end with the thread that started it.
    """
    importlib.import_module("resource")  # `act` may ask for it, and will not be able to load it
    one = ThreadPoolExecutor(1, "media-start")
    try:
        with _ruleset(shown) as rules:
            given = one.submit(_confined, rules, act).result()
        one.submit(stay, given)
        return given
    finally:
        one.shutdown(wait=False)


def _confined(rules: int, act: Callable[[], T]) -> T:
    _enter(rules)
    return act()


def _enter(rules: int) -> None:
    """From here on this thread has no more than the rules give; there is no way back."""
    if _libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no_new_privs")
    _call(_RESTRICT, rules, 0)


@contextlib.contextmanager
def _ruleset(shown: Shown) -> Iterator[int]:
    known = version()
    rights = _FIRST_RIGHTS | (_REFER if known >= 2 else 0) | (_TRUNCATE if known >= 3 else 0)
    rights |= _DEVICE_CALLS if known >= 5 else 0
    words = [rights, *([_ALL_TCP] if known >= 4 else []), *([_ABSTRACT_SOCKETS_AND_SIGNALS] if known >= 6 else [])]
    asked = struct.pack(f"{len(words)}Q", *words)
    rules = _call(_CREATE, asked, len(asked), 0)
    try:
        write = _READ | _LIST | _WRITE | _MAKE_FILE | _REMOVE_FILE | _TRUNCATE
        for paths, given in (
            (shown.runs, _EXECUTE | _READ | _LIST),
            (shown.reads, _READ),
            (shown.writes, write),
            (_DEVICES, _READ | _WRITE),
        ):
            for path in paths:
                _allow(rules, path, given & rights)
        yield rules
    finally:
        os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    if not Path(path).exists():
        return
    below = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(below).st_mode):
            rights &= _OF_A_FILE
        _call(_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", rights, below), 0)
    finally:
        os.close(below)


@cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc


def _call(number: int, *words: int | bytes | None) -> int:
    """A system call that libc has no name for. Raises OSError."""
    given = [ctypes.c_long(each) if isinstance(each, int) else ctypes.c_char_p(each) for each in words]
    done = int(_libc().syscall(ctypes.c_long(number), *given))
    if done < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), f"system call {number}")
    return done
