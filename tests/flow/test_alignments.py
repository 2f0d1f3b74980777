"""Recordings of one act beside one another: heard, kept, nudged, found again; by clocks where sound says nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.scenes import act, record
from tests.flow.desk_process import answer, run
from tests.recorder_desk.tools.films import copied, film

NEAR_MS = 10


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A home with two recordings of one act, one that is mute and one of another day; and the true offset."""
    place = tmp_path_factory.mktemp("act")
    chance = np.random.default_rng(11)
    whole = act(chance, 75, "both")
    takes = [record(place, name, whole, 55, chance, "aac") for name in ("one", "other")]
    true = takes[0].offset_of(takes[1])
    cards = [place / f"card {number}" for number in (1, 2, 3)]
    for card in cards:
        card.mkdir()
    second = 1.4  # how wrong the second recorder's clock is, beyond what is cut off
    for card, take, at in zip(cards, takes, (0, round(true / 1000 + second)), strict=False):
        stamped(take.path, card / f"{take.path.stem}.mp4", at)
    stamped(film(place / "mute.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p"), cards[2] / "mute.mp4", 20)
    stamped(takes[1].path, cards[2] / "later.mp4", 86_400 * 9)
    for card in cards:
        assert run(place / "home", "receive", str(card)).returncode == 0
    answer(place / "home", "work")
    return place / "home", true


def stamped(path: Path, target: Path, at: int) -> None:
    when = datetime(2026, 5, 8, 8, tzinfo=UTC) + timedelta(seconds=at)
    copied(path, target, after=("-metadata", f"creation_time={when:%Y-%m-%dT%H:%M:%SZ}"))


def ids(home: Path) -> dict[str, str]:
    return {each["name"].removesuffix(".mp4"): each["id"] for each in answer(home, "recordings")}


def second(told: list[dict[str, Any]]) -> dict[str, Any]:
    return dict(told[1]["alignment"])


def test_sound_mends_what_clocks_say_and_is_kept(made: tuple[Path, float]) -> None:
    home, true = made
    one, other = ids(home)["one"], ids(home)["other"]
    clock = second(answer(home, "align", one, other, "--by", "clock"))
    assert (clock["by"], clock["error_ms"]) == ("clock", -1)
    assert abs(clock["offset_ms"] - true) > 500
    told = answer(home, "align", one, other)
    assert (told[1]["kept"], told[1]["why"]) == (False, "")
    found = second(told)
    assert found["by"] == "sound" and abs(found["offset_ms"] - true) <= NEAR_MS
    assert answer(home, "align", one, other, "--keep")[1]["kept"] is True
    back = answer(home, "align", other, one)
    assert back[1]["kept"] is True and abs(second(back)["offset_ms"] + true) <= NEAR_MS
    nudged = second(answer(home, "align", one, other, "--nudge", "-40", "--keep"))
    assert (nudged["by"], nudged["offset_ms"]) == ("hand", found["offset_ms"] - 40)
    assert second(answer(home, "align", one, other)) == nudged
    assert second(answer(home, "align", one, other, "--by", "clock")) == clock
    again = answer(home, "align", one, other, "--by", "sound", "--keep")
    assert abs(second(again)["offset_ms"] - true) <= NEAR_MS
    entries = [each for each in answer(home, "recording", other)["history"] if each["fact"] == "RecordingsAligned"]
    assert len(entries) == 3


def test_without_sound_the_clocks_tell_and_it_is_said(made: tuple[Path, float]) -> None:
    home, _ = made
    known = ids(home)
    told = answer(home, "align", known["one"], known["other"], known["mute"])
    assert (told[2]["alignment"]["by"], told[2]["alignment"]["offset_ms"]) == ("clock", 20_000)
    assert told[2]["why"] == "align.no-sound"
    printed = run(home, "align", known["one"], known["mute"])
    assert printed.returncode == 0 and "no sound" in printed.stdout and "not known" in printed.stdout
    wanted = run(home, "--json", "align", known["one"], known["mute"], "--by", "sound")
    assert wanted.returncode != 0 and "align.no-sound" in wanted.stdout + wanted.stderr


def test_another_day_is_not_taken_for_the_same_act(made: tuple[Path, float]) -> None:
    """Its sound is the same, and yet nothing is heard where the clocks say they never ran together."""
    home, _ = made
    known = ids(home)
    done = run(home, "--json", "align", known["one"], known["later"], "--by", "sound", "--keep")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told[1]["alignment"]["clear"], told[1]["kept"], told[1]["why"]) == (False, False, "align.unclear")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("one",), 2, "Two to 4"),
        (("one", "one"), 1, "align.how-many"),
        (("one", "other", "mute", "--nudge", "5"), 2, "exactly two"),
        (("one", "other", "--nudge", "99999999999", "--keep"), 1, "align.beyond"),
        (("one", "ffff-none"), 1, "recording.unknown"),
    ],
)
def test_what_cannot_be_says_why(made: tuple[Path, float], words: tuple[str, ...], code: int, told: str) -> None:
    home, _ = made
    done = run(home, "align", *(ids(home).get(each, each) for each in words))
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr
