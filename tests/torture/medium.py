"""What a medium holds: read past the page cache where the file system can, with no code of the program's.

In: a path. Out: the SHA-512 of its bytes in hex, '' where there is no such file.
"""

from __future__ import annotations

import errno
import hashlib
import mmap
import os
from pathlib import Path

EMPTY = hashlib.sha512(b"").hexdigest()
_STEP = 1 << 20
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def digest_on_medium(path: Path) -> str:
    """SHA-512 of a file as the medium has it (O_DIRECT), else as the page cache has it."""
    direct = getattr(os, "O_DIRECT", 0)
    try:
        return _digest(path, direct)
    except OSError as error:
        if error.errno == errno.EINVAL and direct:
            return _digest(path, 0)
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return ""
        raise


def _digest(path: Path, flags: int) -> str:
    digest = hashlib.sha512()
    fd = os.open(path, os.O_RDONLY | _NO_FOLLOW | flags)
    try:
        with mmap.mmap(-1, _STEP) as buffer:
            while count := os.readv(fd, [buffer]):
                digest.update(buffer[:count])
    finally:
        os.close(fd)
    return digest.hexdigest()
