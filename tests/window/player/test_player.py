"""The player in the window: what opens, what is refused and why, and that every opening leaves an entry."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.flow.homes import opened, take_in
from tests.recorder_desk.tools.films import film
from tests.window.conftest import WAIT_MS, settle
from tests.window.player.numbered_films import film as numbered
from tests.window.player.numbered_films import number_in
from tests.window.player.watching import detail_of, play, player_of, seen, viewings, words_on
from ui.phrases import Phrases
from ui.session import Session
from ui.window.cases.link_dialog import LinkDialog
from ui.window.main_window import MainWindow
from ui.window.player.deck import Deck

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
ORIGINAL, PROXIED, BROKEN, LOG = "0001.mp4", "0002.mkv", "王某.mp4", ".log"


@pytest.mark.parametrize(("end", "role"), [(ORIGINAL, "original"), (PROXIED, "proxy")])
def test_it_opens_says_what_is_shown_and_leaves_an_entry(
    qtbot: QtBot, session: Session, window: MainWindow, end: str, role: str
) -> None:
    player = play(qtbot, window, session, end, 1010)
    deck = seen(qtbot, player)
    assert deck.motion is not None
    assert deck.motion.frame == 25
    assert deck.controls.frame.text() == "Frame 26 / 50"
    assert player.head.source.text() == SAY(f"player.source.{role}")
    (entry,) = viewings(session)
    detail = detail_of(session, end)
    assert entry.body["recording"] == detail.row.id
    assert entry.body["source"] == role
    assert entry.actor == session.actor.name
    assert os.path.samefile(deck.reel.path, detail.play_path)


def test_every_opening_leaves_its_own_entry(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    for count in range(1, 4):
        player = play(qtbot, window, session, ORIGINAL)
        assert len(viewings(session)) == count
        qtbot.keyClick(player, Qt.Key.Key_Escape)
        assert player.deck is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at open files in /proc")
def test_an_original_is_never_opened_for_writing(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    path = Path(detail_of(session, ORIGINAL).play_path).resolve()
    before = (hashlib.sha512(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns, stat.S_IMODE(path.stat().st_mode))
    player = play(qtbot, window, session, ORIGINAL)
    qtbot.keyClick(player, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(ways_open(path)), timeout=WAIT_MS)
    assert {way & os.O_ACCMODE for way in ways_open(path)} == {os.O_RDONLY}
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not ways_open(path), timeout=WAIT_MS)
    after = (hashlib.sha512(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns, stat.S_IMODE(path.stat().st_mode))
    assert after == before


def ways_open(path: Path) -> list[int]:
    """The flags with which this process has a file open."""
    found = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            if each.readlink() == path:
                told = Path(f"/proc/self/fdinfo/{each.name}").read_text("ascii")
                found.append(int(told.split("flags:")[1].split()[0], 8))
        except FileNotFoundError:  # closed meanwhile
            continue
    return found


def test_keys_step_exactly_seek_and_change_speed(
    qtbot: QtBot, empty_session: Session, shown: Shown, tmp_path: Path
) -> None:
    card = tmp_path / "card"
    card.mkdir()
    numbered(card / "numbered.mp4", 100)
    take_in(empty_session, card)
    window = shown(empty_session, "en")
    player = play(qtbot, window, empty_session, "numbered.mp4")

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> int:
        qtbot.keyClick(QApplication.focusWidget() or player, key, modifier)
        return number_in(seen(qtbot, player).surface.image)

    shift = Qt.KeyboardModifier.ShiftModifier
    assert [press(Qt.Key.Key_Right) for _ in range(5)] == [1, 2, 3, 4, 5]
    assert [press(Qt.Key.Key_Left) for _ in range(3)] == [4, 3, 2]
    assert [press(Qt.Key.Key_Right, shift), press(Qt.Key.Key_Right, shift)] == [27, 52]
    assert press(Qt.Key.Key_Left, shift) == 27
    assert press(Qt.Key.Key_End) == 99
    assert press(Qt.Key.Key_Home) == 0
    deck = seen(qtbot, player)
    assert deck.motion is not None
    for key, speed in ((Qt.Key.Key_BracketRight, 1.5), (Qt.Key.Key_BracketRight, 2), (Qt.Key.Key_BracketLeft, 1.5)):
        press(key)
        assert deck.motion.speed == speed
        assert deck.controls.speed.text() == f"{speed:g}×"
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: deck.motion is not None and deck.motion.playing, timeout=WAIT_MS)
    press(Qt.Key.Key_K)
    qtbot.waitUntil(lambda: deck.motion is not None and not deck.motion.playing, timeout=WAIT_MS)


def test_a_range_is_marked_and_linked_from_the_player(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    player = play(qtbot, window, session, PROXIED, 410)
    qtbot.keyClick(player, Qt.Key.Key_I)
    assert player.deck is not None and player.deck.drive is not None
    player.deck.drive.seek(1210)
    deck = seen(qtbot, player)
    qtbot.keyClick(player, Qt.Key.Key_O)
    assert deck.shown_range == (400, 1200)
    assert deck.controls.range.text() == "Range 0:00:00.400 – 0:00:01.200"
    qtbot.keyClick(player, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(LinkDialog)
    settle(qtbot, window)
    assert (dialog.since.text(), dialog.until.text()) == ("0:00:00.4", "0:00:01.2")
    qtbot.keyClicks(dialog.items.field, "jc3")
    qtbot.keyClick(dialog.items.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(detail_of(session, PROXIED).links), timeout=WAIT_MS)
    (link,) = detail_of(session, PROXIED).links
    assert (link.item, link.from_ms, link.until_ms) == ("JC-03", 400, 1200)
    qtbot.waitUntil(lambda: [band.name[:5] for band in deck.timeline.still.bands] == ["JC-03"], timeout=WAIT_MS)
    qtbot.keyClick(player, Qt.Key.Key_Backspace)
    assert deck.shown_range == (0, 0)


@pytest.mark.parametrize(
    ("end", "codes"),
    [(BROKEN, ("player.damaged",)), (LOG, ("player.sidecar", "player.sidecar.text"))],
)
def test_what_cannot_be_played_is_refused_with_the_reason(
    qtbot: QtBot, session: Session, window: MainWindow, end: str, codes: tuple[str, ...]
) -> None:
    player = play(qtbot, window, session, end)
    assert player.deck is None
    said = words_on(player)
    for code in codes:
        assert SAY(code) in said
    detail = detail_of(session, end)
    if detail.row.problem:
        assert SAY(detail.row.problem) in said
    assert "safe in the vault" in said
    assert viewings(session) == []


def test_what_is_not_described_yet_opens_by_itself_when_its_proxy_is_made(
    qtbot: QtBot, empty_session: Session, shown: Shown, tmp_path: Path
) -> None:
    card = tmp_path / "card"
    card.mkdir()
    film(card / "owed.mkv", seconds=2)
    take_in(empty_session, card, everything=False)
    window = shown(empty_session, "en")
    player = play(qtbot, window, empty_session, "owed.mkv")
    assert SAY("player.not-described") in words_on(player)
    assert viewings(empty_session) == []
    empty_session.lanes.start()
    qtbot.waitUntil(lambda: player.deck is not None, timeout=WAIT_MS)
    deck = seen(qtbot, player)
    assert not deck.surface.image.isNull()
    assert [entry.body["source"] for entry in viewings(empty_session)] == ["proxy"]


def test_leaving_the_page_stops_the_media(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    player = play(qtbot, window, session, ORIGINAL)
    qtbot.keyClick(player, Qt.Key.Key_Space)
    gone: list[QObject] = []
    assert player.deck is not None and player.deck.motion is not None
    player.deck.motion.destroyed.connect(lambda: gone.append(player))
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert player.deck is None
    assert not player.isVisible()
    qtbot.waitUntil(lambda: bool(gone), timeout=WAIT_MS)


def test_a_press_on_an_act_does_it(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    player = play(qtbot, window, session, ORIGINAL)
    deck = seen(qtbot, player)
    for act, frame in (("frame_on", 1), ("frame_on", 2), ("frame_back", 1), ("to_end", 49), ("to_start", 0)):
        qtbot.mouseClick(deck.controls._buttons[act], Qt.MouseButton.LeftButton)
        seen(qtbot, player)
        assert deck.motion is not None and deck.motion.frame == frame
    line = deck.timeline
    middle = line.rect().center()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=middle)
    seen(qtbot, player)
    assert deck.motion is not None and abs(deck.motion.position_ms - line.position_at(middle.x())) <= 40


@pytest.fixture
def asking_session(home: Path) -> Iterator[Session]:
    """A desk whose bureau wants a reason for every viewing."""
    with (home / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write("\nviewing_reason = true\n")
    with opened(home) as session:
        yield session


def test_a_reason_is_asked_for_and_written_down(qtbot: QtBot, asking_session: Session, shown: Shown) -> None:
    window = shown(asking_session, "en")
    player = play(qtbot, window, asking_session, ORIGINAL)
    assert player.deck is None
    assert viewings(asking_session) == []
    assert player.curtain.reason.hasFocus()
    qtbot.keyClick(player.curtain.reason, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert viewings(asking_session) == []
    qtbot.keyClicks(player.curtain.reason, "preparing the hearing")
    qtbot.keyClick(player.curtain.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: player.deck is not None, timeout=WAIT_MS)
    seen(qtbot, player)
    assert [entry.body["reason"] for entry in viewings(asking_session)] == ["preparing the hearing"]
    assert player.hasFocus()
    qtbot.keyClick(player, Qt.Key.Key_Right)
    deck = seen(qtbot, player)
    assert deck.motion is not None and deck.motion.frame == 1


def test_a_proxy_that_is_gone_is_told_and_the_window_goes_on(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    Path(detail_of(session, PROXIED).play_path).unlink()
    assert window.stage is not None
    window.stage.play(detail_of(session, PROXIED).row.id)
    player = player_of(window)
    qtbot.waitUntil(lambda: SAY("player.unreadable") in words_on(player), timeout=WAIT_MS)
    assert player.deck is None
    assert play(qtbot, window, session, ORIGINAL).deck is not None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts threads in /proc")
def test_twenty_openings_leave_nothing_behind(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    def threads() -> int:
        return len(list(Path("/proc/self/task").iterdir()))

    for end in (ORIGINAL, PROXIED):
        play(qtbot, window, session, end)
    player = player_of(window)
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not player.findChildren(Deck), timeout=WAIT_MS)
    before = threads()
    for number in range(20):
        play(qtbot, window, session, (ORIGINAL, PROXIED)[number % 2])
        qtbot.keyClick(player, Qt.Key.Key_Space)
        if number % 3:  # else the next one is opened over it
            qtbot.keyClick(player, Qt.Key.Key_Escape)
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not player.findChildren(Deck), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: threads() <= before, timeout=WAIT_MS)
    assert len(viewings(session)) == 22
