"""The record of viewings, where a recording is shown."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from recorder_desk.commands.recordings import NoteWatched, OpenViewing
from recorder_desk.domain.facts import RecordingViewed
from tests.window.conftest import WAIT_MS, settle
from tests.window.player.watching import detail_of
from ui.phrases import LANGUAGES, Phrases
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.widgets.label import Label
from ui.window.widgets.viewings_part import SHOWN, SeenStrip, ViewingsPart


def words(part: ViewingsPart) -> str:
    return "\n".join(each.text() for each in part.findChildren(Label))


def viewed(session: Session, recording: str, reason: str) -> str:
    (opened,) = session.desk.do(OpenViewing(recording, reason), session.actor).result(10)
    assert isinstance(opened, RecordingViewed)
    return opened.viewing


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_who_saw_how_much_and_follows_what_happens(
    qtbot: QtBot, session: Session, shown, language: str
) -> None:  # type: ignore[no-untyped-def]
    window: MainWindow = shown(session, language)
    say = Phrases(language).say
    recording = detail_of(session, "0001.mp4").row.id
    assert window.stage is not None
    part = ViewingsPart(window.stage.pages[0], recording)
    qtbot.addWidget(part)
    settle(qtbot, window)
    assert say("viewing.part.none") in words(part) and not part.findChildren(SeenStrip)
    viewing = viewed(session, recording, "<b>复核</b>")
    qtbot.waitUntil(lambda: "<b>复核</b>" in words(part), timeout=WAIT_MS)
    session.desk.do(NoteWatched(viewing, ((0, 500),), 700), session.actor).result(10)
    seen = say("viewing.seen.part", seen="0:00:00", length="0:00:02", share=25)
    qtbot.waitUntil(lambda: seen in words(part), timeout=WAIT_MS)
    assert say("viewing.part.seen", actor=session.actor.name, told=seen) in words(part)
    (strip,) = part.findChildren(SeenStrip)
    assert strip.accessibleName() == say("viewing.part.seen", actor=session.actor.name, told=seen)
    for number in range(SHOWN + 1):
        viewed(session, recording, f"reason {number}")
    qtbot.waitUntil(lambda: say("viewing.part.more", count=2) in words(part), timeout=WAIT_MS)
    assert "reason 5" in words(part) and "<b>复核</b>" not in words(part)
