"""Viewing with a trace: why, who and when over the picture, and the seconds that were really on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from recorder_desk.commands.tagging import NoteRecordings
from recorder_desk.domain.viewing import SeenRow, ViewingRow, length
from recorder_desk.queries.viewings import Seen, Viewings
from tests.flow.homes import opened, take_in
from tests.window.conftest import WAIT_MS, settle
from tests.window.player.numbered_films import film as numbered
from tests.window.player.numbered_films import tone
from tests.window.player.watching import detail_of, play, player_of, seen
from ui.phrases import Phrases
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.player.player_view import PlayerView
from ui.window.player.watched import Watched
from ui.window.player.watermark import paint_watermark

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
ORIGINAL = "0001.mp4"


def newest(qtbot: QtBot, session: Session) -> ViewingRow:
    """The newest viewing, once what was seen of it is noted."""
    qtbot.waitUntil(lambda: session.desk.ask(Viewings()).result(10)[0].shown_ms > 0, timeout=WAIT_MS)
    return session.desk.ask(Viewings()).result(10)[0]


def leave(qtbot: QtBot, player: PlayerView) -> None:
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    assert player.deck is None


@pytest.fixture
def long_film(qtbot: QtBot, empty_session: Session, shown: Shown, tmp_path: Path) -> MainWindow:
    """A window on a home with a film of twenty seconds, numbered.mp4."""
    card = tmp_path / "card"
    card.mkdir()
    numbered(card / "numbered.mp4", 500)
    tone(card / "tone.wav", 8)
    photo = QImage(320, 240, QImage.Format.Format_RGB32)
    photo.fill(QColor("white"))
    assert photo.save(str(card / "photo.jpg"))
    take_in(empty_session, card)
    return shown(empty_session, "en")


def test_steps_and_leaps_count_the_frames_that_were_shown(
    qtbot: QtBot, empty_session: Session, long_film: MainWindow
) -> None:
    player = play(qtbot, long_film, empty_session, "numbered.mp4")
    for _ in range(3):
        qtbot.keyClick(player, Qt.Key.Key_Right)
        seen(qtbot, player)
    assert player.deck is not None and player.deck.drive is not None
    player.deck.drive.seek(10_010)
    seen(qtbot, player)
    leave(qtbot, player)
    row = newest(qtbot, empty_session)
    assert row.spans == ((0, 160), (10_000, 10_040))
    assert (row.seen_ms, row.source, row.length_ms) == (200, "original", 20_000)


@pytest.mark.parametrize("faster", [0, 3])
def test_what_is_played_counts_at_any_speed(
    qtbot: QtBot, empty_session: Session, long_film: MainWindow, faster: int
) -> None:
    player = play(qtbot, long_film, empty_session, "numbered.mp4", 2_010)
    for _ in range(faster):
        qtbot.keyClick(player, Qt.Key.Key_BracketRight)
    assert player.deck is not None
    motion = player.deck.motion
    assert motion is not None
    qtbot.keyClick(player, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: motion.position_ms > 4_000, timeout=WAIT_MS)
    qtbot.keyClick(player, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: not motion.playing, timeout=WAIT_MS)
    seen(qtbot, player)
    at = motion.position_ms
    leave(qtbot, player)
    row = newest(qtbot, empty_session)
    assert row.spans[-1] == (2_000, at + 40)
    assert row.spans[:-1] in ((), ((0, 40),))  # a film that is opened shows its first frame for a moment
    again: SeenRow = empty_session.desk.ask(Seen(row.recording)).result(10)[0]
    assert (again.seen_ms, again.actor) == (length(row.spans), empty_session.actor.name)


def test_what_is_played_backwards_counts(qtbot: QtBot, empty_session: Session, long_film: MainWindow) -> None:
    player = play(qtbot, long_film, empty_session, "numbered.mp4", 8_010)
    assert player.deck is not None
    motion = player.deck.motion
    assert motion is not None
    qtbot.waitUntil(lambda: motion.index is not None, timeout=WAIT_MS)
    seen(qtbot, player)
    assert motion.play_backward(4)
    qtbot.waitUntil(lambda: motion.position_ms < 6_000, timeout=WAIT_MS)
    motion.pause()
    seen(qtbot, player)
    at = motion.position_ms
    leave(qtbot, player)
    since, until = newest(qtbot, empty_session).spans[-1]
    assert until == 8_040 and since - at <= 200  # the frame it stopped at may count by itself


def test_what_was_seen_is_noted_in_between_so_that_a_crash_loses_little(
    qtbot: QtBot, empty_session: Session, long_film: MainWindow
) -> None:
    player = play(qtbot, long_film, empty_session, "numbered.mp4")
    assert player.deck is not None
    (watched,) = player.deck.findChildren(Watched)
    watched.note()
    qtbot.waitUntil(lambda: bool(empty_session.desk.ask(Viewings()).result(10)[0].spans), timeout=WAIT_MS)
    assert empty_session.desk.ask(Viewings()).result(10)[0].spans == ((0, 40),)
    assert player.deck is not None  # it is open still


def test_a_sound_counts_while_it_is_heard(qtbot: QtBot, empty_session: Session, long_film: MainWindow) -> None:
    assert long_film.stage is not None
    for silent in (True, False):
        long_film.stage.play(detail_of(empty_session, "tone.wav").row.id)
        player = player_of(long_film)
        qtbot.waitUntil(lambda: player.deck is not None and player.deck.motion is not None, timeout=WAIT_MS)  # noqa: B023
        deck = player.deck
        assert deck is not None and deck.motion is not None and deck.drive is not None
        assert deck.sound._overlay.startswith(empty_session.actor.name)
        if (deck.drive.volume <= 0) != silent:
            qtbot.keyClick(player, Qt.Key.Key_0)
        motion = deck.motion
        qtbot.waitUntil(lambda: motion.length_ms > 0, timeout=WAIT_MS)  # noqa: B023
        qtbot.keyClick(player, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: motion.position_ms > 900, timeout=WAIT_MS)  # noqa: B023
        at = motion.position_ms
        leave(qtbot, player)
        row = newest(qtbot, empty_session)
        assert (row.seen_ms == 0) if silent else (500 < row.seen_ms <= at + 1)


def test_a_photo_tells_how_long_it_was_on_the_screen(
    qtbot: QtBot, empty_session: Session, long_film: MainWindow
) -> None:
    session, window = empty_session, long_film
    assert window.stage is not None
    window.stage.play(detail_of(session, ".jpg").row.id)
    player = player_of(window)
    qtbot.waitUntil(lambda: player.deck is not None, timeout=WAIT_MS)
    assert player.deck is not None
    before = player.deck.surface._overlay
    assert before.startswith(session.actor.name)
    qtbot.waitUntil(lambda: player.deck is not None and player.deck.surface._overlay > before, timeout=WAIT_MS)
    leave(qtbot, player)
    row = newest(qtbot, session)
    assert (row.kind, row.spans) == ("photo", ()) and row.shown_ms > 500


def test_closing_the_window_notes_what_was_seen(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    play(qtbot, window, session, ORIGINAL)
    window.close()
    assert newest(qtbot, session).spans == ((0, 40),)


@pytest.fixture
def asking(home: Path) -> Iterator[Session]:
    """A desk whose bureau wants a reason for every viewing."""
    with (home / "settings.toml").open("a", encoding="utf-8") as settings:
        settings.write("\nviewing_reason = true\n")
    with opened(home) as session:
        yield session


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("confidentiality", "restricted", "restricted"), ("respondent", "yes", "respondent")],
)
def test_a_flag_asks_for_a_reason_where_the_setting_does_not(
    qtbot: QtBot, session: Session, window: MainWindow, field: str, value: str, code: str
) -> None:
    recording = detail_of(session, ORIGINAL).row.id
    session.desk.do(NoteRecordings((recording,), field, value), session.actor).result(10)  # type: ignore[arg-type]
    settle(qtbot, window)
    player = play(qtbot, window, session, ORIGINAL)
    assert player.deck is None and session.desk.ask(Viewings()).result(10) == ()
    assert player.curtain.text.text() == SAY(f"viewing.ask.{code}")
    qtbot.keyClicks(player.curtain.reason, "answering a complaint")
    qtbot.keyClick(player.curtain.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: player.deck is not None, timeout=WAIT_MS)
    seen(qtbot, player)
    assert session.desk.ask(Viewings()).result(10)[0].reason == "answering a complaint"


def test_the_inbox_has_a_reason_of_its_own_for_the_setting_and_none_for_a_flag(
    qtbot: QtBot, asking: Session, shown: Shown
) -> None:
    window = shown(asking, "en")
    assert window.stage is not None
    (page,) = [each for each in window.stage.pages if each.name == "inbox"]
    player = page.viewer.player  # type: ignore[attr-defined]
    recording = detail_of(asking, ORIGINAL).row.id
    player.open(recording)
    qtbot.waitUntil(lambda: bool(asking.desk.ask(Viewings()).result(10)), timeout=WAIT_MS)
    assert asking.desk.ask(Viewings()).result(10)[0].reason == SAY("inbox.viewing")
    player.close_media()
    asking.desk.do(NoteRecordings((recording,), "respondent", "yes"), asking.actor).result(10)
    player.open(recording)
    settle(qtbot, window)
    assert player.deck is None and player.curtain.text.text() == SAY("viewing.ask.respondent")
    player.close_media()


@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#808080"])
def test_the_line_over_the_picture_is_to_be_read_on_any_ground(qtbot: QtBot, ground: str) -> None:
    picture = QImage(640, 360, QImage.Format.Format_RGB32)
    picture.fill(QColor(ground))
    painter = QPainter(picture)
    paint_watermark(painter, QRectF(picture.rect()), "王芳  2026-11-29 22:48:13")
    painter.end()
    lights = {QColor(picture.pixel(x, y)).lightness() for x in range(320, 640) for y in range(40)}
    assert max(lights) - min(lights) > 60  # the letters and their edge differ from each other, or from the ground
    assert {QColor(picture.pixel(x, y)).name() for x in range(300) for y in range(360)} == {ground}
