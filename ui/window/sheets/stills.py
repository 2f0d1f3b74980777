"""The pictures of marks, for paper. In: marks, and whoever decodes exact frames. Out: images, each with what it is.

Exactly the frame that a mark points at where frames can be had; a tile of the filmstrip, told as such, where they
cannot; of a photo the photo itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtGui import QImage

from recorder_desk.domain.sheets import Marked
from recorder_desk.errors import DeskError
from recorder_desk.ports.frames import Film, Frames
from ui.window.player.stills import read_picture, read_strip

WIDTH = 960
"""Pixels across: more than the paper shows."""
PATIENCE_S = 60.0
Kind = Literal["exact", "near", "photo", "none"]


@dataclass(frozen=True, slots=True)
class Still:
    """A picture: the exact frame of a number, one near it, a photo, or none (then `image` is null)."""

    image: QImage
    kind: Kind
    frame: int = -1


NONE = Still(QImage(), "none")


def stills_of(marks: Sequence[Marked], frames: Frames) -> list[Still]:
    """In the order of the marks; each film is opened once. What cannot be read has no picture."""
    found: list[Still] = []
    film: Film | None = None
    before = ""
    try:
        for each in marks:
            if each.row.id != before:
                if film is not None:
                    film.close()
                film, before = _opened(each, frames), each.row.id
            found.append(_still(each, film))
    finally:
        if film is not None:
            film.close()
    return found


def _opened(each: Marked, frames: Frames) -> Film | None:
    if each.row.kind != "video" or not each.play_path:
        return None
    try:
        return frames.open(Path(each.play_path))
    except DeskError:  # nothing here decodes it: a tile of the filmstrip stands for it, and says so
        return None


def _still(each: Marked, film: Film | None) -> Still:
    if each.row.kind == "photo" and each.play_path:
        photo = read_picture(each.play_path, WIDTH)
        return NONE if photo.isNull() else Still(photo, "photo")
    if film is not None:
        try:
            number = film.index.at(each.mark.fields.at_ms * 1000)
            told = film.picture(number, WIDTH).result(PATIENCE_S)
        except (DeskError, TimeoutError):
            return _tile(each)
        image = QImage(told.rgb, told.width, told.height, told.width * 3, QImage.Format.Format_RGB888).copy()
        return Still(image, "exact", told.number)
    return _tile(each)


def _tile(each: Marked) -> Still:
    strip = read_strip(each.strip)
    if strip.image.isNull() or not strip.count:
        return NONE
    number = min(strip.count - 1, strip.at(each.mark.fields.at_ms, each.row.duration_ms))
    width, height = strip.image.width() // strip.columns, strip.image.height() // strip.rows
    tile = strip.image.copy(number % strip.columns * width, number // strip.columns * height, width, height)
    return Still(tile, "near")
