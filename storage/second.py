"""What a batch writes besides: each original's second copy, in the same pass.

In: the bytes as they are copied and the objects as they are completed. Out: which of them have a
verified second copy. Nothing here may stop a receive: whatever fails is owed and caught up later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from recorder_desk.ports import Staged
from storage.read_back import Held


class Second(Protocol):
    """The second copies of one batch. Never raises DeskError or OSError."""

    mirror: str

    def begin(self, recording: str, name: str) -> None:
        """An original is about to be copied."""
        ...

    def write(self, data: memoryview) -> None:
        """The next bytes of it."""
        ...

    def hold(self, staged: Staged, name: str) -> None:
        """All of its bytes were written."""
        ...

    def drop(self, recording: str) -> None:
        """Forget it: it failed, or its bytes are held already."""
        ...

    def publish(self, held: Sequence[Held]) -> frozenset[str]:
        """Complete the second copies of objects that reached the vault; those re-read and found the same."""
        ...

    def withdraw(self, recordings: Iterable[str]) -> None:
        """These were taken out of the vault again."""
        ...

    def close(self) -> None:
        """The batch is over."""
        ...


class NoSecond:
    """No mirror, or it is not there: everything is owed."""

    mirror = ""

    def begin(self, recording: str, name: str) -> None:
        """Nothing."""

    def write(self, data: memoryview) -> None:
        """Nothing."""

    def hold(self, staged: Staged, name: str) -> None:
        """Nothing."""

    def drop(self, recording: str) -> None:
        """Nothing."""

    def publish(self, held: Sequence[Held]) -> frozenset[str]:
        """None of them."""
        return frozenset()

    def withdraw(self, recordings: Iterable[str]) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


NO_SECOND = NoSecond()
