"""The Frames port of an installation without PyAV: films play, but frame by frame only as the player can."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from recorder_desk.errors import DeskError
from recorder_desk.ports import Film


class MissingFrames:
    """Implements `recorder_desk.ports.Frames` by saying each time that it cannot."""

    def open(self, path: Path) -> Film:
        """Raises DeskError `frames.missing`."""
        raise DeskError("frames.missing", blame="environment")

    def begin(self, path: Path) -> Future[Film]:
        """Its Future raises DeskError `frames.missing`."""
        refused: Future[Film] = Future()
        refused.set_exception(DeskError("frames.missing", blame="environment"))
        return refused

    def close(self) -> None:
        """There is no worker to end."""
