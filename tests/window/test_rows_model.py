"""A long list: its head first, then the rest after it, without moving what is looked at."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from itertools import count
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from recorder_desk.domain import facts as f
from recorder_desk.queries.recordings import Filter, RecordingKeys
from tests.window.conftest import WAIT_MS
from ui.window.bridge import DeskBridge
from ui.window.recording_rows import feed
from ui.window.row_cache import PAGE
from ui.window.rows_model import Column, RowsModel

COLUMN = Column("name", "name", str)
FOUND = PAGE + 40


class Bridge(QObject):
    """Keeps questions for keys until the test answers them; rows come never."""

    facts = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[int, tuple[RecordingKeys, Callable[[Any], None]]] = {}
        self._numbers = count(1)

    def ask(self, query: Any, then: Callable[[Any], None], failed: Callable[[Any], None]) -> int:
        number = next(self._numbers)
        if isinstance(query, RecordingKeys):
            self.asked[number] = query, then
        return number

    def forget(self, question: int) -> None:
        self.asked.pop(question, None)

    def answer(self, found: int) -> RecordingKeys:
        """Answer the question asked first, from a list of so many keys; which it was."""
        query, then = self.asked.pop(min(self.asked))
        then(array("q", range(found))[: query.most or found])
        return query


@pytest.fixture
def bridge(qapp: object) -> Bridge:
    return Bridge()


@pytest.fixture
def model(bridge: Bridge, qtmodeltester: ModelTester) -> RowsModel:
    model = RowsModel(cast(DeskBridge, bridge), [COLUMN])
    model.setParent(bridge)
    qtmodeltester.check(model)
    return model


def test_the_head_is_shown_while_the_rest_is_asked_for(bridge: Bridge, model: RowsModel) -> None:
    told: list[tuple[str, int]] = []
    model.begun.connect(lambda count: told.append(("begun", count)))
    model.filled.connect(lambda count: told.append(("filled", count)))
    added: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: added.append((first, last)))
    model.show(feed(Filter()))
    assert bridge.answer(FOUND).most == PAGE
    assert (model.rowCount(), told, added) == (PAGE, [("begun", PAGE)], [])
    assert bridge.answer(FOUND).most == 0
    assert (model.rowCount(), told[1:], added) == (FOUND, [("filled", FOUND)], [(PAGE, FOUND - 1)])
    assert bridge.asked == {}


def test_a_head_that_is_all_there_is_asks_no_second_time(bridge: Bridge, model: RowsModel) -> None:
    told: list[int] = []
    model.filled.connect(told.append)
    for found in (PAGE - 1, 0):
        model.show(feed(Filter()))
        bridge.answer(found)
        assert (model.rowCount(), told[-1], bridge.asked) == (found, found, {})


def test_a_head_of_a_list_no_longer_wanted_is_dropped(bridge: Bridge, model: RowsModel) -> None:
    model.show(feed(Filter(words="a")))
    model.show(feed(Filter(words="b")))
    assert bridge.answer(7).which.words == "b"
    assert (model.rowCount(), bridge.asked) == (7, {})


def test_facts_ask_for_all_of_it_anew_and_not_for_the_head(qtbot: QtBot, bridge: Bridge, model: RowsModel) -> None:
    model.show(feed(Filter()))
    bridge.answer(FOUND)
    bridge.answer(FOUND)
    bridge.facts.emit((f.CatalogueRebuilt(0, 0, 0),))
    qtbot.waitUntil(lambda: bool(bridge.asked), timeout=WAIT_MS)
    assert bridge.answer(FOUND + 1).most == 0
    assert model.rowCount() == FOUND + 1
