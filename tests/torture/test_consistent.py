"""The question itself: it finds what it should in a home that was damaged by hand, and nothing in a sound one."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.flow.telling import quick_home
from tests.flow.test_kills import fill
from tests.torture.consistent import Told, acknowledged, assert_consistent, inconsistencies
from tests.torture.driver import Driver, quick_place

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the driver forks")


@dataclass(frozen=True)
class Received:
    """A home that received a card, and what it said of it."""

    home: Path
    card: Path
    offered: dict[Path, str]
    told: list[Told]

    def one(self) -> Path:
        """One file of the card, held once."""
        return self.card / "MOVI0000.mp4"

    def object_of(self, path: Path) -> Path:
        """Where its original lies."""
        (recording,) = {each["recording"] for each in self.told if each["path"] == str(path)}
        with closing(sqlite3.connect(self.home / "catalogue.db")) as connection:
            row = connection.execute("SELECT object_path FROM recordings WHERE id = ?", (recording,)).fetchone()
        return self.home / "vault" / row[0]


@pytest.fixture(scope="module")
def once(driver: Driver) -> Iterator[Received]:
    with quick_place() as place:
        offered = fill(place / "card", 5, count=2)
        home = quick_home(place / "home")
        ended = driver.run(home, ("receive", place / "card"))
        assert ended.status == 0, ended.err
        yield Received(home, place / "card", offered, ended.told)


@pytest.fixture
def received(once: Received, place: Path) -> Received:
    shutil.copytree(once.home, place / "home")
    shutil.copytree(once.card, place / "card")
    offered = {place / "card" / path.relative_to(once.card): digest for path, digest in once.offered.items()}
    told = [{**each, "path": each["path"].replace(str(once.card), str(place / "card"))} for each in once.told]
    with closing(sqlite3.connect(place / "home" / "catalogue.db")) as connection, connection:
        connection.execute("UPDATE seen SET path = replace(path, ?, ?)", (str(once.card), str(place / "card")))
    return Received(place / "home", place / "card", offered, told)


def test_a_sound_home_is_sound(received: Received) -> None:
    assert len(received.told) == len(received.offered)
    assert_consistent(received.home, received.offered, received.told, finished=True)
    assert_consistent(received.home, received.offered, received.told, finished=False)


def _forget(received: Received, *statements: str) -> None:
    with closing(sqlite3.connect(received.home / "catalogue.db")) as connection, connection:
        for statement in ("DROP TRIGGER journal_kept", "DROP TRIGGER checkpoints_kept", *statements):
            connection.execute(statement)


def _no_row(received: Received) -> None:
    for each in (received.card / "MOVI0001.mp4", received.card / "again" / "MOVI9999.mp4"):
        each.unlink()
    _forget(received, "DELETE FROM sightings", f"DELETE FROM recordings WHERE bytes = {_bytes(received)}")


def _bytes(received: Received) -> int:
    return next(each["bytes"] for each in received.told if each["path"].endswith("MOVI0001.mp4"))


def _rot(received: Received) -> None:
    original = received.object_of(received.one()) / "v1" / "content" / "original.mp4"
    original.chmod(0o644)
    with original.open("r+b") as file:
        byte = file.read(1)
        file.seek(0)
        file.write(bytes([byte[0] ^ 1]))


def _stranger(received: Received) -> None:
    (received.object_of(received.one()) / "v1" / "content" / "notes.txt").write_text("x")


def _second_copy(received: Received) -> None:
    there = received.object_of(received.one())
    shutil.copytree(there, there.with_name(f"{there.name[:-1]}x"))


def _a_version_too_many(received: Received) -> None:
    (received.object_of(received.one()) / "v2").mkdir()


def _staged(received: Received) -> None:
    (received.home / "staging" / "left").mkdir()


def _half_written(received: Received) -> None:
    (received.home / "keys" / ".station.pem.123.new").write_text("x")


def _cut_journal(received: Received) -> None:
    last = "(SELECT max(seq) FROM journal WHERE entry LIKE '%RecordingReceived%')"
    _forget(received, f"DELETE FROM journal WHERE seq = {last}")


def _taken_off(received: Received) -> None:
    received.one().unlink()


def _early_word(received: Received) -> None:
    received.told.append({"path": "/x", "outcome": "received", "digest": "sha512:00", "recording": "x", "bytes": 1})


def _other_bytes(received: Received) -> None:
    """Told as received, and ours, but of another film."""
    (other,) = (each for each in received.told if each["path"].endswith("/MOVI0001.mp4"))
    (line,) = (each for each in received.told if each["path"] == str(received.one()))
    received.told.append({**line, "digest": other["digest"]})


def _early_removal(received: Received) -> None:
    received.told.append({"files": [{"path": "/x", "fate": "removed"}]})


@pytest.mark.parametrize(
    ("damage", "word", "before"),
    [
        (_no_row, "lost: MOVI0001.mp4", True),
        (_rot, "original differs: MOVI0000.mp4", True),
        (_stranger, "notes.txt is not in the inventory", False),
        (_second_copy, "object without a row", False),
        (_a_version_too_many, "versions ['v1', 'v2']", False),
        (_staged, "left in staging: left", False),
        (_half_written, "left over: keys/.station.pem.123.new", False),
        (_cut_journal, "has 0 entries", True),
        (_taken_off, "gone without a word: MOVI0000.mp4", True),
        (_early_word, "called safe: /x", True),
        (_other_bytes, "received other bytes", True),
        (_early_removal, "called removed: /x", True),
    ],
)
def test_damage_is_named(received: Received, damage: Callable[[Received], None], word: str, before: bool) -> None:
    """`before`: also while work is still owed; the rest may be so in the middle of things."""
    damage(received)
    assert word in "\n".join(inconsistencies(received.home, received.offered, received.told, finished=True))
    early = "\n".join(inconsistencies(received.home, received.offered, received.told, finished=False))
    assert (word in early) is before
    with pytest.raises(AssertionError):
        assert_consistent(received.home, received.offered, received.told, finished=True)


def test_a_home_that_never_began(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"film")
    offered = {tmp_path / "a.mp4": "0"}
    assert inconsistencies(tmp_path / "home", offered, finished=False) == ["lost: a.mp4"]
    assert "no catalogue" in inconsistencies(tmp_path / "home", {}, finished=True)


def test_half_a_line_was_not_said() -> None:
    line = json.dumps({"path": "/a", "outcome": "received"})
    assert acknowledged(f"{line}{os.linesep}{line[:20]}") == [{"path": "/a", "outcome": "received"}]
