"""`receive` and `work`: every path in exactly one outcome, told to people and to programs."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder_desk.domain.names import raw, shown_path
from tests.ui.terminal.conftest import Recorder, media
from ui.start import FrontDoor

KEYS = {"path", "outcome", "recording", "digest", "bytes", "code"}


def test_every_file_ends_in_exactly_one_outcome(rd: Recorder, tmp_path: Path) -> None:
    card = tmp_path / "card"
    first = media(card / "DCIM" / "a.mp4")
    (card / "DCIM" / "b.mp4").write_bytes(first.read_bytes())
    (card / "empty.jpg").touch()
    (card / "letter.txt").write_text("not media")
    media(card / "half.mp4.part")
    told = rd("--json", "receive", card, card / "DCIM" / "a.mp4", card, tmp_path / "gone.mp4")
    assert all(line.keys() == KEYS for line in told.lines)
    outcomes = {line["path"]: line for line in told.lines}
    assert len(outcomes) == len(told.lines)
    named = {Path(path).name: line["outcome"] for path, line in outcomes.items()}
    assert sorted([named.pop("a.mp4"), named.pop("b.mp4")]) == ["received", "twin"]
    assert named == {"empty.jpg": "received", "letter.txt": "refused", "half.mp4.part": "refused", "gone.mp4": "failed"}
    line = outcomes[shown_path(first)]
    assert line["digest"] == "sha512:" + hashlib.sha512(first.read_bytes()).hexdigest()
    assert line["bytes"] == 50_000
    assert outcomes[shown_path(tmp_path / "gone.mp4")]["code"] == "dock.folder-missing"
    assert told.code == 3


def test_receiving_well_is_zero_and_meeting_a_twin_too(rd: Recorder, tmp_path: Path) -> None:
    path = media(tmp_path / "a.mp4")
    first, again = rd("--json", "receive", path), rd("--json", "receive", path)
    assert (first.code, again.code) == (0, 0)
    assert first.lines[0]["outcome"] == "received"
    assert again.lines[0]["outcome"] == "twin"
    assert first.lines[0]["recording"] == again.lines[0]["recording"]


def test_a_refused_file_is_one(rd: Recorder, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not media")
    told = rd("receive", tmp_path / "letter.txt")
    assert told.code == 1
    assert "receive.not-media" in told.out


def test_people_are_told_what_is_owed(rd: Recorder, tmp_path: Path) -> None:
    told = rd("receive", media(tmp_path / "a.mp4"))
    assert told.code == 0
    assert told.out.startswith("received  ")
    assert "recorder-desk work" in told.out
    assert "recorder-desk work" in rd("--lang", "zh_CN", "receive", media(tmp_path / "b.mp4")).out
    assert "已采集" in rd("--lang", "zh_CN", "receive", media(tmp_path / "c.mp4")).out


@pytest.mark.skipif(sys.platform != "linux", reason="such names need a file system of bytes")
def test_names_are_shown_as_they_are_and_never_as_markup(rd: Recorder, tmp_path: Path) -> None:
    names = [
        b"[bold red]x[blink].mp4",
        b":smile: {path}.mp4",
        b"\xff\xfe.mp4",
        b"line\nbreak\x1b[31m.mp4",
        "\u202egpj.mp4".encode(),
    ]
    for name in names:
        media(Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/" + name)))
    told = rd("--json", "receive", tmp_path / "in")
    assert told.code == 0
    assert {os.fsencode(raw(line["path"])).rpartition(b"/")[2] for line in told.lines} == set(names)
    people = rd("receive", tmp_path / "in")
    listed = rd("recordings")
    for shown in ("[bold red]x[blink].mp4", ":smile: {path}.mp4", "\\xff\\xfe.mp4", "line\\u{a}break\\u{1b}[31m.mp4"):
        assert shown in people.out
        assert shown in listed.out
    assert "\x1b" not in people.out + listed.out
    assert "\u202e" not in people.out + listed.out


def test_a_file_still_growing_waits_and_is_received_later(rd: Recorder, tmp_path: Path, home: Path) -> None:
    (home / "settings.toml").write_text("settle_seconds = 600.0\nreserve_bytes = 0\n", "utf-8")
    path = media(tmp_path / "a.mp4")
    told = rd("--json", "receive", "--wait", "0.5", path)
    assert [(line["outcome"], line["code"]) for line in told.lines] == [("waiting", "dock.still-growing")]
    assert told.code == 1
    (home / "settings.toml").write_text("settle_seconds = 0.1\nreserve_bytes = 0\n", "utf-8")
    worked = rd("--json", "work")
    assert [line["outcome"] for line in worked.document["outcomes"]] == ["received"]
    assert rd("--json", "recordings").document[0]["bytes"] == 50_000


def test_work_says_that_nothing_is_owed(rd: Recorder) -> None:
    told = rd("work")
    assert (told.code, told.out.strip()) == (0, "Nothing is owed.")
    assert rd("--json", "work").document["owed"]["describe"] == 0


def test_work_describes_what_was_received(rd: Recorder, tmp_path: Path) -> None:
    rd("receive", media(tmp_path / "a.mp4"))
    assert rd("--json", "status").document["owed"]["describe"] == 1
    assert rd("--json", "work").document["owed"]["describe"] == 0
    row = rd("--json", "recordings").document[0]
    assert (row["state"], row["name"]) == ("damaged", "a.mp4")


def test_a_locked_home_fails_every_path(rd: Recorder, tmp_path: Path, home: Path) -> None:
    path = media(tmp_path / "a.mp4")
    with FrontDoor().open(home, "work"):
        told = rd("--json", "receive", path, tmp_path / "gone")
        people = rd("receive", path)
    assert told.code == 3
    assert {(line["outcome"], line["code"]) for line in told.lines} == {
        ("failed", "home.locked"),
        ("failed", "dock.folder-missing"),
    }
    assert people.code == 3
    assert "open in another Recorder Desk" in people.err


def test_a_full_disk_is_an_environment(rd: Recorder, tmp_path: Path, home: Path) -> None:
    (home / "settings.toml").write_text(f"settle_seconds = 0.1\nreserve_bytes = {1 << 60}\n", "utf-8")
    told = rd("--json", "receive", "--wait", "1", media(tmp_path / "a.mp4"))
    assert [(line["outcome"], line["code"]) for line in told.lines] == [("failed", "receive.disk-full")]
    assert told.code == 3


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_is_safe_and_work_goes_on(
    rd: Recorder, start: Callable[..., subprocess.Popen[str]], tmp_path: Path, home: Path
) -> None:
    digests = set()
    for number in range(12):
        path = media(tmp_path / "card" / f"{number}.mp4", 8_000_000)
        digests.add("sha512:" + hashlib.sha512(path.read_bytes()).hexdigest())
    process = start("--json", "receive", tmp_path / "card")
    staging = home / "staging"
    while process.poll() is None and not any(staging.glob("*/*")):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    said, errors = process.communicate(timeout=60)
    assert process.returncode in (0, 1)  # 0: it was done before the signal came
    if process.returncode:
        assert "What was reported as received is safe" in errors
    assert "Traceback" not in errors
    told = {line["digest"] for line in map(json.loads, said.splitlines()) if line["outcome"] == "received"}
    assert told == {row["digest"] for row in rd("--json", "recordings").document}
    worked = rd("--json", "work", "--patience", "20")
    rows = rd("--json", "recordings").document
    assert {row["digest"] for row in rows} == digests
    assert len(rows) == len(digests)
    assert worked.document["owed"]["describe"] == 0
    assert not any(staging.iterdir())
