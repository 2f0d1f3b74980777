"""What is gathered for printing: the catalogue's order, retention, marks, and every kind of gap."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from recorder_desk.commands.cases import LinkRecording, UnlinkRecording
from recorder_desk.commands.casework import CancelEvent, JudgeItem, PlanEvent
from recorder_desk.commands.marks import AddMarks
from recorder_desk.commands.tagging import NoteRecordings
from recorder_desk.commands.takes import NoteContinuity
from recorder_desk.config import Home
from recorder_desk.domain import facts as f
from recorder_desk.domain.case_event import EventFields
from recorder_desk.domain.continuity import Continuity, Hole, Track
from recorder_desk.domain.mark import MarkFields
from recorder_desk.domain.sheets import retention_of
from recorder_desk.domain.times import moment, stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries.sheets import CatalogueOf, MarkSheetOf, StatementOf
from tests.flow.homes import opened
from tests.recorder_desk.commands.room import LINKED, PLAYABLE, SEALED, Room


def test_the_catalogue_follows_the_list_and_leaves_out_what_was_taken_out(room: Room) -> None:
    first, second = room.recordings[PLAYABLE], room.recordings[LINKED]
    room.do(LinkRecording(first, room.open, "JC-01"))
    room.do(LinkRecording(first, room.open, "JC-06"))
    room.do(LinkRecording(first, room.open, "DC-01"))
    room.do(UnlinkRecording(first, room.open, "DC-01"))
    room.do(NoteRecordings((first,), "respondent", "yes"))
    told = room.ask(CatalogueOf(room.open))
    assert [(each.link.item, each.row.id) for each in told.filed] == [
        ("JC-01", first), ("JC-02", second), ("JC-06", first),
    ]  # fmt: skip
    assert [each.respondent for each in told.filed] == [True, False, True]
    assert {retention_of(each, told.listed, "30") for each in told.filed} == {"D30"}
    assert {each.retention for each in told.filed} == {""}
    with pytest.raises(DeskError):
        room.ask(CatalogueOf("no such case"))


def test_a_sealed_case_tells_the_retention_and_codes_it_was_sealed_with(room: Room) -> None:
    (only,) = room.ask(CatalogueOf(room.sealed)).filed
    assert only.row.id == room.recordings[SEALED]
    assert only.link.archival_code and only.retention
    assert retention_of(only, None, "nonsense") == only.retention


def test_marks_come_with_what_their_pictures_are_taken_from(room: Room) -> None:
    room.do(AddMarks(room.recordings[LINKED], (MarkFields(5_000, kind="refusal"), MarkFields(10, note="a"))))
    room.do(AddMarks(room.recordings[PLAYABLE], (MarkFields(1),)))
    told = room.ask(MarkSheetOf(case=room.open))
    assert told.case is not None and told.case.id == room.open
    assert [(each.mark.fields.at_ms, each.row.id) for each in told.marks] == [
        (10, room.recordings[LINKED]), (5_000, room.recordings[LINKED]),
    ]  # fmt: skip
    assert told.marks[0].play_path.endswith(".mp4")
    alone = room.ask(MarkSheetOf(room.recordings[PLAYABLE]))
    assert alone.case is None and [each.mark.fields.at_ms for each in alone.marks] == [1]
    with pytest.raises(DeskError):
        room.ask(MarkSheetOf("no such recording"))


def _event(room: Room, title: str, since_s: int, until_s: int | None) -> str:
    """An event that begins so many seconds after the linked recording."""
    began = moment(room.show(LINKED).row.recorded_at)
    times = (stamp(began + timedelta(seconds=since_s)), stamp(began + timedelta(seconds=until_s)) if until_s else "")
    (planned,) = room.do(PlanEvent(room.open, EventFields(title, "inspection", *times, override="演示")))
    assert isinstance(planned, f.EventPlanned)
    return planned.event


def test_gaps_are_told_with_their_times(room: Room) -> None:
    recording = room.recordings[LINKED]  # a minute long, linked from 1 s to 2 s
    room.do(LinkRecording(recording, room.open, "JC-01"))
    picture = Track(1400, 0, 60_000, 40_000, (Hole(10_000, 12_500), Hole(20_000, 20_400)), 2, 2_900)
    room.do(NoteContinuity(recording, Continuity(picture, Track(1400, 0, 60_000, 20_000))))
    _event(room, "检查", -120, 300)
    _event(room, "询问", 10, 50)  # wholly recorded
    _event(room, "送达", 400, None)
    room.do(CancelEvent(_event(room, "改期的", 600, 900), "改期"))
    gaps = room.ask(StatementOf(room.open)).gaps
    began = moment(room.show(LINKED).row.recorded_at)

    def after(at: str) -> float:
        return (moment(at) - began).total_seconds()

    assert [(each.kind, each.about, after(each.since_at), each.length_ms) for each in gaps] == [
        ("event", "检查", -120, 120_000),
        ("picture", "MOVI0.mp4", 10, 2_500),
        ("event", "检查", 60, 240_000),
        ("event-open", "送达", 400, 0),
    ]
    assert [each.until_at and after(each.until_at) for each in gaps] == [0, 12.5, 300, ""]
    assert gaps[1].at_ms == 10_000


def test_the_statement_tells_coverage_with_what_people_explained(room: Room) -> None:
    room.do(JudgeItem(room.open, "TZ-01", "explained", "当事人未申请听证"))
    told = room.ask(StatementOf(room.open))
    cells = {each.item: each for each in told.coverage.cells}
    assert (cells["TZ-01"].state, cells["TZ-01"].explanation) == ("explained", "当事人未申请听证")
    assert cells["JC-01"].state == "missing" and told.coverage.missing > 0
    assert [each.link.item for each in told.filed] == ["JC-02"]


@pytest.mark.parametrize(
    ("gap_ms", "error_ms", "told"), [(90_000, 0, True), (2_500, 1_000, True), (1_500, 1_000, False)]
)
def test_a_gap_in_a_take_is_told_where_clocks_can_know_of_it(
    stocked: tuple[Path, Room], tmp_path: Path, gap_ms: int, error_ms: int, told: bool
) -> None:
    home, known = stocked
    shutil.copytree(home, tmp_path / "home")
    with closing(sqlite3.connect(Home(tmp_path / "home").catalogue)) as catalogue, catalogue:
        catalogue.execute(
            "INSERT INTO joints (after, before, joined, code, gap_ms, error_ms, missing)"
            " VALUES (?, ?, 1, 'take.next-number', ?, ?, '[]')",
            (known.recordings[PLAYABLE], known.recordings[LINKED], gap_ms, error_ms),
        )
    with opened(tmp_path / "home") as session:
        gaps = session.desk.ask(StatementOf(known.open)).result(30).gaps
    found = [(each.kind, each.about, each.length_ms, each.error_ms, each.at_ms) for each in gaps]
    assert found == ([("take", "MOVI0.mp4", gap_ms, error_ms, 60_000)] if told else [])
