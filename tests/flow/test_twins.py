"""The same bytes met again under another name, in another folder, on another recorder: stored once, always noted."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest

from recorder_desk.commands.dock import OfferPath
from recorder_desk.config import Home
from recorder_desk.domain.facts import RecordingReceived, TwinMet
from recorder_desk.domain.happening import FactsRecorded, Happening
from recorder_desk.domain.names import shown_path
from recorder_desk.queries.recordings import RecordingsPage, ShowRecording
from tests.flow.consistency import digest_of, faults
from tests.flow.homes import opened, take_in
from tests.flow.telling import call, quick_home

BYTES = os.urandom(40_000)


def put(path: Path, content: bytes = BYTES, age: float = 60) -> Path:
    """A settled file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def everywhere(tmp_path: Path) -> list[Path]:
    """One content under another name, in another folder, and on two recorders, each with its own time."""
    return [
        put(tmp_path / "card1" / "MOVI0001.mp4", age=100),
        put(tmp_path / "card1" / "copy of MOVI0001.mov", age=200),
        put(tmp_path / "card1" / "DCIM" / "100" / "MOVI0001.mp4", age=300),
        put(tmp_path / "card2" / "MOVI0001.mp4", age=400),
        put(tmp_path / "card3" / "other.mp4", age=500),
    ]


def assert_one_recording_seen_at(home: Path, paths: list[Path]) -> None:
    """One recording, one object, and a sighting for each place, with its time of change and when it was met."""
    (row,) = call(home, "--json", "recordings").document
    detail = call(home, "--json", "recording", row["id"]).document
    seen = {each["path"]: each for each in detail["sightings"]}
    assert seen.keys() == {shown_path(path) for path in paths}
    assert len(detail["sightings"]) == len(paths)
    (first,) = (path for path, each in seen.items() if not each["twin"])  # one place is where it came from
    for path in paths:
        told = seen[shown_path(path)]
        assert told["modified_at"][:19] == time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(path.stat().st_mtime))
        assert told["seen_at"] >= row["received_at"][:19]
        assert told["device"].startswith(("dev:", "uuid:", "vol:"))
    twins = [entry for entry in detail["history"] if entry["fact"] == "TwinMet"]
    assert len(twins) == len(paths) - 1
    assert {entry["body"]["origin"]["path"] for entry in twins} == seen.keys() - {first}
    assert len(list(Home(home).path.glob("vault/??/*/0=ocfl_object_1.1"))) == 1
    assert faults(home, {path: digest_of(path) for path in paths}, finished=True) == []


def test_twins_in_one_receive(tmp_path: Path) -> None:
    home, paths = quick_home(tmp_path / "home"), everywhere(tmp_path)
    told = call(home, "--json", "receive", *(tmp_path / f"card{number}" for number in (1, 2, 3)))
    outcomes = sorted(line["outcome"] for line in told.lines)
    assert (told.code, outcomes) == (0, ["received", *["twin"] * 4])
    assert len({line["recording"] for line in told.lines}) == 1
    assert {line["digest"] for line in told.lines} == {f"sha512:{digest_of(paths[0])}"}
    assert_one_recording_seen_at(home, paths)


def test_twins_across_receives(tmp_path: Path) -> None:
    home, paths = quick_home(tmp_path / "home"), everywhere(tmp_path)
    outcomes = [call(home, "--json", "receive", path).lines[0]["outcome"] for path in paths]
    assert outcomes == ["received", *["twin"] * 4]
    assert_one_recording_seen_at(home, paths)


def test_a_twin_goes_on_being_known_when_its_first_place_is_gone(tmp_path: Path) -> None:
    home, paths = quick_home(tmp_path / "home"), everywhere(tmp_path)
    call(home, "receive", paths[0])
    paths[0].unlink()
    assert call(home, "--json", "receive", paths[3]).lines[0]["outcome"] == "twin"
    (row,) = call(home, "--json", "recordings").document
    seen = call(home, "--json", "recording", row["id"]).document["sightings"]
    assert [(each["path"], each["twin"]) for each in seen] == [(str(paths[0]), False), (str(paths[3]), True)]


def test_other_bytes_under_the_same_name_are_another_recording(tmp_path: Path) -> None:
    """A name says nothing: neither that it is the same, nor that it is another."""
    home, path = quick_home(tmp_path / "home"), put(tmp_path / "card" / "MOVI0001.mp4")
    before = path.stat()
    call(home, "receive", path)
    changed = bytes([BYTES[0] ^ 1]) + BYTES[1:]
    path.write_bytes(changed)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # the same name, size and time
    assert call(home, "--json", "receive", path).lines[0]["outcome"] == "received"
    assert len(call(home, "--json", "recordings").document) == 2
    assert faults(home, {path: digest_of(path)}, finished=True) == []


def test_the_same_bytes_from_two_recorders_at_once_are_stored_once(tmp_path: Path) -> None:
    """Two offers race with the same 40 files: whoever is second finds a twin, never an error."""
    home = quick_home(tmp_path / "home")
    offered = {}
    for number in range(40):
        content = os.urandom(20_000)
        for card in ("card1", "card2"):
            path = put(tmp_path / card / f"{number}.mp4", content)
            offered[path] = digest_of(path)
    told: list[Happening] = []
    with opened(home) as session:
        session.lanes._crew.dock.device_of = lambda path: path.rpartition("/")[2]  # type: ignore[method-assign]
        session.desk.watch(told.append)
        for card in ("card1", "card2"):
            session.desk.do(OfferPath(str(tmp_path / card)), session.actor).result(30)
        session.lanes.start(frozenset({"receive"}))
        session.lanes.wait_idle(patience=10)
        rows = session.desk.ask(RecordingsPage(limit=1000)).result(10)
        details = [session.desk.ask(ShowRecording(row.id)).result(10) for row in rows]
    facts = [fact for each in told if isinstance(each, FactsRecorded) for fact in each.facts]
    assert sum(isinstance(fact, RecordingReceived) for fact in facts) == 40
    assert sum(isinstance(fact, TwinMet) for fact in facts) == 40
    assert {len(detail.sightings) for detail in details} == {2}
    assert faults(home, offered, finished=True) == []


def test_the_catalogue_itself_refuses_a_second_recording_of_the_same_bytes(tmp_path: Path) -> None:
    """The last line of defence, should everything above it be wrong."""
    with opened(quick_home(tmp_path / "home")) as session:
        take_in(session, put(tmp_path / "card" / "a.mp4"), everything=False)
    connection = sqlite3.connect(Home(tmp_path / "home").catalogue)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(recordings)")]
    copied = ", ".join({"key": "NULL", "id": "'another'"}.get(name, name) for name in columns)
    with pytest.raises(sqlite3.IntegrityError, match=r"recordings\.digest"):
        connection.execute(f"INSERT INTO recordings SELECT {copied} FROM recordings")
    connection.close()
