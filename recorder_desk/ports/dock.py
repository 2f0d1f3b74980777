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


class Clear(Protocol):
    """Taking off a recorder what is ours. Nothing else in the program removes anything there."""

    def digest(self, file: DockedFile, algorithm: str, report: Callable[[int], None]) -> str:
        """Digest (`algorithm:hex`) of what the recorder's medium holds now, not what is remembered of it.

        No link is followed on the way. Raises DeskError `receive.source-changed` for a file that is not as
        `file` says, `receive.source-gone`, `receive.source-unreadable`, `receive.not-a-file`,
        `release.more-than-one-name` for a file with further hard links, `release.not-removable` for one that
        somebody has open for writing.
        """
        ...

    def remove(self, file: DockedFile) -> None:
        """Remove exactly this file, if it is as it was when its digest was taken and, where the system can tell,
        nobody has begun to open it for writing since.

        Raises as `digest`, and `release.not-removable`. Durable after `flush`.
        """
        ...

    def let_go(self) -> None:
        """Forget what was read and not removed: others may write there again. To be called after each group."""
        ...

    def flush(self) -> None:
        """Make every removal since the last call durable. Raises DeskError `release.not-flushed`."""
        ...

    def present(self, path: str) -> bool | None:
        """Whether something is at a path (as the file system has it); None: it cannot be told now."""
        ...


class Dock(Protocol):
    """Looking into drop folders without changing anything there."""

    def scan(self, path: str) -> tuple[Sequence[DockedFile], Sequence[LeftAlone]]:
        """Regular files below a folder (or the one file), sorted by path, and what is left alone.

        Links are never followed. Raises DeskError `dock.folder-missing`, `dock.folder-unreadable`.
        Codes of what is left alone: `dock.temporary-name`, `dock.link`, `dock.not-a-file`,
        `dock.unreadable`, `dock.folder-unreadable`, `dock.path-too-long`, `dock.own-folder`.
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

    def serial_text(self, path: str) -> str:
        """What the file `sn.txt` at the top of a folder says, cleaned to one short line, or ''. Never raises."""
        ...

    def looks_like_media(self, file: DockedFile) -> bool:
        """Whether the first bytes of a file with a foreign name are those of a media container."""
        ...
