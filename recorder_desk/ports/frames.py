"""Exact frames of a film, decoded outside our process."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

from recorder_desk.domain.frames import FrameIndex, Picture


class Film(Protocol):
    """An opened film. Safe to use from any thread; `close` it when done."""

    @property
    def index(self) -> FrameIndex:
        """When each frame is shown."""
        ...

    def picture(self, number: int, width: int = 0, *, deinterlaced: bool = False) -> Future[Picture]:
        """The frame of this number, exactly; `width` scales it down (0: as large as it is).

        The Future raises DeskError `frames.unreadable` (that frame cannot be decoded), `frames.closed`. A wish that
        nobody waits for any more is cancelled by `Future.cancel`.
        """
        ...

    def close(self) -> None:
        """Let the file go. Repeatable."""
        ...


class Frames(Protocol):
    """Opens films for exact frames. A film that a probe did not accept is never given to it."""

    def open(self, path: Path) -> Film:
        """Read the times of all frames, decode none. May take a while for long films: not for the UI thread.

        Raises DeskError `frames.unreadable` (environment), `frames.missing` (no decoder here, environment).
        """
        ...

    def begin(self, path: Path) -> Future[Film]:
        """As `open`, but nobody waits: the Future has the film, or raises what `open` would."""
        ...

    def close(self) -> None:
        """End every worker. Repeatable."""
        ...
