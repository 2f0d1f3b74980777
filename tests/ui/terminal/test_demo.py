"""The demo: the whole way of a morning's recordings, from dock to archive."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.ui.terminal.conftest import Recorder


def test_a_morning_goes_the_whole_way(rd: Recorder, tmp_path: Path) -> None:
    told = rd("--lang", "zh_CN", "--json", "demo", "--keep", tmp_path / "demo", "--no-window")
    assert told.code == 0, told.err
    morning = told.document
    assert morning["seconds"] < 60
    outcomes = Counter(line["outcome"] for line in morning["files"])
    assert outcomes == {"received": 13, "twin": 1, "refused": 2}
    states = Counter(row["state"] for row in morning["recordings"])
    assert states == {"sealed": 6, "linked": 2, "ready": 3, "damaged": 2}
    assert sorted(case["state"] for case in morning["cases"]) == ["open", "sealed"]
    assert morning["checked"] == 13
    assert morning["findings"] == morning["journal"]["findings"] == []
    home = Path(morning["home"])
    again = rd("--home", home, "--json", "work")
    assert (again.code, set(again.document["owed"].values())) == (0, {0})
    rows = {row["name"]: row for row in morning["recordings"]}
    for name, row in rows.items():
        detail = rd("--home", home, "--json", "recording", row["id"]).document
        foreign = name.endswith((".ts", ".avi", ".wav"))
        plays = "none" if row["state"] == "damaged" or row["kind"] == "sidecar" else "proxy" if foreign else "original"
        assert detail["play_role"] == plays, name


def test_a_demo_in_a_home_of_its_own_can_be_repeated(rd: Recorder, home: Path, tmp_path: Path) -> None:
    first = rd("--home", home, "demo", "--keep", tmp_path / "one", "--no-window")
    assert first.code == 0, first.err
    assert "Checked 13 recordings, 0 findings." in first.out
    assert "The journal is whole" in first.out
