"""File systems of their own, in images on loop devices: to pull, to fill, to cut the power of.

In: an empty place. Out: a mounted disk (ext4, xfs, exFAT through FUSE), or a skip that says what is missing.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from recorder_desk.tools import mounts

KINDS = ("ext4", "xfs", "exfat")
_MAKE = {"ext4": ("mkfs.ext4", "-q", "-F"), "xfs": ("mkfs.xfs", "-q", "-f"), "exfat": ("mkfs.exfat",)}
_MEGABYTES = {"ext4": 96, "xfs": 310, "exfat": 96}  # xfs takes no less than 300
_SHUTDOWN, _WITHOUT_THE_LOG = 0x8004587D, 2  # FS_IOC_SHUTDOWN


_names: dict[int, str] = {}
_unnamed = mounts.device_name


def device_name(status: os.stat_result) -> str:
    """Stands in for udev (`mounts.device_name`): one of our disks is known again, in whatever loop device it lies."""
    name = _names.get(status.st_dev)
    return f"uuid:{name}" if name else _unnamed(status)


def remember(place: Path, name: str) -> None:
    """The disk mounted there has this name from now on."""
    _names[os.stat(place).st_dev] = name


def lacking(kind: str) -> str:
    """What is missing here to have such a disk, or ''."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    programs = [_MAKE[kind][0], "losetup", *(["mount.exfat-fuse"] if kind == "exfat" else [])]
    missing = [each for each in programs if shutil.which(each) is None]
    return f"needs {', '.join(missing)}" if missing else ""


def run(*words: str | Path) -> None:
    """A program that must end well; what it says stands in the error."""
    done = subprocess.run([str(word) for word in words], capture_output=True, check=False, text=True)
    if done.returncode:
        raise OSError(f"{words[0]} ended with {done.returncode}: {done.stderr.strip()}")


def make(kind: str, image: Path) -> None:
    """An image with an empty file system."""
    with open(image, "wb") as file:
        file.truncate(_MEGABYTES[kind] << 20)
    run(*_MAKE[kind], image)


@dataclass(slots=True)
class Disk:
    """A mounted image; `device` is its loop device where a FUSE program holds it."""

    kind: str
    image: Path
    place: Path
    device: str = ""
    there: bool = False

    def mount(self) -> None:
        """Put it in its place (again)."""
        self.place.mkdir(exist_ok=True)
        if self.kind == "exfat":
            found = subprocess.run(
                ["losetup", "-f", "--show", str(self.image)], capture_output=True, check=True, text=True
            )
            self.device = found.stdout.strip()
            run("mount.exfat-fuse", self.device, self.place)
        else:
            options = "loop,noatime" + (",commit=300" if self.kind == "ext4" else "")
            run("mount", "-o", options, self.image, self.place)
        remember(self.place, str(self.image))
        self.there = True

    def unmount(self) -> None:
        """Take it away in good order. Raises OSError while somebody has something of it open."""
        if self.there:
            run("umount", self.place)
            self.there = False
        if self.device:
            _until_free(self.device)
            self.device = ""

    def again(self) -> None:
        """Taken out and put in: nothing of it is remembered by the system."""
        self.unmount()
        self.mount()

    def yank(self) -> None:
        """Pull it in the middle of whatever goes on: nothing more is read or written, mounted or not."""
        if self.kind == "exfat":
            os.kill(self._fuse_process(), signal.SIGKILL)
            return
        folder = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, _SHUTDOWN, struct.pack("I", _WITHOUT_THE_LOG))
        finally:
            os.close(folder)

    def _fuse_process(self) -> int:
        """Ours, by the device in its command line."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    words = (entry / "cmdline").read_bytes().split(b"\0")
                except OSError:
                    continue
                if words[0].endswith(b"mount.exfat-fuse") and self.device.encode() in words:
                    return int(entry.name)
        raise OSError(f"nobody holds {self.device}")


def _until_free(device: str) -> None:
    """The FUSE program lets go a moment after its file system has gone."""
    for _ in range(200):
        if not subprocess.run(["losetup", "-d", device], capture_output=True, check=False).returncode:
            return
        time.sleep(0.02)
    raise OSError(f"{device} is still held")


@contextmanager
def disk(kind: str, folder: Path, name: str = "disk") -> Iterator[Disk]:
    """A new disk of a kind, mounted at `folder/name`; skips where that cannot be had."""
    if missing := lacking(kind):
        pytest.skip(f"NOT PROVEN here: {kind} {missing}")
    made = Disk(kind, folder / f"{name}.img", folder / name)
    make(kind, made.image)
    try:
        made.mount()
    except OSError as error:
        pytest.skip(f"NOT PROVEN here: {error}")
    try:
        yield made
    finally:
        made.unmount()
        made.image.unlink()
