"""On what kind of volume a path lies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pytest

from recorder_desk.tools import mounts
from recorder_desk.tools.mounts import Mount, is_local, mount_of

TABLE = (
    Mount("/", "ext4"),
    Mount("/media/cam", "vfat"),
    Mount("/media/camera", "exfat"),
    Mount("/srv", "nfs4"),
    Mount("/srv/local", "xfs"),
    Mount("/media/again", "ext4"),
    Mount("/media/again", "cifs"),
)

linux = pytest.mark.skipif(sys.platform != "linux", reason="paths of Linux")


@linux
@pytest.mark.parametrize(
    ("path", "file_system"),
    [
        ("/home/x", "ext4"),
        ("/media/cam", "vfat"),
        ("/media/cam/DCIM/a.mp4", "vfat"),
        ("/media/camera/DCIM", "exfat"),
        ("/media/cam2", "ext4"),
        ("/srv/x/../y", "nfs4"),
        ("/srv/local/x", "xfs"),
        ("/media/again/x", "cifs"),
    ],
)
def test_mount_of(path: str, file_system: str) -> None:
    mount = mount_of(path, TABLE)
    assert mount is not None and mount.file_system == file_system


@pytest.mark.parametrize(
    ("mount", "local"),
    [
        *((Mount("/", name), True) for name in ("ext4", "vfat", "exfat", "ntfs3", "fuseblk", "tmpfs", "btrfs")),
        *((Mount("/", name), False) for name in ("nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.x")),
        (Mount("E:\\", "NTFS", frozenset(("rw", "fixed"))), True),
        (Mount("Z:\\", "NTFS", frozenset(("rw", "remote"))), False),
        (None, False),
    ],
)
def test_is_local(mount: Mount | None, local: bool) -> None:
    assert is_local(mount) is local


@linux
def test_a_link_onto_a_share_is_on_the_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to("share")
    table = (Mount("/", "ext4"), Mount(os.path.realpath(tmp_path / "share"), "cifs"))
    monkeypatch.setattr(mounts, "mounts", lambda: table)
    assert mounts.tells_writers(str(tmp_path))
    assert not mounts.tells_writers(str(tmp_path / "link" / "x"))
    assert not mounts.tells_events(str(tmp_path / "share"))


@linux
def test_a_removable_volume_is_polled_where_a_handle_would_keep_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounts, "mounts", lambda: (Mount("/", "FAT32", frozenset(("rw", "removable"))),))
    assert mounts.tells_writers("/DCIM")
    assert not mounts.tells_events("/DCIM")


def test_nothing_is_certain_where_the_system_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> list[object]:
        raise PermissionError

    monkeypatch.setattr(psutil, "disk_partitions", refuse)
    assert mounts.mounts() == ()
    assert not mounts.tells_writers("/")
    assert not mounts.tells_events("/")


def test_this_machine_has_a_local_volume() -> None:
    assert any(is_local(mount) for mount in mounts.mounts())


@linux
def test_a_volume_is_known_by_its_own_identifier(tmp_path: Path) -> None:
    class Status:
        st_dev = os.stat("/dev/null").st_rdev

    status: os.stat_result = Status()  # type: ignore[assignment]
    assert mounts.device_name(status, str(tmp_path)) == "dev:1:3"
    (tmp_path / "AAAA-0001").symlink_to("/dev/zero")
    (tmp_path / "66E5-A1B2").symlink_to("/dev/null")
    assert mounts.device_name(status, str(tmp_path)) == "uuid:66E5-A1B2"
    (tmp_path / "0000-gone").symlink_to("/dev/no-such-device")
    assert mounts.device_name(status, str(tmp_path)) == "uuid:66E5-A1B2"
    assert mounts.device_name(status, str(tmp_path / "no-udev")) == "dev:1:3"
