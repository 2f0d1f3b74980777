"""The inbox: what waits is placed by keys alone, and every step can be taken back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries.cases import LinksOf
from recorder_desk.queries.recordings import Filter, RecordingsPage
from recorder_desk.queries.suggesting import Unlinked
from recorder_desk.queries.tagging import TagsOf
from tests.flow.desk_process import answer, run
from tests.flow.homes import opened
from tests.window.cases.hands import CTRL, SHIFT, cases_of, press, write
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import LANGUAGES, Phrases
from ui.session import Session
from ui.window.inbox.inbox_page import InboxPage
from ui.window.inbox.keys import ITEM_KEYS, act_of, item_of
from ui.window.main_window import MainWindow

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
DAY = (datetime.now() - timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)


def at(minutes: int) -> str:
    return (DAY + timedelta(minutes=minutes)).isoformat(timespec="minutes")


def inbox(qtbot: QtBot, window: MainWindow) -> InboxPage:
    """The inbox, shown."""
    assert window.stage is not None
    page = window.stage.show_page("inbox")
    assert isinstance(page, InboxPage)
    settle(qtbot, window)
    return page


def waiting(session: Session) -> list[str]:
    return list(session.desk.ask(Unlinked()).result())


def places(session: Session, recording: str) -> list[tuple[str, str, int, int]]:
    links = session.desk.ask(LinksOf(recording)).result()
    return [(each.case_number, each.item, each.from_ms, each.until_ms) for each in links if not each.unlinked_at]


def row(session: Session, name: str) -> RecordingRow:
    (found,) = session.desk.ask(RecordingsPage(Filter(words=name))).result()
    return found


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One inspection on the plan, filmed by the recorder an officer wore there (sure), and by another one (not)."""
    place = tmp_path_factory.mktemp("planned")
    home, card = place / "home", place / "card"
    card.mkdir()
    for device, minutes in (("JGR1507", 10), ("JGR1507", 20), ("JGR1508", 30), ("JGR1508", 40)):
        shot = DAY + timedelta(minutes=minutes)
        path = card / f"{device}_000123_{shot:%Y%m%d%H%M%S}_0001.MP4"
        path.write_bytes(path.name.encode() * 99)
        os.utime(path, (shot.timestamp(), shot.timestamp()))
    for name, number in (("王芳", "鲁1"), ("李强", "鲁2")):
        answer(home, "officer", "add", name, "--certificate", number)
    answer(home, "recorder", "add", "07", "--mark", "device:JGR1507")
    answer(home, "recorder", "assign", "07", "王芳", "--since", f"{DAY:%Y-01-01}")
    for number in ("3号", "4号"):
        answer(home, "case", "new", number, "--title", "检查", "--party", "甲公司")
    both = ("--officer", "王芳", "--officer", "李强")
    answer(home, "case", "event", "add", "3号", "现场检查", "--from", at(0), "--until", at(60), *both,
           "--recorder", "07", "--item", "jc-02")  # fmt: skip
    assert run(home, "receive", str(card)).returncode == 0
    return home


@pytest.fixture
def plan(planned: Path, tmp_path: Path) -> Iterator[Session]:
    """An open desk on a copy of it."""
    with opened(Path(shutil.copytree(planned, tmp_path / "home", symlinks=True))) as desk:
        yield desk


def test_two_hundred_are_placed_like_these(qtbot: QtBot, plan: Session, shown: Shown) -> None:
    window = shown(plan, "en")
    page = inbox(qtbot, window)
    first, second, third, fourth = waiting(plan)
    assert page.list.ids() == (first,), "the oldest first"
    assert page.panel.case.text() == "3号  检查"
    press(qtbot, Qt.Key.Key_Return)
    assert page.list.ids() == (second,), "the next one is there at once"
    qtbot.waitUntil(lambda: places(plan, first) == [("3号", "JC-02", 0, 0)], timeout=WAIT_MS)
    (link,) = plan.desk.ask(LinksOf(first)).result()
    assert link.reason.startswith("suggested: ") and "王芳" in link.reason
    settle(qtbot, window)
    press(qtbot, Qt.Key.Key_2)  # the second item of the list of the case that is suggested
    qtbot.waitUntil(lambda: places(plan, second) == [("3号", plan.items.items[1].code, 0, 0)], timeout=WAIT_MS)
    settle(qtbot, window)
    assert page.list.ids() == (third,)
    press(qtbot, Qt.Key.Key_Down, SHIFT)
    assert page.list.ids() == (third, fourth) and "2" in page.hint.text()
    press(qtbot, Qt.Key.Key_Slash)
    focus = page.panel.cases.field
    assert focus.hasFocus()
    write(focus, "4号")
    qtbot.waitUntil(lambda: page.panel.cases.key == cases_of(plan)["4号"].id, timeout=WAIT_MS)
    press(qtbot, Qt.Key.Key_Return)
    assert page.list.hasFocus() and page.panel.case.text() == "4号  检查"
    press(qtbot, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: not waiting(plan), timeout=WAIT_MS)
    item = plan.items.items[ITEM_KEYS.index("A")].code
    assert [places(plan, each) for each in (third, fourth)] == [[("4号", item, 0, 0)]] * 2
    settle(qtbot, window)
    assert page.none.isVisible()
    for left in (2, 3, 4):
        assert window.stage is not None
        window.stage.setFocus()
        press(qtbot, Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda left=left: len(waiting(plan)) == left, timeout=WAIT_MS)  # type: ignore[misc]
        settle(qtbot, window)
    press(qtbot, Qt.Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: places(plan, first) != [], timeout=WAIT_MS)


def test_u_takes_back_and_shows_it_again(qtbot: QtBot, plan: Session, shown: Shown) -> None:
    window = shown(plan, "en")
    page = inbox(qtbot, window)
    first, second, *_ = waiting(plan)
    press(qtbot, Qt.Key.Key_N)
    assert page.list.ids() == (second,)
    settle(qtbot, window)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: second not in waiting(plan), timeout=WAIT_MS)
    settle(qtbot, window)
    press(qtbot, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: page.list.ids() == (second,), timeout=WAIT_MS)
    assert waiting(plan)[:2] == [first, second]


def test_without_a_suggestion_case_and_item_are_asked_for(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page, before = inbox(qtbot, window), waiting(session)
    assert window.stage is not None
    for key in (Qt.Key.Key_Return, Qt.Key.Key_3):
        press(qtbot, key)
        assert window.stage.toast.accessibleName() == SAY("inbox.choose-case")
    press(qtbot, Qt.Key.Key_Slash)
    settle(qtbot, window)
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    assert window.stage.toast.accessibleName() == SAY("inbox.choose-item")
    press(qtbot, Qt.Key.Key_Semicolon)
    write(page.panel.items.field, "jc2")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: waiting(session) == before[1:], timeout=WAIT_MS)
    assert places(session, before[0]) == [("统执检〔2026〕1号", "JC-02", 0, 0)]
    settle(qtbot, window)
    assert page.list.hasFocus() and page.panel.case.text().startswith("统执检〔2026〕1号"), "the case is kept"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_belongs_to_no_case_is_set_aside_with_a_reason(
    qtbot: QtBot, session: Session, shown: Shown, language: str
) -> None:
    window = shown(session, language)
    page = inbox(qtbot, window)
    assert page.count.text() == Phrases(language).say("inbox.count", count=2), "a log needs no place"
    first, second = waiting(session)
    press(qtbot, Qt.Key.Key_X)
    assert page.line.field.hasFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert page.line.isVisible(), "without a reason nothing is set aside"
    write(page.line.field, "试机")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: waiting(session) == [second], timeout=WAIT_MS)
    assert session.desk.ask(TagsOf(first)).result()[1].aside == "yes"
    settle(qtbot, window)
    press(qtbot, Qt.Key.Key_X)
    assert page.line.field.text() == "试机", "the reason given last is offered"
    press(qtbot, Qt.Key.Key_Escape)
    assert page.list.hasFocus() and waiting(session) == [second]
    press(qtbot, Qt.Key.Key_NumberSign)
    write(page.line.field, "现场/门口，夜间")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.desk.ask(TagsOf(second)).result()[0] == ("夜间", "现场/门口"), timeout=WAIT_MS)
    press(qtbot, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: session.desk.ask(TagsOf(second)).result()[0] == (), timeout=WAIT_MS)
    press(qtbot, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: waiting(session) == [first, second], timeout=WAIT_MS)


def test_space_opens_and_a_range_is_linked(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    session.lanes.start()
    film = row(session, "0002.mkv")
    qtbot.waitUntil(lambda: row(session, "0002.mkv").state == "ready", timeout=60_000)
    page = inbox(qtbot, window)
    while page.list.ids() != (film.id,):
        press(qtbot, Qt.Key.Key_N)
        settle(qtbot, window)
    press(qtbot, Qt.Key.Key_Space)
    player = page.viewer.player
    qtbot.waitUntil(lambda: player.deck is not None and player.deck.drive is not None, timeout=WAIT_MS)
    assert page.viewer.currentWidget() is player
    drive = player.deck.drive if player.deck else None
    assert drive is not None
    qtbot.waitUntil(lambda: drive.motion.position_ms > 300, timeout=WAIT_MS)
    drive.act("hold")
    press(qtbot, Qt.Key.Key_I)
    since = page.viewer.shown_range[0]
    assert since > 0
    press(qtbot, Qt.Key.Key_Slash)
    press(qtbot, Qt.Key.Key_Return)  # before the cases are there
    qtbot.waitUntil(page.list.hasFocus, timeout=WAIT_MS)
    press(qtbot, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: places(session, film.id) == [("统执检〔2026〕1号", "JC-02", since, 0)], timeout=WAIT_MS)
    assert page.viewer.currentWidget() is not player, "the next one is not opened by itself"
    assert not player.recording


def test_every_key_means_one_thing() -> None:
    def typed(text: str) -> QKeyEvent:
        key = Qt.Key(ord(text.upper()))
        return QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)

    for number, key in enumerate(ITEM_KEYS):
        assert item_of(typed(key.lower())) == number and not act_of(typed(key.lower()))
    for key in "jkl0io":
        assert not act_of(typed(key)) and item_of(typed(key)) < 0, "the player's"
    assert [act_of(typed(key)) for key in "nux/;.#"] == ["next", "undo", "aside", "case", "item", "other", "tag"]
    held = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", True)
    assert item_of(held) < 0, "a held key places nothing more"
