"""What others do to a recorder's files: eleven kinds of change while they are copied, nine while they are released.

In: a card. Out: the change, made when a test says so, and what ever lay there whole (`evidence.py`).
"""

from __future__ import annotations

import mmap
import os
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.flow.consistency import digest_of
from tests.torture.evidence import Offered, changed_by_another, files

SIZE = (1 << 20) + 7777  # two chunks: the end is read after the beginning was written
NOT_ON_EXFAT = {"link", "fifo", "second name"}


def _bytes(seed: str) -> bytes:
    return random.Random(seed).randbytes(SIZE)


def _grown(path: Path) -> None:
    with open(path, "ab") as file:
        file.write(b"one more moment")


def _cut(path: Path) -> None:
    os.truncate(path, (1 << 20) + 5)


def _rewritten(path: Path) -> None:
    with open(path, "r+b") as file:
        file.write(_bytes(f"{path.name} anew"))


def time_put_back(path: Path) -> None:
    before = path.stat()
    _rewritten(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _mapped(path: Path) -> None:
    with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as view:
        view[-8:] = b"mapped!!"
        view.flush()


def _replaced(path: Path) -> None:
    before, other = path.stat(), path.with_name(f"{path.name}.new")
    other.write_bytes(_bytes(f"{path.name} other"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def _aside(path: Path) -> Path:
    return path.rename(path.with_name(f"{path.name}.aside"))


def _moved_and_back(path: Path) -> None:
    _aside(path).rename(path)


def _link(path: Path) -> None:
    path.symlink_to(_aside(path).name)


def _fifo(path: Path) -> None:
    _aside(path)
    os.mkfifo(path)


def _folder(path: Path) -> None:
    _aside(path)
    path.mkdir()


Change = Callable[[Path], object]
CHANGES: dict[str, Change] = {
    "grown": _grown,
    "cut": _cut,
    "rewritten": _rewritten,
    "time put back": time_put_back,
    "mapped": _mapped,
    "replaced": _replaced,
    "removed": Path.unlink,
    "moved and back": _moved_and_back,
    "link": _link,
    "fifo": _fifo,
    "folder": _folder,
}


class Card:
    """A card with a file for each kind of change, and everything that ever lay on it whole."""

    def __init__(self, folder: Path, changes: dict[str, Change]) -> None:
        folder.mkdir()
        self.folder, self.offered = folder, Offered([folder])
        self.others: list[threading.Thread] = []
        self.left = {folder / f"{kind.replace(' ', '-')}.mp4": change for kind, change in changes.items()}
        with self.offered.others_change():
            for path in (*self.left, folder / "unchanged.mp4"):
                path.write_bytes(_bytes(path.name))
                os.utime(path, (time.time() - 60, time.time() - 60))

    def change(self, path: str) -> None:
        """Now, if this one is still to change."""
        change = self.left.pop(Path(path), None)
        if change is not None:
            with self.offered.others_change():
                self.others.append(changed_by_another(change, Path(path)))

    def others_end(self) -> None:
        """Who was kept waiting writes now."""
        with self.offered.others_change():
            for other in self.others:
                other.join(5)

    def recordings(self) -> set[str]:
        """Digests of what lies there under the name of a recording."""
        return {digest_of(path) for path in files(self.folder) if path.suffix == ".mp4"}


def _same_size_and_time(path: Path) -> None:
    """The recorder's counter wrapped: another film under the old name."""
    before = path.stat()
    path.write_bytes(_bytes(f"{path.name} wrapped"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _second_name(path: Path) -> None:
    os.link(path, path.with_name(f"{path.name}.twin"))


RELEASE_CHANGES: dict[str, Change] = {
    "grown": _grown,
    "rewritten": _rewritten,
    "time put back": time_put_back,
    "replaced": _replaced,
    "wrapped": _same_size_and_time,
    "link": _link,
    "second name": _second_name,
    "removed": Path.unlink,
    "folder": _folder,
}


def possible(changes: dict[str, Change], kind: str) -> dict[str, Change]:
    """Those that a file system can hold."""
    return {name: change for name, change in changes.items() if kind != "exfat" or name not in NOT_ON_EXFAT}
