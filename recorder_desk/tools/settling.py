"""For how long a file has stood still, as far as we have watched it.

In: what a file is like now, again and again. Out: seconds since it was last seen to change.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

Signature = tuple[int, int, int]
"""Size in bytes, time of change in nanoseconds, inode."""


@dataclass(slots=True)
class _Seen:
    signature: Signature
    since: float
    asked: float


class Stillness:
    """What was seen of files before, in memory, bounded. Not for several threads at once."""

    def __init__(self, monotonic: Callable[[], float], most: int = 100_000, keep_seconds: float = 900.0) -> None:
        self._monotonic = monotonic
        self._most = most
        self._keep = keep_seconds
        self._seen: dict[str, _Seen] = {}
        self._swept = float("-inf")

    def __len__(self) -> int:
        return len(self._seen)

    def note(self, path: str, signature: Signature) -> float:
        """Seconds for which the file has been seen unchanged, 0.0 when it is new or has changed.

        When the memory is full, new files wait (always 0.0) rather than push out those that are
        being watched: else a folder larger than the memory would never settle.
        """
        now = self._monotonic()
        seen = self._seen.get(path)
        if seen is not None and seen.signature == signature:
            seen.asked = now
            return now - seen.since
        if seen is not None or self._room(now):
            self._seen[path] = _Seen(signature, now, now)
        return 0.0

    def forget(self, path: str) -> None:
        """The file is gone."""
        self._seen.pop(path, None)

    def keep_only(self, folder: str, present: set[str]) -> None:
        """Forget what was below a folder and is not there any more."""
        prefix = os.path.join(folder, "")
        gone = [each for each in self._seen if each.startswith(prefix) and each not in present]
        for path in gone:
            del self._seen[path]

    def _room(self, now: float) -> bool:
        if len(self._seen) >= self._most and now - self._swept >= self._keep / 10:
            self._swept = now
            self._seen = {path: seen for path, seen in self._seen.items() if now - seen.asked < self._keep}
        return len(self._seen) < self._most
