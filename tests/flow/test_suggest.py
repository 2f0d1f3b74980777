"""From a day's plan to linked recordings: suggested with reasons, linked by themselves, taken back."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.flow.desk_process import answer, run

DAY = (datetime.now() - timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)


def at(minutes: int) -> str:
    return (DAY + timedelta(minutes=minutes)).isoformat(timespec="minutes")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two cases with an inspection each, half an hour apart; 07 is worn by 王芳, 08 by nobody."""
    home, card = tmp_path / "home", tmp_path / "card"
    card.mkdir()
    for device, minutes in (("JGR1507", 10), ("JGR1508", 12), ("JGR1507", 600)):
        shot = DAY + timedelta(minutes=minutes)
        path = card / f"{device}_000123_{shot:%Y%m%d%H%M%S}_0001.MP4"
        path.write_bytes(path.name.encode() * 99)
        os.utime(path, (shot.timestamp(), shot.timestamp()))
    for name, number in (("王芳", "鲁1"), ("李强", "鲁2")):
        answer(home, "officer", "add", name, "--certificate", number)
    for serial in ("07", "08"):
        answer(home, "recorder", "add", serial, "--mark", f"device:JGR15{serial}")
    answer(home, "recorder", "assign", "07", "王芳", "--since", f"{DAY:%Y-01-01}")
    for number in ("3号", "4号"):
        answer(home, "case", "new", number, "--title", "检查", "--party", "甲公司")
    both = ("--officer", "王芳", "--officer", "李强")
    visit = ("case", "event", "add", "3号", "现场检查", "--from", at(0), "--until", at(60))
    answer(home, *visit, *both, "--recorder", "07", "--item", "jc-02")
    answer(home, "case", "event", "add", "4号", "询问", "--from", at(0), "--until", at(30), "--override", "试")
    assert run(home, "receive", str(card)).returncode == 0
    assert run(home, "work").returncode in (0, 1)
    return home


def suggested(home: Path) -> dict[str, dict[str, Any]]:
    names = {each["id"]: each["name"] for each in answer(home, "recordings")}
    return {names[each["recording"]][:7] + names[each["recording"]][23:25]: each for each in answer(home, "suggest")}


def test_what_is_sure_is_linked_and_what_is_not_says_why(home: Path) -> None:
    told = suggested(home)
    sure, alone, late = told["JGR150709"], told["JGR150809"], told["JGR150719"]
    assert sure["sure"] and [each["code"] for each in sure["candidates"][0]["reasons"]] == [
        "suggest.overlaps", "suggest.worn", "suggest.carried",
    ]  # fmt: skip
    assert (sure["candidates"][0]["number"], sure["candidates"][0]["item"]) == ("3号", "JC-02")
    assert not alone["sure"] and alone["why_not"] == "suggest.weak"
    assert late["candidates"] == [] and late["why_not"] == "suggest.nobody"
    assert "worn by 王芳" in run(home, "suggest", sure["recording"]).stdout
    assert "佩戴" in run(home, "--lang", "zh_CN", "suggest", sure["recording"]).stdout
    assert [each["number"] for each in answer(home, "link", "--auto", "--rehearse")] == ["3号"]
    assert answer(home, "recording", sure["recording"])["links"] == []
    (linked,) = answer(home, "link", "--auto")
    assert (linked["recording"], linked["case"] != "", linked["item"]) == (sure["recording"], True, "JC-02")
    (link,) = answer(home, "recording", sure["recording"])["links"]
    assert (link["reason"], [each["code"] for each in link["signs"]]) == ("", [
        "suggest.overlaps", "suggest.worn", "suggest.carried",
    ])  # fmt: skip
    assert "linked by the desk: overlaps" in run(home, "recording", sure["recording"]).stdout
    assert answer(home, "link", "--auto") == []
    assert answer(home, "undo")["facts"] == 1
    assert suggested(home)["JGR150709"]["sure"]


def test_where_the_bureau_allows_it_the_desk_links_by_itself(home: Path) -> None:
    """What a person takes out again is not put back; a plan that changes has what is near it weighed again."""
    sure, alone = (suggested(home)[each]["recording"] for each in ("JGR150709", "JGR150809"))
    assert run(home, "settings", "set", "link_by_itself", "true").returncode == 0
    assert run(home, "work").returncode in (0, 1)
    (link,) = answer(home, "recording", sure)["links"]
    assert (link["linked_by"], link["item"], len(link["signs"])) == ("desk", "JC-02", 3)
    assert "linked by the desk: overlaps 现场检查" in run(home, "recording", sure).stdout
    answer(home, "unlink", sure, "3号", "--reason", "不是这次")
    (event,) = answer(home, "case", "event", "list", "4号")
    later = ("--from", at(0), "--until", at(40), "--recorder", "08", "--item", "JC-02")
    answer(home, "case", "event", "amend", event["id"], *later, "--override", "试")
    assert run(home, "work").returncode in (0, 1)
    assert [each["linked_by"] for each in answer(home, "recording", alone)["links"]] == ["desk"]
    (trace,) = answer(home, "recording", sure)["links"]
    assert trace["unlinked_by"] != "desk"


def test_link_says_what_it_needs(home: Path) -> None:
    done = run(home, "link")
    assert done.returncode == 2 and "--auto" in done.stderr


def test_the_place_of_an_event_is_compared_with_the_way_beside_a_recording(home: Path, tmp_path: Path) -> None:
    card, shot = tmp_path / "other", DAY + timedelta(minutes=20)
    card.mkdir()
    film = card / f"JGR1508_000123_{shot:%Y%m%d%H%M%S}_0002.MP4"
    film.write_bytes(b"film" * 99)
    utc = shot.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    point = f'<trkpt lat="36.8133" lon="117.6512"><time>{utc}</time></trkpt>'
    film.with_suffix(".gpx").write_text(f'<gpx version="1.1"><trk><trkseg>{point}</trkseg></trk></gpx>', "utf-8")
    for path in card.iterdir():
        os.utime(path, (shot.timestamp(), shot.timestamp()))
    assert run(home, "receive", str(card)).returncode == 0
    (visit,) = answer(home, "case", "event", "list", "3号")
    refused = run(home, "case", "event", "amend", visit["id"], "--coordinates", "36.8 north")
    assert refused.returncode != 0 and "36.8123,117.6512" in refused.stderr
    amended = answer(home, "case", "event", "amend", visit["id"], "--coordinates", "36.8123， 117.6512")
    assert amended["fields"]["coordinates"] == "36.812300,117.651200"
    told = run(
        home, "suggest", next(each["id"] for each in answer(home, "recordings") if each["name"].endswith("_0002.MP4"))
    )
    assert "111 m from the place" in told.stdout
