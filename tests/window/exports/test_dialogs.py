"""Stills and clips ordered in the window: what is shown, drawn, refused, made."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from recorder_desk.commands.tagging import NoteRecordings
from recorder_desk.domain.export import VeilKey
from recorder_desk.queries.exports import Exports
from tests.recorder_desk.tools.counted import numbers
from tests.window.conftest import WAIT_MS, settle
from tests.window.player.watching import detail_of, play, seen
from ui.phrases import LANGUAGES, Phrases
from ui.session import Session
from ui.window.exports.clip_dialog import ClipDialog
from ui.window.exports.opening import Exporting
from ui.window.exports.still_dialog import StillDialog
from ui.window.main_window import MainWindow
from ui.window.widgets.exports_part import ExportsPart
from ui.window.widgets.label import Label

NAME = "0001.mp4"


@pytest.fixture
def window(session: Session, shown) -> Iterator[MainWindow]:  # type: ignore[no-untyped-def]
    """The window, with exports being made."""
    window: MainWindow = shown(session)
    session.lanes.start(frozenset({"export"}))
    yield window


def opened(qtbot: QtBot, window: MainWindow, session: Session, kind: str, *at: int) -> StillDialog | ClipDialog:
    assert window.stage is not None
    exporting = Exporting(window.bridge, Phrases("en"), window.theme, window)
    exporting.open(detail_of(session, NAME).row.id, kind, *at)
    qtbot.waitUntil(lambda: exporting.dialog is not None, timeout=WAIT_MS)
    dialog = exporting.dialog
    assert dialog is not None
    return dialog


def left(qtbot: QtBot, dialog: StillDialog | ClipDialog) -> None:
    dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=WAIT_MS)


def test_a_still_is_chosen_frame_by_frame_and_written(
    qtbot: QtBot, window: MainWindow, session: Session, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, session, "still", 500, 0, 0)
    assert isinstance(dialog, StillDialog)
    qtbot.waitUntil(lambda: dialog.frame == 12, timeout=WAIT_MS)
    assert not dialog.board._image.isNull()
    qtbot.keyClick(dialog, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: dialog.frame == 13, timeout=WAIT_MS)
    for wanted in (12, 11):
        qtbot.keyClick(dialog, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda wanted=wanted: dialog.frame == wanted, timeout=WAIT_MS)  # type: ignore[misc]
    target = tmp_path / "截图.png"
    dialog.path.setText(str(target))
    dialog.reason.setText("复核")
    dialog.order()
    qtbot.waitUntil(lambda: dialog.course.folder.isVisible(), timeout=WAIT_MS)
    note = json.loads(target.with_name("截图.png.json").read_bytes())
    assert (note["frame"], note["reason"]) == (11, "复核")
    assert "frame 11" in dialog.course.said.text() and note["file"]["digest"] in dialog.course.more.text()
    dialog.order()  # the same name again
    qtbot.waitUntil(lambda: "export.target-exists" in dialog.course.said.text(), timeout=WAIT_MS)
    left(qtbot, dialog)


def test_a_rectangle_is_drawn_at_two_moments_and_goes_into_the_clip(
    qtbot: QtBot, window: MainWindow, session: Session, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, session, "clip", 0, 400, 1200)
    assert isinstance(dialog, ClipDialog)
    qtbot.waitUntil(lambda: not dialog.board._image.isNull(), timeout=WAIT_MS)
    for at in (400, 1000):
        dialog.where.setValue(at)
        where = dialog.board.picture.toRect()
        start = where.topLeft() + QPoint(20 + at // 20, 20)
        qtbot.mousePress(dialog.board, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(dialog.board, start + QPoint(60, 40))
        qtbot.mouseRelease(dialog.board, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 40))
    (veil,) = dialog.veils.veils()
    assert [each.at_ms for each in veil.keys] == [400, 1000] and veil.keys[1].x > veil.keys[0].x
    between = dialog.veils.at(700)[0]
    assert veil.keys[0].x < between.x() < veil.keys[1].x and dialog.veils.at(1100)[0].isNull()
    target = tmp_path / "c.mp4"
    dialog.path.setText(str(target))
    dialog.mute.setText("0.5")
    dialog.order()
    assert dialog.error.isVisible() and "export.range-unread" in dialog.error.text()
    dialog.mute.setText("00:00.500-00:00.700")
    dialog.order()
    qtbot.waitUntil(lambda: dialog.course.folder.isVisible(), timeout=WAIT_MS)
    (row,) = session.desk.ask(Exports(detail_of(session, NAME).row.id)).result(10)
    assert row.made is not None and (row.made.first, row.made.last) == (10, 29)
    assert row.wish.veils == (veil,) and row.wish.hushes[0].from_ms == 500
    assert len(numbers(target, (320, 180))) == 20
    left(qtbot, dialog)


def test_rectangles_are_typed_chosen_and_taken_away(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    dialog = opened(qtbot, window, session, "clip", 0, 0, 0)
    assert isinstance(dialog, ClipDialog)
    veils = dialog.veils
    veils.put(0, QRect(1, 2, 30, 40))
    veils.more.click()
    veils.lines[1].setText("500:5,6,7,8")
    assert [each.keys for each in veils.veils()] == [(VeilKey(0, 1, 2, 30, 40),), (VeilKey(500, 5, 6, 7, 8),)]
    veils.lines[0].setFocus()
    assert veils.chosen == 0
    veils.put(0, QRect(9, 9, 9, 9))  # the place at that moment, anew
    assert veils.veils()[0].keys == (VeilKey(0, 9, 9, 9, 9),)
    veils._drop(veils._rows[0])
    assert [each.keys[0].at_ms for each in veils.veils()] == [500]
    dialog.fast.setChecked(True)
    assert not veils.isEnabled() and dialog.wish("/x.mp4").veils == ()
    left(qtbot, dialog)


def test_flagged_material_says_what_it_needs(
    qtbot: QtBot, window: MainWindow, session: Session, tmp_path: Path
) -> None:
    recording = detail_of(session, NAME).row.id
    session.desk.do(NoteRecordings((recording,), "respondent", "yes"), session.actor).result(10)
    dialog = opened(qtbot, window, session, "clip", 0, 0, 400)
    assert isinstance(dialog, ClipDialog)
    qtbot.waitUntil(lambda: dialog.flag.isVisible(), timeout=WAIT_MS)
    assert not dialog.fast.isEnabled()
    dialog.path.setText(str(tmp_path / "c.mp4"))
    dialog.order()
    qtbot.waitUntil(lambda: dialog.error.isVisible(), timeout=WAIT_MS)
    assert "export.reason-missing" in dialog.error.text() and dialog.go.isEnabled()
    left(qtbot, dialog)
    assert os.listdir(tmp_path) == ["home"]


def test_a_clip_is_called_off_and_nothing_is_left(qtbot: QtBot, session: Session, shown, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    window: MainWindow = shown(session)  # nothing is made yet
    dialog = opened(qtbot, window, session, "clip", 0, 0, 400)
    dialog.path.setText(str(tmp_path / "c.mp4"))
    dialog.order()
    qtbot.waitUntil(lambda: dialog.course.stop.isVisible(), timeout=WAIT_MS)
    dialog.course.stop.click()
    qtbot.waitUntil(lambda: "export.cancelled" in dialog.course.said.text(), timeout=WAIT_MS)
    session.lanes.start(frozenset({"export"}))
    assert session.lanes.wait_idle(patience=10)
    assert os.listdir(tmp_path) == ["home"]
    left(qtbot, dialog)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_inspector_tells_what_left(qtbot: QtBot, session: Session, shown, tmp_path: Path, language: str) -> None:  # type: ignore[no-untyped-def]
    window: MainWindow = shown(session, language)
    recording = detail_of(session, NAME).row.id
    assert window.stage is not None
    part = ExportsPart(window.stage.pages[0], recording)
    qtbot.addWidget(part)
    settle(qtbot, window)

    def words() -> str:
        return "\n".join(each.text() for each in part.findChildren(Label))

    assert Phrases(language).say("window.exports.none") in words()
    dialog = opened(qtbot, window, session, "still", 0, 0, 0)
    qtbot.waitUntil(lambda: getattr(dialog, "frame", -1) == 0, timeout=WAIT_MS)
    dialog.path.setText(str(tmp_path / "<b>s.png"))
    dialog.order()
    session.lanes.start(frozenset({"export"}))
    qtbot.waitUntil(lambda: "sha256:" in words(), timeout=WAIT_MS)
    assert "<b>s.png" in words() and session.actor.name in words()
    left(qtbot, dialog)


def test_the_players_keys_lead_to_both(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    player = play(qtbot, window, session, NAME, 500)
    stage = window.stage
    assert stage is not None and player.deck is not None
    qtbot.keyClick(player, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: stage.exporting.dialog is not None, timeout=WAIT_MS)
    still = stage.exporting.dialog
    assert isinstance(still, StillDialog)
    qtbot.waitUntil(lambda: still.frame == 12, timeout=WAIT_MS)
    left(qtbot, still)
    for at, key in ((500, Qt.Key.Key_I), (1200, Qt.Key.Key_O)):
        player.deck.motion.seek(at)  # type: ignore[union-attr]  # a film has one
        seen(qtbot, player)
        qtbot.keyClick(player, key)
    qtbot.keyClick(player, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: stage.exporting.dialog is not still, timeout=WAIT_MS)
    clip = stage.exporting.dialog
    assert isinstance(clip, ClipDialog)
    wish = clip.wish("/x.mp4")
    assert abs(wish.from_ms - 500) <= 40 and abs(wish.until_ms - 1200) <= 40
    left(qtbot, clip)
