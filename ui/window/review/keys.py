"""Which key does what over the list of criteria. In: a key press. Out: an act."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_PLAIN = {
    Qt.Key.Key_Return: "accept",
    Qt.Key.Key_Enter: "accept",
    Qt.Key.Key_Space: "play",
    Qt.Key.Key_N: "not-applicable",
    Qt.Key.Key_C: "comment",
    Qt.Key.Key_Backspace: "take-back",
    Qt.Key.Key_Delete: "take-back",
    Qt.Key.Key_Escape: "leave",
}


def act_of(event: QKeyEvent) -> str:
    """`accept`, `met`, `off:3` (three things are wrong), `play`, …, or ''. A held key does nothing more."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    if not plain or event.isAutoRepeat():
        return ""
    if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
        return f"off:{event.key() - Qt.Key.Key_0}"
    return "met" if event.key() == Qt.Key.Key_0 else _PLAIN.get(Qt.Key(event.key()), "")
