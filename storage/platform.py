"""The one place where POSIX and Windows part ways; everything above is written once.

In: which system this is. Out: what keeps the promises of `storage/system.py` there.
"""

from __future__ import annotations

import mmap
import os

from storage.system import Folder, System

BUFFER_BYTES = 1 << 20


def _choose() -> System:
    if os.name == "nt":
        from storage.platform_windows import Windows

        return Windows()
    from storage.platform_posix import Posix

    return Posix()


SYSTEM = _choose()


def open_folder(path: str) -> Folder:
    """Open an existing folder for writing into it."""
    return SYSTEM.open_folder(path)


def aligned_buffer() -> mmap.mmap:
    """A page-aligned buffer as reading past the page cache wants it (BUFFER_BYTES long)."""
    return mmap.mmap(-1, BUFFER_BYTES)
