"""The one hot loop: read, hash, write.

In: a descriptor to read and one to write. Out: the SHA-512 of what was written and its length.
Hashing (about 360 MB/s) is slower than reading and writing, so large files are hashed in a thread of
their own beside them: it lives as long as the copy of one file and is always joined.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from types import TracebackType

from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.sources import source_changed, source_failure
from recorder_desk.ports import Report
from storage.durable import vault_failure
from storage.faultpoints import point
from storage.platform import BUFFER_BYTES, SYSTEM, aligned_buffer

Also = Callable[[memoryview], None]
"""Told of the bytes as they are written: a second copy."""

INLINE_BYTES = BUFFER_BYTES
_WINDOW = 8 * BUFFER_BYTES


@dataclass(frozen=True, slots=True)
class Copied:
    """SHA-512 in hex and the bytes read, hashed and written."""

    digest: str
    bytes: int


class Buffers:
    """Three buffers that are used again for file after file of one batch."""

    __slots__ = ("all",)

    def __init__(self) -> None:
        self.all: list[mmap.mmap] = []

    def first(self) -> mmap.mmap:
        """The one buffer small files need."""
        if not self.all:
            self.all.append(aligned_buffer())
        return self.all[0]

    def three(self) -> list[mmap.mmap]:
        """All three: one being read into, one being written, one being hashed."""
        while len(self.all) < 3:
            self.all.append(aligned_buffer())
        return self.all


class HashAside:
    """Hashes buffers in the order given, in its own thread, and hands each back when it is done."""

    def __init__(self, buffers: list[mmap.mmap]) -> None:
        self._free: SimpleQueue[mmap.mmap] = SimpleQueue()
        self._full: SimpleQueue[tuple[mmap.mmap, int] | None] = SimpleQueue()
        self._sha512 = hashlib.sha512()
        for buffer in buffers:
            self._free.put(buffer)
        self._thread = threading.Thread(target=self._run, name="hash-aside", daemon=True)

    def __enter__(self) -> HashAside:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._full.put(None)
        self._thread.join()

    def take(self) -> mmap.mmap:
        """A buffer that may be filled."""
        return self._free.get()

    def give(self, buffer: mmap.mmap, count: int) -> None:
        """Hash the first `count` bytes of a buffer."""
        self._full.put((buffer, count))

    def digest(self) -> str:
        """The SHA-512 in hex; after the block."""
        return self._sha512.hexdigest()

    def _run(self) -> None:
        while (work := self._full.get()) is not None:
            buffer, count = work
            with memoryview(buffer) as view:
                self._sha512.update(view[:count])
            self._free.put(buffer)


def _nowhere(data: memoryview) -> None:
    """No second copy."""


def copy(
    source: DockedFile, read_fd: int, write_fd: int, buffers: Buffers, report: Report, also: Also = _nowhere
) -> Copied:
    """Copy a whole file in one pass, hashing what is written; `report` is told bytes, `also` given them.

    Raises DeskError `receive.source-changed` (shorter or longer than the scan saw),
    `receive.source-unreadable`, `receive.source-gone`, `receive.disk-full`,
    `receive.vault-unwritable`.
    """
    if source.size <= INLINE_BYTES:
        return _copy_inline(source, read_fd, write_fd, buffers.first(), report, also)
    try:
        SYSTEM.reserve(write_fd, source.size)
    except OSError as error:
        raise vault_failure(error) from error
    with HashAside(buffers.three()) as aside:
        done = _copy_beside(source, read_fd, write_fd, aside, report, also)
    return Copied(aside.digest(), done)


def _read(source: DockedFile, fd: int, buffer: mmap.mmap, room: int) -> int:
    try:
        with memoryview(buffer) as view:
            return read_into(fd, view[:room])
    except OSError as error:
        raise source_failure(source, error) from error


def read_into(fd: int, view: memoryview) -> int:
    """Bytes read into a view, 0 at the end; readv where there is one."""
    if hasattr(os, "readv"):
        return os.readv(fd, [view])
    data = os.read(fd, len(view))
    view[: len(data)] = data
    return len(data)


def _write(fd: int, buffer: mmap.mmap, count: int) -> None:
    try:
        with memoryview(buffer) as view:
            done = os.write(fd, view[:count])
            while done < count:
                done += os.write(fd, view[done:count])
    except OSError as error:
        raise vault_failure(error) from error


def _copy_inline(
    source: DockedFile, read_fd: int, write_fd: int, buffer: mmap.mmap, report: Report, also: Also
) -> Copied:
    sha512 = hashlib.sha512()
    done = 0
    while done < source.size:
        count = _read(source, read_fd, buffer, source.size - done)
        if count == 0:
            raise source_changed(source)
        _write(write_fd, buffer, count)
        point("receive.first-chunk")
        with memoryview(buffer) as view:
            also(view[:count])
            sha512.update(view[:count])
        done += count
    report(done)
    return Copied(sha512.hexdigest(), done)


def _copy_beside(source: DockedFile, read_fd: int, write_fd: int, aside: HashAside, report: Report, also: Also) -> int:
    done = started = 0
    while done < source.size:
        buffer = aside.take()
        count = _read(source, read_fd, buffer, min(BUFFER_BYTES, source.size - done))
        if count == 0:
            raise source_changed(source)
        aside.give(buffer, count)
        _write(write_fd, buffer, count)
        with memoryview(buffer) as view:
            also(view[:count])
        point("receive.first-chunk")
        done += count
        if done - started >= _WINDOW:
            # The window before this one is on the medium by now: its pages go, this one's start.
            SYSTEM.written(write_fd, max(0, started - _WINDOW), done - max(0, started - _WINDOW))
            started = done
        report(count)
    return done
