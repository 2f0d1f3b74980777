"""Line icons of one family (Lucide, ISC), tinted at run time.

In: the name of an SVG in `resources/icons`, a colour, a size. Out: pixmaps and icons that are
sharp at every scale. An unknown name is a mistake in the program and raises KeyError.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SCALES = (1.0, 1.25, 1.5, 2.0, 3.0)


@cache
def names() -> frozenset[str]:
    """Every icon there is."""
    folder = files("resources") / "icons"
    return frozenset(each.name[:-4] for each in folder.iterdir() if each.name.endswith(".svg"))


@cache
def _drawing(name: str) -> str:
    if name not in names():
        raise KeyError(f"no icon is called {name}")
    return (files("resources") / "icons" / f"{name}.svg").read_text("utf-8")


@cache
def pixmap(name: str, colour: str, size: int = 20, scale: float = 2.0) -> QPixmap:
    """An icon as a picture: `colour` as `#rrggbb`, `size` in logical pixels, `scale` of the screen."""
    drawing = _drawing(name).replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.75"')
    picture = QPixmap(round(size * scale), round(size * scale))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


def icon(name: str, colour: str, size: int = 20, active: str = "", disabled: str = "") -> QIcon:
    """An icon for buttons and actions; `active` is its colour where it is on, `disabled` where it is not."""
    made = QIcon()
    for scale in SCALES:
        made.addPixmap(pixmap(name, colour, size, scale))
        if active:
            made.addPixmap(pixmap(name, active, size, scale), QIcon.Mode.Normal, QIcon.State.On)
        if disabled:
            made.addPixmap(pixmap(name, disabled, size, scale), QIcon.Mode.Disabled)
    return made
