"""The journal's mirror: the same lines in a plain file, and the newest note beside it.

In: lines and notes that are committed. Out: `entries.jsonl`, only ever added to, and `checkpoint`. A
mirror that contradicts the catalogue is set aside under another name and never thrown away: it may
be the better witness.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from storage.plain_files import clear_unfinished, flush_folder, put_file, write_all

ENTRIES, HEAD = "entries.jsonl", "checkpoint"
_BLOCK = 1 << 16


class JournalMirror:
    """The files of one folder, opened for adding. Everything raises OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        clear_unfinished(folder / HEAD)
        self._fd = _opened(folder)

    def last_line(self) -> bytes:
        """The last whole line without its newline, b'' when there is none; a torn one is cut off."""
        size = os.fstat(self._fd).st_size
        end = _newline_before(self._fd, size)
        if end < size:
            os.ftruncate(self._fd, end)
        if not end:
            return b""
        start = _newline_before(self._fd, end - 1)
        return _read(self._fd, start, end - 1 - start)

    def write(self, lines: Iterable[bytes]) -> None:
        """Add lines at the end."""
        data = b"".join(line + b"\n" for line in lines)
        if data:
            write_all(self._fd, data)

    def flush(self) -> None:
        """Make the lines, and the file's name, durable."""
        os.fsync(self._fd)
        flush_folder(self.folder)

    def put_note(self, note: str, *, durable: bool) -> None:
        """Replace the newest note."""
        put_file(self.folder / HEAD, note.encode(), durable=durable)

    def note(self) -> str:
        """The newest note, '' when there is none or it is no text."""
        try:
            return (self.folder / HEAD).read_bytes().decode()
        except (FileNotFoundError, UnicodeDecodeError):
            return ""

    def set_aside(self) -> None:
        """Begin an empty mirror; what was there stays as `entries.aside-N.jsonl`, `checkpoint.aside-N`."""
        os.close(self._fd)
        self._fd = -1
        number = 1
        while any((self.folder / name).exists() for name in _aside(number)):
            number += 1
        for name, kept in zip((ENTRIES, HEAD), _aside(number), strict=True):
            if (self.folder / name).exists():
                os.rename(self.folder / name, self.folder / kept)
        self._fd = _opened(self.folder)

    def close(self) -> None:
        """Let go of the file."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _opened(folder: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
    for name in ("O_BINARY", "O_CLOEXEC", "O_NOINHERIT"):
        flags |= getattr(os, name, 0)
    return os.open(folder / ENTRIES, flags, 0o644)


def mirrored_lines(folder: Path, name: str = ENTRIES) -> list[bytes]:
    """The whole lines of a mirror, without newlines; a torn last one is left out."""
    try:
        return (folder / name).read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []


def set_aside_mirrors(folder: Path) -> list[str]:
    """The names of mirrors that were set aside, oldest first."""
    found = [path.name for path in folder.glob("entries.aside-*.jsonl")]
    return sorted(found, key=lambda name: (len(name), name))


def _aside(number: int) -> tuple[str, str]:
    return f"entries.aside-{number}.jsonl", f"{HEAD}.aside-{number}"


def _read(fd: int, start: int, length: int) -> bytes:
    os.lseek(fd, start, os.SEEK_SET)  # O_APPEND writes at the end all the same; Windows has no pread
    parts = []
    while length > 0 and (part := os.read(fd, length)):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _newline_before(fd: int, end: int) -> int:
    """The offset after the last newline below `end`, 0 when there is none."""
    while end > 0:
        start = max(0, end - _BLOCK)
        found = _read(fd, start, end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
