"""The power goes at a named point: what the medium holds then, recovered, is complete.

A kill alone proves nothing about flushing, because the page cache survives it. Here the home lies on
a file system in an image; the image as it is at the kill, copied while still mounted, is the disk
after a power cut (the journal of ext4 is written at most every 300 s unless somebody flushes).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.storage.crashing import registered
from tests.storage.test_crashes import assert_consistent, fill, start
from tests.storage.vaults import open_vault, referee, sha512

able = sys.platform == "linux" and os.geteuid() == 0 and shutil.which("mkfs.ext4") is not None
pytestmark = pytest.mark.skipif(not able, reason="NOT PROVEN here: needs root, loop devices and mkfs.ext4")

CUTS = (
    "publish.flushed",
    "publish.renamed#2",
    "publish.folders-flushed",
    "batch.closed",
    "version.content-moved",
    "version.inventory-replaced#2",
    "version.sidecar-replaced",
    "object.renamed",
)


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    place.mkdir()
    done = subprocess.run(
        ["mount", "-o", "loop,noatime,commit=300", str(image), str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("NOT PROVEN here: no loop devices")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("cut", CUTS)
def test_the_power_goes(tmp_path: Path, cut: str) -> None:
    image, after = tmp_path / "disk.img", tmp_path / "after.img"
    with open(image, "wb") as file:
        file.truncate(64 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    with mounted(image, tmp_path / "disk") as disk:
        (disk / "home").mkdir()
        fill(disk / "home")
        os.sync()  # the recorder's files are safe: only ours are at stake
        assert start(disk / "home", cut) == -signal.SIGKILL
        told = registered(disk / "home")
        subprocess.run(["cp", "--sparse=always", str(image), str(after)], check=True)
    with mounted(after, tmp_path / "after") as disk:
        vault = open_vault(disk / "home")
        for digest, (_, object_path) in told.items():
            assert sha512(vault.path_of(object_path, "v1/content/original.mp4")) == digest
        assert start(disk / "home") == 0
        roots: list[Path] = []
        assert_consistent(disk / "home", roots)
        assert referee(*roots) == ""
