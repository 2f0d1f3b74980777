"""Running one program to its end, and never longer than it may.

In: an argument vector, limits, who to tell and whom to ask. Out: how it ended, with a bounded piece of
what it said. Both pipes are always drained, by two threads that end with the run.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from recorder_desk.errors import DeskError
from recorder_desk.ports import Cancelled
from recorder_desk.tools import sandbox
from recorder_desk.tools.limits import Limits, Running

COMPLAINTS_BYTES = 64 * 1024
_PIECE = 256 * 1024
_TICK_SECONDS = 0.1
_GRACE_SECONDS = 2.0
_XCPU, _KILL = 24, 9
_QUOTA = 1816  # ERROR_NOT_ENOUGH_QUOTA: how a Windows job ends a process out of time

Sink = Callable[[bytes], None]
"""Given the program's standard output piece by piece, on the caller's thread."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit status and the end of what it wrote to stderr."""

    status: int
    complaints: str

    @property
    def full(self) -> bool:
        """Whether it found no room to write."""
        return "No space left on device" in self.complaints or "Disk quota exceeded" in self.complaints

    @property
    def starved(self) -> bool:
        """Whether it used up its processor time."""
        return self.status in (-_XCPU, 128 + _XCPU, _QUOTA) or f"received signal {_XCPU}" in self.complaints


def never() -> bool:
    """Not cancelled."""
    return False


def run(
    argv: Sequence[str],
    limits: Limits,
    *,
    source: Path | None = None,
    into: Path | None = None,
    sink: Sink | None = None,
    cancelled: Cancelled = never,
) -> Ended:
    """Run a program that may read `source` and write in `into`; its output goes to `sink` (or nowhere).

    Raises DeskError `media.ffmpeg-missing` (it cannot be started), `media.sandbox-failed` (its room cannot be
    made now), `media.timeout` (wall clock or processor time), `media.cancelled`; and whatever `sink` raises.
    The program is gone in any case.
    """
    try:
        running = sandbox.start(argv, limits, source, into)
    except OSError as error:
        raise DeskError("media.ffmpeg-missing", blame="environment", path=argv[0]) from error
    drain = _Drain(running.process)
    try:
        _attend(running, drain, limits, sink, cancelled)
    finally:
        _end(running)
        drain.join()
        running.close()
    ended = Ended(running.process.returncode, drain.complaints())
    if sandbox.unmade(ended.status, ended.complaints):
        raise DeskError("media.sandbox-failed", blame="environment", reason=ended.complaints.strip())
    if ended.starved or ended.status in (-_KILL, 128 + _KILL):
        raise DeskError("media.timeout", blame="environment", seconds=limits.cpu_seconds)
    return ended


def _attend(running: Running, drain: _Drain, limits: Limits, sink: Sink | None, cancelled: Cancelled) -> None:
    until = time.monotonic() + limits.wall_seconds
    for piece in drain.pieces():
        if piece and sink is not None:
            sink(piece)
        if cancelled():
            raise DeskError("media.cancelled")
        if time.monotonic() > until:
            raise DeskError("media.timeout", blame="environment", seconds=int(limits.wall_seconds))
    with contextlib.suppress(subprocess.TimeoutExpired):  # both pipes are closed: it is at its end
        running.process.wait(_GRACE_SECONDS)


def _end(running: Running) -> None:
    """Ask, wait a moment, then end the whole group."""
    if running.process.poll() is not None:
        return
    running.terminate()
    try:
        running.process.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        running.kill()
        running.process.wait()


class _Drain:
    """Two threads that empty a process's pipes until they close, even when nobody listens any more."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None and process.stderr is not None
        self._said = bytearray()
        self._deaf = threading.Event()
        self._out: queue.Queue[bytes | None] = queue.Queue(16)
        self._pipes = (process.stdout, process.stderr)
        self._threads = (
            threading.Thread(target=self._drain, args=(process.stdout, self._pass_on), name="media-out"),
            threading.Thread(target=self._drain, args=(process.stderr, self._hear), name="media-err"),
        )
        for thread in self._threads:
            thread.start()

    def pieces(self) -> Iterator[bytes]:
        """What comes on stdout until both pipes are closed; nothing (b'') now and then while it is still."""
        open_pipes = len(self._pipes)
        while open_pipes:
            try:
                piece = self._out.get(timeout=_TICK_SECONDS)
            except queue.Empty:
                piece = b""
            open_pipes -= piece is None
            yield piece or b""

    def join(self) -> None:
        """Stop listening, wait for the threads, close the pipes."""
        self._deaf.set()
        for thread in self._threads:
            thread.join()
        for pipe in self._pipes:
            pipe.close()

    def complaints(self) -> str:
        """The end of what was said on stderr."""
        return self._said.decode("utf-8", "replace")

    def _drain(self, pipe: IO[bytes], give: Sink) -> None:
        read = getattr(pipe, "read1", pipe.read)
        while piece := read(_PIECE):
            give(piece)
        self._pass_on(None)

    def _pass_on(self, piece: bytes | None) -> None:
        while not self._deaf.is_set():
            try:
                self._out.put(piece, timeout=_TICK_SECONDS)
                return
            except queue.Full:
                continue

    def _hear(self, piece: bytes) -> None:
        self._said += piece
        if len(self._said) > 2 * COMPLAINTS_BYTES:
            del self._said[:-COMPLAINTS_BYTES]


class Collected:
    """A sink that keeps everything, up to a bound. More raises DeskError `media.unreadable`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept = bytearray()

    def __call__(self, piece: bytes) -> None:
        """Keep a piece."""
        if len(self._kept) + len(piece) > self._most:
            raise DeskError("media.unreadable", blame="environment")
        self._kept += piece

    def text(self) -> str:
        """All of it."""
        return self._kept.decode("utf-8", "replace")

    def content(self) -> bytes:
        """All of it, as it came."""
        return bytes(self._kept)


class Progress:
    """A sink for `-progress pipe:1`: tells how many media milliseconds were done since the last call."""

    def __init__(self, report: Callable[[int], None], most_ms: int) -> None:
        self._report = report
        self._most = most_ms
        self._told = 0
        self._rest = b""
        self.reached_ms = 0
        self.frames = 0

    def again(self) -> None:
        """Another try begins at the start; what was told is not told twice."""
        self._rest = b""
        self.reached_ms = self.frames = 0

    def __call__(self, piece: bytes) -> None:
        """Read whole lines of `name=value`."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            name, _, value = line.strip().partition(b"=")
            if name == b"out_time_us" and value.lstrip(b"-").isdigit():
                self.reached_ms = max(self.reached_ms, int(value) // 1000)
            elif name == b"frame" and value.isdigit():
                self.frames = int(value)
            elif name == b"progress":
                self._tell()

    def _tell(self) -> None:
        done = min(self.reached_ms, self._most) if self._most else self.reached_ms
        if done > self._told:
            self._report(done - self._told)
            self._told = done
