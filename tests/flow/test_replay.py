"""The tables are the journal's facts, replayed: nothing in them comes from anywhere else.

In: homes in which every kind of fact has happened. Out: an empty catalogue, into which their journals
are replayed, holds the same rows in every table.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from recorder_desk.commands.archive import FinishSeal, SealCase
from recorder_desk.commands.base import Command
from recorder_desk.commands.cases import AmendCase, LinkRecording, OpenCase, UnlinkRecording
from recorder_desk.commands.dock import (
    AddDropFolder,
    Arrival,
    CloseOffer,
    Declined,
    Met,
    OfferPath,
    RegisterFiles,
    RemoveDropFolder,
)
from recorder_desk.commands.documents import RefuseDocument
from recorder_desk.commands.recordings import AddDerivatives, NoteStepFailed, OpenViewing, OrderRetry, RecordCheck
from recorder_desk.config import Home, change_setting
from recorder_desk.domain.facts import FACTS, Fact
from recorder_desk.domain.finding import Finding
from recorder_desk.errors import DeskError
from storage import bits_table
from storage.database import open_for_writing
from storage.journal_check import read_mirror
from storage.keys import StationKey
from storage.places import Places
from storage.work import SqliteWork
from tests.flow.homes import opened
from tests.flow.tables import entries, replayable, tables
from tests.recorder_desk.commands.room import Room, arrived, described, docked, poster, proxy, stock
from tests.recorder_desk.commands.test_rights import GOOD
from ui.rebuilding import rebuild


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which every command was carried out, and then hundreds more at random."""
    folder = tmp_path_factory.mktemp("played")
    known = stock(folder / "home", folder / "card")
    change_setting(Home(folder / "home").settings, "release_recorders", "true")
    with opened(folder / "home") as session:
        room = Room(session, known.recordings, known.open, known.sealed)
        for kind, build in GOOD.items():
            if kind not in (SealCase, FinishSeal):  # after these two nothing can be linked there
                room.do(build(room))
        _at_random(room, random.Random(2026))
        room.do(LinkRecording(room.recordings[0], room.open, "DC-01"))
        for (recording,) in room.rows("SELECT recording FROM links WHERE unlinked_at = ''"):
            room.do(RecordCheck(str(recording), "sha512:00", ()))  # what a check found stands in a seal's way
        for (document,) in room.rows("SELECT id FROM documents WHERE state = 'ordered'"):
            room.do(RefuseDocument(str(document), "document.gone"))  # and so does a document on its way
        room.do(GOOD[FinishSeal](room))
    return folder / "home"


def _at_random(room: Room, chance: random.Random) -> None:
    """Commands over a growing home; those that are refused leave nothing, as they should."""
    desk, actor = room.session.desk, room.session.actor
    held, refused = [*room.recordings], 0
    for number in range(400):
        command = _some(room, held, number, chance)
        try:
            desk.do(command, actor).result(30)
        except DeskError:
            refused += 1
        else:
            held += [each.origin.recording for each in getattr(command, "arrivals", ())]
    assert 10 < refused < 200


def _some(room: Room, held: list[str], number: int, chance: random.Random) -> Command:
    recording, case = chance.choice(held), chance.choice((room.open, room.open, room.sealed))
    item, since = chance.choice(("JC-01", "JC-02", "JC-03", "XX")), chance.choice((0, 1000, 59_000, 70_000))
    path = f"/media/card{number % 5}"
    name = chance.choice((f"{number}.mp4", f"{number % 9}.mp4"))
    origin, original = arrived(name, chance.choice((b"", bytes([number % 7]), str(number).encode())))
    choices: tuple[Command, ...] = (
        RegisterFiles((Arrival(origin, original, "" if original.bytes else "media.empty"),)),
        RegisterFiles(
            twins=(Met(replace(origin, recording=recording), recording, original.digest),),
            refused=(Declined(docked(name), "receive.not-media"),),
            failed=(Declined(docked(f"x{name}"), "receive.disk-full"),),
        ),
        described(recording, problem=chance.choice(("", "media.truncated"))),
        AddDerivatives(recording, "pictures", (poster(digest=f"sha512:{number}"),)),
        AddDerivatives(recording, "proxy", (proxy(f"review-720p@{number % 3}"),)),
        NoteStepFailed(recording, chance.choice(("describe", "pictures", "proxy")), "media.timeout"),
        OrderRetry(recording),
        OpenViewing(recording, "复核"),
        RecordCheck(recording, original.digest, chance.choice(((), (Finding("vault.digest-differs", recording),)))),
        OpenCase(f"随〔2026〕{number}号", "t", "p"),
        AmendCase(case, f"title {number}", f"党 {number}", "", ""),
        LinkRecording(recording, case, item, since),
        LinkRecording(recording, case, item, since),
        UnlinkRecording(recording, case, chance.choice(("", item)), "x"),
        AddDropFolder(path),
        RemoveDropFolder(path),
        OfferPath(path),
        CloseOffer(recording),
    )
    return chance.choice(choices)


def replayed(home: Path, place: Path) -> Path:
    """The catalogue that a home's journal alone gives back: neither its vault nor its tables are there."""
    place.mkdir(exist_ok=True)
    old = Home(home)
    told, lines, findings = read_mirror(old.journal)
    assert findings == []
    key = StationKey.load_or_create(old.keys)
    work = SqliteWork(
        place / "catalogue.db", place / "journal", key,
        Places(place / "vault", place, place / "journal", key.public), key.station,
    )  # fmt: skip
    try:
        with work.transaction():
            work.journal.adopt(lines)
            work.replay([(entry, _fact(entry.fact, entry.body)) for entry in told])
    finally:
        work.close()
    return place / "catalogue.db"


def _fact(name: str, body: object) -> Fact:
    return msgspec.convert(body, FACTS[name])


def happened(home: Path) -> set[str]:
    """The kinds of facts in a journal."""
    return {entry["fact"] for entry in entries(Home(home).catalogue)}


def assert_same(after: Path, before: Path) -> None:
    """Every table of one catalogue is that of the other."""
    there, wanted = replayable(after), replayable(before)
    assert there.keys() == wanted.keys()
    for name, rows in wanted.items():
        assert there[name] == rows, name


def test_every_table_is_the_replay_of_the_facts(played: Path, tmp_path: Path) -> None:
    assert happened(played) == FACTS.keys() - {"CatalogueRebuilt", "SealRecovered"}
    before = tables(Home(played).catalogue)
    assert [name for name, rows in before.items() if not rows] == ["bits_before", "bits_owed"]
    assert_same(replayed(played, tmp_path), Home(played).catalogue)


def test_bits_that_commands_kept_are_those_of_the_tables(played: Path, tmp_path: Path) -> None:
    copy = shutil.copy(Home(played).catalogue, tmp_path / "catalogue.db")
    kept = tables(copy)["bits"]
    assert {row[0] for row in kept} == {
        "state",
        "kind",
        "day",
        "recorder",
        "problem",
        "important",
        "waiting",
        "item",
        "case",
        "tag",
    }
    connection = open_for_writing(copy)
    connection.execute("DELETE FROM bits")
    bits_table.fill(connection)
    connection.close()
    assert tables(copy)["bits"] == kept


def test_what_a_rebuild_wrote_is_the_replay_of_its_own_facts(tmp_path: Path) -> None:
    stock(tmp_path / "home", tmp_path / "card")
    new = tmp_path / "new"
    new.mkdir()
    shutil.copytree(tmp_path / "home" / "vault", new / "vault")
    assert rebuild(Home(new), None).findings == ()
    assert happened(new) == {"RecordingReceived", "SealRecovered", "CatalogueRebuilt"}
    assert_same(replayed(new, tmp_path / "again"), Home(new).catalogue)


def test_after_a_lost_key_rows_keep_the_station_that_made_them(tmp_path: Path) -> None:
    stock(tmp_path / "home", tmp_path / "card")
    home = Home(tmp_path / "home")
    before = replayable(home.catalogue)
    station = StationKey.load_or_create(home.keys).station
    shutil.rmtree(home.keys)
    for name in ("catalogue.db", "catalogue.db-wal", "catalogue.db-shm"):
        (home.path / name).unlink(missing_ok=True)
    rebuild(home, None)
    after = replayable(home.catalogue)
    assert StationKey.load_or_create(home.keys).station != station
    assert {row[3] for row in before["docks"]} == {station}
    for name in before.keys() - {"journal", "about"}:
        assert after[name] == before[name], name
