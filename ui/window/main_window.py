"""The main window: it keeps its place on the screen, speaks a language, and closes in order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.page import WindowContext
from ui.window.stage import Stage
from ui.window.theme import Theme

SMALLEST = (1080, 640)
FIRST = (1360, 860)
KEEP_MS = 60_000


class MainWindow(QMainWindow):
    """One stage at a time; a changed language builds the next."""

    def __init__(
        self,
        bridge: DeskBridge,
        theme: Theme,
        context: WindowContext,
        language: str,
        speak: Callable[[str], None] | None = None,
    ) -> None:
        """`speak` is told every language, for what Qt itself says."""
        super().__init__()
        self.bridge, self.theme = bridge, theme
        self._context, self._speak = context, speak
        self.stage: Stage | None = None
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST)
        if not context.memory.state("window/geometry").isEmpty():
            self.restoreGeometry(context.memory.state("window/geometry"))
        self._keep_timer = QTimer(self)
        self._keep_timer.setInterval(KEEP_MS)
        self._keep_timer.timeout.connect(self.keep)
        self._keep_timer.start()
        self.show_language(language)

    @Slot(str)
    def show_language(self, language: str) -> None:
        """Build everything in this language (`zh_CN` or `en`)."""
        if self._speak is not None:
            self._speak(language)
        phrases = Phrases(language)
        if self.stage is not None:
            self.stage.leave()
        stage = Stage(self.bridge, phrases, self.theme, self._context)
        stage.language_chosen.connect(self._choose_language)
        stage.theme_chosen.connect(self._choose_theme)
        self.setWindowTitle(phrases.say("window.title", home=self._context.home.path.name))
        self.stage = stage
        self.setCentralWidget(stage)  # the one before is deleted by Qt

    @Slot(str)
    def _choose_language(self, language: str) -> None:
        self._context.memory.keep("window/language", language)
        self.show_language(language)

    @Slot(str)
    def _choose_theme(self, choice: str) -> None:
        self._context.memory.keep("window/theme", choice or "system")
        self.theme.choose(choice)

    @Slot()
    def keep(self) -> None:
        """Remember where the window is."""
        self._context.memory.keep("window/geometry", self.saveGeometry())
        self._context.memory.write()

    @Slot(object)
    def come_forward(self, arguments: list[str]) -> None:
        """A second start was made: show this one, and what it was asked to open."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if arguments and self.stage is not None:
            self.stage.show_item("recordings", arguments[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Media first, then the place is kept; owed work goes on when the desk is opened again."""
        self.keep()
        if self.stage is not None:
            self.stage.leave()
        super().closeEvent(event)
