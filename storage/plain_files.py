"""Small whole files outside the vault: keys, the journal's mirror.

In: paths and bytes. Out: files that are there whole or not at all, durable when asked. POSIX and
Windows part ways here in two places: a folder has no flush on Windows (NTFS logs its entries), and
only the owner's access is asked for by a mode or by an access list.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from storage.key_access import keep_private

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0) | getattr(os, "O_CLOEXEC", 0)


def write_all(fd: int, data: bytes) -> None:
    """Every byte, however short the single writes are."""
    done = os.write(fd, data)
    while done < len(data):
        done += os.write(fd, data[done:])


def flush_folder(folder: Path) -> None:
    """Make a rename in a folder durable; Windows has no such call and needs none on NTFS."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def put_file(path: Path, data: bytes, *, durable: bool) -> None:
    """Put a whole file in place of `path`: a reader sees the old bytes or the new, also after a power cut, for the
    bytes are flushed before they get their name. `durable`: so is the name, when this returns. Raises OSError."""
    fresh = _fresh(path)
    _write_new(fresh, data, 0o644)
    os.replace(fresh, path)
    if durable:
        flush_folder(path.parent)


def create_private(path: Path, data: bytes) -> bool:
    """Make a file that only its owner can read, durable and whole; False when there is one already.

    It never has another access than that, nor fewer bytes. Raises OSError.
    """
    fresh = _fresh(path)
    _write_new(fresh, data, 0o600)
    keep_private(fresh)
    try:
        if os.name == "nt":
            os.rename(fresh, path)  # does not replace there
        else:
            os.link(fresh, path)
            os.unlink(fresh)
    except FileExistsError:
        os.unlink(fresh)
        return False
    flush_folder(path.parent)
    return True


def clear_unfinished(path: Path) -> None:
    """Remove what crashes left of writing `path`, whichever process it was; for the holder of the home's lock.

    What cannot go now goes another time.
    """
    with suppress(OSError):
        for left in path.parent.glob(f".{path.name}.*.new"):
            left.unlink(missing_ok=True)


def _fresh(path: Path) -> Path:
    """A name of this process beside `path`; what a crash left there under it is removed."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    return fresh


def _write_new(path: Path, data: bytes, mode: int) -> None:
    fd = os.open(path, _NEW | _BINARY, mode)
    try:
        write_all(fd, data)
        os.fsync(fd)
    except OSError:
        path.unlink(missing_ok=True)  # a piece of a key is nobody's business
        raise
    finally:
        os.close(fd)
