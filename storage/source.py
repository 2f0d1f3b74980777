"""Opening what a recorder holds: for reading alone, without following links or waiting.

In: a docked file as the last scan saw it. Out: a descriptor of exactly that file, or a DeskError.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.names import shown_path
from recorder_desk.domain.sources import source_changed, source_failure
from recorder_desk.errors import DeskError
from storage.platform import SYSTEM


def _same(state: os.stat_result, source: DockedFile) -> bool:
    # Windows directory listings give no inode (0).
    inode = not source.inode or state.st_ino == source.inode
    return state.st_size == source.size and state.st_mtime_ns == source.mtime_ns and inode


@contextmanager
def opened(source: DockedFile) -> Iterator[int]:
    """A descriptor of the file; compared with `source` before the block and again after it.

    Links are refused in the last component (drop folders may lie behind one); that the inode is the
    one the scan saw covers the rest. Raises DeskError `receive.source-gone`, `receive.not-a-file`,
    `receive.source-unreadable`, `receive.source-changed`.
    """
    try:
        fd = SYSTEM.open_source(source.path)
    except OSError as error:
        raise source_failure(source, error) from error
    try:
        before = _state(fd, source)
        if not stat.S_ISREG(before.st_mode):
            raise DeskError("receive.not-a-file", blame="environment", path=shown_path(source.path))
        if not _same(before, source):
            raise source_changed(source)
        yield fd
        _compare_after(fd, before, source)
    finally:
        with suppress(OSError):  # it was only read; of a volume that has gone not even closing works
            os.close(fd)


def _state(fd: int, source: DockedFile) -> os.stat_result:
    try:
        return os.fstat(fd)
    except OSError as error:
        raise source_failure(source, error) from error


def _compare_after(fd: int, before: os.stat_result, source: DockedFile) -> None:
    try:
        after, named = os.fstat(fd), os.lstat(source.path)
    except OSError as error:
        raise source_failure(source, error) from error
    moved = (named.st_ino, named.st_dev) != (before.st_ino, before.st_dev)
    # The change time moves even where somebody put the modification time back (not on exFAT).
    if moved or not _same(after, source) or after.st_ctime_ns != before.st_ctime_ns:
        raise source_changed(source)
