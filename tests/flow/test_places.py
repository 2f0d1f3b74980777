"""Several recordings at once: an item added, set, taken away; shown before, and undone in one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from recorder_desk.commands.base import Command
from recorder_desk.commands.cases import LinkRecording, OpenCase
from recorder_desk.commands.dock import Arrival, RegisterFiles
from recorder_desk.commands.tagging import LinkRecordings, Undo, UnlinkRecordings
from recorder_desk.domain.facts import CaseOpened, Fact
from recorder_desk.errors import DeskError
from recorder_desk.queries.cases import LinksOf
from tests.flow.desk_process import answer, run
from tests.flow.homes import opened
from tests.recorder_desk.commands.room import arrived
from ui.session import Session


def items(session: Session, ids: list[str], case: str) -> list[list[str]]:
    found = (session.desk.ask(LinksOf(each)).result(60) for each in ids)
    return [sorted(link.item for link in links if link.case_id == case and not link.unlinked_at) for links in found]


def test_items_are_added_set_and_removed_in_one_step(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened(home) as session:

        def do(command: Command) -> tuple[Fact, ...]:
            return session.desk.do(command, session.actor).result(60)

        files = [arrived(name, name.encode()) for name in ("a.mp4", "b.mp4", "c.mp4")]
        do(RegisterFiles(tuple(Arrival(*each) for each in files)))
        ids = [origin.recording for origin, _ in files]
        told = [fact for number in ("3号", "4号") for fact in do(OpenCase(number, "检查", "甲"))]
        case, other = (fact.case for fact in told if isinstance(fact, CaseOpened))
        for each in (case, other):
            do(LinkRecording(ids[0], each, "JC-01"))
        do(LinkRecordings(tuple(ids), case, "jc-02"))
        both = [["JC-01", "JC-02"], ["JC-02"], ["JC-02"]]
        assert items(session, ids, case) == both
        do(LinkRecordings(tuple(ids[:2]), case, "JC-03", "", True))
        assert items(session, ids, case) == [["JC-03"], ["JC-03"], ["JC-02"]]
        assert items(session, ids, other) == [["JC-01"], [], []], "what it has in another case stays"
        do(Undo())
        assert items(session, ids, case) == both, "one step"
        assert len(do(UnlinkRecordings(tuple(ids), case, "JC-02", "错"))) == 3
        assert items(session, ids, case) == [["JC-01"], [], []]
        do(Undo())
        with pytest.raises(DeskError) as refused:
            do(LinkRecordings(tuple(ids), case, "XX-99", "", True))
        assert refused.value.code == "link.unknown-item"
        assert items(session, ids, case) == both, "all or nothing"
    told_rows = answer(home, "link", *ids, "3号", "--item", "jc-03", "--only", "--rehearse")
    assert [(each["now"], each["then"]) for each in told_rows] == [(now, ["JC-03"]) for now in both]
    done = answer(home, "unlink", ids[1], ids[2], "3号", "--reason", "错")
    assert [each["then"] for each in done] == [[], []]
    assert run(home, "link", *ids, "3号", "--item", "JC-02", "--from", "5").returncode == 2
    with opened(home) as session:
        assert items(session, ids, case) == [["JC-01", "JC-02"], [], []]
