"""Exact frames, decoded by a worker process for each film.

In: paths. Out: opened films. What they may keep of decoded frames is shared out among them.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from pathlib import Path

from recorder_desk.errors import DeskError
from recorder_desk.ports import Film
from recorder_desk.tools.frame_film import WorkerFilm

ROOM_BYTES = 128 << 20
"""For the decoded frames that all open films keep together."""
LEAST_ROOM = 24 << 20


class WorkerFrames:
    """Opens films, each with a worker of its own (ports.Frames)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._films: list[WorkerFilm] = []
        self._closed = False

    def open(self, path: Path) -> Film:
        """See `Frames.open`."""
        return self.begin(path).result()

    def begin(self, path: Path) -> Future[Film]:
        """See `Frames.begin`."""
        with self._lock:
            if self._closed:
                closed: Future[Film] = Future()
                closed.set_exception(DeskError("frames.closed"))
                return closed
            film = WorkerFilm(path, self._room(len(self._films) + 1), self._forget)
            self._films.append(film)
            self._share()
        return film.opened

    def close(self) -> None:
        """See `Frames.close`."""
        with self._lock:
            self._closed = True
            films = tuple(self._films)
        for film in films:
            film.close()
        for film in films:
            film.join()

    def _forget(self, film: WorkerFilm) -> None:
        with self._lock:
            if film in self._films:
                self._films.remove(film)
            self._share()

    def _share(self) -> None:
        for film in self._films:
            film.keep(self._room(len(self._films)))

    @staticmethod
    def _room(films: int) -> int:
        return max(LEAST_ROOM, ROOM_BYTES // max(1, films))
