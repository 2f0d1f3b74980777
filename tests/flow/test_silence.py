"""A desk that was opened, used and closed leaves nothing behind: no thread, no open file, no child, no warning."""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from recorder_desk.commands.archive import SealCase
from recorder_desk.commands.base import Command
from recorder_desk.commands.cases import LinkRecording, OpenCase
from recorder_desk.commands.dock import AddDropFolder, OfferPath
from recorder_desk.config import Home
from recorder_desk.domain.facts import CaseOpened, Fact
from recorder_desk.domain.happening import Happening, Progress
from recorder_desk.errors import DeskError
from recorder_desk.queries.archive import JournalFindings, ShowStatus
from recorder_desk.queries.recordings import RecordingsPage
from recorder_desk.tools.programs import find_programs
from tests.flow.homes import opened
from tests.flow.telling import quick_home
from ui.session import Session


def open_below(*folders: Path) -> list[str]:
    """Every file and folder below these that this process holds open, and every watch (inotify) it has."""
    if sys.platform != "linux":
        return [
            each.path for each in psutil.Process().open_files() if any(each.path.startswith(str(f)) for f in folders)
        ]
    held = []
    for entry in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{entry}")
        except OSError:  # the one that listed them
            continue
        if target.startswith(tuple(map(str, folders))) or "inotify" in target:
            held.append(target)
    return held


@pytest.fixture
def nothing_left(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After the test all is as before it. A ResourceWarning is an error anyway, once what leaked is collected."""
    caplog.set_level(logging.WARNING)
    threads = set(threading.enumerate())
    children = {each.pid for each in psutil.Process().children(recursive=True)}
    assert open_below(tmp_path) == []
    yield
    gc.collect()
    assert sorted(each.name for each in set(threading.enumerate()) - threads) == []
    assert open_below(tmp_path) == []
    assert [each for each in psutil.Process().children(recursive=True) if each.pid not in children] == []
    assert [f"{each.name}: {each.getMessage()}" for each in caplog.records] == []


def film(path: Path) -> Path:
    """A second of picture and sound that has to be made playable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sources = ("-f", "lavfi", "-i", "testsrc=d=1:s=320x240:r=10", "-f", "lavfi", "-i", "sine=d=1")
    subprocess.run(
        [
            str(find_programs().ffmpeg),
            "-nostdin",
            "-v",
            "error",
            *sources,
            "-c:v",
            "mpeg4",
            "-c:a",
            "pcm_s16le",
            str(path),
        ],
        check=True,
    )
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


def settled(path: Path, size: int) -> Path:
    """A file of random bytes that nobody has touched for a minute."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(size))
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


def a_day(session: Session, folder: Path) -> None:
    """Everything a desk does: watch, receive, describe, transcode, link, seal, check, verify."""

    def do(command: Command) -> tuple[Fact, ...]:
        return session.desk.do(command, session.actor).result(30)

    do(AddDropFolder(str(folder)))
    session.lanes.start()
    session.lanes.wait_idle(patience=10)
    rows = session.desk.ask(RecordingsPage()).result(10)
    case = next(fact.case for fact in do(OpenCase("1", "t", "p")) if isinstance(fact, CaseOpened))
    do(LinkRecording(rows[0].id, case, "JC-01"))
    do(SealCase(case))
    session.lanes.wait_idle(patience=10)
    assert session.lanes.check().result(60) == ()
    assert session.desk.ask(JournalFindings()).result(10) == ()
    status = session.desk.ask(ShowStatus()).result(10)
    assert (status.recordings, status.sealed) == (3, 1)


@pytest.mark.usefixtures("nothing_left")
def test_a_whole_day_leaves_nothing_behind(tmp_path: Path) -> None:
    film(tmp_path / "card" / "film.avi")
    settled(tmp_path / "card" / "large.mp4", 20 << 20)  # hashed by a thread of its own
    settled(tmp_path / "card" / "small.jpg", 5_000)
    with opened(quick_home(tmp_path / "home")) as session:
        a_day(session, tmp_path / "card")
        assert any(each.name == "foreman" for each in threading.enumerate())
        assert open_below(tmp_path / "home"), "the test sees nothing"


@pytest.mark.usefixtures("nothing_left")
def test_closing_in_the_middle_of_receiving_leaves_nothing_behind(tmp_path: Path) -> None:
    for number in range(6):
        settled(tmp_path / "card" / f"{number}.mp4", 20 << 20)
    begun = threading.Event()

    def hear(happening: Happening) -> None:
        if isinstance(happening, Progress) and happening.done:
            begun.set()

    with opened(quick_home(tmp_path / "home")) as session:
        session.desk.watch(hear)
        session.desk.do(OfferPath(str(tmp_path / "card")), session.actor).result(30)
        session.lanes.start()
        assert begun.wait(20)


@pytest.mark.usefixtures("nothing_left")
def test_closing_twice_and_asking_afterwards(tmp_path: Path) -> None:
    with opened(quick_home(tmp_path / "home")) as session:
        session.lanes.start()
        session.lanes.close()
        session.lanes.close()
        session.desk.close()
        session.desk.close()
        with pytest.raises(DeskError) as refused:
            session.desk.do(OfferPath(str(tmp_path)), session.actor).result(5)
    assert refused.value.code == "desk.closed"


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize("why", ["corrupt", "locked", "no vault", "bad settings"])
def test_a_desk_that_could_not_be_opened_leaves_nothing_behind(tmp_path: Path, why: str) -> None:
    home = quick_home(tmp_path / "home")
    with opened(home):
        pass
    if why == "corrupt":
        Home(home).catalogue.write_bytes(b"not a database any more, " * 200)
    elif why == "no vault":
        (home / "vault" / "0=ocfl_1.1").unlink()
        (home / "vault" / "another's.txt").touch()
    elif why == "bad settings":
        (home / "settings.toml").write_text("settle_seconds = 'long'\n")
    if why == "locked":
        with opened(home), pytest.raises(DeskError), opened(home):
            pass
    else:
        with pytest.raises(DeskError), opened(home):
            pass
