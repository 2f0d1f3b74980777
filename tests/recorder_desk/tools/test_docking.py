"""Looking into drop folders: what is found and what is left alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.names import shown_path
from recorder_desk.errors import DeskError
from recorder_desk.tools.docking import FileDock
from recorder_desk.tools.mounts import device_name
from recorder_desk.tools.walking import walk
from tests.hostile import make_hostile_folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="FIFOs, leases and byte names are Linux here")


@pytest.fixture
def dock() -> FileDock:
    return FileDock()


def found(dock: FileDock, path: Path | str) -> dict[str, DockedFile]:
    return {file.path: file for file in dock.scan(os.fspath(path))[0]}


def left(dock: FileDock, path: Path | str) -> dict[str, str]:
    return {each.path: each.code for each in dock.scan(os.fspath(path))[1]}


def only(dock: FileDock, path: Path) -> DockedFile:
    (file,) = dock.scan(str(path))[0]
    return file


# --- scanning ------------------------------------------------------------------------------------


def test_scan_tells_size_time_inode_device_and_kind(dock: FileDock, tmp_path: Path) -> None:
    (tmp_path / "DCIM").mkdir()
    path = tmp_path / "DCIM" / "a.MP4"
    path.write_bytes(b"12345")
    status = path.stat()
    (file,) = found(dock, tmp_path).values()
    assert file == DockedFile(str(path), device_name(status), 5, status.st_mtime_ns, status.st_ino, "video")


def test_scan_is_sorted_and_the_same_each_time(dock: FileDock, tmp_path: Path) -> None:
    for name in ("b/2.mp4", "b/10.mp4", "a.mp4", "c.mp4", "b.mp4"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    for name in (".z", ".a"):
        (tmp_path / name).touch()
    files, alone = dock.scan(str(tmp_path))
    assert [file.path for file in files] == sorted(file.path for file in files)
    assert [each.path for each in alone] == [str(tmp_path / ".a"), str(tmp_path / ".z")]
    assert dock.scan(str(tmp_path)) == (files, alone)


def test_scan_leaves_alone_what_is_no_file(dock: FileDock, tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.mp4").write_bytes(b"x")
    (folder / "link.mp4").symlink_to(outside / "secret.mp4")
    (folder / "dangling.mp4").symlink_to("nowhere")
    (folder / "linked").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "fifo.mp4")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket.mp4"))
    files, _ = dock.scan(str(folder))
    assert files == []
    assert {Path(path).name: code for path, code in left(dock, folder).items()} == {
        "link.mp4": "dock.link",
        "dangling.mp4": "dock.link",
        "linked": "dock.link",
        "loop": "dock.link",
        "fifo.mp4": "dock.not-a-file",
        "socket.mp4": "dock.not-a-file",
    }


def test_scan_does_not_descend_into_hidden_and_system_folders(dock: FileDock, tmp_path: Path) -> None:
    for name in (".Trashes", "System Volume Information", "$RECYCLE.BIN", ".hidden"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.mp4").touch()
    (tmp_path / "LOST.DIR").mkdir()
    (tmp_path / "LOST.DIR" / "kept.mp4").touch()
    for name in ("a.mp4.part", "~b.mp4", ".c.mp4", "d.tmp"):
        (tmp_path / name).touch()
    assert list(found(dock, tmp_path)) == [str(tmp_path / "LOST.DIR" / "kept.mp4")]
    assert len(left(dock, tmp_path)) == 8
    assert set(left(dock, tmp_path).values()) == {"dock.temporary-name"}


def test_scan_descends_into_a_folder_called_mp4(dock: FileDock, tmp_path: Path) -> None:
    (tmp_path / "act.mp4").mkdir()
    (tmp_path / "act.mp4" / "1.mp4").touch()
    assert list(found(dock, tmp_path)) == [str(tmp_path / "act.mp4" / "1.mp4")]


def test_scan_of_one_file(dock: FileDock, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"1")
    assert list(dock.scan(str(path))[0]) == list(dock.scan(str(tmp_path))[0])
    (tmp_path / "b.part").touch()
    assert left(dock, tmp_path / "b.part") == {str(tmp_path / "b.part"): "dock.temporary-name"}


@pytest.mark.parametrize("ending", ["", "/", "//"])
def test_scan_of_a_link_is_left_alone(dock: FileDock, tmp_path: Path, ending: str) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.mp4").touch()
    (tmp_path / "link").symlink_to("real")
    assert dock.scan(f"{tmp_path}/link{ending}")[0] == ()
    assert left(dock, f"{tmp_path}/link{ending}") == {f"{tmp_path}/link": "dock.link"}
    assert list(found(dock, f"{tmp_path}/real{ending}")) == [f"{tmp_path}/real/a.mp4"]


@pytest.mark.parametrize("name", ["nothing", "a.mp4/below", "nul\0here", "lone\ud800surrogate"])
def test_scan_of_what_is_missing(dock: FileDock, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.mp4").touch()
    with pytest.raises(DeskError) as caught:
        dock.scan(f"{tmp_path}/{name}")
    assert caught.value.code == "dock.folder-missing"
    assert caught.value.blame == "environment"
    assert caught.value.facts == {"path": shown_path(f"{tmp_path}/{name}")}


def test_scan_goes_on_where_folders_and_files_may_not_be_read(tmp_path: Path) -> None:
    for name in ("a/1.mp4", "b/2.mp4", "c/3.mp4", "d.mp4"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "b").chmod(0)
    (tmp_path / "d.mp4").chmod(0)
    told = scan_as_nobody(tmp_path, mode=0o755)
    (tmp_path / "b").chmod(0o755)
    assert told == [
        "a/1.mp4",
        "b dock.folder-unreadable",
        "c/3.mp4",
        "d.mp4 dock.unreadable",
    ]
    assert scan_as_nobody(tmp_path, mode=0) == ["raised dock.folder-unreadable"]
    tmp_path.chmod(0o755)


def scan_as_nobody(folder: Path, mode: int) -> list[str]:
    """What a scan of a folder with this mode tells a user who is not root; root may read everything."""
    code = f"""
import os, sys
from recorder_desk.tools.docking import FileDock
from recorder_desk.errors import DeskError
top = {str(folder)!r}
os.chdir(top)
os.chmod('.', {mode})
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    files, left = FileDock().scan('.')
    told = [f.path[2:] for f in files] + [x.path[2:] + ' ' + x.code for x in left]
except DeskError as error:
    told = ['raised ' + error.code]
sys.stdout.write('\\n'.join(sorted(told)))
"""
    argv = [sys.executable, "-c", code]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.splitlines()


@pytest.mark.parametrize("by_descriptor", [True, False])
def test_both_ways_of_walking_tell_the_same(dock: FileDock, tmp_path: Path, by_descriptor: bool) -> None:
    make_hostile_folder(tmp_path)
    files: list[str] = []
    alone: list[tuple[str, str]] = []
    walk(str(tmp_path), lambda p, n, s: files.append(p), lambda p, c: alone.append((p, c)), by_descriptor)
    assert sorted(files) == list(found(dock, tmp_path))
    assert sorted(alone) == sorted(left(dock, tmp_path).items())


def test_scan_of_the_hostile_folder_meets_every_entry_once(dock: FileDock, tmp_path: Path) -> None:
    fates = make_hostile_folder(tmp_path)
    files, alone = dock.scan(str(tmp_path))
    seen = [shown_path(each.path) for each in (*files, *alone)]
    assert sorted(seen) == sorted(fates)
    expected = [path for path, fate in fates.items() if fate == "left"]
    assert sorted(shown_path(each.path) for each in alone) == sorted(expected)
    for file in files:
        assert os.stat(file.path).st_ino == file.inode


def test_scan_of_a_tree_deeper_than_any_path_and_any_stack(dock: FileDock, tmp_path: Path) -> None:
    depth = 1500
    descriptor = os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("deep", dir_fd=descriptor)
        below = os.open("deep", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    os.close(os.open("a.mp4", os.O_CREAT | os.O_WRONLY, dir_fd=descriptor))
    os.close(descriptor)
    before = len(os.listdir("/proc/self/fd"))
    try:
        ((path, code),) = left(dock, tmp_path).items()
    finally:  # nothing of Python's or pytest's can remove it
        subprocess.run(["rm", "-rf", str(tmp_path / "deep")], check=True)
    assert path.count("/deep") == depth
    assert len(os.listdir("/proc/self/fd")) == before
    assert code == "dock.path-too-long", "nobody can open it by its path, so that it would wait for ever"


def test_scan_of_a_tree_wide_at_every_level_is_bounded_and_told(dock: FileDock, tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(300):
        for name in "abcd":
            (folder / name).mkdir()
        (folder / "f.mp4").touch()
        folder = folder / "a"
    before = len(os.listdir("/proc/self/fd"))
    try:
        files, alone = dock.scan(str(tmp_path))
    finally:
        subprocess.run(["rm", "-rf", str(tmp_path / "a")], check=True)
    assert len(os.listdir("/proc/self/fd")) == before
    assert {each.code for each in alone} == {"dock.folder-unreadable"}
    told = {file.path for file in files}
    untold = [f"{tmp_path}/{'a/' * level}f.mp4" for level in range(300)]
    untold = [path for path in untold if path not in told]
    assert len(told) > 100
    assert all(any(path.startswith(each.path + "/") for each in alone) for path in untold)


def test_scan_while_folders_vanish_and_appear(dock: FileDock, tmp_path: Path) -> None:
    stop = threading.Event()

    def stir() -> None:
        while not stop.is_set():
            for n in range(20):
                (tmp_path / f"d{n}" / "e").mkdir(parents=True)
                (tmp_path / f"d{n}" / "e" / "x.mp4").touch()
            for n in range(20):
                (tmp_path / f"d{n}" / "e" / "x.mp4").unlink()
                (tmp_path / f"d{n}" / "e").rmdir()
                (tmp_path / f"d{n}").rmdir()

    (tmp_path / "stays.mp4").touch()
    thread = threading.Thread(target=stir)
    thread.start()
    try:
        for _ in range(60):
            files, alone = dock.scan(str(tmp_path))
            assert str(tmp_path / "stays.mp4") in [file.path for file in files]
            assert alone == []
    finally:
        stop.set()
        thread.join()


def test_the_desk_never_docks_its_own_folders(tmp_path: Path) -> None:
    home = tmp_path / "drop" / "home"
    (home / "vault").mkdir(parents=True)
    (home / "vault" / "a.mp4").write_bytes(b"ours")
    (tmp_path / "drop" / "b.mp4").write_bytes(b"theirs")
    other_name = tmp_path / "other-name"
    other_name.symlink_to(home)
    dock = FileDock(own=[str(home)])
    files, left = dock.scan(str(tmp_path / "drop"))
    assert [Path(each.path).name for each in files] == ["b.mp4"]
    assert [(each.path, each.code) for each in left] == [(str(home), "dock.own-folder")]
    for inside in (home, home / "vault", home / "vault" / "a.mp4", other_name / "vault" / "a.mp4"):
        files, left = dock.scan(str(inside))
        assert not files
        assert [each.code for each in left] == ["dock.own-folder"]
