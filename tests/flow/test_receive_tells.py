"""`receive` tells exactly one line for every path, however the paths are given, and Ctrl+C is safe at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recorder_desk.domain.names import shown_path
from tests.flow.consistency import digest_of, faults
from tests.flow.desk_process import command, environment
from tests.flow.telling import Told, call, quick_home


def fill(card: Path, names: list[str], seed: int, size: int = 5_000) -> dict[Path, str]:
    """Settled files of random bytes; path -> digest."""
    chance = random.Random(seed)
    offered = {}
    for name in names:
        path = card / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(chance.randbytes(size))
        os.utime(path, (time.time() - 60, time.time() - 60))
        offered[path] = digest_of(path)
    return offered


def test_a_defect_is_told_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The step broke off without a word of its files: they are owed, and the call ends."""
    fill(tmp_path / "card", ["a.mp4"], 3)

    def broken(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("recorder_desk.stages.receive.sort_out", broken)
    told = call(quick_home(tmp_path / "home"), "--json", "receive", "--wait", "600", tmp_path / "card")
    assert [(line["path"], line["outcome"], line["code"]) for line in told.lines] == [
        (str(tmp_path / "card"), "failed", "desk.defect")
    ]
    assert told.code == 1
    assert "ZeroDivisionError" in caplog.text


def test_one_line_for_every_path_however_it_is_given(tmp_path: Path) -> None:
    """Files by name, folders in folders, the same path twice and in other words, below and beside each other."""
    card = tmp_path / "card"
    names = ["a.mp4", "DCIM/b.mp4", "DCIM/100/c.mp4", "DCIM/100/d.jpg", "DCIM/200/e.wav", "DCIM/200/deep/er/f.log"]
    offered = fill(card, names, 1) | fill(tmp_path / "alone", ["g.mp4", "card.mp4"], 2)
    gone = tmp_path / "gone.mp4"
    words: list[str | Path] = [
        card / "DCIM" / "100" / "c.mp4",
        card,
        card / "DCIM",
        f"{card}/",
        f"{card}/DCIM/../a.mp4",
        card / "DCIM" / "200" / "deep",
        *[tmp_path / "alone" / name for name in ("g.mp4", "card.mp4", "g.mp4")],
        gone,
        gone,
    ]
    home = quick_home(tmp_path / "home")
    told = call(home, "--json", "receive", *words)
    assert {line["path"]: line["outcome"] for line in told.lines} == {
        **{shown_path(path): "received" for path in offered},
        shown_path(gone): "failed",
    }
    assert told.code == 3
    assert faults(home, offered, finished=True) == []


def test_a_relative_path_and_one_that_begins_with_a_dash(tmp_path: Path) -> None:
    offered = fill(tmp_path, ["-rf.mp4", "b.mp4"], 3)
    home = quick_home(tmp_path / "home")
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        command(home, "--json", "receive", "--", "-rf.mp4", "./b.mp4", "b.mp4"),
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(root)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = Told(done.returncode, done.stdout, done.stderr)
    assert {line["path"]: line["outcome"] for line in told.lines} == {str(path): "received" for path in offered}


def test_what_is_named_is_offered_even_where_its_folder_is_passed_over(tmp_path: Path) -> None:
    """A hidden folder is left alone when it is met; a file in it that somebody named is another matter."""
    card = tmp_path / "card"
    offered = fill(card, ["a.mp4", ".Trashes/thrown-away.mp4", ".cache/pictures/p.jpg"], 4)
    home = quick_home(tmp_path / "home")
    named = (card, card / ".Trashes" / "thrown-away.mp4", card / ".cache" / "pictures")
    told = call(home, "--json", "receive", *named)
    assert told.fates == {
        "a.mp4": ("received", ""),
        ".Trashes": ("refused", "dock.temporary-name"),
        "thrown-away.mp4": ("received", ""),
        ".cache": ("refused", "dock.temporary-name"),
        "p.jpg": ("received", ""),
    }
    assert faults(home, offered, finished=True) == []


def test_called_wrongly_is_two_and_says_how_in_both_languages(tmp_path: Path) -> None:
    for language, word in (("en", "--help"), ("zh_CN", "--help")):
        told = call(tmp_path / "home", "--lang", language, "receive")
        assert (told.code, told.out, word in told.err) == (2, "", True)
    assert not (tmp_path / "home").exists(), "a call that is wrong makes no home"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("moment", [0.0, 0.2])
def test_ctrl_c_in_the_middle_is_safe_and_work_completes_it(tmp_path: Path, moment: float) -> None:
    """What was told as received is ours; every named path has its line; the rest is owed and `work` does it."""
    offered = fill(tmp_path / "card", [f"{number}.mp4" for number in range(9)], 5, size=9_000_000)
    small = fill(tmp_path / "small", [f"{number}.jpg" for number in range(6)], 6)
    home = quick_home(tmp_path / "home")
    running = subprocess.Popen(
        command(home, "--json", "receive", str(tmp_path / "small"), *map(str, offered)),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 30
    while not any((home / "staging").glob("*/*")) and running.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(moment)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    told = Told(running.returncode, out, err)
    assert "Traceback" not in err
    outcomes = {line["path"]: line for line in told.lines}
    assert {str(path) for path in offered} <= outcomes.keys(), "a path that was named has no line"
    assert told.code in (0, 1)
    held = {row["digest"] for row in call(home, "--json", "recordings").document}
    assert {line["digest"] for line in outcomes.values() if line["outcome"] == "received"} == held
    waiting = [line for line in outcomes.values() if line["outcome"] == "waiting"]
    assert all(line["code"] == "receive.interrupted" for line in waiting)
    if told.code:
        assert "Ctrl+C" in err or "safe" in err
    assert faults(home, offered | small, finished=False) == []
    worked = call(home, "--json", "work", "--patience", "20")
    assert worked.code in (0, 1), worked.err
    assert worked.document["owed"]["describe"] == 0
    assert faults(home, offered | small, finished=True) == []
