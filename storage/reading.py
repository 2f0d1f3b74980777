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
from typing import Any

from storage.copying import Buffers, HashAside
from storage.platform import SYSTEM, aligned_buffer
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
    chunks: list[bytes] = []
    read_medium(path, lambda chunk: chunks.append(bytes(chunk)))
    return b"".join(chunks)


def digests_of(path: str, hashers: Iterable[Any], report: Callable[[int], None]) -> None:
    """Feed a file, as the medium has it, to hash objects. Raises OSError."""
    all_of_them = list(hashers)

    def each(chunk: memoryview) -> None:
        for hasher in all_of_them:
            hasher.update(chunk)
        report(len(chunk))

    read_medium(path, each)
