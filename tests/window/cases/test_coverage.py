"""Coverage in a case: how each item stands, what somebody says of it, limits in the head; suggestions beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from pytestqt.qtbot import QtBot

from recorder_desk.commands.cases import UnlinkRecording
from recorder_desk.commands.casework import NoteStage, PlanEvent
from recorder_desk.domain.case_event import EventFields
from recorder_desk.queries.casework import CoverageOf
from recorder_desk.queries.recordings import RecordingsPage as Page
from recorder_desk.queries.suggesting import SuggestionsFor
from tests.window.cases.hands import block, cases_of, cases_page, words
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import Phrases
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.pages.recordings_page import RecordingsPage
from ui.window.widgets.suggest_part import SuggestPart
from ui.window.widgets.tables import choose_row

Shown = Callable[[Session, str], MainWindow]
CASE = "统执检〔2026〕1号"
PHRASES = Phrases("en")


def judged(session: Session, case: str) -> dict[str, str]:
    return {each.item: each.verdict for each in session.desk.ask(CoverageOf(case)).result(30).cells if each.verdict}


def test_an_item_is_judged_with_a_reason_and_taken_back(qtbot: QtBot, session: Session, shown: Shown) -> None:
    page = cases_page(qtbot, shown(session, "en"))
    case = cases_of(session)[CASE].id
    line = block(page, "TZ-01").judge
    assert line is not None and not line.isVisible()
    line.toggle()
    assert line.isVisible() and line.reason.hasFocus()
    assert not line.buttons["not-applicable"].isEnabled(), "a reason is asked for"
    line.reason.setText("no hearing was asked for")
    line.buttons["not-applicable"].click()
    qtbot.waitUntil(lambda: judged(session, case) == {"TZ-01": "not-applicable"}, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "no hearing was asked for" in words(block(page, "TZ-01")), timeout=WAIT_MS)
    again = block(page, "TZ-01").judge
    assert again is not None
    again.toggle()
    again.buttons[""].click()
    qtbot.waitUntil(lambda: judged(session, case) == {}, timeout=WAIT_MS)


def test_limits_are_shown_in_the_head(qtbot: QtBot, session: Session, shown: Shown) -> None:
    page = cases_page(qtbot, shown(session, "en"))
    case = cases_of(session)[CASE].id
    clocks = page.view.head.clocks
    assert not clocks.isVisible()
    began = (date.today() - timedelta(days=5)).isoformat()
    session.desk.do(NoteStage(case, "filing", began), session.actor).result(30)
    qtbot.waitUntil(lambda: clocks.isVisible() and "Decide the case" in words(clocks), timeout=WAIT_MS)
    assert "left" in words(clocks)


def test_a_suggestion_is_accepted_in_the_inspector(qtbot: QtBot, session: Session, shown: Shown) -> None:
    case = cases_of(session)[CASE].id
    rows = session.desk.ask(Page()).result(30)
    row = next(each for each in rows if not each.case_id and each.kind == "video")
    fields = EventFields("现场检查", "", row.recorded_at, override="试", item="JC-02")
    session.desk.do(PlanEvent(case, fields), session.actor).result(30)
    assert session.desk.ask(SuggestionsFor(row.id)).result(30).why_not == "suggest.weak"
    window = shown(session, "en")
    assert window.stage is not None
    page = window.stage.show_page("recordings")
    assert isinstance(page, RecordingsPage)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: page.model.rowCount() == len(rows), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: all(page.model.row(at) is not None for at in range(len(rows))), timeout=WAIT_MS)
    at = next(at for at in range(len(rows)) if getattr(page.model.row(at), "id", "") == row.id)
    choose_row(page.views.view, at)
    qtbot.waitUntil(lambda: any(part.buttons for part in page.findChildren(SuggestPart)), timeout=WAIT_MS)
    (part,) = [part for part in page.findChildren(SuggestPart) if part.buttons]
    assert "overlaps 现场检查" in words(part)
    part.buttons[0].click()
    qtbot.waitUntil(lambda: bool(linked_of(session, row.id)), timeout=WAIT_MS)
    assert linked_of(session, row.id) == CASE
    session.desk.do(UnlinkRecording(row.id, case), session.actor).result(30)


def linked_of(session: Session, recording: str) -> str:
    return next(each.case_number for each in session.desk.ask(Page()).result(30) if each.id == recording)
