"""The floor under the vault: what it falls back to, and its Windows half with a stand-in kernel."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from recorder_desk.domain.recording import Original
from storage import durable, platform_posix, platform_windows
from storage.platform import BUFFER_BYTES, SYSTEM, Folder, aligned_buffer
from storage.platform_posix import Posix, PosixFolder
from storage.platform_windows import Kernel, Windows
from tests.storage.vaults import docked, open_vault, origin_of, received, referee, silent

posix_only = pytest.mark.skipif(os.name == "nt", reason="the POSIX floor")


# -- POSIX ----------------------------------------------------------------------------------------


@posix_only
def test_without_syncfs_every_file_and_folder_is_flushed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels before 5.8 do not report write errors by syncfs."""
    vault, flushed = open_vault(tmp_path), []
    (tmp_path / "a.mp4").write_bytes(b"a")
    (tmp_path / "b.mp4").write_bytes(b"b")
    real = os.fsync

    def fsync(fd: int) -> None:
        flushed.append(os.readlink(f"/proc/self/fd/{fd}").removeprefix(str(tmp_path)))
        real(fd)

    monkeypatch.setattr(platform_posix, "syncfs_reports", lambda: False)
    monkeypatch.setattr(os, "fsync", fsync)
    batch = vault.batch()
    for name in "ab":
        file = docked(tmp_path / f"{name}.mp4")
        batch.take_in(file, origin_of(file, name), silent)
    originals = [answer for answer in batch.publish(silent) if isinstance(answer, Original)]
    batch.close()
    assert len(originals) == 2
    wanted = {"v1/content/original.mp4", "v1/content/recording.json", "v1/content", "v1", ""} | {
        f"{folder}{name}" for folder in ("", "v1/") for name in ("inventory.json", "inventory.json.sha512")
    }
    own = [name.split("/", 3)[-1] for name in flushed if name.startswith("/staging/")]
    below = {name.partition("/")[2] for name in own if name.partition("/")[0] == "a"}
    assert below == wanted | {"0=ocfl_object_1.1"}
    once = [name for name in own if name.partition("/")[0] in ("a", "b", "objects.json")]
    assert len(once) == len(set(once)) == 2 * len(below) + 1
    assert {f"/vault/{original.object_path.split('/')[0]}" for original in originals} <= set(flushed)
    assert "/vault" in flushed
    assert referee(vault.root) == ""


@posix_only
def test_a_failed_fsync_is_not_tried_again_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, calls = open_vault(tmp_path), []
    (tmp_path / "a.mp4").write_bytes(b"a")
    batch = vault.batch()
    file = docked(tmp_path / "a.mp4")
    batch.take_in(file, origin_of(file), silent)

    def fsync(fd: int) -> None:
        calls.append(fd)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(platform_posix, "syncfs_reports", lambda: False)
    monkeypatch.setattr(os, "fsync", fsync)
    (answer,) = batch.publish(silent)
    batch.close()
    assert getattr(answer, "code", "") == "receive.vault-unwritable"
    assert len(calls) == 1
    assert list(vault.objects()) == []


@posix_only
@pytest.mark.parametrize(
    ("release", "reports"), [("5.7.19-x", False), ("5.8.0", True), ("6.18.44-fc", True), ("odd", False)]
)
def test_syncfs_is_believed_from_linux_5_8(monkeypatch: pytest.MonkeyPatch, release: str, reports: bool) -> None:
    real = os.uname()
    monkeypatch.setattr(os, "uname", lambda: os.uname_result(("Linux", "n", release, "v", real.machine)))
    platform_posix.syncfs_reports.cache_clear()
    try:
        assert platform_posix.syncfs_reports() is reports
    finally:
        platform_posix.syncfs_reports.cache_clear()


@posix_only
@pytest.mark.parametrize("refusal", ["open", "read"])
def test_where_direct_reading_is_refused_the_cache_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(os.urandom(3 * BUFFER_BYTES + 17))
    os.sync()
    real_open, real_readv, direct = os.open, os.readv, set()

    def opening(name: str, flags: int, *rest: Any, **named: Any) -> int:
        if flags & os.O_DIRECT and refusal == "open":
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        fd = real_open(name, flags, *rest, **named)
        if flags & os.O_DIRECT:
            direct.add(fd)
        else:
            direct.discard(fd)
        return fd

    def readv(fd: int, buffers: Any) -> int:
        if fd in direct and refusal == "read":
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return real_readv(fd, buffers)

    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(os, "readv", readv)
    chunks: list[bytes] = []
    how = Posix().read_medium(str(path), aligned_buffer(), lambda chunk: chunks.append(bytes(chunk)))
    assert b"".join(chunks) == path.read_bytes()
    assert how == "dropped"


@posix_only
def test_pages_somebody_maps_are_not_called_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(os.urandom(1 << 20))
    os.sync()
    monkeypatch.setattr(platform_posix, "_DIRECT", 0)
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert sum(mapped[::4096]) >= 0  # every page is now in use
        assert Posix().read_medium(str(path), aligned_buffer(), lambda chunk: None) == "cached"
    assert Posix().read_medium(str(path), aligned_buffer(), lambda chunk: None) == "dropped"


@posix_only
def test_without_hard_links_copies_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: PosixFolder, name: str, of: str) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(PosixFolder, "link", refuse)
    vault = open_vault(tmp_path)
    (tmp_path / "a.mp4").write_bytes(b"a")
    received(vault, tmp_path / "a.mp4")
    assert {path.stat().st_nlink for path in vault.root.rglob("*") if path.is_file()} == {1}
    assert referee(vault.root) == ""


@posix_only
def test_without_renameat2_nothing_is_replaced_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str, *arguments: object) -> None:
        raise AttributeError(name)

    monkeypatch.setattr(platform_posix, "_call", none)
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    folder = PosixFolder(str(tmp_path))
    with pytest.raises(FileExistsError):
        folder.move("here", folder, "there")
    folder.move("here", folder, "elsewhere")
    folder.close()
    assert sorted(os.listdir(tmp_path)) == ["elsewhere", "there"]


@posix_only
def test_removing_a_tree_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "keep").mkdir()
    (tmp_path / "keep" / "precious").write_bytes(b"x")
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    (tmp_path / "tree" / "deep" / "link").symlink_to(tmp_path / "keep")
    (tmp_path / "also").symlink_to(tmp_path / "keep")
    folder = PosixFolder(str(tmp_path))
    folder.remove("tree")
    folder.remove("also")
    folder.remove("nothing")
    folder.close()
    assert os.listdir(tmp_path) == ["keep"]
    assert (tmp_path / "keep" / "precious").exists()


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "settings"
    durable.replace_durably(path, b"old" * 1000)
    durable.replace_durably(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["settings"]


# -- Windows, with a stand-in for kernel32 --------------------------------------------------------


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


def test_the_floor_of_this_system_is_chosen() -> None:
    assert isinstance(SYSTEM, Windows if os.name == "nt" else Posix)
    folder: Folder = SYSTEM.open_folder(os.curdir)
    folder.close()
