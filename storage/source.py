"""Opening what a recorder holds: for reading alone, without following links or waiting.

In: a docked file as the last scan saw it. Out: a descriptor of exactly that file, or a DeskError.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.names import shown_path
from recorder_desk.errors import DeskError
from storage.platform import SYSTEM

_GONE_NAMES = ("ENOENT", "ENOTDIR", "ENODEV", "ENOTCONN", "ESTALE", "ENOMEDIUM")
_GONE = frozenset(getattr(errno, name) for name in _GONE_NAMES if hasattr(errno, name))
_NOT_A_FILE = frozenset({errno.ELOOP, errno.ENXIO, errno.EISDIR, errno.EMLINK})


def source_failure(source: DockedFile, error: OSError) -> DeskError:
    """The DeskError for a failure on the recorder's side."""
    if error.errno in _GONE:
        code = "receive.source-gone"
    elif error.errno in _NOT_A_FILE:
        code = "receive.not-a-file"
    else:
        code = "receive.source-unreadable"
    reason = str(error.strerror)
    return DeskError(code, blame="environment", path=shown_path(source.path), reason=reason)


def source_changed(source: DockedFile) -> DeskError:
    """The file is no longer the one the scan saw, or it changed while it was read."""
    return DeskError("receive.source-changed", blame="environment", path=shown_path(source.path))


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
        before = os.fstat(fd)
        if not stat.S_ISREG(before.st_mode):
            raise DeskError("receive.not-a-file", blame="environment", path=shown_path(source.path))
        if not _same(before, source):
            raise source_changed(source)
        yield fd
        _compare_after(fd, before, source)
    finally:
        os.close(fd)


def _compare_after(fd: int, before: os.stat_result, source: DockedFile) -> None:
    try:
        after, named = os.fstat(fd), os.lstat(source.path)
    except OSError as error:
        raise source_failure(source, error) from error
    moved = (named.st_ino, named.st_dev) != (before.st_ino, before.st_dev)
    # The change time moves even where somebody put the modification time back (not on exFAT).
    if moved or not _same(after, source) or after.st_ctime_ns != before.st_ctime_ns:
        raise source_changed(source)
