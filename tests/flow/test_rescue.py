"""A recording that was cut off: received, offered, rescued beside the untouched original."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.flow.desk_process import answer, run
from tests.recorder_desk.tools.cut_films import coded, cut_off

AN_HOUR_AGO = 1_795_338_254


def test_a_cut_off_film_is_rescued_after_a_sibling(tmp_path: Path) -> None:
    home, card, other = tmp_path / "home", tmp_path / "card", tmp_path / "other"
    card.mkdir()
    other.mkdir()
    film = coded(tmp_path / "film.mp4", "plain.mp4", 5)
    left = cut_off(film.read_bytes(), 3)
    (card / "JGR1503_000123_20261122091203_0002.MP4").write_bytes(left)
    for path in card.iterdir():
        os.utime(path, (AN_HOUR_AGO, AN_HOUR_AGO))
    run(home, "receive", str(card))
    run(home, "work")
    (row,) = answer(home, "recordings")
    assert (row["problem"], row["state"]) == ("media.truncated", "damaged")
    alone = run(home, "--json", "rescue", row["id"])
    assert json.loads(alone.stdout)["error"]["code"] == "rescue.no-sibling"
    healthy = other / "JGR1503_000123_20261122090000_0001.MP4"
    healthy.write_bytes(coded(tmp_path / "healthy.mp4", "plain.mp4", 3).read_bytes())
    os.utime(healthy, (AN_HOUR_AGO, AN_HOUR_AGO))
    run(home, "receive", str(other))
    run(home, "work")
    made = answer(home, "rescue", row["id"])
    assert made["role"] == "rescue" and Path(made["path"]).is_file() and made["facts"]["pictures"] > 20
    detail = answer(home, "recording", row["id"])
    assert (detail["play_role"], detail["play_path"]) == ("rescue", made["path"])
    assert detail["row"]["problem"] == "media.truncated"  # it is damaged all the same
    assert Path(detail["original_path"]).read_bytes() == left
    assert run(home, "check").returncode == 0
    again = answer(home, "rescue", row["id"], "--from", made["facts"]["sibling"])
    assert again["made_at"] > made["made_at"]
    whole = run(home, "--json", "rescue", made["facts"]["sibling"])
    assert json.loads(whole.stdout)["error"]["code"] == "rescue.not-cut-off"
    assert "picture" in run(home, "rescue", row["id"]).stdout
