"""Finished files out of unfinished ones.

In: a `*.part` file ffmpeg wrote. Out: the file under its own name, flushed to the disk, with its digest.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from recorder_desk.domain.media import DERIVATIVE_DIGEST, DerivativeRole, Made
from recorder_desk.errors import DeskError

_JPEG_START, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"


@dataclass(frozen=True, slots=True)
class Maker:
    """What made a derivative: program and version."""

    tool: str
    version: str


def part_of(into: Path, name: str) -> Path:
    """Where a file is written before it is finished; what an earlier try left there is removed."""
    part = into / f"{name}.part"
    with translated(into):
        part.unlink(missing_ok=True)
    return part


@contextlib.contextmanager
def translated(into: Path) -> Iterator[None]:
    """OSError while writing derivatives, as DeskError `media.disk-full` (or no right to write there)."""
    try:
        yield
    except OSError as error:
        raise DeskError("media.disk-full", blame="environment", path=str(into)) from error


@contextlib.contextmanager
def dropping(*parts: Path) -> Iterator[None]:
    """Whatever of these is still there at the end is removed."""
    try:
        yield
    finally:
        for part in parts:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def is_picture(part: Path) -> bool:
    """Whether a whole JPEG lies there."""
    try:
        with part.open("rb") as file:
            start = file.read(3)
            file.seek(-min(2, part.stat().st_size), os.SEEK_END)
            return start == _JPEG_START and file.read(2) == _JPEG_END
    except OSError:
        return False


def settle(part: Path) -> tuple[str, int]:
    """Flush a file to the disk; its digest (`sha256:hex`) and length. Raises OSError."""
    with part.open("rb+") as file, ThreadPoolExecutor(1, "flush") as beside:
        flushed = beside.submit(os.fsync, file.fileno())  # the disk writes while the processor hashes
        digest = hashlib.file_digest(file, DERIVATIVE_DIGEST).hexdigest()
        flushed.result()
        return f"{DERIVATIVE_DIGEST}:{digest}", file.tell()


def publish(part: Path, name: str) -> Path:
    """Give a settled file its name, durably. Raises OSError."""
    final = part.with_name(name)
    os.replace(part, final)
    if hasattr(os, "O_DIRECTORY"):  # elsewhere folders cannot be flushed
        folder = os.open(part.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return final


def finished(
    part: Path,
    role: DerivativeRole,
    maker: Maker,
    argv: Sequence[str],
    source: Path,
    facts: dict[str, str | int],
    profile: str = "",
) -> Made:
    """A part under its final name (its own without `.part`) as a Made.

    Raises DeskError `media.disk-full`.
    """
    with translated(part.parent):
        digest, size = settle(part)
        final = publish(part, part.name.removesuffix(".part"))
    arguments = portable(argv, source, part.parent)
    return Made(role, str(final), digest, size, maker.tool, maker.version, arguments, profile, facts)


def portable(argv: Sequence[str], source: Path, into: Path) -> tuple[str, ...]:
    """Arguments without this machine's paths: `{source}`, `{out}` (the folder), the program's bare name."""
    within = f"{into.absolute()}{os.sep}"
    kept = [Path(argv[0]).stem.split("-")[0]]
    for word in argv[1:]:
        if word == f"file:{source.absolute()}":
            kept.append("file:{source}")
        elif word.startswith(f"file:{within}"):
            kept.append("file:{out}/" + word.removeprefix(f"file:{within}").removesuffix(".part"))
        else:
            kept.append(word)
    return tuple(kept)
