"""Finding across recordings, cases, officers and events; and that nothing is missed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recorder_desk.commands.cases import OpenCase
from recorder_desk.queries.asking import SearchAll
from tests.flow.desk_process import answer, run
from tests.flow.homes import opened
from ui.session import Session


def found(home: Path, *words: str) -> list[tuple[str, str]]:
    done = run(home, "--json", "search", *words)
    assert done.returncode == 0, done.stderr
    return [(hit["kind"], hit["name"]) for hit in map(json.loads, done.stdout.splitlines())]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    home, card = folder / "home", folder / "card"
    card.mkdir()
    for name, at in (("询问笔录.mp4", 1_778_202_723), ("JGR1503_000123.mp4", 1_778_802_723)):
        (card / name).write_bytes(name.encode() * 50)
        os.utime(card / name, (at, at))
    run(home, "receive", str(card))
    answer(home, "case", "new", "莱统罚〔2026〕3号", "--title", "现场检查", "--party", "青源机械公司")
    answer(home, "officer", "add", "王芳", "--unit", "执法科", "--certificate", "鲁1503")
    answer(home, "case", "event", "add", "3号", "询问会计", "--from", "2026-05-08T09:00", "--override", "试")
    answer(home, "party", "add", "尚堂粮油店", "--representative", "王五")
    id = next(each["id"] for each in answer(home, "recordings", "询问"))
    answer(home, "link", id, "3号", "--item", "DC-01")
    answer(home, "tag", "add", id, "--tag", "现场/会议室")
    return home


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("询问",), {"询问会计", "询问笔录.mp4"}), (("青源",), {"莱统罚〔2026〕3号", "询问笔录.mp4"}),
        (("qyjx",), {"莱统罚〔2026〕3号", "询问笔录.mp4"}), (("qingyuan",), {"莱统罚〔2026〕3号", "询问笔录.mp4"}),
        (("wf",), {"王芳"}), (("wangfang",), {"王芳"}), (("1503",), {"王芳", "JGR1503_000123.mp4"}),
        (("粮油",), {"尚堂粮油店"}), (("wangwu",), {"尚堂粮油店"}),
        (("2026-05-08",), {"询问笔录.mp4"}), (("2026年5月",), {"询问笔录.mp4", "JGR1503_000123.mp4"}),
        (("tag:现场",), {"询问笔录.mp4"}), (("tag:会议室",), set()), (("case:3号", "item:DC-01"), {"询问笔录.mp4"}),
        (("问", "tag:现场/会议室"), {"询问笔录.mp4"}), (("hys",), {"询问笔录.mp4"}), (("没有的",), set()),
    ],
)  # fmt: skip
def test_what_is_found(home: Path, words: tuple[str, ...], names: set[str]) -> None:
    assert {name for _, name in found(home, *words)} == names


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    with opened(tmp_path_factory.mktemp("recall") / "home") as session:
        yield session


NAMES = st.text("王芳李统计甲乙青源机械〔〕2026号abÜＡ ", min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES, st.data())
def test_every_part_of_a_name_finds_it(session: Session, name: str, data: st.DataObject) -> None:
    number = f"{len(session.desk.ask(SearchAll('号', 9999)).result(30))}-{abs(hash(name))}号"
    (opened_case,) = session.desk.do(OpenCase(number, name, ""), session.actor).result(30)
    word = data.draw(st.sampled_from(name.split()))
    begin = data.draw(st.integers(0, len(word) - 1))
    part = word[begin : data.draw(st.integers(begin + 1, len(word)))]
    hits = session.desk.ask(SearchAll(part, 9999)).result(30)
    assert opened_case.case in {hit.id for hit in hits}, (name, part)  # type: ignore[attr-defined]
