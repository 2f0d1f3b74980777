"""The frames of one recording, for looking at while an export is put together. In: positions. Out: exact pictures.

The film is opened once, on a reader thread, and closed with the dialog.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QImage

from recorder_desk.domain.export import still_of
from recorder_desk.domain.frames import FrameIndex
from recorder_desk.ports import Film, Frames
from recorder_desk.queries.base import Query


class FilmKeeper:
    """A film that is opened when it is first asked for."""

    def __init__(self, frames: Frames, path: str) -> None:
        self._frames, self._path = frames, path
        self._film: Film | None = None
        self._opening, self._held = threading.Lock(), threading.Lock()
        self._closed = False

    def film(self) -> Film | None:
        """The film, open; None once nobody looks any more. For reader threads: opening may take a while.
        Raises DeskError as `Frames.open`."""
        with self._opening:
            if self._film is None and not self._closed:
                self._keep(self._frames.open(Path(self._path)))
            return self._film

    def _keep(self, film: Film) -> None:
        with self._held:
            if not self._closed:
                self._film = film
                return
        film.close()  # the dialog went while it was opened

    def close(self) -> None:
        """Let the file go; never waits for a film that is being opened. Repeatable."""
        with self._held:
            self._closed, film, self._film = True, self._film, None
        if film is not None:
            film.close()


@dataclass(frozen=True, slots=True)
class Seen:
    """A frame as it is shown, its number and time, and when the others are."""

    number: int
    at_us: int
    image: QImage
    index: FrameIndex | None = None


@dataclass(frozen=True, slots=True)
class SeeFrame(Query[Seen]):
    """The frame `steps` after the one on the screen at a position. Raises DeskError as `Film.picture`."""

    keeper: FilmKeeper = field(compare=False)
    at_ms: int
    steps: int = 0


def see_frame(query: SeeFrame) -> Seen:
    """On a reader thread."""
    film = query.keeper.film()
    if film is None:
        return Seen(-1, 0, QImage())
    index = film.index
    last_ms = max(0, index.end_us - 1) // 1000
    number = still_of(index, -1, min(query.at_ms, last_ms)) + query.steps
    picture = film.picture(max(0, min(number, len(index) - 1))).result()
    form, line = QImage.Format.Format_RGB888, 3 * picture.width
    image = QImage(picture.rgb, picture.width, picture.height, line, form).copy()
    return Seen(picture.number, picture.at_us, image, index)
