"""What every page wires up: shortcuts, timers, splitters that are remembered.

In: a widget and bound methods. Out: Qt objects that live as long as the widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QWidget

from ui.window.memory import Memory


def keys(widget: QWidget, slots: Mapping[str, Callable[[], object]]) -> None:
    """Shortcuts that work while the keyboard is anywhere inside a widget."""
    for key, slot in slots.items():
        shortcut = QShortcut(QKeySequence(key), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)


def timer(parent: QObject, interval_ms: int, slot: Callable[[], None], *, once: bool = False) -> QTimer:
    """A timer that is not running yet."""
    made = QTimer(parent)
    made.setInterval(interval_ms)
    made.setSingleShot(once)
    made.timeout.connect(slot)
    return made


def splitter(parts: Sequence[QWidget], wide: int, memory: Memory, name: str, widths: list[int]) -> QSplitter:
    """Parts beside each other, of which `wide` takes the room there is; their widths are remembered."""
    made = QSplitter(Qt.Orientation.Horizontal)
    for part in parts:
        made.addWidget(part)
    made.setChildrenCollapsible(False)
    made.setStretchFactor(wide, 1)
    made.setSizes(memory.numbers(f"{name}/split") or widths)
    made.splitterMoved.connect(partial(_keep, made, memory, name))
    return made


def _keep(made: QSplitter, memory: Memory, name: str, place: int, number: int) -> None:
    memory.keep(f"{name}/split", made.sizes())
