"""Recall against a brute-force scan: no recording, case, person, party, event or mark that holds a part is missed."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from recorder_desk.commands.cases import OpenCase
from recorder_desk.commands.casework import PlanEvent
from recorder_desk.commands.dock import Arrival, RegisterFiles
from recorder_desk.commands.marks import AddMarks
from recorder_desk.commands.people import WriteOfficers
from recorder_desk.commands.registers import WriteParties
from recorder_desk.domain import facts as f
from recorder_desk.domain.case_event import EventFields
from recorder_desk.domain.mark import MarkFields
from recorder_desk.domain.officer import Certificate, OfficerFields
from recorder_desk.domain.party import Party
from recorder_desk.queries.asking import SearchAll
from recorder_desk.queries.recordings import Filter, RecordingsPage
from tests.flow.homes import opened
from tests.recorder_desk.commands.room import arrived
from ui.session import Session

SIGNS = "王芳李强统计源青机械检查询问笔录乙丙〔〕-_.0123456789号年月abcXYZÜＡ"
KINDS = ("case", "officer", "event", "party", "mark")
MANY = 100_000


def folded(text: str) -> str:
    """Independent of the program: how two texts are the same to a person."""
    return unicodedata.normalize("NFKC", text).casefold()


def names(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choices(SIGNS, k=chance.randint(2, 12))) + f"{seed}{at:02}" for at in range(count)]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, dict[tuple[str, str], str]]]:
    """A desk, and by kind and id the text each thing is called by."""
    with opened(tmp_path_factory.mktemp("recall") / "home") as session:

        def do(command: object) -> tuple[f.Fact, ...]:
            return session.desk.do(command, session.actor).result(60)  # type: ignore[arg-type]

        told: dict[tuple[str, str], str] = {}
        for at, name in enumerate(names(40, 1)):
            (case, *_) = do(OpenCase(f"莱统〔2026〕{at}号", name, name[::-1]))
            told["case", case.case] = f"莱统〔2026〕{at}号 {name} {name[::-1]}"  # type: ignore[attr-defined]
            (event,) = do(PlanEvent(case.case, EventFields(name[1:], "", "2026-05-08T01:00:00.000Z", override="x")))  # type: ignore[attr-defined]
            told["event", event.event] = name[1:]  # type: ignore[attr-defined]
        officers = names(40, 2)
        facts = do(
            WriteOfficers(
                tuple(("", OfficerFields(each, certificates=(Certificate(f"鲁{each}"),))) for each in officers)
            )
        )
        told |= {("officer", fact.officer): each for fact, each in zip(facts, officers, strict=True)}  # type: ignore[attr-defined]
        parties = names(40, 3)
        facts = do(WriteParties(tuple(("", Party(each)) for each in parties)))
        told |= {("party", fact.party): each for fact, each in zip(facts, parties, strict=True)}  # type: ignore[attr-defined]
        files = [(f"{each}.mp4", arrived(f"{each}.mp4", each.encode())) for each in names(60, 4)]
        do(RegisterFiles(tuple(Arrival(*each) for _, each in files)))
        for number, (name, (origin, _)) in enumerate(files):
            told["recording", origin.recording] = name
            note = names(1, 500 + number)[0]
            (mark,) = do(AddMarks(origin.recording, (MarkFields(number, note=note),)))
            told["mark", mark.mark] = f"{note} {mark.code}"  # type: ignore[attr-defined]
        yield session, told


def hits(session: Session, words: str) -> set[tuple[str, str]]:
    found = {(hit.kind, hit.id) for hit in session.desk.ask(SearchAll(words, MANY)).result(60)}
    rows = session.desk.ask(RecordingsPage(Filter(words=words), limit=MANY)).result(60)
    return found | {("recording", row.id) for row in rows}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_part_of_any_text_misses_nothing(
    known: tuple[Session, dict[tuple[str, str], str]], data: st.DataObject
) -> None:
    session, told = known
    text = data.draw(st.sampled_from(sorted(set(told.values()))))
    word = data.draw(st.sampled_from(text.split()))
    begin = data.draw(st.integers(0, len(word) - 1))
    part = word[begin : data.draw(st.integers(begin + 1, min(len(word), begin + 6)))]
    if not any(sign.isalnum() for sign in part):
        return  # marks alone are no word
    wanted = {key for key, each in told.items() if folded(part) in folded(each)}
    assert wanted, "it was drawn from one of them"
    missed = wanted - hits(session, part)
    assert missed == set(), (part, [told[key] for key in missed])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_pinyin_and_initials_find_who_is_called_so(
    known: tuple[Session, dict[tuple[str, str], str]], data: st.DataObject
) -> None:
    session, told = known
    kind = data.draw(st.sampled_from(KINDS))
    key = data.draw(st.sampled_from(sorted(each for each in told if each[0] == kind)))
    runs = [run for run in _chinese(told[key]) if run]
    if not runs:
        return
    syllables = lazy_pinyin(data.draw(st.sampled_from(runs)))
    begin = data.draw(st.integers(0, len(syllables) - 1))
    taken = syllables[begin:]
    typed = data.draw(st.sampled_from(["".join(taken), "".join(each[0] for each in taken)]))
    assert key in hits(session, typed), (typed, told[key])


def _chinese(text: str) -> list[str]:
    return "".join(sign if "\u4e00" <= sign <= "\u9fff" else " " for sign in text).split()
