"""Safeguards taken out by name, to see whether the torture notices: the suite must be able to fail.

In: names, parted by commas; among them what the world does to the desk meanwhile (`tests/torture/world.py`). Out: this
process has those safeguards no longer. Only ever called in a child that is about to end.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import storage.platform
from recorder_desk.commands import release as commands
from recorder_desk.domain import names
from recorder_desk.domain.recording import Original
from recorder_desk.errors import DeskError
from recorder_desk.stages import release
from recorder_desk.tools import opening
from storage import batch, copying, database, home_lock, plain_files, platform_posix, read_back, source, work
from tests.torture.world import WORLD
from ui import front_door

Folder = platform_posix.PosixFolder


def _nothing(*_: Any) -> None:
    """Done already, says who lies."""


def _everywhere(old: object, new: object) -> None:
    """Put something in the place of another in every module that has it by its name."""
    for module in list(sys.modules.values()):
        for name, value in list(vars(module).items()):
            if value is old:
                setattr(module, name, new)


def _no_flush() -> None:
    Folder.flush = _nothing  # type: ignore[method-assign]
    plain_files.flush_folder = _nothing


def _flush_only(folders: bool) -> None:
    def flush(self: Any, named: Iterable[str]) -> None:
        for name in named:
            fd = os.open(name or ".", os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self._fd)
            try:
                if stat.S_ISDIR(os.fstat(fd).st_mode) is folders:
                    os.fsync(fd)
            finally:
                os.close(fd)

    Folder.flush = flush  # type: ignore[method-assign]


def _flush_again() -> None:
    once = Folder.flush

    def flush(self: Any, named: Iterable[str]) -> None:
        every = list(named)
        try:
            once(self, every)
        except OSError:
            once(self, every)

    Folder.flush = flush  # type: ignore[method-assign]


def _normal() -> None:
    whole = database.open_for_writing

    def open_for_writing(path: Any) -> Any:
        connection = whole(path)
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    work.open_for_writing = open_for_writing  # type: ignore[attr-defined]


def _no_home_lock() -> None:
    home_lock._try_lock = lambda fd: True
    home_lock._try_lock_folder = lambda path, fds: True


def _no_read_back() -> None:
    def compare(each: Any, folder: str, report: Any) -> None:
        staged = each.staged
        each.original = Original(
            staged.origin.recording, staged.digest, staged.bytes, each.object_path, each.content_path, "direct"
        )

    read_back._compare = compare


def _read_from_the_cache() -> None:
    def read_medium(self: Any, path: str, buffer: Any, each: Callable[[memoryview], object]) -> str:
        with open(path, "rb") as file:
            while chunk := file.read(1 << 20):
                each(memoryview(chunk))
        return "direct"

    type(storage.platform.SYSTEM).read_medium = read_medium  # type: ignore[method-assign, assignment]


def _no_size() -> None:
    def copy(docked: Any, read_fd: int, write_fd: int, buffers: Any, *reports: Any) -> copying.Copied:
        buffer, digest, done = buffers.first(), hashlib.sha512(), 0
        while count := copying.read_into(read_fd, memoryview(buffer)):
            copying._write(write_fd, buffer, count)
            digest.update(buffer[:count])
            done += count
        return copying.Copied(digest.hexdigest(), done)

    batch.copy = copy  # type: ignore[attr-defined]


def _follow_links() -> None:
    platform_posix._SOURCE &= ~os.O_NOFOLLOW
    opening._READ &= ~os.O_NOFOLLOW


def _any_inode() -> None:
    source._same = lambda state, docked: True
    source._compare_after = _nothing


def _names_as_text() -> None:
    _everywhere(names.shown, lambda name: os.fsdecode(name))


def _remove_first() -> None:
    def clear(self: Any, group: Any) -> None:
        sure = []
        for file in group:
            try:
                sure.append((file, self._compared(file)))
            except DeskError:
                continue
        for file, _ in sure:
            self.bench.clear.remove(file)
        self.bench.clear.flush()
        self.bench.record(commands.IntendRemoval(self.owed.release, tuple(each for _, each in sure), ()))
        removed = tuple(each.path for _, each in sure)
        self.bench.record(commands.NoteReleased(self.owed.release, removed, ()))

    release._Run.clear = clear  # type: ignore[method-assign]


def _no_recovery() -> None:
    front_door.recover = lambda *_: 0  # type: ignore[attr-defined]


SAFEGUARDS: Mapping[str, Callable[[], None]] = {
    "flush": _no_flush,
    "flush-files": lambda: _flush_only(folders=True),
    "flush-folders": lambda: _flush_only(folders=False),
    "flush-once": _flush_again,
    "synchronous-full": _normal,
    "home-lock": _no_home_lock,
    "read-back": _no_read_back,
    "read-past-the-cache": _read_from_the_cache,
    "size": _no_size,
    "no-follow": _follow_links,
    "same-file": _any_inode,
    "escaped-names": _names_as_text,
    "intent-before-removal": _remove_first,
    "recovery": _no_recovery,
}
"""Name -> what takes it out."""


def remove(named: str) -> None:
    """Take safeguards out of this process; '' leaves all in. `name:word` gives the world's doing a word. Raises
    KeyError."""
    for each in named.split(",") if named else ():
        name, _, word = each.partition(":")
        if name in WORLD:
            WORLD[name](word)
        else:
            SAFEGUARDS[name]()
