"""Which key does what in the player. In: a key with its modifiers. Out: the name of an act, or ''."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_K = Qt.Key
_PLAIN = {
    _K.Key_Space: "toggle",
    _K.Key_MediaTogglePlayPause: "toggle",
    _K.Key_J: "rewind",
    _K.Key_K: "hold",
    _K.Key_L: "forward",
    _K.Key_Left: "frame_back",
    _K.Key_Right: "frame_on",
    _K.Key_Up: "louder",
    _K.Key_Plus: "louder",
    _K.Key_Equal: "louder",
    _K.Key_Down: "quieter",
    _K.Key_Minus: "quieter",
    _K.Key_0: "mute",
    _K.Key_BracketLeft: "slower",
    _K.Key_Less: "slower",
    _K.Key_BracketRight: "faster",
    _K.Key_Greater: "faster",
    _K.Key_Home: "to_start",
    _K.Key_End: "to_end",
    _K.Key_PageUp: "part_back",
    _K.Key_PageDown: "part_on",
    _K.Key_I: "mark_in",
    _K.Key_O: "mark_out",
    _K.Key_Backspace: "clear_range",
    _K.Key_B: "together",
    _K.Key_Escape: "leave",
}
_SHIFTED = {_K.Key_Left: "second_back", _K.Key_Right: "second_on"}
_CONTROL = {_K.Key_L: "link_range"}
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
PARTS = {"part_back": -1, "part_on": 1}
ONCE = frozenset(
    {"toggle", "hold", "forward", "rewind", "mark_in", "mark_out", "mute", "leave", "link_range", "together", *PARTS}
)
"""Acts that a held key does not repeat."""


def act_of(event: QKeyEvent) -> str:
    """The act a key press asks for."""
    key, modifiers = Qt.Key(event.key()), event.modifiers() & ~_KEYPAD
    if modifiers == _CTRL:
        act = _CONTROL.get(key, "")
    elif modifiers == _SHIFT:  # <, > and + need it on most keyboards
        act = _SHIFTED.get(key, "") or (_PLAIN.get(key, "") if key in _TYPED_SHIFTED else "")
    else:
        act = _PLAIN.get(key, "") if modifiers == Qt.KeyboardModifier.NoModifier else ""
    return "" if event.isAutoRepeat() and act in ONCE else act


_TYPED_SHIFTED = frozenset({_K.Key_Less, _K.Key_Greater, _K.Key_Plus})
