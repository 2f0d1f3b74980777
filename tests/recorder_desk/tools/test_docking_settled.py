"""When a docked file is settled: by what the system knows of its writer, and by standing still."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from recorder_desk.domain.docked import DockedFile
from recorder_desk.tools.docking import FileDock
from recorder_desk.tools.writers import Writing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="FIFOs and leases are Linux")

AN_HOUR = 3_600_000_000_000


class Clocks:
    """Both clocks in hand, and a writer who does as told."""

    def __init__(self) -> None:
        self.wall = 1_800_000_000_000_000_000
        self.since_start = 1000.0
        self.writing: Writing = "closed"
        self.certain = True

    def dock(self) -> FileDock:
        return FileDock(
            wall_ns=lambda: self.wall,
            monotonic=lambda: self.since_start,
            writer=lambda path: self.writing,
            tells_writers=lambda path: self.certain,
        )


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def dock() -> FileDock:
    return FileDock()


def only(dock: FileDock, path: Path) -> DockedFile:
    (file,) = dock.scan(str(path))[0]
    return file


@pytest.fixture
def old_file(tmp_path: Path, clocks: Clocks) -> Path:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"12345")
    os.utime(path, ns=(clocks.wall - AN_HOUR, clocks.wall - AN_HOUR))
    return path


def test_settled_at_once_when_old_and_surely_closed(clocks: Clocks, old_file: Path) -> None:
    dock = clocks.dock()
    assert dock.settled(only(dock, old_file), 2.0)


def test_settled_never_while_open_for_writing(clocks: Clocks, old_file: Path) -> None:
    dock = clocks.dock()
    clocks.writing = "open"
    file = only(dock, old_file)
    assert not dock.settled(file, 2.0)
    clocks.since_start += 10_000
    clocks.wall += AN_HOUR
    assert not dock.settled(file, 2.0)
    clocks.writing = "closed"
    assert dock.settled(file, 2.0)


def test_settled_never_while_open_though_seen_unchanged(clocks: Clocks, old_file: Path) -> None:
    os.utime(old_file, ns=(clocks.wall, clocks.wall))
    clocks.writing = "open"
    dock = clocks.dock()
    file = only(dock, old_file)
    for _ in range(3):
        assert not dock.settled(file, 2.0)
        clocks.since_start += 5.0
    clocks.writing = "closed"
    assert dock.settled(file, 2.0)


@pytest.mark.parametrize("shift", [-1_000_000_000, 0, AN_HOUR], ids=["a second old", "now", "in the future"])
def test_settled_when_seen_unchanged_if_the_time_of_change_is_not_old(
    clocks: Clocks, old_file: Path, shift: int
) -> None:
    os.utime(old_file, ns=(clocks.wall + shift, clocks.wall + shift))
    dock = clocks.dock()
    file = only(dock, old_file)
    assert not dock.settled(file, 2.0)
    clocks.since_start += 1.9
    assert not dock.settled(file, 2.0)
    clocks.since_start += 0.2
    assert dock.settled(file, 2.0)


@pytest.mark.parametrize("unsure", ["a volume of another machine", "a lease that is not ours to take"])
def test_settled_only_when_seen_unchanged_if_the_system_cannot_tell(
    clocks: Clocks, old_file: Path, unsure: str
) -> None:
    clocks.certain = unsure != "a volume of another machine"
    clocks.writing = "unknown" if clocks.certain else "open"  # an NFS client's EAGAIN means nothing
    dock = clocks.dock()
    file = only(dock, old_file)
    assert not dock.settled(file, 2.0)
    clocks.since_start += 2.0
    assert dock.settled(file, 2.0)


def test_settled_starts_again_when_the_file_changes(clocks: Clocks, old_file: Path) -> None:
    clocks.certain = False
    dock = clocks.dock()
    file = only(dock, old_file)
    dock.settled(file, 2.0)
    clocks.since_start += 1.5
    old_file.write_bytes(b"123456")
    assert not dock.settled(file, 2.0)
    clocks.since_start += 1.5
    fresh = only(dock, old_file)
    assert not dock.settled(fresh, 2.0)
    clocks.since_start += 0.5
    assert dock.settled(fresh, 2.0)


def test_settled_starts_again_when_another_file_takes_its_place(clocks: Clocks, old_file: Path) -> None:
    clocks.certain = False
    dock = clocks.dock()
    file = only(dock, old_file)
    dock.settled(file, 2.0)
    clocks.since_start += 2.0
    twin = old_file.with_name("b.mp4")
    twin.write_bytes(b"54321")
    os.utime(twin, ns=(file.mtime_ns, file.mtime_ns))
    os.replace(twin, old_file)
    assert not dock.settled(file, 2.0)


def test_settled_is_false_when_the_scan_is_out_of_date_or_the_file_gone(clocks: Clocks, old_file: Path) -> None:
    dock = clocks.dock()
    file = only(dock, old_file)
    os.truncate(old_file, 3)
    os.utime(old_file, ns=(file.mtime_ns, file.mtime_ns))
    assert not dock.settled(file, 2.0)
    old_file.unlink()
    assert not dock.settled(file, 2.0)
    os.mkfifo(old_file)
    assert not dock.settled(file, 2.0)
    old_file.unlink()
    old_file.symlink_to("/etc/passwd")
    assert not dock.settled(file, 0.0)


def test_settled_is_false_when_changed_in_place_since_the_scan(clocks: Clocks, old_file: Path) -> None:
    dock = clocks.dock()
    file = only(dock, old_file)
    os.utime(old_file, ns=(file.mtime_ns + 1, file.mtime_ns + 1))
    assert not dock.settled(file, 2.0)
    assert dock.settled(only(dock, old_file), 2.0)


def test_settled_survives_a_clock_that_is_set_back(clocks: Clocks, old_file: Path) -> None:
    dock = clocks.dock()
    file = only(dock, old_file)
    clocks.wall -= 10 * AN_HOUR
    assert not dock.settled(file, 2.0)
    clocks.since_start += 2.0
    assert dock.settled(file, 2.0)


def test_scan_forgets_what_vanished(clocks: Clocks, tmp_path: Path) -> None:
    clocks.certain = False
    dock = clocks.dock()
    for n in range(50):
        (tmp_path / f"{n}.mp4").touch()
    for file in dock.scan(str(tmp_path))[0]:
        dock.settled(file, 2.0)
    assert len(dock._still) == 50
    for n in range(49):
        (tmp_path / f"{n}.mp4").unlink()
    dock.scan(str(tmp_path))
    assert len(dock._still) == 1


WRITER = """
import mmap, os, sys, time
how, path = sys.argv[1], sys.argv[2]
descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
os.write(descriptor, b'x' * 8192)
if how == 'mapped':
    held = mmap.mmap(descriptor, 8192)
    os.close(descriptor)
os.utime(path, (1_000_000_000, 1_000_000_000))
sys.stdout.write('ready'); sys.stdout.flush()
sys.stdin.read()
"""


@pytest.fixture(params=["held", "mapped"])
def writer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    argv = [sys.executable, "-c", WRITER, request.param, str(tmp_path / "w.mp4")]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.read(5) == b"ready"
        yield process
        process.kill()


def test_settled_knows_another_process_that_writes(
    dock: FileDock, writer: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    file = only(dock, tmp_path)
    for _ in range(3):
        assert not dock.settled(file, 0.0)
    writer.communicate()
    assert dock.settled(file, 2.0)


def test_settled_knows_our_own_mapping(dock: FileDock, tmp_path: Path) -> None:
    path = tmp_path / "m.mp4"
    path.write_bytes(b"x" * 4096)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    file = only(dock, tmp_path)
    with open(path, "r+b") as opened:
        mapped = mmap.mmap(opened.fileno(), 4096)
    assert not dock.settled(file, 2.0)
    mapped.close()
    assert dock.settled(file, 2.0)


def test_settled_when_renamed_linked_or_moved_into_place(dock: FileDock, tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    for name in ("drop/a.part", "outside", "linked"):
        (tmp_path / name).write_bytes(b"1")
        os.utime(tmp_path / name, (1_000_000_000, 1_000_000_000))
    os.rename(tmp_path / "drop/a.part", tmp_path / "drop/a.mp4")
    os.rename(tmp_path / "outside", tmp_path / "drop/b.mp4")
    os.link(tmp_path / "linked", tmp_path / "drop/c.mp4")
    files = dock.scan(str(tmp_path / "drop"))[0]
    assert [dock.settled(file, 2.0) for file in files] == [True, True, True]
