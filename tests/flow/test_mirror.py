"""The second copy: written in the same pass, re-read, caught up, never in the way of receiving."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from recorder_desk.commands.archive import SealCase
from recorder_desk.commands.cases import LinkRecording, OpenCase
from recorder_desk.commands.mirror import AppointMirror
from recorder_desk.domain.facts import CaseOpened, RecordingReceived
from recorder_desk.domain.happening import FactsRecorded, Happening, StepTrouble
from recorder_desk.domain.mirror import MirrorOwed, MirrorState
from recorder_desk.errors import DeskError
from recorder_desk.queries.mirror import MirroredObjects, SeeMirror
from storage.faultpoints import POINTS
from storage.platform_posix import PosixFolder
from tests.flow.consistency import faults
from tests.flow.desk_process import answer, run
from tests.flow.homes import opened, take_in
from tests.flow.test_kills import KILLED, fill
from ui.session import Session

MIRROR = frozenset({"mirror"})


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A folder for second copies (in tests on the same disk)."""
    place = tmp_path / "第二 盘"
    place.mkdir()
    return place


@pytest.fixture
def session(tmp_path: Path, second: Path) -> Iterator[Session]:
    """A desk that keeps second copies."""
    with opened(tmp_path / "home") as session:
        appoint(session, second)
        yield session


def appoint(session: Session, folder: Path) -> None:
    place = session.mirror.prepare(str(folder), same_disk=True)
    session.desk.do(AppointMirror(place.mirror, place.path, True), session.actor).result(30)


def state(session: Session) -> MirrorState:
    seen = session.desk.ask(SeeMirror()).result(30)
    assert seen is not None
    return seen[0]


def files(root: Path) -> dict[str, bytes]:
    """Every file of every object of a storage root."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "extensions" not in path.parts
    }


def assert_same(home: Path, second: Path) -> None:
    assert files(home / "vault") == files(second / "vault")
    assert list((second / "staging").iterdir()) == []


def sealed(session: Session, recording: str) -> None:
    desk, actor = session.desk, session.actor
    (case,) = desk.do(OpenCase("TJ-1", "t", "p"), actor).result(30)
    assert isinstance(case, CaseOpened)
    desk.do(LinkRecording(recording, case.case, "JC-02"), actor).result(30)
    desk.do(SealCase(case.case), actor).result(30)
    session.lanes.start(frozenset({"seal"}))
    session.lanes.wait_idle()


def test_received_and_copied_in_one_pass(tmp_path: Path, session: Session, second: Path) -> None:
    told: list[Happening] = []
    session.desk.watch(told.append)
    fill(tmp_path / "card", 1)
    rows = take_in(session, tmp_path / "card", everything=False)
    facts = [fact for each in told if isinstance(each, FactsRecorded) for fact in each.facts]
    received = [fact for fact in facts if isinstance(fact, RecordingReceived)]
    assert len(rows) == len(received) > 5
    assert {fact.original.mirror for fact in received} == {state(session).place.mirror}
    assert (state(session).copied, state(session).owed) == (len(rows), 0)
    assert_same(tmp_path / "home", second)


def test_what_was_there_before_is_caught_up_and_seals_follow(tmp_path: Path, second: Path) -> None:
    fill(tmp_path / "card", 2)
    with opened(tmp_path / "home") as session:
        rows = take_in(session, tmp_path / "card", everything=False)
        appoint(session, second)
        assert state(session).owed == len(rows)
        session.lanes.start(MIRROR)
        session.lanes.wait_idle()
        assert state(session).owed == 0
        assert_same(tmp_path / "home", second)
        sealed(session, rows[0].id)
        assert state(session).owed == 2  # the recording has a new version, and there is a case
        session.lanes.start(MIRROR)
        session.lanes.wait_idle()
        assert state(session).owed == 0
    assert_same(tmp_path / "home", second)


def test_a_mirror_that_is_not_there_is_owed_and_caught_up(tmp_path: Path, second: Path) -> None:
    home, away = tmp_path / "home", second.with_name("unplugged")
    fill(tmp_path / "card", 3)
    with opened(home) as session:
        appoint(session, second)
        second.rename(away)
        second.mkdir()  # an empty mount point on the desk's own disk: not the mirror
        rows = take_in(session, tmp_path / "card", everything=False)
        session.lanes.start(MIRROR)
        session.lanes.wait_idle()
        assert session.desk.ask(SeeMirror()).result(30) == (state(session), False)
        assert state(session).owed == len(rows)
        assert list(second.iterdir()) == []
    second.rmdir()
    away.rename(second)
    with opened(home) as session:
        session.lanes.start(MIRROR)
        session.lanes.wait_idle()
        assert state(session).owed == 0
    assert_same(home, second)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("call", ["create", "put", "flush", "move"])
def test_a_mirror_that_fails_does_not_disturb_receiving(
    tmp_path: Path, session: Session, second: Path, monkeypatch: pytest.MonkeyPatch, code: int, call: str
) -> None:
    real = getattr(PosixFolder, call)
    told: list[Happening] = []

    def failing(folder: PosixFolder, *given: object) -> object:
        if folder.path.startswith(str(second)):
            raise OSError(code, os.strerror(code))
        return real(folder, *given)

    fill(tmp_path / "card", 4)
    with monkeypatch.context() as broken:
        broken.setattr(PosixFolder, call, failing)
        rows = take_in(session, tmp_path / "card", everything=False)
        assert len(rows) > 5 and state(session).owed == len(rows)
        session.desk.watch(told.append)
        session.lanes.start(MIRROR)
        session.lanes.wait_idle()
    troubles = {each.code for each in told if isinstance(each, StepTrouble)}
    assert troubles == {"mirror.full" if code == errno.ENOSPC else "mirror.unwritable"}
    assert state(session).owed == len(rows)
    assert not list((second / "vault").rglob("original.*"))


def test_what_the_mirror_gives_back_is_compared(
    tmp_path: Path, session: Session, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that stores something else: the second copy stays owed, here and when it is caught up."""
    real = PosixFolder.flush

    def lying(folder: PosixFolder, names: Iterable[str]) -> None:
        if folder.path.startswith(str(second)):
            for original in Path(folder.path).rglob("original.*"):
                original.chmod(0o640)
                with open(original, "r+b") as file:
                    file.write(b"other")
        real(folder, names)

    fill(tmp_path / "card", 5)
    monkeypatch.setattr(PosixFolder, "flush", lying)
    rows = take_in(session, tmp_path / "card", everything=False)
    with_bytes = [row for row in rows if row.bytes]
    assert state(session).owed >= len(with_bytes)
    told: list[Happening] = []
    session.desk.watch(told.append)
    session.lanes.start(MIRROR)
    session.lanes.wait_idle()
    assert "mirror.copy-differs" in {each.code for each in told if isinstance(each, StepTrouble)}
    assert state(session).owed >= len(with_bytes)


def test_a_second_copy_that_rotted_is_found_and_a_rotten_one_set_aside(
    tmp_path: Path, session: Session, second: Path
) -> None:
    fill(tmp_path / "card", 6)
    rows = take_in(session, tmp_path / "card", everything=False)
    row = max(rows, key=lambda each: each.bytes)
    (copy,) = (second / "vault").glob(f"*/*{row.id}/v1/content/original.mp4")
    copy.chmod(0o640)
    copy.write_bytes(b"rot" + copy.read_bytes()[3:])
    place = state(session).place
    paths = {id: (path, digest) for id, path, digest in session.desk.ask(MirroredObjects()).result(30)}
    found = session.mirror.check(place, row.id, *paths[row.id], lambda done: None)
    assert [each.code for each in found] == ["check.original-differs"]
    owed = MirrorOwed(row.id, "recording", row.name, paths[row.id][0], row.bytes, 0, False, 1)
    assert session.mirror.bring(place, owed, lambda done: None, lambda: False)
    assert session.mirror.check(place, row.id, *paths[row.id], lambda done: None) == []
    (aside,) = (second / "damaged").glob("*/v1/content/original.mp4")
    assert aside.read_bytes().startswith(b"rot")


def test_damage_in_the_vault_is_not_copied(tmp_path: Path, second: Path) -> None:
    home = tmp_path / "home"
    fill(tmp_path / "card", 7)
    told: list[Happening] = []
    with opened(home) as session:
        rows = take_in(session, tmp_path / "card", everything=False)
        row = max(rows, key=lambda each: each.bytes)
        (original,) = (home / "vault").glob(f"*/*{row.id}/v1/content/original.mp4")
        original.chmod(0o640)
        original.write_bytes(b"rot" + original.read_bytes()[3:])
        appoint(session, second)
        session.desk.watch(told.append)
        session.lanes.start(MIRROR)
        session.lanes.wait_idle()
        assert [(each.subject, each.code) for each in told if isinstance(each, StepTrouble)] == [
            (row.id, "mirror.source-damaged")
        ]
        assert state(session).owed == 1
        assert not list((second / "vault").glob(f"*/*{row.id}"))


def test_prepare_refuses_what_could_do_harm(tmp_path: Path, second: Path) -> None:
    with opened(tmp_path / "home") as session:
        for folder, same, code in (
            (second, False, "mirror.same-disk"),
            (tmp_path / "nowhere", True, "mirror.missing"),
            (tmp_path, True, "mirror.not-empty"),
        ):
            with pytest.raises(DeskError) as caught:
                session.mirror.prepare(str(folder), same_disk=same)
            assert caught.value.code == code
        first = session.mirror.prepare(str(second), same_disk=True)
        assert session.mirror.prepare(str(second), same_disk=True) == first
    with opened(tmp_path / "another") as session, pytest.raises(DeskError) as caught:
        session.mirror.prepare(str(second), same_disk=True)
    assert caught.value.code == "mirror.of-another-desk"


SAME_PASS = [
    "receive.staged-folder#2",
    "receive.first-chunk",
    "publish.renamed#12",
    "publish.flushed#2",
    "batch.closed",
]


@pytest.mark.parametrize("place", [*SAME_PASS, "publish.folders-flushed#2"])
def test_kill_while_both_copies_are_written(tmp_path: Path, second: Path, place: str) -> None:
    home = tmp_path / "home"
    answer(home, "mirror", "appoint", str(second), "--same-disk")
    offered = fill(tmp_path / "card", 8)
    assert run(home, "receive", str(tmp_path / "card"), fault=place).returncode == KILLED
    finish(home, second, offered)


@pytest.mark.parametrize(
    "place", [each for each in POINTS if each.startswith("mirror.") and each != "mirror.set-aside"]
)
def test_kill_while_catching_up(tmp_path: Path, second: Path, place: str) -> None:
    home = tmp_path / "home"
    offered = fill(tmp_path / "card", 9)
    run(home, "receive", str(tmp_path / "card"))
    answer(home, "mirror", "appoint", str(second), "--same-disk")
    assert run(home, "mirror", "run", fault=f"{place}#3").returncode == KILLED
    finish(home, second, offered)


def finish(home: Path, second: Path, offered: dict[Path, str]) -> None:
    assert faults(home, offered, finished=False) == []
    run(home, "work")
    assert faults(home, offered, finished=True) == []
    assert run(home, "mirror", "run").returncode == 0
    assert answer(home, "mirror", "show")["owed"] == 0
    assert run(home, "mirror", "check").returncode == 0
    assert_same(home, second)


def test_the_terminal_tells_where_the_second_copy_is(tmp_path: Path, second: Path) -> None:
    home = tmp_path / "home"
    assert answer(home, "mirror", "show") is None
    assert run(home, "mirror", "run").returncode == 1
    assert run(home, "mirror", "appoint", str(second)).returncode == 1
    told = answer(home, "mirror", "appoint", str(second), "--same-disk")
    assert (told["here"], told["owed"], told["same_disk"]) == (True, 0, True)
    shutil.rmtree(second)
    assert answer(home, "status")["mirror"] == {"path": str(second), "here": False, "copied": 0, "owed": 0}
    gone = run(home, "mirror", "run")
    assert gone.returncode == 3 and "mirror.missing" in gone.stderr
    assert run(home, "mirror", "dismiss").returncode == 0
    assert answer(home, "mirror", "show") is None
