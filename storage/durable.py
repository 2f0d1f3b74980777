"""What makes bytes last: one place that knows how, above the two operating-system floors.

In: names below a folder. Out: files and folder entries that survive a power cut, or one DeskError.
A failed flush is never tried again: the kernel marks the pages clean and a second try would lie.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recorder_desk.errors import DeskError
from storage.platform import open_folder
from storage.system import Folder

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def is_full(error: OSError) -> bool:
    """Whether it is for want of room that something could not be written."""
    return error.errno in _FULL or getattr(error, "winerror", 0) in (39, 112)


def vault_failure(error: OSError, code: str = "receive.vault-unwritable") -> DeskError:
    """The DeskError for a failure on our side: `receive.disk-full`, or `code` for everything else."""
    return DeskError("receive.disk-full" if is_full(error) else code, blame="environment", reason=str(error.strerror))


@contextmanager
def folder_at(path: str) -> Iterator[Folder]:
    """A folder opened for as long as the block runs."""
    folder = open_folder(path)
    try:
        yield folder
    finally:
        folder.close()


def replace_durably(path: Path, data: bytes) -> None:
    """Put a whole file in place of `path` at once, durable when this returns.

    A reader sees the old bytes or the new, never a mixture. Raises DeskError `receive.disk-full`
    or `vault.unwritable`.
    """
    fresh = f".{path.name}.new"
    try:
        with folder_at(os.fspath(path.parent)) as folder:
            folder.remove(fresh)
            folder.put(fresh, data)
            folder.flush((fresh,))
            folder.replace(fresh, folder, path.name)
            folder.flush(("",))
    except OSError as error:
        raise vault_failure(error, "vault.unwritable") from error


def make_folder(path: str) -> None:
    """Make a folder and what is missing above it, durably, entry by entry from the top."""
    if os.path.isdir(path):
        return
    parent = os.path.dirname(path)
    make_folder(parent)
    with folder_at(parent) as folder:
        try:
            folder.make(os.path.basename(path))
        except FileExistsError:
            if not os.path.isdir(path):
                raise
        folder.flush(("",))
