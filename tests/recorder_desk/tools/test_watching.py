"""Being told that something happens: real folders, real writers, real threads."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from recorder_desk.tools import watching
from recorder_desk.tools.watching import FolderWatch, ObserverEye

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="uses what Linux tells")

# How long a test is ready to wait on a busy machine. What is asserted is that it comes at all;
# how fast it comes is measured in bench/.
PATIENCE = 15.0


class Woken:
    """Collects wakes."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.times: list[float] = []
        self.threads: set[str] = set()

    def __call__(self, path: str) -> None:
        self.threads.add(threading.current_thread().name)
        self.times.append(time.monotonic())
        self.paths.append(path)

    def soon(self, before: int, path: Path | None = None) -> bool:
        """Whether there is a wake (of a folder) beyond the first so many."""
        return wait(lambda: (self.paths if path is None else self.paths.count(str(path)), before))


def wait(asked: Callable[[], tuple[list[str] | int, int]]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        have, before = asked()
        if (have if isinstance(have, int) else len(have)) > before:
            return True
        time.sleep(0.005)
    return False


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


def quiet(woken: Woken) -> int:
    """Wait until the folder has been still for longer than any second look; the wakes so far."""
    assert woken.soon(0)
    while True:
        count = len(woken.paths)
        time.sleep(watching.TEND_SECONDS * 2 + 0.4)
        if count == len(woken.paths):
            return count


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


def test_many_files_wake_seldom_and_the_last_one_surely(
    watch: FolderWatch, woken: Woken, drop: Path
) -> None:
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


def test_a_folder_that_is_missing_is_picked_up(watch: FolderWatch, woken: Woken, tmp_path: Path) -> None:
    later = tmp_path / "media" / "cam"
    watch.follow([str(later)], woken)
    time.sleep(0.3)
    assert woken.paths == []
    later.mkdir(parents=True)
    assert woken.soon(0)
    before = quiet(woken)
    (later / "a.mp4").write_bytes(b"x")
    assert woken.soon(before)


@pytest.mark.parametrize("how", ["removed", "moved away"])
def test_a_folder_that_goes_and_comes_again(
    how: str, watch: FolderWatch, woken: Woken, drop: Path, tmp_path: Path
) -> None:
    watch.follow([str(drop)], woken)
    for _ in range(2):
        before = quiet(woken)
        if how == "removed":
            shutil.rmtree(drop)
        else:
            os.rename(drop, tmp_path / f"away{before}")
        assert woken.soon(before)
        before = quiet(woken)
        drop.mkdir()
        assert woken.soon(before)
        before = quiet(woken)
        (drop / "a.mp4").write_bytes(b"x")
        assert woken.soon(before)


def test_a_dead_reader_is_replaced(
    watch: FolderWatch, woken: Woken, drop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.follow([str(drop)], woken)
    before = quiet(woken)
    eye = watch._tender._watched[str(drop)].eye
    reader = eye._reader  # type: ignore[attr-defined]
    reader.stop()
    reader.join()
    assert woken.soon(before)
    before = quiet(woken)
    assert watch._tender._watched[str(drop)].eye is not eye
    (drop / "a.mp4").write_bytes(b"x")
    assert woken.soon(before)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE])
def test_without_watches_left_it_polls(
    number: int, woken: Woken, drop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str, stir: watching.Stir) -> watching.Eye:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(watching, "native_eye", refuse)
    watch = FolderWatch(poll_seconds=0.1)
    try:
        watch.follow([str(drop)], woken)
        before = quiet(woken)
        (drop / "a.mp4").write_bytes(b"x")
        assert woken.soon(before)
    finally:
        watch.close()


def test_a_share_is_polled_and_comes_again(woken: Woken, drop: Path) -> None:
    threads = set(threading.enumerate())
    watch = FolderWatch(tells_events=lambda path: False, poll_seconds=0.1)
    try:
        watch.follow([str(drop)], woken)
        for _ in range(2):
            before = quiet(woken)
            assert isinstance(watch._tender._watched[str(drop)].eye, ObserverEye)
            (drop / "sub").mkdir()
            (drop / "sub" / "a.mp4").write_bytes(b"x")
            assert woken.soon(before)
            shutil.rmtree(drop)
            quiet(woken)
            drop.mkdir()
    finally:
        watch.close()
    assert set(threading.enumerate()) <= threads


def test_follow_again_watches_exactly_these(watch: FolderWatch, woken: Woken, tmp_path: Path) -> None:
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    for folder in (one, two, three):
        folder.mkdir()
    watch.follow([str(one), str(two)], woken)
    assert woken.soon(0, one) and woken.soon(0, two)
    quiet(woken)
    other = Woken()
    watch.follow([str(two), str(three)], other)
    assert other.soon(0, three)
    before = len(woken.paths)
    quiet(other)
    for folder in (one, two, three):
        (folder / "a.mp4").write_bytes(b"x")
    assert other.soon(0, two) and other.soon(0, three)
    quiet(other)
    assert str(one) not in other.paths
    assert len(woken.paths) == before
    watch.follow([], other)
    quiet(other)
    assert not [each for each in threading.enumerate() if each.name == "watch-notices"]


@pytest.mark.parametrize("path", ["nowhere", "nul\0", "file.mp4", "link"])
def test_what_is_no_folder_is_waited_for(
    path: str, watch: FolderWatch, woken: Woken, drop: Path, tmp_path: Path
) -> None:
    (tmp_path / "file.mp4").touch()
    (tmp_path / "link").symlink_to(drop)
    watch.follow([f"{tmp_path}/{path}", str(drop)], woken)
    quiet(woken)
    assert set(woken.paths) == {str(drop)}


def test_close_at_once_twice_and_for_good(drop: Path, woken: Woken) -> None:
    threads, descriptors = set(threading.enumerate()), len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        watch = FolderWatch()
        watch.follow([str(drop)], woken)
        watch.close()
        watch.close()
        watch.follow([str(drop)], woken)
    FolderWatch().close()
    assert set(threading.enumerate()) <= threads
    count = len(woken.paths)
    (drop / "a.mp4").touch()
    time.sleep(0.3)
    assert len(woken.paths) == count
    assert len(os.listdir("/proc/self/fd")) == descriptors


def test_close_amid_a_storm(drop: Path, woken: Woken) -> None:
    threads, descriptors = set(threading.enumerate()), len(os.listdir("/proc/self/fd"))
    script = f"cd {drop}; i=0; while :; do i=$((i+1)); mkdir -p d$i/e; : > d$i/e/f; rm -r d$i; done"
    with subprocess.Popen(["sh", "-c", script], stderr=subprocess.DEVNULL) as storm:
        try:
            for _ in range(5):
                watch = FolderWatch()
                watch.follow([str(drop)], woken)
                time.sleep(0.3)
                watch.close()
        finally:
            storm.kill()
    assert woken.paths
    assert set(threading.enumerate()) <= threads
    assert len(os.listdir("/proc/self/fd")) == descriptors


class DeafObserver(BaseObserver):
    """As Windows' observer on a folder that was just ejected."""

    def __init__(self) -> None:
        super().__init__(PollingObserver()._emitter_class)

    def start(self) -> None:
        raise OSError(errno.EACCES, "ejected")


def test_an_observer_that_will_not_start_leaves_no_thread(drop: Path) -> None:
    threads = set(threading.enumerate())
    with pytest.raises(OSError, match="ejected"):
        ObserverEye(DeafObserver(), str(drop), lambda: None)
    assert set(threading.enumerate()) <= threads
