"""What the world does to a desk in the wrong moment, put into its own process at a named place.

In: a word (a path). Out: the process meets that, once. The desk has all its safeguards, unless `sabotage.py` took
some out.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable, Mapping
from typing import Any

import storage.platform
from storage import batch, copying


def _short_read(path: str) -> None:
    """A recorder says that a film ends where it does not."""
    whole, reads = copying.read_into, [0]

    def read_into(fd: int, view: memoryview) -> int:
        reads[0] += 1
        return whole(fd, view) if reads[0] == 1 else 0

    copying.read_into = read_into


def _swapped_for_a_link(path: str) -> None:
    """Between the look at a file and its opening, a link to `path` stands under its name."""
    kind = type(storage.platform.SYSTEM)
    whole = kind.open_source

    def open_source(self: Any, name: str) -> int:
        if not os.path.islink(name):
            os.replace(name, f"{name}.before")
            os.symlink(path, name)
        return whole(self, name)

    kind.open_source = open_source  # type: ignore[method-assign]


def _bad_medium(path: str) -> None:
    """In the image `path` lies the file system of the vault. What is flushed to it gets damaged there, below everything
    that the system remembers of it."""
    whole, done = batch.read_back_all, []

    def read_back_all(held: Any, folder: str, report: Any) -> None:
        original = os.path.join(folder, held[0].staged.origin.recording, "v1", "content", held[0].name)
        with open(original, "rb") as file:
            mark = file.read(256)
        if not done:
            done.append(_damage(path, mark))
        whole(held, folder, report)

    batch.read_back_all = read_back_all  # type: ignore[attr-defined]


def _damage(image: str, mark: bytes) -> int:
    with open(image, "r+b") as file, mmap.mmap(file.fileno(), 0) as medium:
        at = medium.find(mark)
        assert at >= 0, "what was flushed is not on the medium"
        while at >= 0:
            medium[at] ^= 1
            at = medium.find(mark, at)
    return at


WORLD: Mapping[str, Callable[[str], None]] = {
    "short-read": _short_read,
    "link": _swapped_for_a_link,
    "bad-medium": _bad_medium,
}
"""Name -> what happens."""
