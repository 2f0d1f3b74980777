"""The desk's readers: a live answer that asks on is answered, however many ask at once."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from recorder_desk.errors import DeskError
from recorder_desk.queries.archive import ShowStatus
from recorder_desk.queries.base import Query
from recorder_desk.queries.recordings import ShowRecording
from tests.flow.homes import opened

READERS = 3


@dataclass(frozen=True, slots=True)
class Asked(Query[int]):
    """A question about this moment whose answer needs the catalogue as well."""


def test_live_answers_that_ask_on_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as session:
        gate = threading.Barrier(READERS)

        def answer(query: Asked) -> int:
            gate.wait(10)  # every reader is busy now
            return session.desk.ask(ShowStatus()).result(10).recordings

        session.desk.answer_live(Asked, answer)
        asked = [session.desk.ask(Asked()) for _ in range(READERS)]
        assert [each.result(20) for each in asked] == [0] * READERS


def test_what_a_live_answer_is_refused_it_hears(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as session:
        session.desk.answer_live(Asked, lambda _: session.desk.ask(ShowRecording("nobody")).result(10))
        with pytest.raises(DeskError) as raised:
            session.desk.ask(Asked()).result(10)
        assert raised.value.code == "recording.unknown"
