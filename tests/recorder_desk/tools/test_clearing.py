"""Removing a recorder's file: exactly that one, by folder or by handle."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

import pytest

if sys.platform == "linux":
    import fcntl

from recorder_desk.domain.docked import DockedFile
from recorder_desk.errors import DeskError
from recorder_desk.tools import clearing_windows
from recorder_desk.tools.clearing import FileClear
from recorder_desk.tools.clearing_windows import Kernel
from recorder_desk.tools.docking import FileDock


def docked(path: Path) -> DockedFile:
    files, _ = FileDock().scan(str(path))
    return files[0]


def quiet(done: int) -> None:
    """Progress is not looked at."""


def refused(clear: FileClear, file: DockedFile) -> str:
    with pytest.raises(DeskError) as raised:
        clear.remove(file)
    return raised.value.code


@pytest.fixture
def film(tmp_path: Path) -> Path:
    film = tmp_path / "a.mp4"
    film.write_bytes(b"film")
    return film


def test_a_file_goes_after_its_digest_was_taken(film: Path) -> None:
    clear, file = FileClear(), docked(film)
    assert refused(clear, file) == "receive.source-changed", "nobody compared it"
    told: list[int] = []
    assert clear.digest(file, "sha256", told.append).startswith("sha256:")
    assert told == [4]
    clear.remove(file)
    clear.flush()
    assert clear.present(str(film)) is False
    assert clear.present(str(film.parent)) is True
    assert clear.present(str(film / "below\0")) is None
    assert refused(clear, file) == "receive.source-changed", "only once"


def test_a_file_that_is_not_as_it_was_has_no_digest(film: Path) -> None:
    file = docked(film)
    film.write_bytes(b"more than that")
    with pytest.raises(DeskError) as raised:
        FileClear().digest(file, "sha256", quiet)
    assert raised.value.code == "receive.source-changed"


@pytest.mark.parametrize(
    ("number", "code"), [(errno.EROFS, "release.not-removable"), (errno.ENODEV, "receive.source-gone")]
)
def test_what_the_recorder_answers(film: Path, number: int, code: str) -> None:
    def failing(path: str, same: object) -> None:
        raise OSError(number, os.strerror(number))

    clear, file = FileClear(failing), docked(film)
    clear.digest(file, "sha256", quiet)
    assert refused(clear, file) == code


def test_a_folder_that_cannot_be_flushed(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clear, file = FileClear(), docked(film)
    clear.digest(file, "sha256", quiet)
    clear.remove(file)

    def failing(descriptor: int) -> None:
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(DeskError) as raised:
        clear.flush()
    assert raised.value.code == "release.not-flushed"
    clear.flush()  # never tried again


needs_leases = pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux")


def begun_to_write(path: Path) -> None:
    """Another's try to open the file for writing, which does not wait for us to let it."""
    with pytest.raises(BlockingIOError):
        os.open(path, os.O_WRONLY | os.O_NONBLOCK)


@needs_leases
def test_a_file_somebody_begins_to_write_stays(film: Path) -> None:
    clear, file = FileClear(), docked(film)
    clear.digest(file, "sha256", quiet)
    begun_to_write(film)
    assert refused(clear, file) == "receive.source-changed"
    assert film.read_bytes() == b"film"
    os.close(os.open(film, os.O_WRONLY | os.O_NONBLOCK))  # nobody is kept waiting any more


@needs_leases
def test_a_file_somebody_has_open_for_writing_has_no_digest(film: Path) -> None:
    clear, file = FileClear(), docked(film)
    with open(film, "r+b"), pytest.raises(DeskError) as raised:
        clear.digest(file, "sha256", quiet)
    assert raised.value.code == "release.not-removable"


@needs_leases
def test_what_is_not_removed_is_let_go(film: Path) -> None:
    clear, file = FileClear(), docked(film)
    before = len(os.listdir("/proc/self/fd"))
    clear.digest(file, "sha256", quiet)
    clear.digest(file, "sha256", quiet)
    begun_to_write(film)
    clear.let_go()
    os.close(os.open(film, os.O_WRONLY | os.O_NONBLOCK))
    assert len(os.listdir("/proc/self/fd")) == before
    assert refused(clear, file) == "receive.source-changed", "what was read is forgotten, too"


@needs_leases
def test_without_leases_it_is_read_and_removed_all_the_same(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another person's file, or a volume of another machine."""
    file = docked(film)
    remote = FileClear(tells_writers=lambda path: False)
    remote.digest(file, "sha256", quiet)
    os.close(os.open(film, os.O_WRONLY | os.O_NONBLOCK))
    clear = FileClear()
    monkeypatch.setattr(fcntl, "F_SETLEASE", -1)  # EINVAL
    clear.digest(file, "sha256", quiet)
    clear.remove(file)
    assert not film.exists()


class FakeCreate:
    """CreateFileW takes a `restype`, as a foreign function does."""

    restype: object = None

    def __init__(self, dll: FakeDll) -> None:
        self.dll = dll

    def __call__(self, path: str, access: int, share: int, s: None, how: int, flags: int, t: None) -> int:
        self.dll.calls.append("open")
        assert (access & clearing_windows.DELETE, share) == (clearing_windows.DELETE, 0)
        assert flags & clearing_windows.OPEN_REPARSE_POINT
        if self.dll.error:
            return -1 & 0xFFFFFFFFFFFFFFFF
        self.dll.path = path
        return 7


class FakeDll:
    """kernel32 as far as it is used: a marked file goes when its handle is closed."""

    def __init__(self, error: int = 0, mark_error: int = 0) -> None:
        self.calls: list[str] = []
        self.error, self.mark_error, self.path, self.marked = error, mark_error, "", False
        self.CreateFileW = FakeCreate(self)

    def GetLastError(self) -> int:  # noqa: N802
        return self.error or self.mark_error

    def SetFileInformationByHandle(self, handle: ctypes.c_void_p, kind: int, gone: object, size: int) -> int:  # noqa: N802
        assert (handle.value, kind, size) == (7, clearing_windows.DISPOSITION, 1)
        self.marked = not self.mark_error
        return int(self.marked)

    def CloseHandle(self, handle: ctypes.c_void_p) -> int:  # noqa: N802
        self.calls.append("close")
        if self.marked:
            os.unlink(self.path)
        return 1


def on_windows(dll: FakeDll) -> FileClear:
    return FileClear(lambda path, same: clearing_windows.remove(path, same, Kernel(dll)))


def test_windows_removes_by_handle(film: Path) -> None:
    dll = FakeDll()
    clear, file = on_windows(dll), docked(film)
    clear.digest(file, "sha256", quiet)
    clear.remove(file)
    assert not film.exists()
    assert dll.calls == ["open", "close"]


def test_windows_leaves_another_file_under_the_name(film: Path) -> None:
    dll = FakeDll()
    clear, file = on_windows(dll), docked(film)
    clear.digest(file, "sha256", quiet)
    film.rename(film.with_suffix(".old"))
    film.write_bytes(b"film")
    assert refused(clear, file) == "receive.source-changed"
    assert film.exists()
    assert dll.calls == ["open", "close"]


@pytest.mark.parametrize(
    ("dll", "code"),
    [
        (FakeDll(error=2), "receive.source-gone"),
        (FakeDll(error=1167), "receive.source-gone"),
        (FakeDll(error=32), "release.not-removable"),
        (FakeDll(mark_error=19), "release.not-removable"),
        (FakeDll(mark_error=1117), "release.not-removable"),
    ],
)
def test_what_windows_answers(film: Path, dll: FakeDll, code: str) -> None:
    clear, file = on_windows(dll), docked(film)
    clear.digest(file, "sha256", quiet)
    assert refused(clear, file) == code
    assert film.exists()
