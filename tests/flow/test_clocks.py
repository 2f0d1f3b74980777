"""Recorders' clocks from the terminal: read, looked at, and the true time of what was received before."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from recorder_desk.domain.times import moment
from tests.flow.desk_process import answer, run


def test_a_clock_is_read_and_recordings_follow(tmp_path: Path) -> None:
    home, card = tmp_path / "home", tmp_path / "card"
    made = (datetime.now() - timedelta(days=1)).replace(microsecond=0)
    film = card / f"JGR1503_000123_{made:%Y%m%d%H%M%S}_0006.MP4"
    card.mkdir()
    film.write_bytes(b"film" * 500)
    os.utime(film, (1_795_338_254, 1_795_338_254))
    answer(home, "recorder", "add", "07", "--mark", "device:JGR1503")
    run(home, "receive", str(card))
    (row,) = answer(home, "recordings")
    unread = answer(home, "clock", "show", "07")
    assert unread["points"] == [] and unread["state"]["error_ms"] == -1 and unread["serial"] == "07"
    told = run(
        home, "clock", "add", "07", "--recorder-time", f"{made - timedelta(days=1) + timedelta(seconds=90)}",
        "--true-time", f"{made - timedelta(days=1)}", "--error", "0.5",
    )  # fmt: skip
    assert told.returncode == 1 and "1 min 30 s" in told.stdout  # beyond a minute is a finding
    true = answer(home, "recording", row["id"])["true_time"]
    local = moment(true["at"]).astimezone().replace(tzinfo=None)
    assert abs(local - (made - timedelta(seconds=89.5))) < timedelta(seconds=0.1)
    assert true["basis"] == "after" and 1_000 < true["error_ms"] <= 500 + 500 + 5_300
    assert f"{made - timedelta(seconds=90):%H:%M:%S}" in run(home, "recording", row["id"]).stdout
    (point,) = json.loads(run(home, "--json", "clock", "show", "07").stdout)["points"]
    assert run(home, "clock", "withdraw", point["id"], "--reason", "看错了").returncode == 0
    assert answer(home, "recording", row["id"])["true_time"]["at"] == ""
