"""What a dock card shows, counted while a pass over a folder goes on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from recorder_desk.domain.docked import DockPhase, DockState

TELL_SECONDS = 0.1
UNREADABLE = ("dock.unreadable", "dock.folder-unreadable", "dock.path-too-long")
"""Of what is left alone, what may be a recording: nobody knows, since it may not be read."""


class Tally:
    """A DockState in the making; told at every change of phase and else at most ten times a second.

    Counted by two threads (copying, and finishing the batch before), so every change is locked.
    """

    def __init__(self, dock: str, path: str, offer: bool, tell: Callable[[DockState], None]) -> None:
        self._state = DockState(dock, path, "idle", offer)
        self._tell = tell
        self._lock = threading.Lock()
        self._told = self._began = 0.0

    @property
    def state(self) -> DockState:
        """How it is now."""
        return self._state

    def phase(self, phase: DockPhase, *, at: str = "", code: str = "") -> None:
        """A new phase: told at once."""
        with self._lock:
            if phase == "copying" and not self._began:
                self._began = time.monotonic()
            if phase == self._state.phase and not at:
                return
            self._change(phase=phase, at=at or self._state.at, last_code=code or self._state.last_code)
            self._tell(self._state)

    def expect(self, files: int, size: int) -> None:
        """So many files and bytes are to be received in this pass."""
        with self._lock:
            state = self._state
            self._change(files_total=state.files_total + files, bytes_total=state.bytes_total + size)

    def copied(self, done: int) -> None:
        """Bytes read from the source."""
        with self._lock:
            bytes_done = self._state.bytes_done + done
            seconds = time.monotonic() - self._began if self._began else 0.0
            rate = int(bytes_done / seconds) if seconds > 0.2 else self._state.bytes_per_second
            self._change(bytes_done=bytes_done, bytes_per_second=rate)
            self._now_and_then()

    def count(self, outcome: str, name: str, code: str = "", *, files: int = 1) -> None:
        """Files have their outcome: received, twins, refused or failed."""
        with self._lock:
            state = self._state
            done = state.files_done + (files if outcome in ("received", "twins", "failed") else 0)
            counted = getattr(state, outcome) + files
            self._change(files_done=done, last_name=name, last_code=code, **{outcome: counted})
            self._now_and_then()

    def waits(self, name: str) -> None:
        """A file is not settled yet."""
        with self._lock:
            self._change(waiting=self._state.waiting + 1, last_name=name, last_code="dock.still-growing")

    def left_alone(self, code: str) -> None:
        """Something is not for us, or may not be read."""
        unreadable = code in UNREADABLE
        with self._lock:
            state = self._state
            self._change(left_alone=state.left_alone + 1, unreadable=state.unreadable + unreadable)

    def known(self) -> None:
        """A file was dealt with in an earlier pass: it counts as safe."""
        with self._lock:
            self._change(known=self._state.known + 1)

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # names and types are ours

    def _now_and_then(self) -> None:
        now = time.monotonic()
        if now - self._told >= TELL_SECONDS:
            self._told = now
            self._tell(self._state)
