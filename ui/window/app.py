"""The window face: the application, the window on a home, and how both begin and end.

In: a front door and a home, or a desk that is open already. Out: an exit code, when the window is closed.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from recorder_desk.errors import DeskError
from ui.phrases import Phrases, language_for
from ui.session import Mode, Opener, Session
from ui.window import icons
from ui.window.bridge import DeskBridge
from ui.window.main_window import MainWindow
from ui.window.memory import Memory
from ui.window.one_window import OneWindow, knock
from ui.window.page import WindowContext
from ui.window.start_dialog import StartDialog
from ui.window.theme import Theme

GOOD, FOUND, ENVIRONMENT = 0, 1, 3
QT_WORDS = ("qtbase", "qtmultimedia")
log = logging.getLogger(__name__)


def show(opener: Opener, home: Path | None, arguments: Sequence[str] = (), language: str = "") -> int:
    """Show the window on a home, or raise the one that shows it already.

    A home that cannot be opened is explained on the screen, with what can be done at once; the exit code is
    then 3 (1 if it is a mistake of the program).
    """
    application()
    place = opener.home_of(home).path
    mode: Mode = "work"
    while True:
        if mode == "work" and knock(place, arguments):
            return GOOD
        try:
            with opener.open(home, mode) as session:
                return run(session, arguments, language)
        except DeskError as error:
            log.warning("the home cannot be opened: %s", error)
            choice = _explain(error, opener, place, language)
        if choice == "quit":
            return ENVIRONMENT
        mode = "look" if choice == "look" else "work"


def _explain(error: DeskError, opener: Opener, place: Path, language: str) -> str:
    """Show why; what was chosen, with the catalogue rebuilt if that was it."""
    while True:
        phrases = Phrases(_language(place, "", language))
        dialog = StartDialog(error, place, phrases, Theme())
        dialog.exec()
        dialog.deleteLater()
        if dialog.choice != "rebuild":
            return dialog.choice
        try:
            opener.rebuild(place, None)
        except DeskError as trouble:
            error = trouble
        else:
            return "retry"


def run(session: Session, arguments: Sequence[str] = (), language: str = "") -> int:
    """Show the window on an open desk until it is closed; owed work is done meanwhile."""
    app = application()
    window = make_window(session, language)
    one = OneWindow(session.home.path, window) if session.mode == "work" else None
    if one is not None:
        one.knocked.connect(window.come_forward)
    with _defects_told(window.bridge), _endings_heeded(window.close):
        window.show()
        if session.mode == "work":
            session.lanes.start()
        if arguments:
            QTimer.singleShot(0, window, lambda: window.come_forward(list(arguments)))
        code = app.exec()
    window.bridge.close()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return code


def make_window(session: Session, language: str = "", theme: str = "") -> MainWindow:
    """The window on an open desk, not shown yet; `theme` overrules what is remembered."""
    memory = Memory(session.home.path / "window.ini")
    context = WindowContext(
        actor=session.actor.name,
        lists=session.lists,
        settings=session.settings,
        home=session.home,
        profile=session.profile.label,
        mode=session.mode,
        memory=memory,
    )
    look = Theme(theme or memory.text("window/theme"))
    spoken = language_for(language or memory.text("window/language"), session.settings.language or _system())
    window = MainWindow(DeskBridge(session), look, context, spoken, QtWords().speak)
    look.setParent(window)
    return window


def application() -> QApplication:
    """The one application of this process."""
    known = QApplication.instance()
    if isinstance(known, QApplication):
        return known
    app = QApplication(sys.argv[:1])
    app.setApplicationName("recorder-desk")
    app.setApplicationDisplayName("Recorder Desk")
    app.setDesktopFileName("recorder-desk")
    app.setWindowIcon(icons.icon("clapperboard", "#1f5fbf", 64))
    return app


class QtWords:
    """What Qt itself says (file dialogs, context menus), in the window's language."""

    def __init__(self) -> None:
        self._translators: list[QTranslator] = []

    def speak(self, language: str) -> None:
        """Put Qt's own sentences for this language in force."""
        app = application()
        for translator in self._translators:
            app.removeTranslator(translator)
        self._translators.clear()
        QLocale.setDefault(QLocale(language))
        for part in QT_WORDS:
            translator = QTranslator()
            if translator.load(f"{part}_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                app.installTranslator(translator)
                self._translators.append(translator)


def _system() -> str:
    return QLocale.system().name()


def _language(home: Path, setting: str, asked: str) -> str:
    return language_for(asked or Memory(home / "window.ini").text("window/language"), setting or _system())


@contextmanager
def _defects_told(bridge: DeskBridge) -> Iterator[None]:
    """Whatever a slot did not expect is logged and shown; the window goes on."""
    before = sys.excepthook

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("unexpected", exc_info=(kind, error, trace))
        bridge.failed.emit(DeskError("desk.defect", blame="defect", what=kind.__name__, reason=str(error)))

    sys.excepthook = tell
    try:
        yield
    finally:
        sys.excepthook = before


@contextmanager
def _endings_heeded(close: Callable[[], object]) -> Iterator[None]:
    """Ctrl+C and a polite kill close the window in order; the clock in the strip lets Python hear them."""

    def end(number: int, frame: FrameType | None) -> None:
        close()

    names = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(name, end) for name in names]
    try:
        yield
    finally:
        for name, how in zip(names, before, strict=True):
            signal.signal(name, how)
