"""Folders that go and come, eyes that die, and closing: nothing leaks and nothing stays blind."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from recorder_desk.tools import watching
from recorder_desk.tools.watching import FolderWatch, ObserverEye
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
def test_without_watches_left_it_polls(number: int, woken: Woken, drop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
