"""On what kind of volume a path lies, as far as watching and settling need to know.

In: a path, and the system's table of mounts. Out: answers. Nothing below a mount point is touched
to find them, so that a file server that is away holds nobody up.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import psutil

_SHARED = frozenset(
    (
        *("9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs"),
        *("lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs"),
        *("vmhgfs", "webdav"),
    )
)
_FUSE_ON_DISK = frozenset(("fuseblk", "fuse.exfat", "fuse.exfat-fuse", "fuse.ntfs", "fuse.ntfs-3g", "fuse.fuse2fs"))

_IDENTIFIERS = "/dev/disk/by-uuid"


@dataclass(frozen=True, slots=True)
class Mount:
    """One mounted volume: where, of what type, and the system's words about it (`removable`, …)."""

    path: str
    file_system: str
    options: frozenset[str] = frozenset()


def mounts() -> tuple[Mount, ...]:
    """Every mounted volume, in the order of mounting; empty where the system does not tell."""
    try:
        table = psutil.disk_partitions(all=True)
    except (OSError, psutil.Error):
        return ()
    return tuple(Mount(each.mountpoint, each.fstype, frozenset(each.opts.split(","))) for each in table)


def mount_of(path: str, table: Sequence[Mount]) -> Mount | None:
    """The volume a path lies on; a later mount hides an earlier one at the same place."""
    whole = os.path.normcase(os.path.abspath(path))
    best: Mount | None = None
    for mount in table:
        top = os.path.normcase(mount.path)
        inside = whole == top or whole.startswith(top if top.endswith(os.sep) else top + os.sep)
        if inside and (best is None or len(mount.path) >= len(best.path)):
            best = mount
    return best


def is_local(mount: Mount | None) -> bool:
    """Whether only this machine can write on a volume. What is not known is not local."""
    if mount is None or "remote" in mount.options or mount.file_system in _SHARED:
        return False
    return not mount.file_system.startswith("fuse") or mount.file_system in _FUSE_ON_DISK


def tells_writers(path: str) -> bool:
    """Whether the system knows of every writer of the files below a path."""
    return is_local(_mount_of(path))


def tells_events(path: str) -> bool:
    """Whether the system's own notices may be used below a path.

    Not on a volume of another machine (they tell only of what this machine does), nor on a
    removable one under Windows: the open handle would keep the officer from ejecting it.
    """
    mount = _mount_of(path)
    return is_local(mount) and mount is not None and "removable" not in mount.options


def device_name(status: os.stat_result, identifiers: str = _IDENTIFIERS) -> str:
    """A short name of the volume a file is on, by which the same volume is known again.

    `uuid:66E5-A1B2` where the system knows the volume's own identifier (it stays the same in
    another socket), on Windows `vol:1a2b3c4d` (its serial number), else `dev:8:17`, which lasts
    while it is plugged in. Files with the same name share a device, and so a copy lane.
    """
    if os.name == "nt":
        return f"vol:{status.st_dev:08x}"
    identifier = _identifier(status.st_dev, identifiers)
    if identifier:
        return f"uuid:{identifier}"
    return f"dev:{os.major(status.st_dev)}:{os.minor(status.st_dev)}"


def _identifier(device: int, folder: str) -> str:
    """The name of the entry in udev's folder that stands for a device, '' for none."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:  # no udev here
        return ""
    for name in names:
        with suppress(OSError):  # another volume that is just going
            if os.stat(os.path.join(folder, name)).st_rdev == device:
                return name
    return ""


def _mount_of(path: str) -> Mount | None:
    table = mounts()
    mount = mount_of(path, table)
    if is_local(mount):
        mount = mount_of(os.path.realpath(path), table)  # a link may lead on to another volume
    return mount
