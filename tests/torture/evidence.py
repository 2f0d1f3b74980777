"""Sources that others change: is every byte string that ever lay there whole still somewhere, and nothing held that
never did?

In: a home, what was offered and when others changed it. Out: a list of faults, empty when all is well; the question of
`consistent.py` is among them.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from recorder_desk.config import Home, read_settings
from tests.flow.consistency import digest_of
from tests.torture.consistent import inconsistencies
from tests.torture.medium import digest_on_medium


def files(folder: Path) -> Iterator[Path]:
    """Every plain file below a folder (but what FUSE keeps until the last who has it open closes it)."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if not name.startswith(".fuse_hidden") and stat.S_ISREG(os.lstat(path).st_mode):
                yield path


def lying(folders: Iterable[Path]) -> set[str]:
    """Digests of what lies at the sources."""
    return {digest_of(path) for folder in folders for path in files(folder)}


def held(home_path: Path) -> set[str]:
    """Digests of the originals that have a row, read from the vault."""
    home = Home(home_path)
    if not home.catalogue.exists():
        return set()
    root = home.vault(read_settings(home.settings))
    with closing(sqlite3.connect(f"file:{home.catalogue}?mode=ro", uri=True)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'recordings'").fetchone():
            return set()
        rows = connection.execute("SELECT object_path, content_path FROM recordings").fetchall()
    return {digest_on_medium(root / object_path / content_path) for object_path, content_path in rows}


def changed_by_another(change: Callable[[Path], object], path: Path) -> threading.Thread:
    """Somebody changes a file, or has begun to: the system may keep a writer waiting who comes while it is held."""
    other = threading.Thread(target=change, args=(path,), daemon=True)
    other.start()
    other.join(0.3)
    return other


@dataclass(slots=True)
class Offered:
    """Digests of what ever lay at the sources, and of what others than the desk took away again."""

    sources: list[Path]
    ever: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    @contextmanager
    def others_change(self) -> Iterator[None]:
        """Somebody else changes the sources in this block (or fills them at first)."""
        before = lying(self.sources)
        yield
        after = lying(self.sources)
        self.ever |= before | after
        self.gone = (self.gone | before) - after


def wrong(home: Path, offered: Offered, *, finished: bool) -> list[str]:
    """Everything wrong; `finished`: all work was done after the fault."""
    found = inconsistencies(home, {}, finished=finished)
    ours, theirs = held(home), lying(offered.sources)
    found += [f"LOST: {each[:12]}" for each in sorted(offered.ever - offered.gone - ours - theirs)]
    found += [f"never lay there: {each[:12]}" for each in sorted(ours - offered.ever)]
    return found
