"""Another program cannot use up the machine, on either kind of system."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from recorder_desk.tools import landlock, limits
from recorder_desk.tools.limits import GIBI, Limits, limits_for, start
from recorder_desk.tools.sandbox import Level

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
LOOSE = Limits(4 * GIBI, 60, GIBI, 60)
SHOW = """
import os, resource as r
print(*r.getrlimit(r.RLIMIT_AS), *r.getrlimit(r.RLIMIT_CPU), *r.getrlimit(r.RLIMIT_FSIZE), *r.getrlimit(r.RLIMIT_CORE))
print(os.nice(0), os.getpgid(0) == os.getpid(), sorted(os.environ), os.read(0, 1))
"""
DESK = """
import shutil, sys, time
from pathlib import Path
from recorder_desk.tools import limits, sandbox
bounds = limits.Limits(4 * limits.GIBI, 60, limits.GIBI, 60)
sleep = [shutil.which("sleep"), "60"]
running = sandbox.start_in(sandbox.Room(sys.argv[1]), sleep, bounds, None, Path(sys.argv[2]))
print(running.process.pid, flush=True)
time.sleep(60)
"""


def _said(code: str, bounds: Limits = LOOSE) -> tuple[int, str]:
    running = start([sys.executable, "-c", code], bounds)
    out, err = running.process.communicate(timeout=30)
    running.close()
    return running.process.returncode, (out + err).decode()


@posix
@pytest.mark.parametrize("programs", [True, False])
def test_limits_reach_the_program(monkeypatch: pytest.MonkeyPatch, programs: bool) -> None:
    if programs and not (shutil.which("prlimit") and shutil.which("nice")):
        pytest.skip("no prlimit program here")
    if not programs:
        monkeypatch.setattr(limits.shutil, "which", lambda name: None)
    monkeypatch.setenv("SECRET", "x")
    code, said = _said("import time; time.sleep(0.2)\n" + SHOW)
    bounds, rest = said.strip().splitlines()
    assert code == 0
    assert bounds == f"{4 * GIBI} {4 * GIBI} 60 60 {GIBI} {GIBI} 0 0"
    assert rest.startswith(f"{min(19, os.nice(0) + 10)} True") and "SECRET" not in rest and rest.endswith("b''")


@posix
def test_memory_time_and_size_are_really_bounded(tmp_path: Path) -> None:
    code, said = _said("x = bytearray(2_000_000_000)", Limits(GIBI // 2, 60, GIBI, 60))
    assert code == 1 and "MemoryError" in said
    began = time.monotonic()
    code, _ = _said("while True: pass", Limits(GIBI, 1, GIBI, 60))
    assert code == -9 and time.monotonic() - began < 20
    big = tmp_path / "big"
    write = f"import signal; signal.signal(25, signal.SIG_DFL); open({str(big)!r}, 'wb').write(b'x' * 99999)"
    assert _said(write, Limits(GIBI, 60, 5000, 60))[0] == -25
    assert big.stat().st_size <= 5000


@pytest.mark.skipif(not shutil.which("setpriv"), reason="no setpriv program here")
@pytest.mark.parametrize("level", ["limits", "landlock"])
def test_the_program_does_not_outlive_a_desk_that_was_killed(level: Level, tmp_path: Path) -> None:
    if level == "landlock" and not landlock.version():
        pytest.skip("no landlock here")
    desk = subprocess.Popen([sys.executable, "-c", DESK, level, str(tmp_path)], stdout=subprocess.PIPE)
    assert desk.stdout is not None
    program = int(desk.stdout.readline())
    time.sleep(0.2)
    assert _alive(program)
    desk.kill()
    desk.wait()
    desk.stdout.close()
    until = time.monotonic() + 10
    while time.monotonic() < until and _alive(program):
        time.sleep(0.02)
    assert not _alive(program)


@posix
def test_kill_ends_what_the_program_started() -> None:
    code = "import subprocess, sys\np = subprocess.Popen(['sleep', '60'])\nprint(p.pid, flush=True)\np.wait()"
    running = start([sys.executable, "-c", code], LOOSE)
    assert running.process.stdout is not None and running.process.stderr is not None
    child = int(running.process.stdout.readline())
    running.kill()
    assert running.process.wait(10) == -9
    until = time.monotonic() + 10
    while time.monotonic() < until and _alive(child):
        time.sleep(0.02)
    assert not _alive(child)
    running.process.stdout.close()
    running.process.stderr.close()


def _alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(") ", 1)[1][0] not in "ZX"
    except FileNotFoundError:
        return False


def test_limits_for_grows_with_length_and_picture() -> None:
    hour, film = limits_for(3_600_000, 1920 * 1080), limits_for(3_600_000, 3840 * 2160)
    assert hour.cpu_seconds == 4 * 3600 + 60 and film.cpu_seconds == 16 * 3600 + 60
    assert film.address_bytes > hour.address_bytes >= GIBI and hour.wall_seconds > hour.cpu_seconds
    assert limits_for(-5).cpu_seconds == 60


class FakeKernel:
    """kernel32 as far as Job objects go; `fails` names the call that does not work."""

    def __init__(self, fails: str = "") -> None:
        self.calls: list[str] = []
        self.limits = limits._ExtendedLimits()
        self.fails = fails

    def __getattr__(self, name: str) -> Any:
        def call(*given: Any) -> int:
            self.calls.append(name)
            if name == "SetInformationJobObject":
                assert given[1] == 9 and given[3] == ctypes.sizeof(limits._ExtendedLimits)
                ctypes.memmove(ctypes.byref(self.limits), given[2], given[3])
            if name == "AssignProcessToJobObject":
                assert given[1].value == 77
            return 0 if name == self.fails else 4711

        self.__dict__[name] = call
        return call


class FakeProcess:
    """A process as Popen has it on Windows."""

    def __init__(self, argv: list[str], **options: Any) -> None:
        self.options, self.killed = options, False
        self._handle = 77

    def poll(self) -> int | None:
        return 1 if self.killed else None

    def kill(self) -> None:
        self.killed = True

    def wait(self) -> int:
        return 1


def test_windows_job_holds_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.subprocess, "Popen", FakeProcess)
    kernel = FakeKernel()
    running = start([sys.executable], Limits(3 * GIBI, 90, GIBI, 60), kernel)
    basic = kernel.limits.BasicLimitInformation
    assert basic.LimitFlags == 0x2 | 0x8 | 0x100 | 0x400 | 0x2000
    assert basic.PerProcessUserTimeLimit == 900_000_000 and basic.ActiveProcessLimit == 1
    assert kernel.limits.ProcessMemoryLimit == 3 * GIBI
    options = running.process.options  # type: ignore[attr-defined]
    assert options["creationflags"] == 0x4000 | 0x200 | 0x08000000 and options["stdin"] == subprocess.DEVNULL
    running.terminate()
    running.close()
    running.close()
    assert kernel.calls[-2:] == ["TerminateJobObject", "CloseHandle"], "closed once"


@pytest.mark.parametrize("fails", ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"])
def test_windows_program_without_a_job_does_not_run(monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    started: list[FakeProcess] = []

    def popen(argv: list[str], **options: Any) -> FakeProcess:
        started.append(FakeProcess(argv, **options))
        return started[-1]

    monkeypatch.setattr(limits.subprocess, "Popen", popen)
    kernel = FakeKernel(fails)
    with pytest.raises(OSError, match=fails.removesuffix("W")):
        start([sys.executable], LOOSE, kernel)
    assert all(each.killed for each in started)
    assert fails == "CreateJobObjectW" or kernel.calls[-1] == "CloseHandle"


def test_windows_structures_have_the_sizes_of_the_headers() -> None:
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert (ctypes.sizeof(limits._BasicLimits), ctypes.sizeof(limits._ExtendedLimits)) == (64, 144)
