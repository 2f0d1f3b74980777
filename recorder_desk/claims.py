"""Digests that a lane is about to publish."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class DigestClaims:
    """ports.Claims: two lanes never publish the same digest at once."""

    def __init__(self) -> None:
        self._held: set[str] = set()
        self._freed = threading.Condition()

    @contextmanager
    def hold(self, digests: Iterable[str]) -> Iterator[None]:
        """All of them or none, so that two lanes cannot wait for each other."""
        wanted = set(digests)
        with self._freed:
            self._freed.wait_for(lambda: not wanted & self._held)
            self._held |= wanted
        try:
            yield
        finally:
            with self._freed:
                self._held -= wanted
                self._freed.notify_all()
