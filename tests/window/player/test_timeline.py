"""The timeline: where things lie, what mouse and keys ask for, and what is painted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from recorder_desk.domain.loudness import Loudness
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.along import MARGIN
from ui.window.widgets.sight import Sight
from ui.window.widgets.timeline import Timeline
from ui.window.widgets.timeline_ground import Band, Strip, ticks
from ui.window.widgets.timeline_still import RULER

MINUTE, HOUR = 60_000, 3_600_000


@pytest.fixture
def line(qtbot: QtBot) -> Timeline:
    """A minute, wide enough to be read."""
    theme = Theme("light")
    made = Timeline(theme, Phrases("en"))
    theme.setParent(made)
    qtbot.addWidget(made)
    made.resize(1000 + 2 * MARGIN, 160)
    made.set_length(MINUTE, frame_ms=40.0)
    made.show()
    return made


def test_a_place_and_its_time_are_the_same_both_ways(line: Timeline) -> None:
    for position in (0, 1, 600, 30_000, MINUTE):
        assert abs(line.position_at(line.x_of(position)) - position) <= 1
    assert line.position_at(-50) == 0
    assert line.position_at(5000) == MINUTE


def test_a_press_and_a_drag_scrub(qtbot: QtBot, line: Timeline) -> None:
    asked: list[int] = []
    line.scrubbed.connect(asked.append)
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(line, left, pos=QPoint(MARGIN + 500, 40))
    qtbot.mouseMove(line, QPoint(MARGIN + 700, 40))
    with qtbot.waitSignal(line.scrub_ended):
        qtbot.mouseRelease(line, left, pos=QPoint(MARGIN + 700, 40))
    assert asked[0] == 30_000
    qtbot.mouseClick(line, Qt.MouseButton.RightButton, pos=QPoint(MARGIN, 40))
    assert asked[0] == 30_000 and 0 not in asked


def test_page_keys_move_a_tenth_and_others_are_left_to_the_player(qtbot: QtBot, line: Timeline) -> None:
    asked: list[int] = []
    line.scrubbed.connect(asked.append)
    line.set_position(57_000)
    for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Left, Qt.Key.Key_Space):
        qtbot.keyClick(line, key)
    assert asked == [51_000, MINUTE]


@pytest.mark.parametrize("length", [1, 900, 9_000, MINUTE, 26 * MINUTE, HOUR, 9 * HOUR])
@pytest.mark.parametrize("origin", ["", "2026-11-22T00:50:07.300Z"])
def test_ticks_are_round_and_never_crowd(length: int, origin: str) -> None:
    for width in (200, 1000, 1900):
        marks = list(ticks(Sight.whole(length), width, origin))
        assert all(0 <= mark.at_ms <= length for mark in marks)
        gaps = {later.at_ms - first.at_ms for first, later in pairwise(marks)}
        assert len(gaps) <= 1
        assert all(gap * width / length >= 80 for gap in gaps)
        if length >= MINUTE and width >= 1000:
            assert len(marks) >= 4
    if origin and length >= MINUTE:
        assert all(mark.text.endswith(("0", "5")) for mark in ticks(Sight.whole(length), 1000, origin))


def test_strip_wave_bands_range_and_playhead_are_painted(line: Timeline) -> None:
    sprite = QImage(400, 40, QImage.Format.Format_RGB32)
    sprite.fill(QColor("#00ff00"))
    line.set_strip(Strip(sprite, 10, 1, 10))
    line.set_sound(Loudness((bytes([255]) * 3000,), 20_000))
    line.set_bands([Band(0, 30_000, "<b>JC-02</b> · 统执检〔2026〕1号")])
    line.resize(line.width(), line.sizeHint().height())
    line.set_position(45_000)
    picture = line.grab().toImage()

    def at(position: int, y: int) -> QColor:
        return picture.pixelColor(round(line.x_of(position)), y)

    assert at(40_500, RULER + 20).green() > 200
    assert at(45_000, RULER + 20).green() < 150  # the playhead
    assert at(15_000, RULER + 20) != at(40_500, RULER + 20)  # shaded by the band
    line.set_range(20_000, 50_000)
    cut = line.grab().toImage()
    assert cut.pixelColor(round(line.x_of(5_000)), RULER + 20) != at(5_000, RULER + 20)
    assert cut.pixelColor(round(line.x_of(40_500)), RULER + 20) == at(40_500, RULER + 20)


def test_nothing_known_is_painted_without_a_fuss(line: Timeline) -> None:
    line.set_length(0)
    line.set_bands([Band(0, 0, "x")])
    line.set_sound(None)
    assert not line.grab().isNull()
    line.set_length(1)
    line.set_position(5)
    assert not line.grab().isNull()
