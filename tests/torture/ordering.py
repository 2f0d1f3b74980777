"""Whether all that is called safe, or taken off a recorder, was flushed before, and no failed flush tried again.

In: the changing calls of a run in their order (`injecting.py`), the words of the program among them. Out: what was
not on the medium when the word was said, as far as calls can tell: a model of what a power cut would leave, which
needs no root and no disk of its own. What the kernel really does with a flush, the power cuts show.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.injecting import Event

_WRITES = frozenset({"write", "pwrite64", "writev", "ftruncate", "fallocate", "copy_file_range", "sendfile"})
_MAKES = frozenset({"open", "openat", "mkdir", "mkdirat", "symlinkat", "link", "linkat"})
_MOVES = frozenset({"rename", "renameat", "renameat2"})
_REMOVES = frozenset({"unlink", "unlinkat", "rmdir"})


@dataclass(slots=True)
class Medium:
    """What was changed since it was last flushed: files by their bytes, folders by their entries."""

    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    """Dirty when a flush of them failed: the kernel calls them clean, and no later flush writes them."""

    def take(self, event: Event) -> None:
        """One call."""
        call, path, source, failed = event
        if call == "syncfs":
            self._flush({*self.files, *self.folders}, failed)
        elif call in ("fsync", "fdatasync"):
            self._flush({path}, failed)
        elif failed:
            return
        elif call in _WRITES:
            self.files.add(path)
        elif call in _MAKES:
            self.folders.add(os.path.dirname(path))
            if call in ("open", "openat"):
                self.files.add(path)
        elif call in _MOVES:
            self._move(source, path)
        elif call in _REMOVES:
            self.folders.add(os.path.dirname(path))
            for each in (self.files, self.folders, self.given_up):
                each.discard(path)

    def _flush(self, paths: set[str], failed: bool) -> None:
        if failed:
            self.given_up |= paths & (self.files | self.folders)
        self.files -= paths
        self.folders -= paths

    def _move(self, source: str, path: str) -> None:
        for each in (self.files, self.folders, self.given_up):
            moved = {name for name in each if name == source or name.startswith(source + os.sep)}
            each -= moved
            each |= {path + name.removeprefix(source) for name in moved}
        self.folders |= {os.path.dirname(source), os.path.dirname(path)}

    def unsafe(self, below: Iterable[Path]) -> list[str]:
        """What under these places a power cut would take back now."""
        roots = tuple(str(each) for each in below)
        told = [
            *(f"bytes not flushed: {each}" for each in self.files),
            *(f"entries not flushed: {each}" for each in self.folders),
            *(f"flushed after a flush that failed: {each}" for each in self.given_up),
        ]
        kept = (each for each in told if each.partition(": ")[2].startswith(roots))
        return sorted(each for each in kept if not each.endswith("-shm"))  # SQLite makes that anew


def too_early(events: Iterable[Event], home: Path, words: Path, card: Path | None = None) -> list[str]:
    """What was not safe at any moment at which the program said something, or took something off `card`."""
    medium, found = Medium(), []
    kept = (home / "vault", home / "catalogue.db")
    for event in events:
        call, path, _, _ = event
        taken_off = card is not None and call in _REMOVES and path.startswith(str(card))
        if taken_off or (path == str(words) and call == "write"):
            found += medium.unsafe(kept)
        if path != str(words):
            medium.take(event)
    return sorted(set(found))
