"""What becomes of a file when something goes wrong: refused or gone, never half."""

from __future__ import annotations

import errno
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import storage.copying
from recorder_desk.domain.recording import Original
from recorder_desk.errors import DeskError
from recorder_desk.ports import DeskFailure
from storage import platform_posix
from storage.vault import OcflVault
from tests.storage.vaults import docked, open_vault, origin_of, received, referee, silent, staged

pytestmark = pytest.mark.skipif(os.name == "nt", reason="faults are planted in POSIX calls")
MIB = 1 << 20


def make(path: Path, size: int = 3 * MIB + 5) -> Path:
    path.write_bytes(os.urandom(size))
    return path


def refused(vault: OcflVault, path: Path, report: Callable[[int], None] = silent) -> str:
    """The code with which a file is refused; a good file beside it must still arrive."""
    file = docked(path)
    return refused_as(vault, file, path.parent, report)


def refused_as(vault: OcflVault, file: object, folder: Path, report: Callable[[int], None] = silent) -> str:
    batch = vault.batch()
    good = docked(make(folder / "good.mp4", 1000))
    batch.take_in(good, origin_of(good), silent)
    before = sorted(os.listdir(vault.root.parent / "staging" / os.listdir(vault.root.parent / "staging")[0]))
    with pytest.raises(DeskError) as raised:
        batch.take_in(file, origin_of(file), report)  # type: ignore[arg-type]
    place = vault.root.parent / "staging" / os.listdir(vault.root.parent / "staging")[0]
    assert sorted(os.listdir(place)) == before, "something of the refused file is left"
    assert raised.value.blame == "environment"
    (answer,) = batch.publish(silent)
    assert isinstance(answer, Original)
    batch.close()
    return raised.value.code


@pytest.mark.parametrize("size", [500_000, 5 * MIB])
def test_a_source_that_changes_while_it_is_read(tmp_path: Path, size: int) -> None:
    vault = open_vault(tmp_path)

    def change(how: Callable[[Path], object]) -> str:
        path = make(tmp_path / "a.mp4", size)
        told = []

        def report(done: int) -> None:
            if not told:
                told.append(done)
                how(path)

        return refused(vault, path, report)

    def grow(path: Path) -> None:
        with open(path, "ab") as file:
            file.write(b"more")

    def put_back(path: Path) -> None:
        before = path.stat()
        with open(path, "r+b") as file:
            file.seek(size // 2)
            file.write(b"forged")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def replace(path: Path) -> None:
        fresh = path.with_name("fresh")
        fresh.write_bytes(path.read_bytes())
        os.utime(fresh, ns=(0, path.stat().st_mtime_ns))
        os.replace(fresh, path)

    assert change(grow) == "receive.source-changed"
    assert change(put_back) == "receive.source-changed"
    assert change(replace) == "receive.source-changed"
    assert change(lambda path: os.truncate(path, size // 2)) == "receive.source-changed"
    assert change(lambda path: path.unlink()) == "receive.source-gone"


def test_a_source_that_is_not_what_the_scan_saw(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    seen = docked(make(tmp_path / "a.mp4"))
    (tmp_path / "a.mp4").rename(tmp_path / "b.mp4")
    assert refused_as(vault, seen, tmp_path) == "receive.source-gone"
    make(tmp_path / "a.mp4")
    assert refused_as(vault, seen, tmp_path) == "receive.source-changed"


def test_what_is_not_a_file_is_refused_at_once(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    secret = make(tmp_path / "secret", 100)
    (tmp_path / "link.mp4").symlink_to(secret)
    (tmp_path / "loop.mp4").symlink_to(tmp_path / "loop.mp4")
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "folder.mp4").mkdir()
    listening = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(tmp_path)  # a socket's name may be 107 bytes long
    try:
        listening.bind("socket.mp4")
    finally:
        os.chdir(here)
    began = time.monotonic()
    for name in ("link", "loop", "pipe", "folder", "socket"):
        assert refused(vault, tmp_path / f"{name}.mp4") == "receive.not-a-file", name
    assert time.monotonic() - began < 5, "something waited"
    listening.close()


def test_a_drop_folder_may_lie_behind_a_link(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    (tmp_path / "real").mkdir()
    make(tmp_path / "real" / "a.mp4", 10)
    (tmp_path / "card").symlink_to(tmp_path / "real")
    received(vault, tmp_path / "card" / "a.mp4")


def test_a_source_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, path = open_vault(tmp_path), make(tmp_path / "a.mp4", 5 * MIB)
    real, calls = storage.copying.read_into, []

    def failing(code: int) -> Callable[[int, memoryview], int]:
        def read(fd: int, view: memoryview) -> int:
            calls.append(fd)
            if len(calls) > 3:
                raise OSError(code, os.strerror(code))
            return real(fd, view)

        return read

    for code, expected in ((errno.EIO, "receive.source-unreadable"), (errno.ENODEV, "receive.source-gone")):
        calls.clear()
        monkeypatch.setattr(storage.copying, "read_into", failing(code))
        seen = docked(path)
        batch = vault.batch()
        with pytest.raises(DeskError, match=expected):
            batch.take_in(seen, origin_of(seen), silent)
        batch.close()
    assert staged(tmp_path) == []


def test_a_source_that_ends_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, path = open_vault(tmp_path), make(tmp_path / "a.mp4", 5 * MIB)
    real, calls = storage.copying.read_into, []

    def ends(fd: int, view: memoryview) -> int:
        calls.append(fd)
        return 0 if len(calls) == 3 else real(fd, view)

    monkeypatch.setattr(storage.copying, "read_into", ends)
    batch = vault.batch()
    with pytest.raises(DeskError, match=r"receive\.source-changed"):
        batch.take_in(docked(path), origin_of(docked(path)), silent)
    batch.close()


@pytest.mark.parametrize("size", [100_000, 5 * MIB])
def test_a_write_that_lies_is_found_by_the_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    vault = open_vault(tmp_path)
    bad, good = docked(make(tmp_path / "bad.mp4", size)), docked(make(tmp_path / "good.mp4", size))
    batch, real = vault.batch(), os.write

    def lying(fd: int, data: memoryview) -> int:
        return real(fd, bytes(len(data)))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lying)
        batch.take_in(bad, origin_of(bad, "bad"), silent)
    batch.take_in(good, origin_of(good, "good"), silent)
    first, second = batch.publish(silent)
    assert first == DeskFailure("bad", "receive.digest-differs")
    assert isinstance(second, Original)
    batch.close()
    assert [getattr(each, "id", "") for each in vault.objects()] == ["good"]
    assert staged(tmp_path) == []


def test_a_short_write_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, path, real = open_vault(tmp_path), make(tmp_path / "a.mp4", 2 * MIB + 3), os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, data[: max(1, len(data) // 2)]))
    (original,) = received(vault, path)
    assert vault.path_of(original.object_path, original.content_path).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("when", [1, 2])
@pytest.mark.parametrize(
    ("code", "expected"), [(errno.EIO, "receive.vault-unwritable"), (errno.ENOSPC, "receive.disk-full")]
)
def test_a_failed_flush_is_never_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: int, code: int, expected: str
) -> None:
    """`when` 1 is the flush of what is staged, 2 the one of the folders after the renames."""
    vault, calls = open_vault(tmp_path), []
    files = [docked(make(tmp_path / f"{name}.mp4", 50_000)) for name in "ab"]
    batch = vault.batch()
    for file, name in zip(files, "ab", strict=True):
        batch.take_in(file, origin_of(file, name), silent)
    real = platform_posix._call

    def call(name: str, *arguments: object) -> None:
        if name == "syncfs":
            calls.append(name)
            if len(calls) == when:
                raise OSError(code, os.strerror(code))
        real(name, *arguments)

    monkeypatch.setattr(platform_posix, "_call", call)
    monkeypatch.setattr(platform_posix, "syncfs_reports", lambda: True)
    answers = batch.publish(silent)
    assert len(calls) == when
    assert answers == [DeskFailure("a", expected), DeskFailure("b", expected)]
    batch.close()
    assert list(vault.objects()) == []
    assert staged(tmp_path) == []
    assert [each for each in vault.root.rglob("*") if each.name.startswith("original")] == []
    assert referee(vault.root) == ""  # no empty folder either


def test_a_full_disk_fails_one_file_before_its_first_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = open_vault(tmp_path)
    path = make(tmp_path / "big.mp4")
    real = platform_posix._call

    def call(name: str, *arguments: object) -> None:
        if name == "fallocate":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(name, *arguments)

    monkeypatch.setattr(platform_posix, "_call", call)
    assert refused(vault, path) == "receive.disk-full"


def test_an_object_that_is_there_already_is_not_replaced(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    first, second = docked(make(tmp_path / "a.mp4", 100)), docked(make(tmp_path / "b.mp4", 100))
    for file, arrives in ((first, True), (second, False)):
        batch = vault.batch()
        batch.take_in(file, origin_of(file, "same"), silent)
        (answer,) = batch.publish(silent)
        assert isinstance(answer, Original) is arrives
        batch.close()
    (found,) = vault.objects()
    assert found.original.digest == docked_digest(tmp_path / "a.mp4")  # type: ignore[union-attr]
    assert referee(vault.root) == ""


def docked_digest(path: Path) -> str:
    from tests.storage.vaults import sha512

    return sha512(path)


def test_a_report_that_raises_leaves_nothing(tmp_path: Path) -> None:
    """A lane that is told to stop raises from its report."""
    vault, path = open_vault(tmp_path), make(tmp_path / "a.mp4")

    class StopError(Exception):
        pass

    def stop(done: int) -> None:
        raise StopError

    batch = vault.batch()
    with pytest.raises(StopError):
        batch.take_in(docked(path), origin_of(docked(path)), stop)
    assert list(batch.publish(silent)) == []
    batch.close()
    assert staged(tmp_path) == []


@pytest.mark.skipif("RECORDER_DESK_SLOW" not in os.environ, reason="4 GiB take half a minute: RECORDER_DESK_SLOW=1")
def test_a_sparse_file_of_more_than_four_gibibytes(tmp_path: Path) -> None:
    vault, path = open_vault(tmp_path), tmp_path / "sparse.mp4"
    with open(path, "wb") as file:
        file.truncate((1 << 32) + 12345)
        file.seek(1 << 32)
        file.write(b"beyond")
    (original,) = received(vault, path)
    assert original.bytes == (1 << 32) + 12345
    with open(vault.path_of(original.object_path, original.content_path), "rb") as file:
        file.seek(1 << 32)
        assert file.read(6) == b"beyond"
