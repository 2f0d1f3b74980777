"""The floor under the vault: what it falls back to where a system lacks a call, and which one is chosen."""

from __future__ import annotations

import errno
import mmap
import os
from pathlib import Path
from typing import Any

import pytest

from recorder_desk.domain.recording import Original
from storage import durable, platform_posix
from storage.platform import BUFFER_BYTES, SYSTEM, aligned_buffer
from storage.platform_posix import Posix, PosixFolder
from storage.platform_windows import Windows
from storage.system import Folder
from tests.storage.vaults import docked, open_vault, origin_of, received, referee, silent

posix_only = pytest.mark.skipif(os.name == "nt", reason="the POSIX floor")


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


def test_the_floor_of_this_system_is_chosen() -> None:
    assert isinstance(SYSTEM, Windows if os.name == "nt" else Posix)
    folder: Folder = SYSTEM.open_folder(os.curdir)
    folder.close()
