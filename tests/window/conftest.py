"""A real window on a real desk: one morning's recordings, received once and copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from recorder_desk.commands.cases import LinkRecording, OpenCase
from recorder_desk.domain.facts import CaseOpened
from tests.flow.homes import opened, take_in
from tests.recorder_desk.tools.films import film
from ui.session import Session
from ui.window.app import make_window
from ui.window.main_window import MainWindow

WAIT_MS = 20_000


@pytest.fixture(scope="session")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two films, a sound, a broken film and a log; one film is linked to an open case."""
    place = tmp_path_factory.mktemp("morning")
    card = place / "card" / "DCIM"
    card.mkdir(parents=True)
    film(card / "JGR1503_20261122085006_0001.mp4", seconds=2, sound="sine=frequency=440:sample_rate=48000")
    film(card / "JGR1503_20261122085014_0002.mkv", seconds=2)
    (card / "询问笔录 王某.mp4").write_bytes((card / "JGR1503_20261122085006_0001.mp4").read_bytes()[:9000])
    (card / "log-20261122.log").write_text("08:50 on\n", "utf-8")
    home = place / "home"
    with opened(home) as session:
        rows = take_in(session, place / "card")
        opening = OpenCase("统执检〔2026〕1号", "工业总产值数据核查", "清源机械有限公司")
        (case,) = session.desk.do(opening, session.actor).result(30)
        assert isinstance(case, CaseOpened)
        first = next(row for row in rows if row.name.endswith("0001.mp4"))
        session.desk.do(LinkRecording(first.id, case.case, "JC-02"), session.actor).result(30)
    return home


@pytest.fixture
def home(morning: Path, tmp_path: Path) -> Path:
    """This test's own copy of the morning."""
    return Path(shutil.copytree(morning, tmp_path / "home", symlinks=True))


@pytest.fixture
def session(home: Path) -> Iterator[Session]:
    """An open desk; its lanes are idle until the test starts them."""
    with opened(home) as desk:
        yield desk


@pytest.fixture
def empty_session(tmp_path: Path) -> Iterator[Session]:
    """A desk on a new home."""
    with opened(tmp_path / "empty") as desk:
        yield desk


Shown = Callable[[Session, str], MainWindow]


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    """Shows a window on a session, in a language; closed in order at the end."""
    windows: list[MainWindow] = []

    def show(session: Session, language: str = "en") -> MainWindow:
        window = make_window(session, language, "light")
        window.resize(1440, 900)
        windows.append(window)
        with qtbot.waitActive(window, timeout=WAIT_MS):
            window.show()
            window.activateWindow()
        settle(qtbot, window)
        return window

    yield show
    for window in windows:
        window.close()
        window.bridge.close()
        window.deleteLater()
    qtbot.wait(0)


@pytest.fixture
def window(session: Session, shown: Shown) -> MainWindow:
    """The window on the morning, in English, on its first page."""
    return shown(session, "en")


def settle(qtbot: QtBot, window: MainWindow, pause_ms: int = 60) -> None:
    """Wait until every question is answered and the answers are on the screen."""
    quiet = 0
    while quiet < 2:
        qtbot.waitUntil(lambda: not window.bridge.waiting, timeout=WAIT_MS)
        qtbot.wait(pause_ms)
        quiet = 0 if window.bridge.waiting else quiet + 1
