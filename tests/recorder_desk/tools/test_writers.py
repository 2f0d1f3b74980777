"""Whether a file is open for writing: real leases on Linux, a stand-in for Windows."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from recorder_desk.tools.writers import writer_by_lease, writer_by_sharing, writer_of

linux = pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux")
INVALID = ctypes.c_void_p(-1).value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"12345")
    return path


@linux
@pytest.mark.parametrize("flags", [os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_APPEND])
def test_open_while_anybody_may_write(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    assert writer_of(str(path)) == "open"
    os.close(descriptor)
    assert writer_of(str(path)) == "closed"


@linux
def test_closed_while_others_only_read(path: Path) -> None:
    with open(path, "rb"), open(path, "rb"):
        assert writer_of(str(path)) == "closed"


@linux
def test_open_when_written_through_another_name(path: Path) -> None:
    os.link(path, path.with_name("b.mp4"))
    with open(path.with_name("b.mp4"), "ab"):
        assert writer_of(str(path)) == "open"


@linux
def test_asking_leaves_nothing_behind(path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    status = path.stat()
    for _ in range(100):
        writer_of(str(path))
    assert len(os.listdir("/proc/self/fd")) == before
    assert (path.stat().st_mtime_ns, path.stat().st_ctime_ns) == (status.st_mtime_ns, status.st_ctime_ns)
    with open("/proc/locks") as locks:
        assert f":{status.st_ino} " not in "".join(line for line in locks if "LEASE" in line)


@linux
@pytest.mark.parametrize("kind", ["missing", "folder", "fifo", "link", "dangling", "nul"])
def test_unknown_for_what_is_no_file(tmp_path: Path, path: Path, kind: str) -> None:
    there = tmp_path / "there"
    if kind == "folder":
        there.mkdir()
    elif kind == "fifo":
        os.mkfifo(there)
    elif kind == "link":
        there.symlink_to(path)
    elif kind == "dangling":
        there.symlink_to("nowhere")
    assert writer_of("a\0b" if kind == "nul" else str(there)) == "unknown"


@linux
def test_a_writer_who_comes_while_we_ask_neither_kills_us_nor_waits(path: Path) -> None:
    """The kernel signals the holder of a broken lease; the usual signal would end the program."""
    code = f"""
import threading, time
from recorder_desk.tools.writers import writer_of
stop = time.monotonic() + 1.0
def write():
    while time.monotonic() < stop:
        open({str(path)!r}, 'ab').close()
threads = [threading.Thread(target=write) for _ in range(2)]
for thread in threads: thread.start()
answers = set()
while time.monotonic() < stop:
    answers.add(writer_of({str(path)!r}))
for thread in threads: thread.join()
print(*answers)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(done.stdout.split()) <= {"open", "closed"}


class BrokenLeases:
    """As `fcntl`, but a writer opens the file while we hold the lease."""

    def __init__(self, path: Path) -> None:
        import fcntl

        self.F_RDLCK, self.F_UNLCK = fcntl.F_RDLCK, fcntl.F_UNLCK
        self.F_SETLEASE, self.F_SETSIG = fcntl.F_SETLEASE, fcntl.F_SETSIG
        self.path = path
        self.writers: list[threading.Thread] = []

    def fcntl(self, fd: int, cmd: int, arg: int, /) -> int:
        import fcntl

        if (cmd, arg) == (self.F_SETLEASE, self.F_UNLCK):
            writer = threading.Thread(target=lambda: open(self.path, "ab").close())
            writer.start()
            writer.join(0.3)
            assert writer.is_alive()  # held up until the lease is given back
            self.writers.append(writer)
        return fcntl.fcntl(fd, cmd, arg)


@linux
def test_the_signal_of_a_broken_lease_is_harmless(path: Path) -> None:
    assert signal.getsignal(signal.SIGURG) == signal.SIG_DFL
    leases = BrokenLeases(path)
    assert writer_by_lease(str(path), leases) == "closed"
    (writer,) = leases.writers
    writer.join(5)
    assert not writer.is_alive()


@linux
@pytest.mark.parametrize(
    ("number", "answer"),
    [
        (errno.EAGAIN, "open"),
        (errno.EACCES, "unknown"),
        (errno.ENOTSUP, "unknown"),
        (errno.EINVAL, "unknown"),
        (errno.EIO, "unknown"),
    ],
)
def test_what_a_refused_lease_means(path: Path, number: int, answer: str) -> None:
    class Refusing(BrokenLeases):
        def fcntl(self, fd: int, cmd: int, arg: int, /) -> int:
            if cmd == self.F_SETLEASE:
                raise OSError(number, os.strerror(number))
            return 0

    assert writer_by_lease(str(path), Refusing(path)) == answer


@linux
def test_a_lease_on_a_file_of_another_user(tmp_path: Path, path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root to become another user")
    tmp_path.chmod(0o755)
    code = f"""
import fcntl, os
from recorder_desk.tools.writers import writer_of
os.chdir({str(tmp_path)!r}); os.setgroups([]); os.setgid(65534); os.setuid(65534)
print(writer_of('a.mp4'))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == ("unknown", "")


@dataclass
class FakeKernel:
    """kernel32.dll as far as it is asked."""

    handle: int | None
    error: int = 0
    asked: list[tuple[str, int, int, int, int]] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)

    def create_file(self, path: str, access: int, share: int, disposition: int, flags: int) -> int | None:
        self.asked.append((path, access, share, disposition, flags))
        return self.handle

    def close_handle(self, handle: int) -> None:
        self.closed.append(handle)

    def last_error(self) -> int:
        return self.error


@pytest.mark.parametrize(
    ("handle", "error", "answer"),
    [
        (INVALID, 32, "open"),  # ERROR_SHARING_VIOLATION
        (None, 32, "open"),
        (INVALID, 2, "unknown"),  # not found
        (INVALID, 5, "unknown"),  # access denied
        (INVALID, 21, "unknown"),  # device not ready
        (44, 0, "closed"),
    ],
)
def test_windows_asks_by_sharing(handle: int | None, error: int, answer: str) -> None:
    kernel = FakeKernel(handle, error)
    assert writer_by_sharing("E:\\DCIM\\a.mp4", kernel) == answer
    assert kernel.closed == ([44] if answer == "closed" else [])
    # to read; others may read only; must exist; the link itself and not what it points to
    assert kernel.asked == [("\\\\?\\E:\\DCIM\\a.mp4", 0x80000000, 1, 3, 0x00200000)]


def test_windows_paths_are_taken_literally() -> None:
    kernel = FakeKernel(44)
    for path in ("\\\\server\\share\\a.mp4", "\\\\?\\E:\\a.mp4", "E:\\" + "x" * 300 + "\\CON."):
        writer_by_sharing(path, kernel)
    assert [each[0] for each in kernel.asked] == [
        "\\\\?\\UNC\\server\\share\\a.mp4",
        "\\\\?\\E:\\a.mp4",
        "\\\\?\\E:\\" + "x" * 300 + "\\CON.",
    ]
