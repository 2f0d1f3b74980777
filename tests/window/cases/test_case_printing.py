"""Printing a case's sheets in the window, opening what an item has at its spot, and the order of cases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recorder_desk.commands.cases import OpenCase
from recorder_desk.commands.takes import NoteContinuity
from recorder_desk.domain.continuity import Continuity, Hole, Track
from recorder_desk.queries.cases import Cases
from tests.window.conftest import WAIT_MS, settle
from tests.window.player.watching import detail_of
from ui.phrases import Phrases
from ui.session import Session
from ui.window import dialogs
from ui.window.cases.case_printing import SHEETS
from ui.window.cases.item_block import ItemBlock
from ui.window.main_window import MainWindow
from ui.window.pages.cases_page import CasesPage
from ui.window.widgets.controls import IconButton

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("zh_CN").say


def page_of(qtbot: QtBot, window: MainWindow) -> CasesPage:
    assert window.stage is not None
    (number,) = [at for at, each in enumerate(window.stage.pages) if each.name == "cases"]
    window.stage.show_number(number)
    settle(qtbot, window)
    page = window.stage.pages[number]
    assert isinstance(page, CasesPage)
    return page


@pytest.mark.parametrize("kind", SHEETS)
def test_a_sheet_is_written_where_it_is_wanted(
    qtbot: QtBot, session: Session, shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    page = page_of(qtbot, shown(session, "zh_CN"))
    said: list[str] = []
    failed: list[object] = []
    page.say.connect(said.append)
    page.notice.connect(failed.append)
    file, asked = tmp_path / "打印.pdf", list[str]()

    def ask(parent: object, title: str, name: str, pattern: str = "") -> str:
        asked.append(name)
        return str(file.with_suffix(""))

    monkeypatch.setattr(dialogs, "ask_save_path", ask)
    (action,) = [each for each in page.view.printing.menu.actions() if each.text() == SAY(f"sheet.{kind}.title")]
    action.trigger()
    qtbot.waitUntil(lambda: SAY("sheet.saved", path=file) in said, timeout=WAIT_MS)
    assert file.read_bytes().startswith(b"%PDF-") and not failed
    assert asked == [f"{SAY(f'sheet.{kind}.title')} 统执检〔2026〕1号.pdf"]
    before = file.stat().st_mtime_ns
    action.trigger()  # never over a file
    qtbot.waitUntil(lambda: len(failed) == 1, timeout=WAIT_MS)
    assert file.stat().st_mtime_ns == before


def test_an_item_opens_what_it_has_at_the_spot(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    recording = detail_of(session, "0001.mp4").row.id
    track = Track(50, 0, 2000, 40_000, (Hole(500, 90_000),), 1, 89_500)
    session.desk.do(NoteContinuity(recording, Continuity(track)), session.actor).result(10)
    page = page_of(qtbot, window)
    played: list[tuple[str, int]] = []
    page.open_recording.connect(lambda *told: played.append(told))
    blocks = {each.code: each for each in page.view.findChildren(ItemBlock)}
    words = Phrases("en").say("cases.play-spot", item="JC-02", at="0:00:00")
    (button,) = [each for each in blocks["JC-02"].findChildren(IconButton) if each.accessibleName() == words]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert played == [(recording, 0)]
    empty = blocks["JC-01"].findChildren(IconButton)
    assert not [each for each in empty if each.accessibleName().startswith("Play what there is")]


def test_those_that_miss_most_stand_first_and_that_is_remembered(qtbot: QtBot, session: Session, shown: Shown) -> None:
    session.desk.do(OpenCase("统执检〔2026〕9号", "什么都没有", "甲"), session.actor).result(10)
    window = shown(session, "en")
    page = page_of(qtbot, window)

    def listed() -> list[object]:
        settle(qtbot, window)
        return [page.rows.key(place) for place in range(page.rows.rowCount())]

    newest = [each.id for each in session.desk.ask(Cases()).result(10)]
    missing = [each.id for each in session.desk.ask(Cases(order="missing")).result(10)]
    assert listed() == newest
    qtbot.mouseClick(page.order, Qt.MouseButton.LeftButton)
    assert listed() == missing and page.order.isChecked()
    assert page.context.memory.text("cases/order") == "missing"
    qtbot.mouseClick(page.order, Qt.MouseButton.LeftButton)
    assert listed() == newest
