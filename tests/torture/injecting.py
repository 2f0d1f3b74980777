"""Faults in the very system calls of a process: the kernel asks us before each (seccomp user notification, Linux 5.5).

In: which call of which kind below which folders is to fail, and how. Out: every changing call that was made, by
name and place, and which of them was hit. strace can do the same, but counts each thread's calls by
itself, so that a program of many threads has calls that it never hits; here there is one count.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import re
import select
import signal
import struct
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

# name: number on x86_64, the argument that is a descriptor (or -1), the argument that is a path (or -1), which may
# be short of room
CALLS: dict[str, tuple[int, int, int, bool]] = {
    "write": (1, 0, -1, True),
    "pwrite64": (18, 0, -1, True),
    "writev": (20, 0, -1, True),
    "copy_file_range": (326, 2, -1, True),
    "sendfile": (40, 0, -1, True),
    "fsync": (74, 0, -1, True),
    "fdatasync": (75, 0, -1, True),
    "syncfs": (306, 0, -1, True),
    "ftruncate": (77, 0, -1, True),
    "fallocate": (285, 0, -1, True),
    "fchmod": (91, 0, -1, False),
    "open": (2, -1, 0, True),
    "openat": (257, 0, 1, True),
    "mkdir": (83, -1, 0, True),
    "mkdirat": (258, 0, 1, True),
    "link": (86, -1, 1, True),
    "linkat": (265, 2, 3, True),
    "rename": (82, -1, 1, True),
    "renameat": (264, 2, 3, True),
    "renameat2": (316, 2, 3, True),
    "unlink": (87, -1, 0, False),
    "unlinkat": (263, 0, 1, False),
    "rmdir": (84, -1, 0, False),
    "symlinkat": (266, 1, 2, True),
    "fchmodat": (268, 0, 1, False),
    "chmod": (90, -1, 0, False),
}
_NAMES = {number: name for name, (number, *_) in CALLS.items()}
_FROM = frozenset({"link", "linkat", "rename", "renameat", "renameat2"})
_OPENS = frozenset({"open", "openat", "mkdir", "mkdirat"})
_CREATES = os.O_CREAT | os.O_TRUNC
_NO_NEW_PRIVILEGES, _SECCOMP, _SET_FILTER, _NEW_LISTENER = 38, 317, 1, 8
_RECEIVE, _SEND, _CONTINUE = 0xC0502100, 0xC0182101, 1
_NOTICE, _ANSWER = struct.Struct("=QIIiIQ6Q"), struct.Struct("=QqiI")
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_VARIES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{24,}|(?<=/)[0-9a-f]{2,3}(?=/|$)|\d+")


@dataclass(frozen=True, slots=True)
class Fault:
    """The `nth` call with the label `at` (''; any) is hit: `how` is `kill`, `lie` (a write that says it was done and
    was not), or the name of an error. `ever`: every changing call after it fails in the same way."""

    at: str
    nth: int
    how: str
    ever: bool = False


Event = tuple[str, str, str, bool]
"""A call, the path it changes, the path it takes that from ('': none), and whether we let it fail."""


@dataclass(slots=True)
class Watched:
    """What was seen: how often each label was called, the one that was hit ('' if none), and every call in order."""

    calls: Counter[str] = field(default_factory=Counter)
    hit: str = ""
    events: list[Event] = field(default_factory=list)


def why_not() -> str:
    """Why nothing can be injected here, '' when it can."""
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return "faults are injected on Linux, x86_64 alone"
    child = os.fork()
    if child == 0:
        try:
            install()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return "" if os.waitpid(child, 0)[1] == 0 else "the kernel gives no notices of system calls (seccomp)"


def install() -> int:
    """From now on the calls of this process and its children are asked about at the descriptor given back."""
    libc = ctypes.CDLL(None, use_errno=True)
    program = _program()
    instructions = (_Instruction * len(program))(*(_Instruction(*each) for each in program))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no_new_privs")
    listener = libc.syscall(_SECCOMP, _SET_FILTER, _NEW_LISTENER, ctypes.byref(_Program(len(program), instructions)))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return int(listener)


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def _program() -> list[tuple[int, int, int, int]]:
    """Load the number; ask about those of CALLS, about opening only where it may make or cut a file."""
    plain = [number for name, (number, *_) in CALLS.items() if name not in ("open", "openat")]
    program = [(_LOAD, 0, 0, 0)]
    tail = 2 * 3  # the two ways of opening, three instructions each
    for at, number in enumerate(plain):
        program.append((_EQUAL, len(plain) - at - 1 + tail + 1, 0, number))
    for place, (name, flags_at) in enumerate((("open", 1), ("openat", 2))):
        left = tail - 3 * (place + 1)
        program.append((_EQUAL, 0, 2, CALLS[name][0]))
        program.append((_LOAD, 0, 0, 16 + 8 * flags_at))
        program.append((_ANY_BIT, left + 1, left, _CREATES))
    return [*program, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ASK)]


def supervise(listener: int, child: int, places: Sequence[str], fault: Fault | None, patience: float) -> Watched:
    """Answer for every call until the child has ended; calls that touch nothing below `places` go through.

    A child that takes longer than `patience` seconds is asked for its stacks (SIGABRT).
    """
    watched, until = Watched(), time.monotonic() + patience
    ending = os.pidfd_open(child)
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    poll.register(ending, select.POLLIN)
    failing = False
    try:
        while True:
            ready = dict(poll.poll(max(0.0, until - time.monotonic()) * 1000))
            if not ready:
                os.kill(child, signal.SIGABRT)
                until = time.monotonic() + 10
            if ready.get(listener, 0) & select.POLLIN:
                failing = _answer(listener, child, places, fault, watched, failing)
            elif ending in ready:
                return watched
            elif listener in ready:
                poll.unregister(listener)
    finally:
        os.close(ending)


def _answer(
    listener: int, child: int, places: Sequence[str], fault: Fault | None, watched: Watched, failing: bool
) -> bool:
    notice = bytearray(_NOTICE.size)
    try:
        fcntl.ioctl(listener, _RECEIVE, notice)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EINTR):  # who asked is gone
            return failing
        raise
    id, thread, _, number, _, _, *arguments = _NOTICE.unpack(bytes(notice))
    name = _NAMES[number]
    path = _path(thread, name, arguments)
    label = _label(name, path, places)
    how = ""
    if label:
        watched.calls[label] += 1
        how, failing = _decide(label, fault, watched, failing)
        source = _path(thread, name, arguments, -2) if name in _FROM else ""
        if name not in _OPENS or not os.path.lexists(path):
            watched.events.append((name, path, source, how not in ("", "kill", "lie")))
    if how == "kill":
        os.kill(child, signal.SIGKILL)
        return False
    code = 0 if how in ("", "lie") else getattr(errno, how)
    answer = _ANSWER.pack(id, arguments[2] if how == "lie" else 0, -code, 0 if how else _CONTINUE)
    try:
        fcntl.ioctl(listener, _SEND, bytearray(answer))
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.EINPROGRESS):
            raise
    return failing


def _decide(label: str, fault: Fault | None, watched: Watched, failing: bool) -> tuple[str, bool]:
    """How this call is hit ('': not at all), and whether those after it are too."""
    if fault is None:
        return "", False
    if failing:
        return (fault.how if fault.how != "ENOSPC" or CALLS[label.partition(" ")[0]][3] else ""), True
    reached = watched.calls[label] if fault.at else watched.calls.total()
    if watched.hit or fault.at not in ("", label) or reached != fault.nth:
        return "", False
    watched.hit = label
    return fault.how, fault.ever


def _path(thread: int, name: str, arguments: Sequence[int], back: int = 0) -> str:
    """The path a call is about, '' where it cannot be told; `back`: of two paths the first (-2)."""
    _, fd_at, path_at, _ = CALLS[name]
    if back:
        fd_at, path_at = (fd_at + back, path_at + back) if fd_at >= 0 else (fd_at, path_at - 1)
    try:
        below = ""
        if fd_at >= 0:
            fd = ctypes.c_int(arguments[fd_at] & 0xFFFFFFFF).value
            below = os.readlink(f"/proc/{thread}/cwd" if fd == -100 else f"/proc/{thread}/fd/{fd}")
        path = os.path.join(below, _text(thread, arguments[path_at])) if path_at >= 0 else below
    except OSError:
        return ""
    return os.path.normpath(path.removesuffix(" (deleted)"))


def _label(name: str, path: str, places: Sequence[str]) -> str:
    """`call place`, numbers and ids left out; '' for what lies elsewhere."""
    for place in places:
        if path.startswith(place + "/") or path == place:
            return f"{name} {_VARIES.sub('#', path.removeprefix(os.path.dirname(place)))}"
    return ""


def _text(thread: int, address: int) -> str:
    with open(f"/proc/{thread}/mem", "rb", 0) as memory:
        memory.seek(address)
        try:
            return os.fsdecode(memory.read(4096).partition(b"\0")[0])
        except OSError:  # the page after the text is not there
            memory.seek(address)
            return os.fsdecode(memory.read(4096 - address % 4096).partition(b"\0")[0])
