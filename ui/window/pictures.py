"""Posters for lists. In: paths of derivatives. Out: pixmaps, later.

The UI thread reads no files: a picture is a question to the desk like any other, answered on one of
its reader threads by `read_picture`.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from recorder_desk.errors import DeskError
from recorder_desk.queries.base import Query
from ui.window.bridge import DeskBridge

KEPT = 400


@dataclass(frozen=True, slots=True)
class ReadPicture(Query[QImage]):
    """A picture file, scaled to fill `width` × `height` device pixels; a null image if it cannot be read."""

    path: str
    width: int
    height: int


def read_picture(query: ReadPicture) -> QImage:
    """Read and scale down, on a reader thread. Only our own derivatives are ever asked for."""
    reader = QImageReader(query.path)
    reader.setAutoTransform(True)
    size = reader.size()
    wanted = QSize(query.width, query.height)
    if size.isValid() and not size.isEmpty():
        reader.setScaledSize(size.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()


class Pictures(QObject):
    """The pictures shown lately. `arrived` is told when one more is there."""

    arrived = Signal()

    def __init__(self, bridge: DeskBridge) -> None:
        """Lives as long as its bridge."""
        super().__init__(bridge)
        self._bridge = bridge
        self._kept: OrderedDict[ReadPicture, QPixmap] = OrderedDict()
        self._asked: set[ReadPicture] = set()
        bridge.session.desk.answer_live(ReadPicture, read_picture)

    def get(self, path: str, width: int, height: int, ratio: float) -> QPixmap | None:
        """The picture if it is at hand; else None, and it is asked for. Sizes in logical pixels."""
        if not path:
            return None
        wish = ReadPicture(path, round(width * ratio), round(height * ratio))
        found = self._kept.get(wish)
        if found is not None:
            self._kept.move_to_end(wish)
            return None if found.isNull() else found
        if wish not in self._asked:
            self._asked.add(wish)
            self._bridge.ask(wish, partial(self._take, wish, ratio), partial(self._miss, wish))
        return None

    def _take(self, wish: ReadPicture, ratio: float, image: QImage) -> None:
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(ratio)
        self._asked.discard(wish)
        self._kept[wish] = picture
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()

    def _miss(self, wish: ReadPicture, error: DeskError) -> None:
        self._asked.discard(wish)
        self._kept[wish] = QPixmap()  # not asked for again; the row shows its kind's icon


def pictures_of(bridge: DeskBridge) -> Pictures:
    """The pictures of a window, made at the first call."""
    found = bridge.findChild(Pictures)
    return found if isinstance(found, Pictures) else Pictures(bridge)
