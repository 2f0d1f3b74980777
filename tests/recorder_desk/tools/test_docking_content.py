"""What a docked file's first bytes say, and which device it lies on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recorder_desk.tools.docking import FileDock

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="FIFOs are Linux here")


@pytest.fixture
def dock() -> FileDock:
    return FileDock()


def test_looks_like_media_reads_the_first_bytes(dock: FileDock, tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_bytes(b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0" + bytes(20))
    (tmp_path / "b.xyz").write_bytes(b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n")
    (tmp_path / "c.xyz").touch()
    assert [dock.looks_like_media(file) for file in dock.scan(str(tmp_path))[0]] == [True, False, False]


@pytest.mark.parametrize("instead", ["nothing", "fifo", "link", "folder"])
def test_looks_like_media_is_not_held_up_and_refuses_nothing_unread(
    dock: FileDock, tmp_path: Path, instead: str
) -> None:
    (tmp_path / "notes.txt").write_bytes(b"no media")
    (tmp_path / "a.xyz").write_bytes(b"no media either")
    file = dock.scan(str(tmp_path / "a.xyz"))[0][0]
    assert not dock.looks_like_media(file)
    (tmp_path / "a.xyz").unlink()
    if instead == "fifo":
        os.mkfifo(tmp_path / "a.xyz")
    elif instead == "link":
        (tmp_path / "a.xyz").symlink_to("notes.txt")
    elif instead == "folder":
        (tmp_path / "a.xyz").mkdir()
    assert dock.looks_like_media(file)


def test_device_of_is_that_of_the_files(dock: FileDock, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    (file,) = dock.scan(str(tmp_path))[0]
    for path in (str(tmp_path), f"{tmp_path}/", file.path):
        assert dock.device_of(path) == file.device != ""
    assert dock.device_of(f"{tmp_path}/nothing") == dock.device_of("nul\0") == ""
