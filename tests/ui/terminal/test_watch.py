"""`watch`: drop folders in another process, ended by Ctrl+C."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from tests.ui.terminal.conftest import Recorder, media


def _line_with(lines: queue.Queue[str], word: str, seconds: float = 30) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            line = lines.get(timeout=0.2)
        except queue.Empty:
            continue
        if word in line:
            return line
    raise AssertionError(f"nothing was said of {word!r}")


def _read_until(stream: IO[str], words: str) -> list[str]:
    """Lines up to the one with these words; pytest's own timeout ends a wait in vain."""
    read: list[str] = []
    while not read or words not in read[-1]:
        read.append(stream.readline())
        assert read[-1], f"ended before {words!r}: {read}"
    return read


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_folder_is_told_when_it_is_safe_and_when_it_goes(
    start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    """Once each, however often the desk looks again."""
    drop, away = tmp_path / "drop", tmp_path / "away"
    drop.mkdir()
    media(drop / "a.mp4")
    process = start("watch", drop)
    assert process.stderr is not None and process.stdout is not None
    try:
        assert "Every" in _read_until(process.stderr, "Safe to unplug")[-1]
        drop.rename(away)
        _read_until(process.stderr, "Gone")
        away.rename(drop)
        media(drop / "b.mp4")
        again = _read_until(process.stderr, "Safe to unplug")
        assert not [line for line in again if "Gone" in line]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        process.stdout.close()
        process.stderr.close()
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_dropped_file_is_told_until_ctrl_c(
    rd: Recorder, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    process = start("--json", "watch", drop)
    lines: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None and process.stderr is not None
    reader = threading.Thread(target=lambda out: [lines.put(line) for line in out], args=(process.stdout,))
    reader.start()
    try:
        while "Ctrl+C" not in process.stderr.readline():
            pass
        media(drop / "a.mp4")
        assert '"outcome":"received"' in _line_with(lines, "a.mp4")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        reader.join()
        errors = process.stderr.read()
        process.stdout.close()
        process.stderr.close()
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert [folder["path"] for folder in rd("--json", "watch", "--list").document] == [str(drop)]
    assert rd("watch", "--forget", drop).code == 0
    assert rd("--json", "watch", "--list").document == []
    unknown = rd("watch", "--forget", drop)
    assert (unknown.code, "dock.unknown-folder" in unknown.err) == (1, True)


def test_a_folder_that_is_not_there_is_an_environment(rd: Recorder, tmp_path: Path) -> None:
    told = rd("watch", tmp_path / "gone")
    assert (told.code, "dock.folder-missing" in told.err) == (3, True)
    assert "no drop folder yet" in rd("watch", "--list").out
