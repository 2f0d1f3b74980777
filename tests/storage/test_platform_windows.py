"""The Windows half of the floor under the vault, with a stand-in for kernel32."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from storage import durable, platform_windows
from storage.platform import BUFFER_BYTES, aligned_buffer
from storage.platform_windows import Kernel, Windows
from tests.storage.vaults import open_vault, received, referee, silent

posix_only = pytest.mark.skipif(os.name == "nt", reason="the POSIX floor")


class FakeCreate:
    """CreateFileW takes a `restype`, as a foreign function does."""

    restype: object = None

    def __init__(self, dll: FakeDll) -> None:
        self.dll = dll

    def __call__(self, path: str, access: int, share: int, s: None, how: int, flags: int, t: None) -> int:
        dll = self.dll
        dll.calls.append(("open", path, flags))
        assert how == platform_windows.OPEN_EXISTING
        if dll.refuse_unbuffered and flags & platform_windows.FLAG_NO_BUFFERING:
            dll.error = 87
            return -1 & 0xFFFFFFFFFFFFFFFF
        if os.path.isdir(path) and dll.refuse_folders:
            dll.error = 5
            return -1 & 0xFFFFFFFFFFFFFFFF
        fd = os.open(path, os.O_RDONLY)
        handle = 1000 + fd
        dll.handles[handle], dll.names[handle] = fd, path
        return handle


class FakeDll:
    """kernel32 as far as it is used, on the file system of any system; notes every call."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, int]] = []
        self.handles: dict[int, int] = {}
        self.names: dict[int, str] = {}
        self.busy = self.flush_error = self.error = 0
        self.refuse_unbuffered = self.refuse_folders = False
        self.CreateFileW = FakeCreate(self)

    def GetLastError(self) -> int:  # noqa: N802
        return self.error

    def _fail(self, code: int) -> int:
        self.error = code
        return 0

    def ReadFile(self, handle: Any, start: Any, size: int, count: Any, o: None) -> int:  # noqa: N802
        data = os.read(self.handles[handle.value], size)
        ctypes.memmove(start, data, len(data))
        count._obj.value = len(data)
        return 1

    def FlushFileBuffers(self, handle: Any) -> int:  # noqa: N802
        self.calls.append(("flush", self.names[handle.value], 0))
        return self._fail(self.flush_error) if self.flush_error else 1

    def CloseHandle(self, handle: Any) -> int:  # noqa: N802
        os.close(self.handles.pop(handle.value))
        return 1

    def MoveFileExW(self, path: str, target: str, flags: int) -> int:  # noqa: N802
        self.calls.append(("move", path, flags))
        if self.busy:
            self.busy -= 1
            return self._fail(32)
        if os.path.exists(target) and not flags & platform_windows.MOVE_REPLACE:
            return self._fail(183)
        if not os.path.exists(os.path.dirname(target)):
            return self._fail(3)
        os.replace(path, target)
        return 1


@pytest.fixture
def dll() -> FakeDll:
    return FakeDll()


@pytest.fixture
def windows(dll: FakeDll) -> Windows:
    return Windows(Kernel(dll))


def test_windows_moves_are_written_through_and_replace_nothing(tmp_path: Path, dll: FakeDll, windows: Windows) -> None:
    folder = windows.open_folder(str(tmp_path))
    folder.make("a")
    folder.make("b")
    with pytest.raises(FileExistsError):
        folder.move("a", folder, "b")
    with pytest.raises(FileNotFoundError):
        folder.move("a", folder, "none/a")
    folder.move("a", folder, "c")
    assert sorted(os.listdir(tmp_path)) == ["b", "c"]
    flags = {flags for name, _, flags in dll.calls if name == "move"}
    assert flags == {platform_windows.MOVE_WRITE_THROUGH}


def test_windows_waits_for_a_scanner_and_not_for_ever(
    tmp_path: Path, dll: FakeDll, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("storage.platform_windows.time.sleep", pauses.append)
    folder = windows.open_folder(str(tmp_path))
    folder.make("a")
    dll.busy = 3
    folder.move("a", folder, "b")
    assert len(pauses) == 3
    dll.busy = 100
    with pytest.raises(PermissionError):
        folder.move("b", folder, "c")
    assert sum(pauses) < 2


def test_windows_flushes_files_and_insists_on_files_alone(tmp_path: Path, dll: FakeDll, windows: Windows) -> None:
    folder = windows.open_folder(str(tmp_path))
    folder.put("a", b"1")
    folder.make("d")
    dll.refuse_folders = True
    folder.flush(("a", "d", ""))
    assert [os.path.basename(path) for name, path, _ in dll.calls if name == "flush"] == ["a"]
    dll.flush_error = 1117  # ERROR_IO_DEVICE
    before = len(dll.calls)
    with pytest.raises(OSError, match="1117"):
        folder.flush(("a", "d"))
    assert [name for name, _, _ in dll.calls[before:]] == ["open", "flush"], "tried again"
    assert dll.handles == {}


def test_windows_full_disk_is_told_as_one(dll: FakeDll, windows: Windows, tmp_path: Path) -> None:
    folder = windows.open_folder(str(tmp_path))
    folder.put("a", b"1")
    dll.flush_error = 112
    with pytest.raises(OSError) as raised:
        folder.flush(("a",))
    assert durable.vault_failure(raised.value).code == "receive.disk-full"


def test_windows_read_only_files_can_be_replaced_and_removed(tmp_path: Path, windows: Windows, dll: FakeDll) -> None:
    folder = windows.open_folder(str(tmp_path))
    for name in ("inventory.json", "fresh", "tree"):
        folder.make(name) if name == "tree" else folder.put(name, name.encode())
    folder.put("tree/original.mp4", b"x")
    folder.protect("inventory.json")
    folder.protect("tree/original.mp4")
    assert not stat.S_IMODE((tmp_path / "tree" / "original.mp4").stat().st_mode) & 0o222
    folder.replace("fresh", folder, "inventory.json")
    assert (tmp_path / "inventory.json").read_bytes() == b"fresh"
    folder.remove("tree")
    folder.remove("nothing")
    assert os.listdir(tmp_path) == ["inventory.json"]


def test_windows_reads_past_the_cache_or_says_that_it_could_not(tmp_path: Path, windows: Windows, dll: FakeDll) -> None:
    path = tmp_path / "a"
    for size in (0, 1, BUFFER_BYTES, 2 * BUFFER_BYTES + 9):
        path.write_bytes(os.urandom(size))
        chunks: list[bytes] = []
        assert windows.read_medium(str(path), aligned_buffer(), lambda c: chunks.append(bytes(c))) == "direct"  # noqa: B023
        assert b"".join(chunks) == path.read_bytes()
    assert dll.calls[-1][2] & platform_windows.FLAG_NO_BUFFERING
    dll.refuse_unbuffered = True
    chunks = []
    assert windows.read_medium(str(path), aligned_buffer(), lambda c: chunks.append(bytes(c))) == "cached"
    assert b"".join(chunks) == path.read_bytes()
    assert dll.handles == {}


@posix_only
def test_windows_sources_are_no_links_and_shared_for_reading_alone(
    tmp_path: Path, windows: Windows, dll: FakeDll, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform_windows, "descriptor_of", lambda handle, flags: dll.handles.pop(handle))
    (tmp_path / "a").write_bytes(b"source")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    fd = windows.open_source(str(tmp_path / "a"))
    assert os.read(fd, 10) == b"source"
    os.close(fd)
    for name in ("link", "."):
        with pytest.raises(OSError) as raised:
            windows.open_source(str(tmp_path / name))
        assert raised.value.errno == errno.ELOOP
    assert dll.calls[-1][2] & platform_windows.FLAG_OPEN_REPARSE_POINT


@posix_only
def test_a_whole_vault_on_the_windows_floor(
    tmp_path: Path, windows: Windows, monkeypatch: pytest.MonkeyPatch, dll: FakeDll
) -> None:
    """Everything above the floor is the same code: receive, publish, a version, a check."""
    monkeypatch.setattr(platform_windows, "descriptor_of", lambda handle, flags: dll.handles.pop(handle))
    for where in ("storage.source", "storage.copying", "storage.reading", "storage.platform"):
        monkeypatch.setattr(f"{where}.SYSTEM", windows)
    vault = open_vault(tmp_path)
    sizes = (0, 5, 3 * BUFFER_BYTES + 1)
    for size in sizes:
        (tmp_path / f"{size}.mp4").write_bytes(os.urandom(size))
    originals = received(vault, *(tmp_path / f"{size}.mp4" for size in sizes))
    for original in originals:
        assert original.read_back == "direct"
        vault.add_version(original.recording, original.object_path, {"a.json": b"{}"}, "sealed")
        assert vault.check(original.recording, original.object_path, original.digest, silent) == []
    vault.add_object("c-1", {"case.json": b"{}"}, "sealed")
    assert referee(vault.root) == ""
    assert dll.handles == {}
    assert any(name == "flush" and path.endswith("original.mp4") for name, path, _ in dll.calls)
