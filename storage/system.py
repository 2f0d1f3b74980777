"""What the vault asks of the operating system: folders to write into, sources to read, the medium itself.

In: folders, names below them with forward slashes. Out: the promises that `platform_posix` and
`platform_windows` keep; `platform` chooses between them.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterable
from typing import Literal, Protocol

ReadBack = Literal["direct", "dropped", "cached"]


class Folder(Protocol):
    """A folder that is written into. Names are relative, forward slashes, made by us alone.

    Everything raises OSError; who calls translates.
    """

    path: str

    def make(self, name: str) -> None:
        """Make a folder below this one."""
        ...

    def create(self, name: str) -> int:
        """A descriptor for writing a file that did not exist, readable by owner and group alone."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Write a whole new file."""
        ...

    def link(self, name: str, of: str) -> None:
        """Give a finished file a second name."""
        ...

    def protect(self, name: str) -> None:
        """Make a finished file read-only, where its creation did not already."""
        ...

    def flush(self, names: Iterable[str]) -> None:
        """Make all that was written here durable: one flush of the file system where it reports
        errors, else each of `names` (files and folders, '' is this folder). Never tried again."""
        ...

    def move(self, name: str, into: Folder, new_name: str) -> None:
        """Rename, never over something that exists."""
        ...

    def replace(self, name: str, into: Folder, new_name: str) -> None:
        """Rename over a file in one step."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file or a whole tree; nothing there is fine. Links are removed, not followed."""
        ...

    def close(self) -> None:
        """Let go of the folder."""
        ...


class System(Protocol):
    """What else differs between the systems."""

    def open_folder(self, path: str) -> Folder:
        """Open an existing folder for writing into it."""
        ...

    def open_source(self, path: str) -> int:
        """A read-only descriptor; a link in the last component is refused (ELOOP), nothing waits."""
        ...

    def reserve(self, fd: int, size: int) -> None:
        """Have room for a file before its first byte, so that a full disk shows at once."""
        ...

    def written(self, fd: int, start: int, length: int) -> None:
        """Start writing a range to the medium without waiting for it; a hint."""
        ...

    def read_medium(self, path: str, buffer: mmap.mmap, each: Callable[[memoryview], object]) -> ReadBack:
        """Read a file as the medium has it, past the page cache, chunk by chunk; says how."""
        ...
