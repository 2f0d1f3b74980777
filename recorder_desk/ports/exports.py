"""Letters for pictures, and the way of a finished export to where it was wanted."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from recorder_desk.domain.ink import Ink
from recorder_desk.ports.media import Cancelled


class Letters(Protocol):
    """Draws text in whatever script, for exports. From any thread."""

    def prepare(self) -> None:
        """Get ready, on the main thread, before anything is ordered that needs letters. Repeatable."""
        ...

    def line(self, text: str, height: int) -> Ink:
        """One line of text, letters so many pixels high. Raises DeskError `export.no-letters` where nothing draws."""
        ...


class Outbox(Protocol):
    """Brings files out of the desk: always as new files, whole or not at all, with a note beside them."""

    def room(self, export: str) -> AbstractContextManager[Path]:
        """An empty folder to work in; it goes with what is in it when it is left.

        Raises DeskError `export.disk-full`."""
        ...

    def delivered(self, target: str, export: str) -> bytes:
        """The note of this export beside `target`, if an earlier try brought the whole file there; else b'', and what
        the earlier try left is gone.

        Raises DeskError `export.no-folder`, `export.own-folder`, `export.target-exists`."""
        ...

    def digest(self, made: Path) -> tuple[str, int]:
        """Digest (`sha256:hex`) and length of a finished file, flushed. Raises DeskError `export.disk-full`."""
        ...

    def deliver(self, made: Path, digest: str, note: bytes, target: str, export: str, cancelled: Cancelled) -> None:
        """Copy a file to `target` and `note` beside it, durably. Nothing is written over, nothing half stays.

        Raises DeskError `export.target-exists`, `export.no-folder`, `export.own-folder`, `export.disk-full`,
        `export.unwritable`, `export.digest-differs`, `media.cancelled`."""
        ...

    def withdraw(self, target: str, export: str) -> None:
        """Take back what this export brought to `target`; anything else stays. Never raises."""
        ...
