"""Opening what lies in a drop folder without being fooled or held up by it.

In: a path as the file system has it. Out: the descriptor of a regular file, for reading only.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

ON_WINDOWS = os.name == "nt"

# A link as the last component fails, a FIFO or a tape does not hold us up, a terminal does not
# become ours, no child inherits. Each flag is 0 where the system has no such thing.
_READ = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY", "O_NOINHERIT"):
    _READ |= getattr(os, _flag, 0)

_NAME_SURROGATE = 0x20000000  # the bit all link-like reparse tags share, and no cloud or dedup tag has


def is_link(status: os.stat_result) -> bool:
    """Whether an lstat result is that of something that stands for another place.

    Symbolic links, and on Windows junctions, which Python 3.11 reports as plain folders.
    """
    tag: int = getattr(status, "st_reparse_tag", 0)
    return stat.S_ISLNK(status.st_mode) or bool(tag & _NAME_SURROGATE)


def extended(path: str, on_windows: bool = ON_WINDOWS) -> str:
    r"""The form in which Windows takes a path literally: longer than 260, `CON`, a dot at the end.

    `\\?\C:\x` or `\\?\UNC\server\share\x`; other systems have no need of it.
    """
    if not on_windows or path.startswith("\\\\?\\"):
        return path
    whole = os.path.abspath(path) if ON_WINDOWS else path
    return "\\\\?\\UNC\\" + whole[2:] if whole.startswith("\\\\") else "\\\\?\\" + whole


@contextmanager
def opened(path: str) -> Iterator[int]:
    """The descriptor of a regular file, never reached through a link as last component.

    Raises OSError: ELOOP for a link, EINVAL for what is no regular file, else the system's own.
    """
    path = extended(path)
    if not hasattr(os, "O_NOFOLLOW") and is_link(os.lstat(path)):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    descriptor = os.open(path, _READ)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        yield descriptor
    finally:
        os.close(descriptor)
