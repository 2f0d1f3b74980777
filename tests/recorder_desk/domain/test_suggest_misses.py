"""Why nothing is suggested: one reason a sign, by a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from recorder_desk.domain.sign import Reason
from recorder_desk.domain.suggest_misses import misses
from recorder_desk.domain.suggesting import Clue, Filmed, Nearby
from recorder_desk.domain.track import TrackPoint

NINE = datetime(2026, 5, 8, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
FILM = Filmed("r", NINE, NINE + timedelta(minutes=5), timedelta(0), frozenset({"王芳"}), "07", "DSJ-07")
EVENT = Nearby(
    "e", "c", "3号", "检查", "JC-02", NINE - 5 * HOUR, NINE - 4 * HOUR, frozenset({"王芳"}), frozenset({"07"})
)


def codes(filmed: Filmed, *near: Nearby, nearest: Nearby | None = None, clock_read: bool = True) -> list[str]:
    told = misses(filmed, near, nearest or next(iter(near), None), clock_read=clock_read)
    return [each.code.removeprefix("suggest.miss-") for each in told]


@pytest.mark.parametrize(
    ("filmed", "near", "clock_read", "told"),
    [
        (FILM, (), True, ["events", "recorder", "wearer", "code", "take"]),
        (FILM, (), False, ["events", "clock", "recorder", "wearer", "code", "take"]),
        (FILM, (EVENT,), True, ["after", "coordinates", "code", "take"]),
        (FILM, (replace(EVENT, begins=NINE + HOUR, ends=None),), True, ["before", "coordinates", "code", "take"]),
        (FILM, (replace(EVENT, begins=NINE, ends=NINE + HOUR),), True, ["within", "coordinates", "code", "take"]),
        (replace(FILM, recorder="", wearers=frozenset()), (EVENT,), True,
         ["after", "recorder-unknown", "wearer-unknown", "coordinates", "code", "take"]),
        (FILM, (replace(EVENT, officers=frozenset({"李强"}), recorders=frozenset({"08"})),), True,
         ["after", "recorder", "wearer", "coordinates", "code", "take"]),
        (FILM, (replace(EVENT, place=TrackPoint(0, 36.8, 117.6)),), True, ["after", "track", "code", "take"]),
        (replace(FILM, begins=None, ends=None), (), False, ["time", "recorder", "wearer", "code", "take"]),
        (replace(FILM, clues=(Clue("c", "3号", "", Reason("suggest.filmed", {})),)), (EVENT,), True,
         ["after", "coordinates", "take"]),
    ],
)  # fmt: skip
def test_each_sign_says_what_it_lacks(
    filmed: Filmed, near: tuple[Nearby, ...], clock_read: bool, told: list[str]
) -> None:
    assert codes(filmed, *near, clock_read=clock_read) == told


def test_the_nearest_event_is_told_with_its_distance() -> None:
    (first, *_) = misses(FILM, (), EVENT, clock_read=True)
    assert first == Reason("suggest.miss-after", {"event": "检查", "number": "3号", "away": 4 * 3_600_000})
