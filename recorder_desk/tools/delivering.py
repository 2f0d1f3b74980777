"""Bringing exports out of the desk.

In: a finished file in a room of the home, and where it is wanted. Out: a new file there with a note beside it, both
whole and flushed before they get their names. The media programs never see the folder it goes to.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from recorder_desk.errors import DeskError
from recorder_desk.ports import Cancelled
from recorder_desk.tools import making
from recorder_desk.tools.runner import never

NOTE = ".json"
_PIECE = 1 << 20
_MOST_NOTE = 1 << 20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL})
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class FileOutbox:
    """Implements `recorder_desk.ports.exports.Outbox`."""

    def __init__(self, rooms: Path, own: Sequence[str]) -> None:
        """`rooms`: the folder for work; `own`: folders of the desk, into which nothing is exported."""
        self._rooms = rooms
        self._own = [Path(os.path.realpath(each)) for each in own]

    @contextlib.contextmanager
    def room(self, export: str) -> Iterator[Path]:
        """See `Outbox.room`."""
        folder = self._rooms / export
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        except OSError as error:
            raise _translated(error, folder) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                self._rooms.rmdir()

    def delivered(self, target: str, export: str) -> bytes:
        """See `Outbox.delivered`."""
        path = self._checked(target)
        note = _note_of(path)
        ours, said = _ours(path, export)
        if said:
            _drop(_part(path, export), _part(note, export))
            return said
        _drop(_part(path, export), _part(note, export), *((note,) if ours else ()))
        if os.path.lexists(path) or os.path.lexists(note):
            raise DeskError("export.target-exists", path=target)
        return b""

    def digest(self, made: Path) -> tuple[str, int]:
        """See `Outbox.digest`."""
        try:
            return making.settle(made)
        except OSError as error:
            raise _translated(error, made) from error

    def withdraw(self, target: str, export: str) -> None:
        """See `Outbox.withdraw`."""
        with contextlib.suppress(DeskError):
            path = self._checked(target)
            ours, said = _ours(path, export)
            _drop(*((path,) if said else ()), *((_note_of(path),) if ours else ()))

    def deliver(
        self, made: Path, digest: str, note: bytes, target: str, export: str, cancelled: Cancelled = never
    ) -> None:
        """See `Outbox.deliver`."""
        path = self._checked(target)
        beside = _note_of(path)
        part, note_part = _part(path, export), _part(beside, export)
        named: list[Path] = []
        try:
            _drop(part, note_part)
            if f"sha256:{_copied(made, part, cancelled)}" != digest:
                raise DeskError("export.digest-differs", blame="environment")
            _written(note_part, note)
            for fresh, final in ((note_part, beside), (part, path)):
                _named(fresh, final)
                named.append(final)
            _flush(path.parent)
        except OSError as error:
            _drop(*named)
            raise _translated(error, path) from error
        except DeskError:
            _drop(*named)
            raise
        finally:
            _drop(part, note_part)

    def _checked(self, target: str) -> Path:
        path = Path(target)
        try:
            folder = Path(os.path.realpath(path.parent, strict=True))
        except OSError as error:
            raise DeskError("export.no-folder", blame="environment", path=str(path.parent)) from error
        if not path.is_absolute() or not folder.is_dir():
            raise DeskError("export.no-folder", blame="environment", path=str(path.parent))
        if any(folder == own or own in folder.parents for own in self._own):
            raise DeskError("export.own-folder", path=target)
        return folder / path.name


def _note_of(path: Path) -> Path:
    return path.with_name(path.name + NOTE)


def _part(path: Path, export: str) -> Path:
    return path.with_name(f".{export}{NOTE if path.name.endswith(NOTE) else ''}.part")


def _said(note: Path) -> bytes:
    """A note that could be ours, or b''."""
    try:
        with note.open("rb") as file:
            said = file.read(_MOST_NOTE)
        told = json.loads(said)
    except (OSError, ValueError):
        return b""
    return said if isinstance(told, dict) and isinstance(told.get("file"), dict) else b""


def _ours(path: Path, export: str) -> tuple[bool, bytes]:
    """Whether the note beside a file is that of this export; and the note, if the file is the one it tells of."""
    said = _said(_note_of(path))
    told = json.loads(said) if said else {}
    if told.get("export") != export:
        return False, b""
    with contextlib.suppress(OSError):
        if path.is_file() and f"sha256:{_hashed(path)}" == told["file"].get("digest"):
            return True, said
    return True, b""


def _hashed(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copied(made: Path, part: Path, cancelled: Cancelled) -> str:
    """A copy under a name of its own, flushed; the digest of what was written."""
    told = hashlib.sha256()
    with made.open("rb") as source, os.fdopen(os.open(part, _NEW, 0o644), "wb") as out:
        while piece := source.read(_PIECE):
            told.update(piece)
            out.write(piece)
            if cancelled():
                raise DeskError("media.cancelled")
        out.flush()
        os.fsync(out.fileno())
    return told.hexdigest()


def _written(part: Path, data: bytes) -> None:
    with os.fdopen(os.open(part, _NEW, 0o644), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _named(part: Path, final: Path) -> None:
    """Give a whole file its name, if nothing has it. Raises DeskError `export.target-exists`, OSError."""
    try:
        if os.name == "nt":
            os.rename(part, final)  # does not replace there
            return
        os.link(part, final)
    except FileExistsError as error:
        raise DeskError("export.target-exists", path=str(final)) from error
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _claimed(part, final)


def _claimed(part: Path, final: Path) -> None:
    """Where a file has one name only (FAT): take the name with an empty file, then put the whole one in its place."""
    try:
        os.close(os.open(final, _NEW, 0o644))
    except FileExistsError as error:
        raise DeskError("export.target-exists", path=str(final)) from error
    try:
        os.replace(part, final)
    except OSError:
        _drop(final)
        raise


def _flush(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):  # elsewhere folders cannot be flushed
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(held)
        finally:
            os.close(held)


def _drop(*paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _translated(error: OSError, path: Path) -> DeskError:
    full = error.errno in _FULL or getattr(error, "winerror", 0) in (39, 112)
    code = "export.disk-full" if full else "export.unwritable"
    return DeskError(code, blame="environment", path=str(path), reason=str(error.strerror))
