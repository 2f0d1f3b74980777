"""What the desk tells while a verb runs, brought to the verb's own thread.

In: happenings on the desk's threads. Out: the same, in order, where a verb can print them without
holding up the one who told.
"""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager

from recorder_desk.domain.happening import Happening, Progress
from ui.session import Session

SLICE_SECONDS = 0.2


class News:
    """Happenings but progress, in the order in which they were told."""

    def __init__(self) -> None:
        self._told: queue.SimpleQueue[Happening] = queue.SimpleQueue()

    def hear(self, happening: Happening) -> None:
        """Called by the desk."""
        if not isinstance(happening, Progress):
            self._told.put(happening)

    def next(self, seconds: float = SLICE_SECONDS) -> Happening | None:
        """The next one, or None when nothing was told for so long."""
        try:
            return self._told.get(timeout=seconds)
        except queue.Empty:
            return None

    def rest(self) -> Iterator[Happening]:
        """Everything told so far."""
        while not self._told.empty():
            yield self._told.get()


@contextmanager
def heard(session: Session) -> Iterator[News]:
    """Listen to the desk while inside."""
    news = News()
    stop = session.desk.watch(news.hear)
    try:
        yield news
    finally:
        stop()
