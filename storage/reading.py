"""Re-reading what lies on the medium: past the page cache, one pass for all digests asked for.

In: paths. Out: digests, sizes and how it was read. Buffers are kept per thread; large files are hashed
in a thread beside the one that reads (a fifth less time for films of 200 MB, bench/receiving.py).
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from queue import Queue
from typing import Any

from storage.copying import Buffers, HashAside
from storage.platform import BUFFER_BYTES, SYSTEM, aligned_buffer
from storage.system import ReadBack

BESIDE_BYTES = 32 << 20
_mine = threading.local()


@dataclass(frozen=True, slots=True)
class Reread:
    """What a file is on the medium."""

    digest: str
    bytes: int
    read_back: ReadBack


def read_medium(path: str, each: Callable[[memoryview], object]) -> ReadBack:
    """Read a file past the page cache, chunk by chunk; says how. Raises OSError."""
    buffer = getattr(_mine, "buffer", None)
    if buffer is None:
        buffer = _mine.buffer = aligned_buffer()
    return SYSTEM.read_medium(path, buffer, each)


def reread(path: str, report: Callable[[int], None] | None = None) -> Reread:
    """SHA-512 (hex) and length of a file as the medium has it. Raises OSError."""
    if os.path.getsize(path) >= BESIDE_BYTES:
        return _reread_beside(path, report)
    sha512 = hashlib.sha512()
    size = 0

    def each(chunk: memoryview) -> None:
        nonlocal size
        sha512.update(chunk)
        size += len(chunk)
        if report is not None:
            report(len(chunk))

    how = read_medium(path, each)
    return Reread(sha512.hexdigest(), size, how)


def _reread_beside(path: str, report: Callable[[int], None] | None) -> Reread:
    """As `reread`, hashing one chunk while the next is read: either alone leaves the other waiting."""
    size = 0
    with HashAside(Buffers().three()) as aside:

        def each(chunk: memoryview) -> None:
            nonlocal size
            buffer = aside.take()
            with memoryview(buffer) as view:
                view[: len(chunk)] = chunk
            aside.give(buffer, len(chunk))
            size += len(chunk)
            if report is not None:
                report(len(chunk))

        how = read_medium(path, each)
    return Reread(aside.digest(), size, how)


def read_bytes(path: str) -> bytes:
    """A small file as the medium has it. Raises OSError."""
    return _gather(path)[0]


def same_bytes(path: str, other: str) -> ReadBack | None:
    """How a file was re-read whose bytes on the medium are those of another, or None where they differ.

    A tenth of the work of hashing: for a copy beside one whose digest was compared just before. Raises OSError.
    """
    size = os.path.getsize(path)
    if size != os.path.getsize(other):
        return None
    if size <= BUFFER_BYTES:
        how = [_gather(path), _gather(other)]
        return how[0][1] if how[0][0] == how[1][0] else None
    theirs: Queue[bytes | OSError | None] = Queue(4)
    reader = threading.Thread(target=_hand_over, args=(other, theirs), name="compare-aside", daemon=True)
    reader.start()
    same, ended = True, False

    def each(chunk: memoryview) -> None:
        nonlocal same, ended
        if ended:  # the other is shorter than it was
            same = False
            return
        there = theirs.get()
        ended = not isinstance(there, bytes)
        if isinstance(there, OSError):
            raise there
        same = same and there == bytes(chunk)

    try:
        read = read_medium(path, each)
    finally:
        while not ended:
            ended = not isinstance(theirs.get(), bytes)
        reader.join()
    return read if same else None


def _gather(path: str) -> tuple[bytes, ReadBack]:
    chunks: list[bytes] = []
    how = read_medium(path, lambda chunk: chunks.append(bytes(chunk)))
    return b"".join(chunks), how


def _hand_over(path: str, to: Queue[bytes | OSError | None]) -> None:
    """Read a file for another thread, chunk by chunk; None at its end."""
    try:
        read_medium(path, lambda chunk: to.put(bytes(chunk)))
    except OSError as error:
        to.put(error)
    else:
        to.put(None)


def digests_of(path: str, hashers: Iterable[Any], report: Callable[[int], None]) -> None:
    """Feed a file, as the medium has it, to hash objects. Raises OSError."""
    all_of_them = list(hashers)

    def each(chunk: memoryview) -> None:
        for hasher in all_of_them:
            hasher.update(chunk)
        report(len(chunk))

    read_medium(path, each)
