"""Which key does what in the inbox. In: a key press. Out: an act, or the number of a record item.

The letters and digits that the player means something by (0 I J K L O) keep that meaning here.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

ITEM_KEYS = "123456789ABCDEFGHMPQRSTVWYZ"
"""Keys that pick a record item, in the order of the list."""
_PLAIN = {
    Qt.Key.Key_Return: "accept",
    Qt.Key.Key_Enter: "accept",
    Qt.Key.Key_Space: "play",
    Qt.Key.Key_N: "next",
    Qt.Key.Key_U: "undo",
    Qt.Key.Key_X: "aside",
}
_TYPED = {"/": "case", "、": "case", ";": "item", "；": "item", ".": "other", "。": "other", "#": "tag", "＃": "tag"}
"""By what is typed: where the key lies, and whether Chinese marks are on, differs from keyboard to keyboard."""


def act_of(event: QKeyEvent) -> str:
    """The act a key press asks for, or ''."""
    if event.text() in _TYPED and not event.isAutoRepeat():
        return _TYPED[event.text()]
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    return _PLAIN.get(Qt.Key(event.key()), "") if plain and not event.isAutoRepeat() else ""


def item_of(event: QKeyEvent) -> int:
    """The place in the list of the record item a key picks; -1: none. A held key picks nothing more."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    if not plain or event.isAutoRepeat() or not 0x20 < event.key() < 0x7F:
        return -1
    return ITEM_KEYS.find(chr(event.key()))
