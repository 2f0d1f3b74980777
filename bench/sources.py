"""Files to receive, and the state of the page cache before each contestant.

In: how many of what size. Out: a folder of random bytes, on the medium and out of memory.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

PIECE = 4 << 20
OLD_SECONDS = 3600


def make_files(folder: Path, count: int, size: int, ending: str) -> Path:
    """Files of random bytes, none like another, as old as if a recorder had made them an hour ago."""
    folder.mkdir(parents=True)
    then = time.time() - OLD_SECONDS
    for number in range(count):
        path = folder / f"DSJ_000003_000000_20260408_{number:06d}.{ending}"
        with open(path, "wb") as file:
            for start in range(0, size, PIECE):
                file.write(os.urandom(min(PIECE, size - start)))
        os.utime(path, (then, then))
    os.sync()
    return folder


def drop_pages(folder: Path) -> None:
    """Let the page cache forget every file below a folder. What is dirty stays: flush first."""
    if not hasattr(os, "posix_fadvise"):
        return
    for path in folder.rglob("*"):
        if path.is_file():
            fd = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(fd)


def clear(*folders: Path) -> None:
    """Remove folders and wait until that is on the medium too, so that nobody else pays for it."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    os.sync()
