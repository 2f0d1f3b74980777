"""One case: what is linked and missing, taking out with a trace, sealing, what is fixed then and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recorder_desk.domain.recording import LinkRow
from recorder_desk.queries.recordings import ShowRecording
from tests.flow.homes import opened, take_in
from tests.window.cases.hands import (
    block,
    button,
    case_of,
    cases_of,
    cases_page,
    lines,
    link,
    new_case,
    press,
    recordings_of,
    words,
    write,
)
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import LANGUAGES, Phrases
from ui.session import Session
from ui.window.cases.item_block import FIRST as FIRST_LINES
from ui.window.main_window import MainWindow
from ui.window.pages.cases_page import CasesPage

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
CASE, FIRST, SECOND = "统执检〔2026〕1号", "JGR1503_20261122085006_0001.mp4", "JGR1503_20261122085014_0002.mkv"


def links_of(session: Session) -> tuple[LinkRow, ...]:
    return case_of(session, cases_of(session)[CASE].id).links


def seal(qtbot: QtBot, session: Session, page: CasesPage) -> None:
    """Rehearse, confirm, and wait until the case is sealed and shown so."""
    session.lanes.start()
    button(page.view.head, page.phrases.say("cases.seal")).click()
    button(page.view.seal_panel, page.phrases.say("cases.seal.do")).click()
    qtbot.waitUntil(lambda: cases_of(session)[CASE].state == "sealed", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.view.detail is not None and page.view.detail.row.state == "sealed", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not page.view.seal_panel.isVisible(), timeout=WAIT_MS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_says_how_it_stands(qtbot: QtBot, session: Session, shown: Shown, language: str) -> None:
    phrases = Phrases(language)
    page = cases_page(qtbot, shown(session, language))
    for item in session.items.items:
        told = words(block(page, item.code))
        assert item.code in told
        assert item.name(language) in told
        if item.code == "JC-02":
            assert phrases.word("cell-partial") in told and phrases.word("cell-short") in told, "two seconds"
            assert FIRST in told
        elif item.required == "Y":
            assert phrases.say("cases.standing.missing") in told
    head = page.view.head
    required = sum(item.required == "Y" for item in session.items.items)
    assert phrases.say("cases.coverage", covered=0, required=required) in head.coverage.text()
    assert "清源机械有限公司" in head.about.text()


def test_a_link_is_taken_out_with_a_reason_and_leaves_a_trace(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    page = cases_page(qtbot, window)
    (line,) = lines(page, "JC-02")
    button(line, SAY("cases.unlink")).setFocus()
    press(qtbot, Qt.Key.Key_Space)
    focus = QApplication.focusWidget()
    assert focus is line._reason
    press(qtbot, Qt.Key.Key_Escape)
    assert not line._reason.isVisible()
    button(line, SAY("cases.unlink")).click()
    qtbot.waitUntil(lambda: not line._reason.visibleRegion().isEmpty(), timeout=WAIT_MS)
    write(line._reason, "与本案无关 <b>")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lines(page, "JC-02") == [], timeout=WAIT_MS)
    (gone,) = links_of(session)
    assert gone.unlinked_at
    qtbot.waitUntil(block(page, "JC-02").add.hasFocus, timeout=WAIT_MS)
    assert gone.unlink_reason == "与本案无关 <b>"
    assert page.view.tabs.tabText(page.view.tabs.indexOf(page.view.trace)) == f"{SAY('cases.tab.trace')} (1)"
    page.view.tabs.setCurrentWidget(page.view.trace)
    settle(qtbot, window)
    told = words(page.view.trace)
    assert "与本案无关 <b>" in told
    assert FIRST in told
    assert session.actor.name in told


def test_what_somebody_types_is_not_rebuilt_under_them(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page = cases_page(qtbot, window)
    (line,) = lines(page, "JC-02")
    button(line, SAY("cases.unlink")).click()
    write(line._reason, "half a rea")
    link(session, recordings_of(session)[SECOND].id, cases_of(session)[CASE].id, "JC-03")
    settle(qtbot, window, 150)
    assert line._reason.isVisible()
    assert line._reason.text() == "half a rea"
    line._reason.clear()
    qtbot.waitUntil(lambda: len(lines(page, "JC-03")) == 1, timeout=WAIT_MS)


def test_the_seal_is_rehearsed_before_it_is_done(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page = cases_page(qtbot, window)
    button(page.view.head, SAY("cases.seal")).click()
    panel = page.view.seal_panel
    told = words(panel)
    assert SAY("cases.seal.title", number=CASE) in told
    assert FIRST in told
    assert SAY("cases.seal.kept", term=SAY("cases.years", years="30")) in told
    missing = [item for item in session.items.items if item.required == "Y" and item.code != "JC-02"]
    assert SAY("cases.seal.missing", count=len(missing)) in told
    assert all(f"{item.code} {item.name('en')}" in told for item in missing)
    not_yet = button(panel, SAY("cases.seal.not-yet"))
    assert not_yet.hasFocus()  # Enter must not seal
    press(qtbot, Qt.Key.Key_Space)
    assert not panel.isVisible()
    settle(qtbot, window)
    assert cases_of(session)[CASE].state == "open"


def test_a_case_with_nothing_linked_cannot_be_sealed(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    case = new_case(session, "N-1")
    page = cases_page(qtbot, window)
    page.show_item(case)
    settle(qtbot, window)
    button(page.view.head, SAY("cases.seal")).click()
    assert SAY("seal.nothing-linked") in words(page.view.seal_panel)
    assert not button(page.view.seal_panel, SAY("cases.seal.do")).isEnabled()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sealed_case_shows_its_codes_and_says_why_it_is_fixed(
    qtbot: QtBot, session: Session, shown: Shown, language: str
) -> None:
    say = Phrases(language).say
    window = shown(session, language)
    page = cases_page(qtbot, window)
    seal(qtbot, session, page)
    settle(qtbot, window)
    (sealed,) = links_of(session)
    assert sealed.archival_code
    told = words(page.view)
    assert sealed.archival_code in told
    assert say("cases.fixed.sealed") in told
    head = page.view.head
    assert not any(each.isVisible() for each in (head.amend_button, head.link_button, head.seal_button))
    names = {each.accessibleName() for each in page.view.findChildren(type(head.seal_button)) if each.isVisible()}
    assert not names & {say("cases.unlink"), say("cases.link-here", item="JC-02")}
    for act in (page.view.amend, page.view.link, page.view.rehearse_seal):
        act()
        settle(qtbot, window)
    assert QApplication.activeModalWidget() is None
    assert not page.view.seal_panel.isVisible()
    page.states.button(2).click()
    qtbot.waitUntil(lambda: page.rows.rowCount() == 1, timeout=WAIT_MS)


def test_a_seal_that_is_refused_says_why_and_can_be_tried_again(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    rows = recordings_of(session)
    original = Path(session.desk.ask(ShowRecording(rows[FIRST].id)).result(10).play_path)
    original.chmod(0o644)
    original.write_bytes(b"rotten" + original.read_bytes()[6:])
    assert session.lanes.check((rows[FIRST].id,)).result(30)
    page = cases_page(qtbot, window)
    button(page.view.head, SAY("cases.seal")).click()
    button(page.view.seal_panel, SAY("cases.seal.do")).click()
    settle(qtbot, window)
    error = page.view.seal_panel.error
    assert error is not None and error.isVisible()
    assert error.text().endswith("(seal.recording-damaged)")
    assert FIRST in error.text()
    assert cases_of(session)[CASE].state == "open"
    assert button(page.view.seal_panel, SAY("cases.seal.do")).isEnabled()


def test_the_journal_of_a_case_is_its_own(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    other = new_case(session, "O-1")
    page = cases_page(qtbot, window)
    page.show_item(other)
    page.view.tabs.setCurrentWidget(page.view.journal)
    settle(qtbot, window)
    rows = page.view.journal.rows
    assert [rows.row(place).fact for place in range(rows.rowCount())] == ["CaseOpened"]
    link(session, recordings_of(session)[SECOND].id, other, "JC-03")
    qtbot.waitUntil(lambda: rows.rowCount() == 2, timeout=WAIT_MS)
    assert rows.row(0).fact == "RecordingLinked"


def test_play_opens_the_player_where_the_range_begins(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page = cases_page(qtbot, window)
    (line,) = lines(page, "JC-02")
    asked: list[tuple[str, int]] = []
    page.open_recording.connect(lambda recording, at: asked.append((recording, at)))
    button(line, SAY("cases.play", name=FIRST)).click()
    assert asked == [(recordings_of(session)[FIRST].id, 0)]
    assert window.stage is not None
    assert window.stage.player.isVisible()
    settle(qtbot, window)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home where two hundred sidecars are linked to one record item."""
    place = tmp_path_factory.mktemp("crowded")
    (place / "card").mkdir()
    for number in range(200):
        (place / "card" / f"log-{number:03}.log").write_text(f"{number}\n" * 3, "utf-8")
    with opened(place / "home") as session:
        rows = take_in(session, place / "card", everything=False)
        case = new_case(session, CASE)
        for row in rows:
            link(session, row.id, case, "JC-02")
    return place / "home"


def test_two_hundred_recordings_in_one_item(qtbot: QtBot, crowded: Path, shown: Shown) -> None:
    with opened(crowded) as session:
        window = shown(session, "en")
        page = cases_page(qtbot, window)
        assert len(recordings_of(session)) == 200
        assert len(lines(page, "JC-02")) == FIRST_LINES
        assert Phrases("en").word("cell-partial") in words(block(page, "JC-02"))
        button(block(page, "JC-02"), SAY("cases.show-all", count=200)).click()
        settle(qtbot, window)
        assert len(lines(page, "JC-02")) == 200
        button(page.view.head, SAY("cases.seal")).click()
        assert SAY("cases.seal.and-more", count=140) in words(page.view.seal_panel)
        window.close()
        window.bridge.close()
