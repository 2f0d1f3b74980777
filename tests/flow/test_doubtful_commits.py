"""A commit that failed in a way that leaves it open whether it counts: nothing is lost, nothing is held twice.

When the flush of SQLite's log fails, the transaction may be in the file all the same. The originals
stay where they are, still declared in staging, and the next start decides.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from recorder_desk.domain.facts import Fact, RecordingReceived
from recorder_desk.errors import DeskError
from recorder_desk.ports import Notice
from storage.work import SqliteUnit
from tests.flow.consistency import digest_of, faults
from tests.flow.homes import opened, take_in
from tests.flow.telling import call, quick_home, said


@pytest.fixture
def offered(tmp_path: Path) -> dict[Path, str]:
    """Three settled files, one of them empty."""
    (tmp_path / "card").mkdir()
    found = {}
    for name, size in (("a.mp4", 30_000), ("b.mp4", 20_000), ("empty.mp4", 0)):
        path = tmp_path / "card" / name
        path.write_bytes(os.urandom(size))
        os.utime(path, (time.time() - 60, time.time() - 60))
        found[path] = digest_of(path)
    return found


@contextmanager
def no_flush(code: str) -> Iterator[None]:
    """Registering recordings fails with this code, as the catalogue would tell it."""
    record = SqliteUnit.record

    def failing(unit: SqliteUnit, facts: Sequence[Fact], notice: Notice) -> None:
        if any(isinstance(fact, RecordingReceived) for fact in facts):
            raise DeskError(code, blame="environment", path="catalogue.db", reason="disk I/O error")
        record(unit, facts, notice)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SqliteUnit, "record", failing)
        yield


def objects(home: Path) -> int:
    return len(list(home.glob("vault/??/*/0=ocfl_object_1.1")))


@pytest.mark.parametrize(("code", "kept"), [("catalogue.unwritable", 3), ("catalogue.full", 0), ("catalogue.busy", 0)])
def test_the_next_start_decides(tmp_path: Path, offered: dict[Path, str], code: str, kept: int) -> None:
    home = quick_home(tmp_path / "home")
    with no_flush(code):
        told = call(home, "--json", "receive", "--wait", "2", tmp_path / "card")
        assert (told.code, told.fates) == (3, {path.name: ("failed", code) for path in offered})
    assert objects(home) == kept
    assert call(home, "--json", "recordings").document == []
    assert call(home, "--json", "work", "--patience", "5").code in (0, 1)
    assert faults(home, offered, finished=True) == []


def test_received_again_before_the_next_start(tmp_path: Path, offered: dict[Path, str]) -> None:
    """What was left in doubt has been received anew since: the older copies go, no start ever trips over them."""
    home = quick_home(tmp_path / "home")
    with opened(home) as session:
        with no_flush("catalogue.unwritable"):
            assert take_in(session, tmp_path / "card", everything=False) == ()
        assert len(take_in(session, tmp_path / "card", everything=False)) == 3
    assert objects(home) == 6
    for _ in range(2):
        assert call(home, "--json", "work", "--patience", "5").code in (0, 1)
        assert len(call(home, "--json", "recordings").document) == 3
    assert objects(home) == 3
    assert faults(home, offered, finished=True) == []


def test_it_is_said_in_both_languages(tmp_path: Path, offered: dict[Path, str]) -> None:
    with no_flush("catalogue.unwritable"):
        for_people = {language: quick_home(tmp_path / language) for language in ("en", "zh_CN")}
        said(
            "catalogue.unwritable",
            lambda language: call(for_people[language], "--lang", language, "receive", *offered),
        )
