"""Which key does what with several recordings. In: a key with its modifiers. Out: the name of an act, or ''."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_K = Qt.Key
_PLAIN = {
    _K.Key_Space: "toggle",
    _K.Key_K: "hold",
    _K.Key_Left: "frame_back",
    _K.Key_Right: "frame_on",
    _K.Key_BracketLeft: "slower",
    _K.Key_BracketRight: "faster",
    _K.Key_Home: "to_start",
    _K.Key_End: "to_end",
    _K.Key_Up: "louder",
    _K.Key_Down: "quieter",
    _K.Key_0: "mute",
    _K.Key_1: "hear_1",
    _K.Key_2: "hear_2",
    _K.Key_3: "hear_3",
    _K.Key_4: "hear_4",
    _K.Key_G: "layout",
    _K.Key_Comma: "earlier",
    _K.Key_Period: "later",
    _K.Key_Escape: "leave",
}
_SHIFTED = {
    _K.Key_Left: "second_back",
    _K.Key_Right: "second_on",
    _K.Key_Comma: "much_earlier",
    _K.Key_Less: "much_earlier",
    _K.Key_Period: "much_later",
    _K.Key_Greater: "much_later",
}
_CONTROL = {_K.Key_S: "keep"}
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NUDGES = {"earlier": -10, "later": 10, "much_earlier": -200, "much_later": 200}
"""By how many milliseconds."""
REPEATED = frozenset({"frame_back", "frame_on", "second_back", "second_on", "louder", "quieter", *NUDGES})
"""Acts that a held key repeats."""


def act_of(event: QKeyEvent) -> str:
    """The act a key press asks for."""
    key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    table = {_SHIFT: _SHIFTED, _CTRL: _CONTROL, Qt.KeyboardModifier.NoModifier: _PLAIN}.get(modifiers, {})
    act = table.get(key, "")
    return "" if event.isAutoRepeat() and act not in REPEATED else act
