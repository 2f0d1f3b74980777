"""Several recordings in the window: chosen, entered, shown frame by frame, nudged, kept; what cannot be is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from recorder_desk.commands.cases import LinkRecording, OpenCase
from recorder_desk.domain.facts import CaseOpened
from recorder_desk.queries.alignments import Together
from recorder_desk.queries.archive import JournalPage
from tests.flow.homes import opened, take_in
from tests.window.conftest import WAIT_MS, settle
from tests.window.player.numbered_films import film, number_in, tone
from tests.window.player.watching import detail_of, play, viewings
from ui.phrases import Phrases
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.pages.recordings_page import RecordingsPage
from ui.window.together.together_deck import TogetherDeck
from ui.window.together.together_view import TogetherView

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
ONE, TWO, MUTE, OTHER, TONE = (
    "091203_0001.MP4",
    "091205_0001.MP4",
    "091204_0007.MP4",
    "181203_0001.MP4",
    "_091206.wav",
)


@pytest.fixture(scope="module")
def act(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with three films of one act (one of them mute), a sound of it, and a film of the evening."""
    place = tmp_path_factory.mktemp("act")
    card = place / "card"
    card.mkdir()
    film(card / f"JGR1503_370102_20260508{ONE}", 200)
    film(card / f"JGR1504_370103_20260508{TWO}", 200, more=("-af", "asetrate=40000,aresample=44100"))
    film(card / f"JGR1505_370104_20260508{MUTE}", 150, sound=False)
    film(card / f"JGR1503_370102_20260508{OTHER}", 50)
    tone(card / f"DSJ_000005_370118_20260508{TONE}", 3)
    home = place / "home"
    with opened(home) as session:
        take_in(session, card)
        (case,) = session.desk.do(OpenCase("统执检〔2026〕1号", "核查", "甲公司"), session.actor).result(30)
        assert isinstance(case, CaseOpened)
        for name in (ONE, MUTE):
            session.desk.do(LinkRecording(detail_of(session, name).row.id, case.case, "JC-02"), session.actor).result(
                30
            )
    return home


@pytest.fixture
def morning(act: Path) -> Path:
    """What the other fixtures open a copy of."""
    return act


def ids(session: Session, *names: str) -> list[str]:
    return [detail_of(session, name).row.id for name in names]


def together(qtbot: QtBot, window: MainWindow, *recordings: str) -> TogetherDeck:
    assert window.stage is not None
    window.stage.together.open(list(recordings))
    return deck_of(qtbot, window.stage.together)


def deck_of(qtbot: QtBot, view: TogetherView) -> TogetherDeck:
    qtbot.waitUntil(lambda: view.deck is not None, timeout=WAIT_MS)
    deck = view.deck
    assert deck is not None
    still(qtbot, deck)
    return deck


def still(qtbot: QtBot, deck: TogetherDeck) -> None:
    parts = [part for part in deck.conductor.parts if part.has_picture and part.inside]
    qtbot.waitUntil(lambda: all(part.at_ms is not None and not part.motion.seeking for part in parts), timeout=WAIT_MS)
    qtbot.wait(120)


def numbers(deck: TogetherDeck) -> list[int]:
    """The frame each pane shows; -1 for none."""
    images = [pane.surface.image for pane in deck.panes.panes]
    return [-1 if image.isNull() else number_in(image) for image in images]


def test_with_others_offers_those_of_the_case_first_and_enter_shows_them(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    player = play(qtbot, window, session, ONE)
    qtbot.keyClick(player, Qt.Key.Key_B)
    settle(qtbot, window)
    assert window.stage is not None
    view = window.stage.together
    names = [box.accessibleName() for _, box in view.choice.boxes]
    assert [name.endswith(end) for name, end in zip(names, (MUTE, TWO, TONE), strict=True)] == [True] * 3
    assert [box.isChecked() for _, box in view.choice.boxes] == [True, False, False]
    before = len(viewings(session))
    qtbot.keyClick(view.choice, Qt.Key.Key_Return)
    deck = deck_of(qtbot, view)
    assert [part.lane.name[-len(ONE) :] for part in deck.conductor.parts] == [ONE, MUTE]
    assert len(viewings(session)) == before + 2  # each has its own entry
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.deck is None and window.stage.pages[0].isVisible()


def test_the_frames_of_one_moment_are_shown_and_stay_in_step(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    deck = together(qtbot, window, *ids(session, ONE, TWO, MUTE))
    conductor = deck.conductor
    assert [part.alignment.offset_ms for part in conductor.parts] == [0, 2_000, 1_000]
    assert conductor.time_ms == 2_000 and numbers(deck) == [50, 0, 25]
    view = window.stage.together if window.stage else None
    assert view is not None
    qtbot.keyClick(view, Qt.Key.Key_Right)
    still(qtbot, deck)
    assert numbers(deck) == [51, 1, 26]
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    still(qtbot, deck)
    assert numbers(deck) == [76, 26, 51]
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: conductor.time_ms > 5_000, timeout=WAIT_MS)
    assert all(part.frames > 10 for part in conductor.parts)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    still(qtbot, deck)
    one, two, mute = numbers(deck)
    assert abs(one - two - 50) <= 1 and abs(one - mute - 25) <= 1
    deck.lanes.scrubbed.emit(500.0)  # the others had not begun
    still(qtbot, deck)
    assert numbers(deck) == [12, -1, -1]
    assert SAY("together.not-then") in deck.panes.panes[1].about.text()


def test_a_hand_moves_one_and_it_is_kept(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    recordings = ids(session, ONE, MUTE)
    deck = together(qtbot, window, *recordings)
    view = window.stage.together if window.stage else None
    assert view is not None and not deck.bar.keep.isEnabled()
    assert SAY("align.error-unknown") in deck.panes.panes[1].about.text()
    qtbot.keyClick(view, Qt.Key.Key_2)
    assert deck.conductor.chosen == 1
    for key in (Qt.Key.Key_Period, Qt.Key.Key_Period, Qt.Key.Key_Less):
        shift = Qt.KeyboardModifier.ShiftModifier if key == Qt.Key.Key_Less else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(view, key, shift)
    assert deck.conductor.parts[1].alignment.offset_ms == 820
    assert deck.bar.keep.isEnabled()
    qtbot.mouseClick(deck.bar.keep, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert not deck.bar.keep.isEnabled()
    (entry,) = session.desk.ask(JournalPage(fact="RecordingsAligned")).result(10)
    assert (entry.body["offset_ms"], entry.body["by"]) == (820, "hand")
    lane = session.desk.ask(Together(tuple(recordings))).result(10)[1]
    assert lane.kept and lane.alignment is not None and lane.alignment.offset_ms == 820
    again = together(qtbot, window, *recordings)
    assert again.conductor.parts[1].alignment.offset_ms == 820
    assert SAY("word.align-kept") in again.panes.panes[1].about.text()


def test_layouts_sound_and_lanes(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    deck = together(qtbot, window, *ids(session, ONE, TWO, MUTE))
    view = window.stage.together if window.stage else None
    assert view is not None
    assert [part.audible for part in deck.conductor.parts] == [True, False, False]
    qtbot.keyClick(view, Qt.Key.Key_G)
    qtbot.wait(50)
    sizes = [pane.width() for pane in deck.panes.panes]
    assert deck.panes.layout_name == "one" and sizes[0] > 2 * sizes[1]
    qtbot.mouseClick(deck.panes.panes[2].surface, Qt.MouseButton.LeftButton)
    qtbot.wait(50)
    sizes = [pane.width() for pane in deck.panes.panes]
    assert deck.conductor.chosen == 2 and sizes[2] > 2 * sizes[0]
    qtbot.mouseClick(deck.lanes, Qt.MouseButton.LeftButton, pos=QPoint(30, 24 + 26 + 8))
    assert deck.conductor.chosen == 1
    qtbot.mouseClick(deck.lanes, Qt.MouseButton.LeftButton, pos=QPoint(round(deck.lanes.x_of(4_000)), 30))
    assert deck.conductor.time_ms == pytest.approx(4_000, abs=20)
    for key, speed in ((Qt.Key.Key_BracketRight, 1.5), (Qt.Key.Key_BracketLeft, 1.0)):
        qtbot.keyClick(view, key)
        assert deck.conductor.speed == speed
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert deck.conductor.time_ms == deck.conductor.until_ms
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert deck.conductor.time_ms == 0
    for name in ("earlier", "later", "layout", "toggle", "hold"):
        assert deck.act(name)
    assert not deck.act("nonsense")
    again = together(qtbot, window, *ids(session, ONE, TWO))
    assert again.panes.layout_name in ("grid", "one")


def test_nothing_beside_it_and_what_cannot_go_together(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    assert window.stage is not None
    (evening,) = ids(session, OTHER)
    window.stage.together.open_with(evening)
    settle(qtbot, window)
    view = window.stage.together
    assert view.choice.title.text() == SAY("together.none.title") and not view.choice.go.isVisible()
    window.stage.together.open([evening, evening])
    settle(qtbot, window)
    assert view.curtain.text.text() == SAY("align.how-many", most=4)
    page = window.stage.show_page("recordings")
    assert isinstance(page, RecordingsPage)
    settle(qtbot, window)
    page.views.view.selectAll()
    page._together()
    settle(qtbot, window)
    assert view.curtain.isVisible() and view.curtain.text.text() == SAY("align.how-many", most=4)  # there are five


def test_a_reason_is_asked_once_and_each_is_entered(qtbot: QtBot, session: Session, shown: Shown) -> None:
    object.__setattr__(session, "settings", replace(session.settings, viewing_reason=True))
    window = shown(session, "en")
    assert window.stage is not None
    window.stage.together.open(ids(session, ONE, TWO))
    view = window.stage.together
    qtbot.waitUntil(lambda: view.curtain.reason.isVisible(), timeout=WAIT_MS)
    assert view.deck is None
    qtbot.keyClicks(view.curtain.reason, "review of TJ-1")
    qtbot.keyClick(view.curtain.reason, Qt.Key.Key_Return)
    deck_of(qtbot, view)
    entries = viewings(session)[:2]
    assert [each.body["reason"] for each in entries] == ["review of TJ-1"] * 2
