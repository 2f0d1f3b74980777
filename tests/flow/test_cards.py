"""Cards laid out like those of each maker: what `recordings --json` tells of every file."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from recorder_desk.domain.grammars import shipped_texts
from recorder_desk.domain.stamps import Stamps
from tests.flow.desk_process import answer, run

FIELDS = ("device_number", "user_number", "named_at", "sequence", "important")
EMPTY: dict[str, object] = {"device_number": "", "user_number": "", "named_at": "", "sequence": -1, "important": False}
UNKNOWN = ("DCIM/IMG_0001.JPG", "MAH00042.MP4", "DCIM/未命名.mp4", "Temp/x/clip (1).mov")
AN_HOUR_AGO = 1_795_338_254_000_000_000


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, object]]]:
    """What the desk tells of every file by its path below the cards, and what is meant."""
    place = tmp_path_factory.mktemp("cards")
    meant: dict[str, dict[str, object]] = {}
    for name, text in shipped_texts():
        grammar = tomllib.loads(text)
        for example in grammar["example"]:
            wanted = EMPTY | {key: example[key] for key in FIELDS if key in example}
            meant[f"{name}/{example['path']}"] = wanted | {
                "grammar": f"{name.lstrip('0123456789-')}@{grammar['version']}"
            }
    meant |= {f"unknown/{path}": EMPTY | {"grammar": ""} for path in UNKNOWN}
    for number, path in enumerate(meant):
        file = place / "cards" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(f"film {number}".encode() * 100)
        os.utime(file, ns=(AN_HOUR_AGO, AN_HOUR_AGO))
    outcomes = [
        json.loads(line) for line in run(place / "home", "--json", "receive", str(place / "cards")).stdout.splitlines()
    ]
    rows = {row["id"]: row for row in answer(place / "home", "recordings")}
    found = {each["path"].split("/cards/", 1)[1]: rows[each["recording"]] for each in outcomes}
    return found, meant


def test_every_file_is_received_and_read_right(
    told: tuple[dict[str, dict[str, Any]], dict[str, dict[str, object]]],
) -> None:
    found, meant = told
    assert found.keys() == meant.keys() and len(meant) > 20
    wrong = {path: found[path] for path, wanted in meant.items() if {key: found[path][key] for key in wanted} != wanted}
    assert wrong == {}


def test_the_time_in_the_name_is_when_it_was_recorded(
    told: tuple[dict[str, dict[str, Any]], dict[str, dict[str, object]]],
) -> None:
    found, meant = told
    for path, wanted in meant.items():
        if wanted["named_at"]:
            assert found[path]["recorded_at"] == Stamps(str(wanted["named_at"]), "", "", "").name_moment, path


def test_a_new_grammar_of_the_bureau_reads_what_was_received_before(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (tmp_path / "card").mkdir()
    film = tmp_path / "card" / "局_0042_2026-05-08 09.12.03 重点.mp4"
    film.write_bytes(b"film")
    os.utime(film, ns=(AN_HOUR_AGO, AN_HOUR_AGO))
    run(home, "receive", str(tmp_path / "card"))
    (before,) = answer(home, "recordings")
    assert (before["grammar"], before["user_number"]) == ("", "")
    (home / "file_names").mkdir()
    text = 'version = 1\ntemplates = ["局_{user:4}_{time:yyyy-MM-dd HH.mm.ss} 重点.{ending:mp4}"]\n'
    (home / "file_names" / "ours.toml").write_text(text, "utf-8")
    assert answer(home, "names", film.name)[0]["told"]["user_number"] == "0042"
    run(home, "work")
    (after,) = answer(home, "recordings")
    assert (after["grammar"], after["user_number"], after["named_at"]) == ("ours@1", "0042", "2026-05-08T09:12:03")
    (home / "file_names" / "ours.toml").write_text("version = 1\n", "utf-8")
    refused = run(home, "status")
    assert refused.returncode == 3 and "names.unreadable" in refused.stderr
