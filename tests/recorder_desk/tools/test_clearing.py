"""Removing a recorder's file: exactly that one, by folder or by handle."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

import pytest

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
