"""What another program may use up at most, and how it is stopped.

In: an argument vector and limits. Out: a running process that cannot outgrow them, in a group of its
own that can be ended whole. Every difference between systems stands here. What it may
see and reach is a matter of `sandbox.py`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

GIBI = 1 << 30
NICENESS = 10
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
# winbase.h, jobapi2.h, winnt.h
_BELOW_NORMAL, _NEW_GROUP, _NO_WINDOW = 0x00004000, 0x00000200, 0x08000000
_LIMITS_CLASS = 9
_LIMIT_PROCESS_TIME, _LIMIT_PROCESS_MEMORY = 0x2, 0x100
_LIMIT_ACTIVE, _LIMIT_DIE_ON_ERROR, _LIMIT_KILL_ON_CLOSE = 0x8, 0x400, 0x2000


@dataclass(frozen=True, slots=True)
class Limits:
    """Address space, processor time, size of any file written, time by the wall clock, and how far it stands back."""

    address_bytes: int
    cpu_seconds: int
    file_bytes: int
    wall_seconds: float
    niceness: int = NICENESS


class Running(Protocol):
    """A started program."""

    process: subprocess.Popen[bytes]

    def terminate(self) -> None:
        """Ask it to end."""
        ...

    def kill(self) -> None:
        """End it, and whatever it started."""
        ...

    def close(self) -> None:
        """Let go of what held it."""
        ...


def limits_for(duration_ms: int, pixels: int = 0, written: int = GIBI) -> Limits:
    """Limits for media of this length and picture size (traps.md, reliability.md 3.6).

    Processor time: four times the length and a minute, more for pictures larger than 1080p. Memory: a
    gibibyte, more for large pictures and for many processors, since every thread holds frames. Wall
    clock: generous, for other work goes on beside it.
    """
    seconds = max(duration_ms, 0) / 1000
    scale = max(1.0, pixels / (1920 * 1080))
    cpu = 60 + round(4 * seconds * scale)
    address = GIBI + (96 << 20) * (os.cpu_count() or 1) + 96 * pixels
    return Limits(min(address, 12 * GIBI), cpu, max(written, 64 << 20), 120 + 4 * cpu)


def start(argv: Sequence[str], limits: Limits, kernel32: Any = None, *, asked: bool = False) -> Running:
    """Start a program under limits, in its own group, at low priority. Raises OSError.

    It has no input; but one that is to be `asked` has, and what it complains of is not heard.
    """
    if not Path(argv[0]).is_file():  # else it would be prlimit that starts, and only says so
        raise FileNotFoundError(argv[0])
    if sys.platform == "win32" or kernel32 is not None:
        return _WindowsRun(argv, limits, kernel32, asked=asked)
    return _PosixRun(argv, limits, asked=asked)


def stay(running: Running) -> None:
    """Until it has ended. Who waits here takes nothing from those who ask how it ended."""
    with contextlib.suppress(ChildProcessError):  # somebody has asked already
        os.waitid(os.P_PID, running.process.pid, os.WEXITED | os.WNOWAIT)


def _open(argv: Sequence[str], asked: bool, **more: Any) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return subprocess.Popen(
        list(argv),
        stdin=subprocess.PIPE if asked else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if asked else subprocess.PIPE,
        env={**environment, "LC_ALL": "C", "AV_LOG_FORCE_NOCOLOR": "1"},
        **more,
    )


class _PosixRun:
    """Limits through the programs prlimit and nice, which set them before the program begins; where
    they are missing, on the process right after it started. Where setpriv is, the program ends with the thread that
    started it, so that nothing writes on when the desk was killed."""

    def __init__(self, argv: Sequence[str], limits: Limits, *, asked: bool = False) -> None:
        prlimit, nice, setpriv = (shutil.which(name) for name in ("prlimit", "nice", "setpriv"))
        before = [setpriv, "--pdeathsig", "KILL", "--"] if setpriv and sys.platform.startswith("linux") else []
        if prlimit and nice:
            # soft and hard alike: ffmpeg would take the soft one's signal for a wish to end, and not tell of it
            bounds = [f"--as={limits.address_bytes}", f"--cpu={limits.cpu_seconds}", f"--fsize={limits.file_bytes}"]
            before += [prlimit, *bounds, "--core=0", "--nofile=64", nice, "-n", str(limits.niceness)]
            self.process = _open([*before, *argv], asked, process_group=0)
        else:
            self.process = _open([*before, *argv], asked, process_group=0)
            self._bound(limits)

    def _bound(self, limits: Limits) -> None:
        import resource  # not on Windows

        pid = self.process.pid
        bounds = (
            ("RLIMIT_AS", limits.address_bytes, limits.address_bytes),
            ("RLIMIT_CPU", limits.cpu_seconds, limits.cpu_seconds),
            ("RLIMIT_FSIZE", limits.file_bytes, limits.file_bytes),
            ("RLIMIT_CORE", 0, 0),
            ("RLIMIT_NOFILE", 64, 64),
        )
        with contextlib.suppress(OSError, ValueError):  # it may be over already, or have less
            os.setpriority(os.PRIO_PROCESS, pid, min(19, os.nice(0) + limits.niceness))
        if hasattr(resource, "prlimit"):
            for name, soft, hard in bounds:
                with contextlib.suppress(OSError, ValueError):
                    resource.prlimit(pid, getattr(resource, name), (soft, hard))

    def terminate(self) -> None:
        """SIGTERM to the group: ffmpeg closes its files and ends."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL to the group."""
        self._signal(signal.SIGKILL)

    def close(self) -> None:
        """Nothing is held."""

    def _signal(self, number: int) -> None:
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _ExtendedLimits(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class _WindowsRun:
    """Limits through a Job object (Windows has no limit on the size of a file)."""

    def __init__(self, argv: Sequence[str], limits: Limits, kernel32: Any = None, *, asked: bool = False) -> None:
        self._kernel = kernel32 or vars(ctypes)["WinDLL"]("kernel32", use_last_error=True)
        self._kernel.CreateJobObjectW.restype = ctypes.c_void_p
        job = self._kernel.CreateJobObjectW(None, None)
        if not job:
            raise OSError("CreateJobObject")
        self._job: ctypes.c_void_p | None = ctypes.c_void_p(job)
        try:
            bounds = _job_limits(limits)
            self._check(
                self._kernel.SetInformationJobObject(
                    self._job, _LIMITS_CLASS, ctypes.byref(bounds), ctypes.sizeof(bounds)
                )
            )
            self.process = _open(argv, asked, creationflags=_BELOW_NORMAL | _NEW_GROUP | _NO_WINDOW)
        except OSError:
            self.close()
            raise
        handle = ctypes.c_void_p(int(vars(self.process).get("_handle", 0)))
        if not self._kernel.AssignProcessToJobObject(self._job, handle) and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
            self.close()
            raise OSError("AssignProcessToJobObject")

    @staticmethod
    def _check(done: int) -> None:
        if not done:
            raise OSError("SetInformationJobObject")

    def terminate(self) -> None:
        """There is no asking a program without a window or console: ended at once."""
        self.kill()

    def kill(self) -> None:
        """End every process of the job."""
        if self._job is not None:
            self._kernel.TerminateJobObject(self._job, 1)

    def close(self) -> None:
        """Close the job, which ends what may still be in it."""
        if self._job is not None:
            self._kernel.CloseHandle(self._job)
            self._job = None


def _job_limits(limits: Limits) -> _ExtendedLimits:
    bounds = _ExtendedLimits()
    basic = bounds.BasicLimitInformation
    basic.LimitFlags = (
        _LIMIT_PROCESS_TIME | _LIMIT_PROCESS_MEMORY | _LIMIT_ACTIVE | _LIMIT_DIE_ON_ERROR | _LIMIT_KILL_ON_CLOSE
    )
    basic.PerProcessUserTimeLimit = limits.cpu_seconds * 10_000_000  # of 100 ns
    basic.ActiveProcessLimit = 1
    bounds.ProcessMemoryLimit = min(limits.address_bytes, ctypes.c_size_t(-1).value)
    return bounds
