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
    _K.Key_Down: "quieter",
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
    _K.Key_G: "go",
    _K.Key_M: "mark",
    _K.Key_P: "marks",
    _K.Key_S: "still",
    _K.Key_E: "clip",
    _K.Key_C: "channel",
    _K.Key_A: "adjust",
    _K.Key_D: "deinterlace",
    _K.Key_R: "turn_right",
    _K.Key_Z: "zoom_fit",
    _K.Key_Plus: "zoom_in",
    _K.Key_Equal: "zoom_in",
    _K.Key_Minus: "zoom_out",
    _K.Key_Escape: "leave",
}
_SHIFTED = {
    _K.Key_Left: "second_back",
    _K.Key_Right: "second_on",
    _K.Key_R: "turn_left",
    _K.Key_L: "loop",
}
_CONTROL = {
    _K.Key_L: "link_range",
    _K.Key_Left: "mark_before",
    _K.Key_Right: "mark_after",
    _K.Key_Plus: "time_in",
    _K.Key_Equal: "time_in",
    _K.Key_Minus: "time_out",
    _K.Key_0: "time_all",
}
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
PARTS = {"part_back": -1, "part_on": 1}
EXPORTS = {"video": ("still", "clip"), "audio": ("clip",)}
"""What can be made of each kind of recording."""
ONCE = frozenset(
    {
        *(
            "toggle",
            "hold",
            "forward",
            "rewind",
            "mark_in",
            "mark_out",
            "mute",
            "leave",
            "link_range",
            "loop",
            "channel",
            "together",
        ),
        *("go", "mark", "marks", "adjust", "deinterlace", "turn_right", "turn_left", *EXPORTS["video"], *PARTS),
    }
)
"""Acts that a held key does not repeat."""
_BESIDE = frozenset("0IJKLO")
"""Letters and digits that are the player's also where another page has letters of its own."""


def act_of(event: QKeyEvent, *, beside: bool = False) -> str:
    """The act a key press asks for; `beside`: the player is a part of another page, which has most letters."""
    key, modifiers = Qt.Key(event.key()), event.modifiers() & ~_KEYPAD
    typed = chr(event.key()) if 0x20 < event.key() < 0x7F and modifiers != _CTRL else ""
    if beside and typed.isalnum() and typed not in _BESIDE:
        return ""
    if modifiers == _CTRL or (modifiers == _CTRL | _SHIFT and key == _K.Key_Plus):
        act = _CONTROL.get(key, "")
    elif modifiers == _SHIFT:  # <, > and + need it on most keyboards
        act = _SHIFTED.get(key, "") or (_PLAIN.get(key, "") if key in _TYPED_SHIFTED else "")
    else:
        act = _PLAIN.get(key, "") if modifiers == Qt.KeyboardModifier.NoModifier else ""
    return "" if event.isAutoRepeat() and act in ONCE else act


_TYPED_SHIFTED = frozenset({_K.Key_Less, _K.Key_Greater, _K.Key_Plus})
