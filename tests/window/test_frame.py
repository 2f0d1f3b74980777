"""The frame: pages, keys, palette, language, look, notices, one window a home."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from recorder_desk.errors import DeskError
from recorder_desk.queries.archive import SeeSandbox
from recorder_desk.queries.recordings import RecordingsPage
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import LANGUAGES, sentences
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.one_window import OneWindow, knock
from ui.window.stage import PAGES, Stage
from ui.window.widgets.bottom_strip import BottomStrip

Shown = Callable[[Session, str], MainWindow]


def stage_of(window: MainWindow) -> Stage:
    assert window.stage is not None
    return window.stage


def shown_page(window: MainWindow) -> str:
    return next(page.name for page in stage_of(window).pages if page.isVisible())


def test_keys_lead_to_every_page(qtbot: QtBot, window: MainWindow) -> None:
    for number, name in enumerate(("dock", "inbox", "recordings", "cases", "review", "bureau", "journal"), 1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert shown_page(window) == name
        settle(qtbot, window)


def test_the_rail_leads_to_every_page(qtbot: QtBot, window: MainWindow) -> None:
    rail = stage_of(window).rail
    for page in stage_of(window).pages:
        button = next(each for each in rail.findChildren(QToolButton) if each.text() == page.accessibleName())
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert page.isVisible()
        assert button.isChecked()


def test_the_page_that_was_shown_last_is_shown_first(qtbot: QtBot, session: Session, shown: Shown) -> None:
    first = shown(session, "en")
    stage_of(first).show_page("journal")
    first.close()
    assert shown_page(shown(session, "en")) == "journal"


def test_language_changes_at_once_and_is_remembered(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    english = {page.accessibleName() for page in stage_of(window).pages}
    stage_of(window).language_chosen.emit("zh_CN")
    qtbot.waitUntil(lambda: {page.accessibleName() for page in stage_of(window).pages} != english, timeout=WAIT_MS)
    assert [page.accessibleName() for page in stage_of(window).pages] == [
        "采集",
        "待整理",
        "音像记录",
        "案件",
        "评查",
        "本机关",
        "日志",
    ]
    assert "language=zh_CN" in (session.home.path / "window.ini").read_text("utf-8") or _synced(window, session)


def _synced(window: MainWindow, session: Session) -> bool:
    window.keep()
    return "language=zh_CN" in (session.home.path / "window.ini").read_text("utf-8")


def test_a_window_lives_through_many_languages_and_looks(qtbot: QtBot, window: MainWindow) -> None:
    for number in range(10):
        window.show_language(LANGUAGES[number % 2])
        stage_of(window).theme_chosen.emit(("light", "dark", "")[number % 3])
        stage_of(window).show_number(number % len(PAGES))
        qtbot.wait(1)
    settle(qtbot, window)
    assert len(window.findChildren(Stage)) <= 2  # the last, and at most one that Qt has not yet deleted


def test_dark_is_dark_everywhere(qtbot: QtBot, window: MainWindow) -> None:
    stage_of(window).theme_chosen.emit("dark")
    for number in range(len(PAGES)):
        stage_of(window).show_number(number)
        settle(qtbot, window)
        picture = window.grab().toImage()
        points = [QPoint(x, y) for x in range(100, 1400, 90) for y in range(10, 890, 60)]
        light = sum(picture.pixelColor(point).lightness() > 200 for point in points)
        assert light < len(points) * 0.12, f"page {number}: {light} of {len(points)} points are light"


def test_an_error_says_what_is_safe_and_its_code(qtbot: QtBot, window: MainWindow) -> None:
    notices = stage_of(window).notices
    window.bridge.failed.emit(DeskError("receive.disk-full", blame="environment"))
    assert notices.isVisible()
    assert notices.accessibleName() == sentences("en")["receive.disk-full"]
    window.bridge.failed.emit(DeskError("receive.disk-full", blame="environment"))
    assert "×2" in "".join(label.text() for label in notices.findChildren(type(notices._code)))
    notices.clear()
    assert not notices.isVisible()


def test_a_second_start_raises_the_first(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    home = session.home.path
    assert not knock(home, ["nobody there"])
    one = OneWindow(home, window)
    heard: list[object] = []
    one.knocked.connect(heard.append)
    one.knocked.connect(window.come_forward)
    rows = session.desk.ask(RecordingsPage()).result(10)
    _knock_from_outside(qtbot, home, rows[0].id)
    qtbot.waitUntil(lambda: heard == [[rows[0].id]], timeout=WAIT_MS)
    assert shown_page(window) == "recordings"
    settle(qtbot, window)


def _knock_from_outside(qtbot: QtBot, home: object, word: str) -> None:
    import subprocess
    import sys

    script = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "app = QCoreApplication([]); from ui.window.one_window import knock;"
        "sys.exit(0 if knock(Path(sys.argv[1]), sys.argv[2:]) else 5)"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(home), word])
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=WAIT_MS)
    assert process.returncode == 0


class _Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_part_is_a_window_of_its_own_for_a_moment(qtbot: QtBot, session: Session, shown: Shown) -> None:
    windows = _Windows()
    QApplication.instance().installEventFilter(windows)
    window = shown(session, "en")
    session.lanes.start()
    for number in range(len(PAGES)):
        stage_of(window).show_number(number)
        settle(qtbot, window)
    for row in session.desk.ask(RecordingsPage()).result(10):
        stage_of(window).show_item("recordings", row.id)
        stage_of(window).play(row.id)
        settle(qtbot, window)
    stage_of(window).leave_player()
    QApplication.instance().removeEventFilter(windows)
    assert set(windows.shown) <= {"MainWindow"}


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    nameless: list[str] = []
    for number in range(len(PAGES)):
        stage_of(window).show_number(number)
        settle(qtbot, window)
        for widget in window.findChildren(QWidget):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if widget.isVisible() and takes and not _name(widget):
                nameless.append(f"{number}: {type(widget).__name__} {widget.objectName()}")
    assert nameless == []


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return widget.accessibleName() or (str(text()) if callable(text) else "")


def test_tab_goes_round_every_page(qtbot: QtBot, window: MainWindow) -> None:
    for number in range(len(PAGES)):
        stage_of(window).show_number(number)
        settle(qtbot, window)
        seen: list[QWidget] = []
        for _ in range(200):
            qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
            focus = QApplication.focusWidget()
            assert focus is not None
            if focus in seen:
                break
            seen.append(focus)
        assert len(seen) > 5, f"page {number}: only {len(seen)} stops"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_new_home_says_what_to_do_first(
    qtbot: QtBot, empty_session: Session, shown: Shown, language: str
) -> None:
    window = shown(empty_session, language)
    for name in ("dock", "inbox", "recordings", "cases", "review", "bureau", "journal"):
        page = stage_of(window).show_page(name)
        settle(qtbot, window)
        words = " ".join(label.text() for label in page.findChildren(QWidget) if _shows_text(label))  # type: ignore[attr-defined]
        codes = {"cases": "cases.empty.first", "inbox": "inbox.empty", "bureau": "bureau.items.kept",
                 "review": "window.review.empty.reviews"}  # fmt: skip
        code = codes.get(name, f"window.{name}.empty")
        assert sentences(language)[code] in words
        assert not QPixmap(window.grab()).isNull()


def _shows_text(widget: QWidget) -> bool:
    return widget.isVisible() and callable(getattr(widget, "text", None))


@pytest.mark.parametrize(("level", "word"), [("bubblewrap", "bubblewrap"), ("limits", "limits and whitelists alone")])
def test_the_strip_tells_how_media_programs_are_confined(
    qtbot: QtBot, session: Session, shown: Shown, level: str, word: str
) -> None:
    session.desk.answer_live(SeeSandbox, lambda query: level)
    strip = shown(session, "en").findChild(BottomStrip)
    assert strip is not None
    qtbot.waitUntil(strip.sandbox.isVisible, timeout=WAIT_MS)
    assert word in strip.sandbox.accessibleName() and word in strip.work.sandbox.text()
