"""Being told that something happens: real folders, real writers, real threads."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from recorder_desk.tools import watching
from recorder_desk.tools.watching import FolderWatch
from tests.recorder_desk.tools.woken import Woken, quiet

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="uses what Linux tells")


@pytest.fixture(autouse=True)
def tended_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "TEND_SECONDS", 0.1)


@pytest.fixture
def woken() -> Woken:
    return Woken()


@pytest.fixture
def watch() -> Iterator[FolderWatch]:
    before = set(threading.enumerate())
    watch = FolderWatch()
    yield watch
    watch.close()
    assert set(threading.enumerate()) <= before


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


def in_another_process(code: str, *args: str) -> None:
    subprocess.run([sys.executable, "-c", code, *args], check=True, timeout=60)


HAPPENINGS = {
    "written": lambda drop, aside: in_another_process(
        "import sys; open(sys.argv[1], 'wb').write(b'x')", f"{drop}/a.mp4"
    ),
    "moved in": lambda drop, aside: os.rename(aside / "a", drop / "a.mp4"),
    "linked in": lambda drop, aside: os.link(aside / "a", drop / "a.mp4"),
    "renamed": lambda drop, aside: os.rename(drop / "there.part", drop / "there.mp4"),
    "replaced": lambda drop, aside: os.replace(aside / "a", drop / "there.part"),
    "written below": lambda drop, aside: (drop / "sub" / "deep" / "a.mp4").write_bytes(b"x"),
    "folder with a file": lambda drop, aside: shutil.copytree(aside / "tree", drop / "tree"),
    "folder moved in": lambda drop, aside: os.rename(aside / "tree", drop / "tree"),
    "removed": lambda drop, aside: os.unlink(drop / "there.part"),
    "bytes for a name": lambda drop, aside: os.close(
        os.open(os.fsencode(drop) + b"/\xff\xe9\n.mp4", os.O_CREAT | os.O_WRONLY)
    ),
}


@pytest.mark.parametrize("how", HAPPENINGS)
def test_wakes_when(how: str, watch: FolderWatch, woken: Woken, drop: Path, tmp_path: Path) -> None:
    aside = tmp_path / "aside"
    (aside / "tree" / "below").mkdir(parents=True)
    (aside / "tree" / "below" / "a.mp4").write_bytes(b"x")
    (aside / "a").write_bytes(b"x")
    (drop / "there.part").write_bytes(b"x")
    (drop / "sub" / "deep").mkdir(parents=True)
    watch.follow([str(drop)], woken)
    before = quiet(woken)
    HAPPENINGS[how](drop, aside)
    assert woken.soon(before)
    assert set(woken.paths) == {str(drop)}
    assert woken.threads == {"watch-waker"}


def test_wakes_at_the_close_and_not_for_each_write(watch: FolderWatch, woken: Woken, drop: Path) -> None:
    watch.follow([str(drop)], woken)
    quiet(woken)
    with open(drop / "a.mp4", "wb", buffering=0) as file:
        before = quiet(woken)
        for _ in range(50):
            file.write(b"x" * 1000)
            time.sleep(0.01)
        assert len(woken.paths) == before
    assert woken.soon(before)


def test_a_file_in_a_folder_made_later_wakes(watch: FolderWatch, woken: Woken, drop: Path) -> None:
    watch.follow([str(drop)], woken)
    quiet(woken)
    (drop / "2026" / "04").mkdir(parents=True)
    before = quiet(woken)
    (drop / "2026" / "04" / "a.mp4").write_bytes(b"x")
    assert woken.soon(before)
    os.rename(drop / "2026", drop / "2027")
    quiet(woken)
    (drop / "2027" / "04" / "new").mkdir()
    before = quiet(woken)
    (drop / "2027" / "04" / "new" / "a.mp4").write_bytes(b"x")
    assert woken.soon(before)


def test_a_nest_of_folders_made_in_one_go_is_watched_to_the_ground(
    watch: FolderWatch, woken: Woken, drop: Path
) -> None:
    """watchdog's own recursion warned of each folder it met twice, which ended its thread here."""
    watch.follow([str(drop)], woken)
    quiet(woken)
    script = f"cd {drop}; for i in $(seq 100); do mkdir -p n$i/a/b/c/d; done"
    subprocess.run(["sh", "-c", script], check=True, timeout=60)
    for n in (1, 50, 100):
        before = quiet(woken)
        (drop / f"n{n}/a/b/c/d/a.mp4").write_bytes(b"x")
        assert woken.soon(before), n


def test_many_files_wake_seldom_and_the_last_one_surely(watch: FolderWatch, woken: Woken, drop: Path) -> None:
    watch.follow([str(drop)], woken)
    before = quiet(woken)
    for n in range(3000):
        (drop / f"{n}.mp4").write_bytes(b"x")
    last = time.monotonic()
    quiet(woken)
    times = woken.times[before:]
    assert times[-1] >= last
    gaps = [after - earlier for earlier, after in itertools.pairwise(times)]
    assert min(gaps) >= watching.PAUSE_SECONDS * 0.9


def test_events_that_were_lost_wake_all_the_same(
    watch: FolderWatch, woken: Woken, drop: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watch.follow([str(drop)], woken)
    quiet(woken)
    eye = watch._tender._watched[str(drop)].eye
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    if limit > 100_000:
        pytest.skip("the queue of this system is too long to fill")
    with eye._lock:  # type: ignore[attr-defined]  # the reader can go no further than the next folder
        (drop / "stop").mkdir()
        for n in range(limit // 2 + 1000):
            os.close(os.open(drop / f"{n}.mp4", os.O_CREAT | os.O_WRONLY))
        (drop / "unseen").mkdir()
        before = len(woken.paths)
    assert woken.soon(before)
    before = quiet(woken)
    assert "overflow" in caplog.text
    (drop / "unseen" / "a.mp4").write_bytes(b"x")
    assert woken.soon(before)
