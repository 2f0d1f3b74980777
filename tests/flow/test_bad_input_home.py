"""A home that cannot be used as it is: newer, taken, damaged, or without ffmpeg. Nothing is changed, all is said."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder_desk.config import Home
from tests.flow.consistency import digest_of, faults
from tests.flow.homes import opened
from tests.flow.telling import Told, call, process, quick_home, said, without_roots_rights
from ui.phrases import sentences

READING = (("status",), ("recordings",), ("case", "list"), ("journal", "show"), ("watch", "--list"))
"""Verbs that only look: they must refuse no less clearly than those that write."""


@pytest.fixture
def card(tmp_path: Path) -> dict[Path, str]:
    """Two settled files by their digests."""
    (tmp_path / "card").mkdir()
    offered = {}
    for name in ("a.mp4", "b.mp4"):
        path = tmp_path / "card" / name
        path.write_bytes(os.urandom(30_000))
        os.utime(path, (time.time() - 60, time.time() - 60))
        offered[path] = digest_of(path)
    return offered


@pytest.fixture
def home(tmp_path: Path, card: dict[Path, str]) -> Path:
    """A home that has received one of the two."""
    place = quick_home(tmp_path / "home")
    assert call(place, "receive", next(iter(card))).code == 0
    return place


def everything(home: Path) -> dict[str, str]:
    """Every file of a home by its digest, but SQLite's own beside the catalogue."""
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.name not in ("catalogue.db-wal", "catalogue.db-shm")
    }


def refused(home: Path, code: str, card: dict[Path, str]) -> None:
    """Assert that a home is refused with this code, by verbs that write and verbs that look, and stays as it was."""
    before = everything(home)
    told = call(home, "--json", "receive", *card)
    assert told.code == 3
    assert told.fates == {path.name: ("failed", code) for path in card}
    error = call(home, "--json", "--lang", "en", "work").document["error"]
    assert (error["code"], error["blame"]) == (code, "environment")
    assert error["message"] == said(code, lambda language: _ends(3, call(home, "--lang", language, "work")))
    assert everything(home) == before


def _ends(code: int, told: Told) -> Told:
    assert told.code == code, told
    return told


def looked(home: Path, code: str) -> None:
    """Assert that verbs that only look refuse as well."""
    for words in READING:
        said(code, lambda language, verb=words: _ends(3, call(home, "--lang", language, *verb)))  # type: ignore[misc]
        assert call(home, "--json", *words).document["error"]["code"] == code


def test_a_home_from_a_newer_version(home: Path, card: dict[Path, str]) -> None:
    connection = sqlite3.connect(Home(home).catalogue)
    with connection:
        row = ("catalogue", "m999_future", "2031-01-01T00:00:00")
        connection.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)", row)
    connection.close()
    refused(home, "home.newer", card)
    looked(home, "home.newer")


def test_a_home_that_is_open_already(home: Path, card: dict[Path, str]) -> None:
    with opened(home):
        refused(home, "home.locked", card)
        assert process(home, "status").code == 0, "looking is allowed while another desk works"
    assert call(home, "--json", "receive", *card).code == 0
    assert faults(home, card, finished=True) == []


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "not a database": lambda content: b"not a database any more, " * 200,
    "emptied pages": lambda content: content[:4096] + bytes(len(content) - 4096),
    "cut off": lambda content: content[: len(content) // 3 // 4096 * 4096],
    "random pages": lambda content: content[:100] + os.urandom(len(content) - 100),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_corrupt_catalogue_says_how_to_rebuild_it(home: Path, card: dict[Path, str], damage: str) -> None:
    path = Home(home).catalogue
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    refused(home, "catalogue.corrupt", card)
    for language in ("en", "zh_CN"):
        assert "recorder-desk rebuild" in sentences(language)["catalogue.corrupt"]
    rebuilt = call(home, "--json", "rebuild")
    assert (rebuilt.code, rebuilt.document["recordings"], rebuilt.document["findings"]) == (0, 1, [])
    told = call(home, "--json", "receive", *card)
    assert told.fates == {"a.mp4": ("twin", ""), "b.mp4": ("received", "")}
    assert faults(home, card, finished=True) == []
    assert [each.name for each in home.glob("catalogue.db.broken-*")], "the damaged one was thrown away"


def test_verbs_that_look_refuse_a_catalogue_that_is_no_database(home: Path) -> None:
    Home(home).catalogue.write_bytes(b"not a database any more, " * 200)
    looked(home, "catalogue.corrupt")


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
@pytest.mark.parametrize("kind", ["a file", "below a file", "read-only"])
def test_a_home_that_cannot_be_written(tmp_path: Path, card: dict[Path, str], kind: str) -> None:
    place = tmp_path / "place"
    if kind == "read-only":
        place.mkdir(mode=0o555)
    else:
        place.write_text("a file")
    home = place if kind == "a file" else place / "home"

    def speak(home: Path, *words: str | Path) -> Told:
        return process(home, *words, before=without_roots_rights) if kind == "read-only" else call(home, *words)

    told = speak(home, "--json", "receive", *card)
    assert told.fates == {path.name: ("failed", "home.unwritable") for path in card}
    assert told.code == 3
    said("home.unwritable", lambda language: _ends(3, speak(home, "--lang", language, "receive", *card)))
    assert list(place.iterdir()) == [] if kind == "read-only" else place.read_text() == "a file"


def test_without_ffmpeg_everything_is_received_and_described_later(
    tmp_path: Path, card: dict[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a setting nor a variable that names nothing is passed over: who set it meant it."""
    home = quick_home(tmp_path / "home")
    monkeypatch.setenv("RECORDER_DESK_FFMPEG", str(tmp_path / "no-such-folder"))
    told = call(home, "--json", "receive", *card)
    assert (told.code, set(told.fates.values())) == (0, {("received", "")})
    worked = call(home, "--json", "work", "--patience", "0")
    assert worked.code == 3
    assert {each["code"] for each in worked.document["troubles"]} == {"media.ffmpeg-missing"}
    assert worked.document["owed"]["describe"] == len(card)
    said("media.ffmpeg-missing", lambda language: _ends(3, call(home, "--lang", language, "work", "--patience", "0")))
    assert faults(home, card, finished=True) == []
    monkeypatch.delenv("RECORDER_DESK_FFMPEG")
    after = call(home, "--json", "work")
    assert after.document["owed"]["describe"] == 0, "the attempts without ffmpeg were counted against it"
    assert faults(home, card, finished=True) == []


def test_the_demo_says_that_it_needs_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECORDER_DESK_FFMPEG", str(tmp_path / "no-such-folder"))
    words = ("demo", "--no-window")
    said("media.ffmpeg-missing", lambda language: _ends(3, call(tmp_path / language, "--lang", language, *words)))
