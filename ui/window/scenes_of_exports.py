"""Pictures of ordering stills and clips, for `screenshots.py`. In: a sitting. Out: what to take a picture of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from ui.window.exports.clip_dialog import ClipDialog
from ui.window.exports.still_dialog import StillDialog
from ui.window.sitting import Sitting


def _film(sitting: Sitting) -> str:
    """A film of a sealed case."""
    rows = sitting.recordings()
    return next(row.id for row in rows if row.kind == "video" and row.state == "sealed" and row.duration_ms)


def _clip(sitting: Sitting) -> QWidget:
    """A clip with a rectangle that moves and a text across it."""
    film = _film(sitting)
    sitting.stage.export("clip", 2_000, 1_000, 5_000, recording=film)
    sitting.settle(2.0)
    dialog = sitting.dialog()
    assert isinstance(dialog, ClipDialog)
    for at, x in ((1_000, 200), (5_000, 500)):
        dialog.veils.put(at, QRect(x, 160, 180, 140))
    dialog.where.setValue(3_000)
    dialog.time.setChecked(True)
    dialog.path.setText(f"/media/usb/{dialog.proposed()}")
    return dialog


def _still(sitting: Sitting) -> QWidget:
    film = _film(sitting)
    sitting.stage.export("still", 2_000, 0, 0, recording=film)
    sitting.settle(2.0)
    dialog = sitting.dialog()
    assert isinstance(dialog, StillDialog)
    dialog.path.setText(f"/media/usb/{dialog.proposed()}")
    return dialog


SCENES: dict[str, Callable[[Sitting], QWidget]] = {"still": _still, "clip": _clip}
