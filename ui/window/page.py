"""What every page has. Pages know the desk (through the bridge), never each other: they say by
signal what should be opened, and the window does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from recorder_desk.config import Home
from recorder_desk.domain.record_item import RecordItemList
from recorder_desk.domain.settings import Settings
from ui.lists_kept import ListsKept
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.memory import Memory
from ui.window.theme import Theme


@dataclass(frozen=True, slots=True)
class WindowContext:
    """What pages are told about the desk they show; of it only `lists` changes while the desk is open.

    `memory` is where filters, widths and the like are remembered (`home/window.ini`)."""

    actor: str
    lists: ListsKept
    settings: Settings
    home: Home
    profile: str
    mode: str
    memory: Memory

    @property
    def items(self) -> RecordItemList:
        """The record item list in force today."""
        return self.lists.current


class Page(QWidget):
    """A page of the main stack. Subclasses set the three class attributes and fill themselves."""

    name: ClassVar[str]
    icon: ClassVar[str]
    title_code: ClassVar[str]

    open_recording = Signal(str, int)
    """Play a recording (id) from a position in milliseconds."""
    show_recording = Signal(str)
    """Show a recording (id) among the recordings."""
    open_together = Signal(object)
    """Look at these recordings (list of ids) in step."""
    open_case = Signal(str)
    link_recordings = Signal(object)
    """Give these recordings (list of ids) a place in a case: the window opens the dialog."""
    notice = Signal(object)
    """A DeskError to show in the notice bar."""
    say = Signal(str)
    """A short sentence that something was done; it goes away by itself."""

    undo = Signal()
    """Take back what was tagged or linked last."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        """`theme.changed` and `changeEvent` make it redraw; a language change builds it anew."""
        super().__init__()
        self.bridge, self.phrases, self.theme, self.context = bridge, phrases, theme, context
        self.setObjectName(self.name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # and it hands the keyboard on to its focus proxy
        self.setAccessibleName(phrases.say(self.title_code))

    def show_item(self, item: str) -> None:
        """Show one thing of this page (a recording, a case) by its id."""

    def search(self, words: str) -> None:
        """Put words into the page's search field, if it has one, and the keyboard with them."""

    def take_back(self) -> bool:
        """Ctrl+Z: whether the page took back a step of its own; else what was tagged or linked last is taken back."""
        return False

    def take_up_again(self) -> bool:
        """Ctrl+Shift+Z, likewise."""
        return False

    def leave(self) -> None:
        """The window goes, or speaks another language: let go of what is open."""

    def showEvent(self, event: QShowEvent) -> None:
        """Every time a page comes into sight it asks anew."""
        super().showEvent(event)
        self.came_into_sight()

    def came_into_sight(self) -> None:
        """Called whenever the page is shown."""

    def changeEvent(self, event: QEvent) -> None:
        """A changed palette repaints what draws itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
