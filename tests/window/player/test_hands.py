"""The player's hands: every control by key and by mouse, on real films; looks at what is painted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.flow.homes import take_in
from tests.window.conftest import WAIT_MS
from tests.window.player.numbered_films import film, number_in, tone
from tests.window.player.watching import detail_of, play, seen
from ui.phrases import Phrases
from ui.session import Session
from ui.window.player.deck import Deck
from ui.window.player.look import Look
from ui.window.player.player_view import PlayerView
from ui.window.player.surface import VideoSurface

Shown = Callable[[Session, str], QWidget]
SAY = Phrases("en").say
K, MOD = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def player(qtbot: QtBot, empty_session: Session, shown: Callable[..., object], tmp_path: Path) -> PlayerView:
    """A numbered film of four seconds, open on frame 0; beside it a photo and a sound."""
    card = tmp_path / "card"
    card.mkdir()
    film(card / "JGR1503_20261122085006_0001.mp4", 100)
    tone(card / "tone.wav", 4)
    photo = QImage(400, 200, QImage.Format.Format_RGB32)
    photo.fill(QColor(60, 60, 60))
    for x in range(200):
        for y in range(200):
            photo.setPixelColor(x, y, QColor(200, 0, 0))
    assert photo.save(str(card / "photo.jpg"), quality=95)
    take_in(empty_session, card)
    return play(qtbot, shown(empty_session, "en"), empty_session, "_0001.mp4")  # type: ignore[arg-type]


def press(qtbot: QtBot, player: PlayerView, key: Qt.Key, modifier: Qt.KeyboardModifier = MOD.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or player, key, modifier)


def turn_to(qtbot: QtBot, player: PlayerView, session: Session, end: str) -> Deck:
    """Open another recording, which need not have a moving picture."""
    player.open(detail_of(session, end).row.id)
    qtbot.waitUntil(lambda: player.deck is not None, timeout=WAIT_MS)
    assert player.deck is not None
    return player.deck


def number(qtbot: QtBot, player: PlayerView) -> int:
    return number_in(seen(qtbot, player).surface.image)


@pytest.mark.parametrize(
    ("text", "frame"), [("1:00.0", -1), ("2.02", 50), ("f 31", 30), ("+1", 25), ("0:00:03.000", 75)]
)
def test_a_typed_place_is_gone_to_exactly(qtbot: QtBot, player: PlayerView, text: str, frame: int) -> None:
    deck = seen(qtbot, player)
    press(qtbot, player, K.Key_G)
    assert deck.go_bar.field.hasFocus()
    qtbot.keyClicks(deck.go_bar.field, text)
    qtbot.keyClick(deck.go_bar.field, K.Key_Return)
    if frame < 0:
        assert deck.go_bar.words.text() == SAY("recording.goal-outside", goal="1:00.0")
        press(qtbot, player, K.Key_Escape)
        assert deck.shelf.isHidden() and player.hasFocus() and player.deck is deck
        return
    qtbot.waitUntil(lambda: number(qtbot, player) == frame, timeout=WAIT_MS)
    assert deck.shelf.isHidden() and player.hasFocus()


def test_letters_typed_into_a_bar_do_not_move_the_film(qtbot: QtBot, player: PlayerView) -> None:
    deck = seen(qtbot, player)
    press(qtbot, player, K.Key_G)
    for key in (K.Key_L, K.Key_I, K.Key_M, K.Key_Space):
        press(qtbot, player, key)
    assert deck.drive is not None and not deck.drive.motion.playing
    assert deck.shown_range == (0, 0) and player.marks.panel.isHidden()


def test_the_time_of_day_is_gone_to_and_shown(qtbot: QtBot, player: PlayerView) -> None:
    deck = seen(qtbot, player)
    assert deck.controls.time_of_day.text() == "08:50:06, uncorrected"
    assert "08:50:06" in deck.controls.time_of_day.toolTip()
    press(qtbot, player, K.Key_G)
    qtbot.keyClicks(deck.go_bar.field, "08:50:08")
    qtbot.keyClick(deck.go_bar.field, K.Key_Return)
    qtbot.waitUntil(lambda: number(qtbot, player) == 50, timeout=WAIT_MS)
    assert deck.controls.time_of_day.text() == "08:50:08, uncorrected"


def test_a_range_is_played_again_and_again(qtbot: QtBot, player: PlayerView) -> None:
    deck = seen(qtbot, player)
    assert deck.drive is not None
    deck.drive.seek(1_020)
    qtbot.waitUntil(lambda: number(qtbot, player) == 25, timeout=WAIT_MS)
    press(qtbot, player, K.Key_I)
    deck.drive.seek(1_620)
    qtbot.waitUntil(lambda: number(qtbot, player) == 40, timeout=WAIT_MS)
    press(qtbot, player, K.Key_O)
    press(qtbot, player, K.Key_L, MOD.ShiftModifier)
    assert deck.drive.loops and deck.controls._buttons["loop"].isChecked()
    deck.drive.seek(1_020)
    shown: list[int] = []
    deck.drive.motion.moved.connect(lambda: shown.append(deck.position_ms))
    press(qtbot, player, K.Key_Space)
    qtbot.waitUntil(lambda: sum(b < a for a, b in pairwise(shown)) >= 2, timeout=WAIT_MS)
    assert max(shown) < 2_400
    press(qtbot, player, K.Key_L, MOD.ShiftModifier)
    assert not deck.drive.loops


def test_without_a_range_all_of_it_is_played_again(qtbot: QtBot, player: PlayerView) -> None:
    deck = seen(qtbot, player)
    assert deck.drive is not None
    ended: list[bool] = []
    deck.ended.connect(lambda: ended.append(True))
    press(qtbot, player, K.Key_L, MOD.ShiftModifier)
    deck.drive.seek(3_500)
    qtbot.waitUntil(lambda: number(qtbot, player) == 87, timeout=WAIT_MS)
    press(qtbot, player, K.Key_Space)
    motion = deck.drive.motion
    qtbot.waitUntil(lambda: motion.playing and 0 < motion.position_ms < 2_000, timeout=WAIT_MS)
    assert ended == []


def wheel(widget: QWidget, at: QPoint, turn: int, modifier: Qt.KeyboardModifier = MOD.NoModifier) -> None:
    place, button = QPointF(widget.mapToGlobal(at)), Qt.MouseButton.NoButton
    still = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(QPointF(at), place, QPoint(), QPoint(0, turn), button, modifier, still, False)
    QApplication.sendEvent(widget, event)


def test_the_picture_is_looked_at_closer_turned_and_whole_again(qtbot: QtBot, player: PlayerView) -> None:
    surface = seen(qtbot, player).surface
    whole = surface.picture_rect()
    press(qtbot, player, K.Key_Plus)
    press(qtbot, player, K.Key_Plus)
    assert surface.picture_rect().width() == pytest.approx(whole.width() * 1.25**2)
    at = QPoint(surface.width() // 4, surface.height() // 2)
    before = (at.x() - surface.picture_rect().left()) / surface.picture_rect().width()
    wheel(surface, at, 120, MOD.ControlModifier)
    after = (at.x() - surface.picture_rect().left()) / surface.picture_rect().width()
    assert after == pytest.approx(before, abs=0.01)
    zoomed = surface.look
    wheel(surface, at, 120)
    assert surface.look == zoomed
    press(qtbot, player, K.Key_Minus)
    assert surface.look.zoom < zoomed.zoom
    press(qtbot, player, K.Key_Z)
    assert surface.picture_rect() == whole
    press(qtbot, player, K.Key_R)
    assert surface.look.turns == 1 and surface.picture_rect().width() < surface.picture_rect().height()
    press(qtbot, player, K.Key_R, MOD.ShiftModifier)
    assert surface.look == Look()


def test_dragging_moves_what_is_seen_and_a_click_still_plays(qtbot: QtBot, player: PlayerView) -> None:
    deck = seen(qtbot, player)
    surface, left = deck.surface, Qt.MouseButton.LeftButton
    surface.set_look(Look(zoom=4.0))
    middle = surface.rect().center()
    qtbot.mousePress(surface, left, pos=middle)
    qtbot.mouseMove(surface, middle + QPoint(80, 0))
    qtbot.mouseRelease(surface, left, pos=middle + QPoint(80, 0))
    assert surface.look.x < 0.5
    assert deck.drive is not None and not deck.drive.motion.playing
    qtbot.mouseClick(surface, left, pos=middle)
    qtbot.waitUntil(lambda: deck.drive is not None and deck.drive.motion.playing, timeout=WAIT_MS)


def test_adjusting_changes_the_screen_and_not_the_picture(qtbot: QtBot, player: PlayerView) -> None:
    deck = seen(qtbot, player)
    qtbot.mouseClick(deck.controls._buttons["adjust"], Qt.MouseButton.LeftButton)
    bar = deck.adjust_bar
    qtbot.waitUntil(lambda: bar.geometry().height() > 20 and bar.isVisible(), timeout=WAIT_MS)
    qtbot.wait(50)  # the picture makes room for it
    below = deck.surface.rect().adjusted(0, 160, 0, 0)  # the line above tells the time
    before, kept = deck.surface.grab(below).toImage(), QImage(deck.surface.image)
    assert bar.sliders["brightness"].hasFocus()
    for name, value in (("brightness", 40), ("contrast", -30), ("gamma", 150)):
        bar.sliders[name].setValue(value)
    look = deck.surface.look
    assert (look.brightness, look.contrast, look.gamma) == (40, -30, 150)
    middle = QPoint(deck.surface.width() // 2, deck.surface.height() // 2)
    assert (
        deck.surface.grab(below).toImage().pixelColor(middle).lightness() > before.pixelColor(middle).lightness() + 30
    )
    assert deck.surface.image == kept
    qtbot.mouseClick(bar.reset, Qt.MouseButton.LeftButton)
    assert deck.surface.look == Look() and bar.sliders["gamma"].value() == 100
    assert deck.surface.grab(below).toImage() == before
    press(qtbot, player, K.Key_Escape)
    assert player.deck is deck and deck.shelf.isHidden()  # the first Esc leaves the bar, not the player


def test_deinterlacing_shows_one_field_only(qtbot: QtBot) -> None:
    combed = QImage(64, 64, QImage.Format.Format_RGB32)
    for y in range(64):
        for x in range(64):
            combed.setPixelColor(x, y, QColor(0, 0, 0) if y % 2 else QColor(200, 200, 200))
    surface = VideoSurface()
    qtbot.addWidget(surface)
    surface.resize(256, 256)
    surface.show_image(combed)
    surface.set_look(Look(deinterlaced=True))
    smooth = surface.grab().toImage()
    assert {smooth.pixelColor(128, y).lightness() for y in range(20, 230)} <= set(range(195, 202))
    assert surface.image == combed


def test_a_photo_is_looked_at_with_the_same_hands(qtbot: QtBot, player: PlayerView, empty_session: Session) -> None:
    deck = turn_to(qtbot, player, empty_session, "photo.jpg")
    assert deck.timeline.isHidden() and "toggle" not in deck.controls._buttons
    for key in (K.Key_Plus, K.Key_R, K.Key_A, K.Key_Escape):
        press(qtbot, player, key)
    assert deck.surface.look.is_near and deck.surface.look.turns == 1
    assert player.deck is deck
    press(qtbot, player, K.Key_Space)
    press(qtbot, player, K.Key_G)
    assert deck.shelf.isHidden()


def test_a_sound_has_its_time_and_nothing_to_look_at(qtbot: QtBot, player: PlayerView, empty_session: Session) -> None:
    deck = turn_to(qtbot, player, empty_session, "tone.wav")
    assert "zoom_in" not in deck.controls._buttons
    motion = deck.motion
    assert motion is not None
    qtbot.waitUntil(lambda: motion.length_ms > 3_900, timeout=WAIT_MS)
    press(qtbot, player, K.Key_G)
    qtbot.keyClicks(deck.go_bar.field, "2.5")
    qtbot.keyClick(deck.go_bar.field, K.Key_Return)
    qtbot.waitUntil(lambda: motion.position_ms == 2_500, timeout=WAIT_MS)
    press(qtbot, player, K.Key_Plus)
    assert deck.surface.look == Look()


def test_the_timeline_is_zoomed_by_wheel_and_keys_to_single_frames(qtbot: QtBot, player: PlayerView) -> None:
    deck = seen(qtbot, player)
    line = deck.timeline
    at = QPoint(line.width() // 3, 40)
    held = line.position_at(at.x())
    for _ in range(4):
        wheel(line, at, 120)
    assert abs(line.position_at(at.x()) - held) <= 2 and line.sight.span_ms < line.sight.length_ms / 2
    assert line.bar.isVisible()
    wheel(line, at, -120, MOD.ShiftModifier)
    assert line.sight.from_ms > 0
    line.bar.setValue(0)
    assert line.sight.from_ms == 0
    press(qtbot, player, K.Key_0, MOD.ControlModifier)
    assert line.sight.is_whole and line.bar.isHidden()
    for _ in range(30):
        press(qtbot, player, K.Key_Plus, MOD.ControlModifier)
    assert 40 <= (line.width() - 32) * 40 / line.sight.span_ms <= 300  # pixels a frame takes
    press(qtbot, player, K.Key_Minus, MOD.ControlModifier)
    press(qtbot, player, K.Key_End)
    qtbot.waitUntil(lambda: number(qtbot, player) == 99, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: line.sight.holds(deck.position_ms), timeout=WAIT_MS)


def test_the_pointer_is_told_its_frame_and_time(qtbot: QtBot, player: PlayerView) -> None:
    deck = seen(qtbot, player)
    line = deck.timeline
    assert deck.hovering is not None
    card, x = deck.hovering.card, int(line.x_of(2_000))
    qtbot.mouseMove(line, QPoint(x, 50))
    qtbot.waitUntil(lambda: card.isVisible(), timeout=WAIT_MS)
    assert card.lines[0].startswith("0:00:0") and "08:50:0" in card.lines[0]
    assert card.geometry().bottom() <= line.geometry().top()
    assert card.height() > 100  # with its picture
    line.hovered.emit(-1, "")
    assert card.isHidden()


def test_exports_are_asked_for_with_the_place_and_the_range(qtbot: QtBot, player: PlayerView) -> None:
    deck = seen(qtbot, player)
    assert deck.drive is not None
    told: list[tuple[object, ...]] = []
    player.export_wanted.connect(lambda *each: told.append(each))
    deck.drive.seek(1_000)
    qtbot.waitUntil(lambda: number(qtbot, player) == 25, timeout=WAIT_MS)
    press(qtbot, player, K.Key_S)
    press(qtbot, player, K.Key_I)
    press(qtbot, player, K.Key_E)
    assert told == [("still", 1_000, 0, 0), ("clip", 1_000, 1_000, 0)]
