"""The bureau: what the desk goes by. Sections at the left, one of them at the right. In: hands. Out: commands.

A section is made when it is first looked at; which one that was is remembered.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.bureau.calendar import CalendarSection
from ui.window.bureau.items import ItemsSection
from ui.window.bureau.matters import BasesSection, MattersSection
from ui.window.bureau.officers import OfficersSection
from ui.window.bureau.parties import PartiesSection
from ui.window.bureau.section import Section
from ui.window.bureau.settings import SettingsSection
from ui.window.page import Page, WindowContext
from ui.window.theme import Theme
from ui.window.widgets.controls import down
from ui.window.widgets.label import Label
from ui.window.widgets.wiring import splitter

SECTIONS: tuple[type[Section], ...] = (
    ItemsSection,
    OfficersSection,
    MattersSection,
    BasesSection,
    PartiesSection,
    CalendarSection,
    SettingsSection,
)
ROW = 38


class BureauPage(Page):
    """The arrows choose a section, Enter or the right arrow goes into it."""

    name = "bureau"
    icon = "landmark"
    title_code = "bureau.title"

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        """Asks the desk when a section first comes into sight."""
        super().__init__(bridge, phrases, theme, context)
        self._made: dict[str, Section] = {}
        self.list = QListWidget()
        self.list.setAccessibleName(phrases.say("bureau.sections"))
        self.list.setObjectName("sections")
        self.list.setIconSize(QSize(16, 16))
        for kind in SECTIONS:
            item = QListWidgetItem(phrases.say(f"bureau.{kind.name}"))
            item.setSizeHint(QSize(120, ROW))
            self.list.addItem(item)
        self.stack = QStackedWidget()
        self.setFocusProxy(self.list)
        title = Label(phrases.say(self.title_code), "head")
        title.setContentsMargins(16, 14, 16, 8)
        side = QWidget()
        side.setObjectName("side")
        side.setProperty("edge", "left")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setLayout(down(title, self.list, gap=0))
        side.setMinimumWidth(168)
        self.setLayout(down(splitter((side, self.stack), 1, context.memory, "bureau", [200, 1000]), gap=0))
        theme.changed.connect(self._tint)
        self._tint()
        names = [kind.name for kind in SECTIONS]
        last = context.memory.text("bureau/section")
        self.list.setCurrentRow(names.index(last) if last in names else 0)
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(self._enter)

    @property
    def section(self) -> Section | None:
        """The one that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Section) else None

    def show_section(self, name: str) -> Section:
        """Show the section of this name."""
        number = next(number for number, kind in enumerate(SECTIONS) if kind.name == name)
        self.list.setCurrentRow(number)
        self._show(number)
        return self._made[name]

    @Slot(int)
    def _show(self, number: int) -> None:
        kind = SECTIONS[max(0, number)]
        if kind.name not in self._made:
            self._made[kind.name] = kind(self)
            self.stack.addWidget(self._made[kind.name])
        section = self._made[kind.name]
        if self.section is not section:
            self.stack.setCurrentWidget(section)
        section.came_into_sight()
        self.context.memory.keep("bureau/section", kind.name)

    @Slot()
    def _enter(self) -> None:
        if self.section is not None:
            self.section.setFocus(Qt.FocusReason.TabFocusReason)

    def came_into_sight(self) -> None:
        """Ask anew."""
        self._show(self.list.currentRow())

    def search(self, words: str) -> None:
        """Parties are what is searched for here."""
        self.show_section("parties").search(words)

    def take_back(self) -> bool:
        """A step of the section's own."""
        return self.section is not None and self.section.take_back()

    def take_up_again(self) -> bool:
        """A step of the section's own."""
        return self.section is not None and self.section.take_up_again()

    def leave(self) -> None:
        """Let each section keep what is to be kept, and nothing be read any more."""
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        for each in self._made.values():
            each.leave()

    @Slot()
    def _tint(self) -> None:
        for number, kind in enumerate(SECTIONS):
            self.list.item(number).setIcon(self.theme.icon(kind.icon, "quiet", 16))
