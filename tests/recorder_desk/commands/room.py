"""A real home with something in it, and commands that are watched while they are carried out.

In: commands. Out: their facts, after looking that exactly they were journalled, in one transaction; or
the error, after looking that no table changed by a byte.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from recorder_desk.commands.archive import SealCase
from recorder_desk.commands.base import Command
from recorder_desk.commands.cases import LinkRecording, OpenCase
from recorder_desk.commands.dock import AddDropFolder
from recorder_desk.commands.marks import AddMarks
from recorder_desk.commands.recordings import DescribeMedia, OpenViewing
from recorder_desk.domain.actor import Actor
from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.facts import CaseOpened, Fact, MarkAdded, RecordingViewed
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.mark import MarkFields
from recorder_desk.domain.media import Made, MediaInfo, Probe
from recorder_desk.domain.plan import Plan
from recorder_desk.domain.recording import Origin, Original, RecordingDetail
from recorder_desk.errors import DeskError
from recorder_desk.queries.base import Query
from recorder_desk.queries.recordings import ShowRecording
from storage.database import open_for_reading
from storage.journal_check import verify_journal
from storage.keys import StationKey
from tests.flow.homes import opened, take_in
from tests.flow.tables import Tables, entries, tables
from ui.session import Session

T = TypeVar("T")
AN_HOUR_AGO = 1_795_338_254
LINKED, SEALED, PLAYABLE, UNPLAYABLE, FRESH = range(5)
"""What became of the five recordings of a stocked home."""


@dataclass(slots=True)
class Room:
    """An open desk on a stocked home. `open` and `sealed` are cases, `recordings` by the numbers above."""

    session: Session
    recordings: tuple[str, ...] = ()
    open: str = ""
    sealed: str = ""

    @property
    def tables(self) -> Tables:
        """Everything in the catalogue, now."""
        return tables(self.session.home.catalogue)

    def ask(self, query: Query[T]) -> T:
        """The answer to a query."""
        return self.session.desk.ask(query).result(30)

    def show(self, which: int) -> RecordingDetail:
        """One of the five recordings, as it is now."""
        return self.ask(ShowRecording(self.recordings[which]))

    def do(self, command: Command, actor: Actor | None = None) -> tuple[Fact, ...]:
        """Carry a command out. Each fact has its entry, all are one transaction under one checkpoint."""
        before, actor = self.tables, actor or self.session.actor
        facts = self.session.desk.do(command, actor).result(30)
        after = self.tables
        told = [json.loads(row[1]) for row in after["journal"][len(before["journal"]) :]]
        assert [(each["fact"], each["body"]) for each in told] == [
            (type(fact).__name__, json.loads(msgspec.json.encode(fact))) for fact in facts
        ]
        assert {(each["command"], each["actor"]) for each in told} <= {(type(command).__name__, actor.name)}
        assert len({each["at"] for each in told}) <= 1
        signed = [row[0] for row in after["checkpoints"][len(before["checkpoints"]) :]]
        assert signed == ([len(after["journal"])] if facts else [])
        if not facts:
            assert after == before
        return facts

    def refused(self, command: Command, code: str, actor: Actor | None = None) -> DeskError:
        """A command that must be refused with a code, and that leaves neither row nor entry."""
        before = self.tables
        with pytest.raises(DeskError) as raised:
            self.session.desk.do(command, actor or self.session.actor).result(30)
        assert raised.value.code == code
        assert self.tables == before
        return raised.value

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """What the catalogue holds."""
        connection = open_for_reading(self.session.home.catalogue)
        try:
            return [tuple(row) for row in connection.execute(sql, values)]
        finally:
            connection.close()

    def last_entry(self) -> dict[str, object]:
        """The newest journal entry."""
        return entries(self.session.home.catalogue)[-1]

    def whole(self) -> bool:
        """Whether the journal verifies without a finding."""
        home = self.session.home
        connection = open_for_reading(home.catalogue)
        try:
            connection.execute("BEGIN")
            return not verify_journal(connection, home.journal, StationKey.load_or_create(home.keys).public)
        finally:
            connection.close()


def stock(home: Path, card: Path) -> Room:
    """Fill a home: five received recordings, an open case with a link, a sealed case."""
    card.mkdir()
    for number in range(5):
        (card / f"MOVI{number}.mp4").write_bytes(f"bytes of {number}".encode() * 1000)
        os.utime(card / f"MOVI{number}.mp4", (AN_HOUR_AGO, AN_HOUR_AGO))
    with opened(home) as session:
        room = Room(session, tuple(row.id for row in take_in(session, card, everything=False)))
        for which in (LINKED, SEALED, PLAYABLE):
            room.do(described(room.recordings[which]))
        room.do(described(room.recordings[UNPLAYABLE], plan=Plan("transcode", "plan.foreign-picture")))
        room.open, room.sealed = (_opened(room, number) for number in ("统执〔2026〕1号", "统执〔2026〕2号"))
        room.do(LinkRecording(room.recordings[LINKED], room.open, "JC-02", 1000, 2000, "亮证"))
        room.do(LinkRecording(room.recordings[SEALED], room.sealed, "JC-01"))
        room.do(SealCase(room.sealed))
        session.lanes.start(frozenset({"seal"}))
        assert session.lanes.wait_idle(patience=10)
    return room


def _opened(room: Room, number: str) -> str:
    (fact,) = room.do(OpenCase(number, "日常检查", "清源公司"))
    assert isinstance(fact, CaseOpened)
    return fact.case


def described(recording: str, *, plan: Plan | None = None, problem: str = "") -> DescribeMedia:
    """What a probe of a minute of video leads to."""
    info = MediaInfo("video", "mov,mp4,m4a,3gp,3g2,mj2", 60_000, "h264", width=1280, height=720)
    plan = plan or Plan("nothing", "plan.plays-as-it-is")
    return DescribeMedia(recording, Probe(info, "{}", problem), plan, "ffprobe 7")


def poster(profile: str = "", digest: str = "sha512:00") -> Made:
    """A finished poster."""
    return Made("poster", "aa/poster.jpg", digest, 10, "ffmpeg", "7", ("-i", "{source}"), profile, {"width": 320})


def proxy(profile: str) -> Made:
    """A finished proxy."""
    return Made("proxy", "aa/proxy.mp4", "sha512:01", 10, "ffmpeg", "7", (), profile)


def docked(name: str, size: int = 3) -> DockedFile:
    """A file as a scan sees it."""
    return DockedFile(f"/media/card/{name}", "uuid:66E5-A1B2", size, AN_HOUR_AGO * 10**9, 7)


def arrived(name: str, content: bytes) -> tuple[Origin, Original]:
    """What the vault says of a file that was received; it lies in no vault."""
    recording, digest = new_id(), f"sha512:{hashlib.sha512(content).hexdigest()}"
    at = "2026-11-22T09:04:14.000Z"
    path = f"/media/card/{name}"
    origin = Origin(
        recording, "video", name, path, "uuid:66E5-A1B2", len(content), at, AN_HOUR_AGO * 10**9, at, "station", "desk"
    )
    return origin, Original(recording, digest, len(content), f"ab/{recording}", "v1/content/original.mp4", "direct")


def marked(room: Room) -> str:
    """A mark that is there, by its id."""
    told = room.do(AddMarks(room.recordings[PLAYABLE], (MarkFields(len(room.recordings), note=new_id()),)))
    return next(each.mark for each in told if isinstance(each, MarkAdded))


def viewing(room: Room) -> str:
    """A viewing that was opened, by its id."""
    (opened,) = room.do(OpenViewing(room.recordings[PLAYABLE]))
    assert isinstance(opened, RecordingViewed)
    return opened.viewing


def watched(room: Room, folder: str) -> str:
    """A drop folder that is there, by its path."""
    room.do(AddDropFolder(folder))
    return folder
