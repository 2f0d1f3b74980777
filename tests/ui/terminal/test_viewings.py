"""The verb `viewings`: of a recording, a case, a person; and what each has seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from recorder_desk.commands.recordings import DescribeMedia, NoteWatched, OpenViewing
from recorder_desk.domain.actor import Actor
from recorder_desk.domain.facts import RecordingViewed
from recorder_desk.domain.media import MediaInfo, Probe
from recorder_desk.domain.plan import Plan
from tests.flow.homes import opened
from tests.ui.terminal.conftest import Recorder, media

OTHER = Actor("王芳", frozenset({"recordings.view"}))


@pytest.fixture
def viewed(rd: Recorder, home: Path, tmp_path: Path) -> list[str]:
    """Two recordings of ten minutes: one opened by two people, one by nobody. The first is linked to a case."""
    for name in ("0001.mp4", "0002.mp4"):
        media(tmp_path / "card" / name)
    assert rd("receive", tmp_path / "card").code == 0
    ids = [row["id"] for row in sorted(rd("--json", "recordings").document, key=lambda row: str(row["name"]))]
    rd("case", "new", "3号", "--title", "检查", "--party", "甲公司")
    rd("link", ids[0], "3号", "--item", "JC-02")
    with opened(home) as session:
        told = Probe(MediaInfo("video", "mov", 600_000, "h264"), "{}", "")
        for each in ids:
            session.desk.do(
                DescribeMedia(each, told, Plan("nothing", "plan.plays-as-it-is"), "x"), session.actor
            ).result(10)
        for actor, until in ((OTHER, 600_000), (session.actor, 90_000)):
            (fact,) = session.desk.do(OpenViewing(ids[0], "复核"), actor).result(10)
            assert isinstance(fact, RecordingViewed)
            session.desk.do(NoteWatched(fact.viewing, ((0, until),), until), actor).result(10)
    return ids


def test_it_tells_who_opened_what_and_how_much_each_has_seen(rd: Recorder, viewed: list[str]) -> None:
    told = rd("--json", "viewings", viewed[0]).document
    assert [(each["reason"], each["source"], each["seen_ms"]) for each in told["viewings"]] == [
        ("复核", "original", 90_000), ("复核", "original", 600_000),
    ]  # fmt: skip
    assert {each["actor"]: each["spans"] for each in told["seen"]}["王芳"] == [[0, 600_000]]
    assert len(rd("--json", "viewings", "--case", "3号").document["viewings"]) == 2
    assert [each["actor"] for each in rd("--json", "viewings", "--by", "王芳").document["seen"]] == ["王芳"]
    assert rd("viewings", viewed[1]).out.strip() == "No viewings."
    assert rd("viewings", "ffffffff").code == 1


@pytest.mark.parametrize(
    ("language", "part"), [("en", "0:01:30 of 0:10:00 (15 %)"), ("zh_CN", "0:01:30 / 0:10:00（15%）")]
)
def test_it_says_so_in_words(rd: Recorder, viewed: list[str], language: str, part: str) -> None:
    told = rd("--lang", language, "viewings").out
    assert part in told and "复核" in told and "王芳" in told
