"""The rail at the left: one button a page, language and look at the bottom. In: pages. Out: choices."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QMenu, QToolButton

from ui.phrases import LANGUAGES, Phrases
from ui.window.page import Page
from ui.window.theme import Theme
from ui.window.widgets.controls import down
from ui.window.widgets.label import plain_tip

THEMES = ("", "light", "dark")


class NavRail(QFrame):
    """Icon and word. Ctrl+1 … choose a page; Ctrl+K jumps anywhere."""

    chosen = Signal(int)
    jump = Signal()
    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, theme: Theme, phrases: Phrases, pages: Sequence[Page]) -> None:
        """One button for each page, in their order."""
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(84)
        self._theme, self._phrases = theme, phrases
        self._buttons: list[tuple[QToolButton, str]] = []
        box = down(gap=4, margins=(8, 12, 8, 10))
        for number, page in enumerate(pages):
            button = self._button(page.icon, phrases.say(page.title_code), f"Ctrl+{number + 1}")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(partial(self._choose, number))
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        self._pages = [button for button, _ in self._buttons]
        jump = self._button("search", phrases.say("window.jump.button"), "Ctrl+K")
        jump.clicked.connect(self.jump)
        look = self._button("languages", phrases.say("window.look"), "")
        self._look_menu = self._menu(look)
        look.setMenu(self._look_menu)
        look.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for button in (jump, look):
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(box)
        theme.changed.connect(self._tint)
        self._tint()

    def _button(self, icon: str, words: str, keys: str) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(22, 22))
        button.setFixedSize(72, 58)
        button.setAccessibleName(words)
        button.setToolTip(plain_tip(keys))
        self._buttons.append((button, icon))
        return button

    def _menu(self, parent: QToolButton) -> QMenu:
        menu, say = QMenu(parent), self._phrases.say
        groups = (
            ("language", LANGUAGES, self._phrases.language, self._language),
            ("theme", THEMES, self._theme.choice, self._look),
        )
        for name, values, now, slot in groups:
            title = menu.addAction(say(f"window.look.{name}"))
            title.setEnabled(False)
            group = QActionGroup(menu)
            for value in values:
                action = QAction(say(f"window.{name}.{value or 'system'}"), group)
                action.setCheckable(True)
                action.setChecked(value == now)
                action.setData(value)
                menu.addAction(action)
            group.triggered.connect(slot)
            if name == "language":
                menu.addSeparator()
        return menu

    def show_page(self, number: int) -> None:
        """Mark the page that is shown."""
        self._pages[number].setChecked(True)

    @Slot(QAction)
    def _language(self, action: QAction) -> None:
        self.language_chosen.emit(str(action.data()))

    @Slot(QAction)
    def _look(self, action: QAction) -> None:
        self.theme_chosen.emit(str(action.data()))

    def _choose(self, number: int, checked: bool = True) -> None:
        self.chosen.emit(number)

    @Slot()
    def _tint(self) -> None:
        for button, icon in self._buttons:
            button.setIcon(self._theme.icon(icon, "rail_text", 22, "rail_on"))
