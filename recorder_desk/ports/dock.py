"""Drop folders: being woken, and looking in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from recorder_desk.domain.docked import DockedFile, LeftAlone

T = TypeVar("T")


class Watch(Protocol):
    """Being told that something happens in a drop folder; events only wake the scanner."""

    def follow(self, paths: Iterable[str], wake: Callable[[str], None]) -> None:
        """Watch exactly these folders from now on; `wake(path)` is called with the folder's path."""
        ...

    def close(self) -> None:
        """Stop watching and join the threads."""
        ...


class Dock(Protocol):
    """Looking into drop folders without changing anything there."""

    def scan(self, path: str) -> tuple[Sequence[DockedFile], Sequence[LeftAlone]]:
        """Regular files below a folder (or the one file), sorted by path, and what is left alone.

        Links are never followed. Raises DeskError `dock.folder-missing`, `dock.folder-unreadable`.
        Codes of what is left alone: `dock.temporary-name`, `dock.link`, `dock.not-a-file`,
        `dock.unreadable`, `dock.folder-unreadable`, `dock.own-folder`.
        """
        ...

    def settled(self, file: DockedFile, settle_seconds: float) -> bool:
        """Whether its writer is done: closed where the system tells, and unchanged for so long.

        Keeps what it saw before, so that asking again later decides; never sleeps.
        """
        ...

    def device_of(self, path: str) -> str:
        """The volume a path is on, as in `DockedFile.device`; '' when it is not there."""
        ...

    def looks_like_media(self, file: DockedFile) -> bool:
        """Whether the first bytes of a file with a foreign name are those of a media container."""
        ...
