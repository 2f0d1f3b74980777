"""The clock ledger: runs and jumps, what it tells of a stamp, and whether its stated error is honest."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from recorder_desk.domain.clock import (
    DAY,
    NOT_KNOWN,
    ClockPoint,
    ClockState,
    Corrected,
    Ledger,
    Reading,
    corrected,
    ledger,
    runs,
    state,
)
from recorder_desk.domain.times import stamp, stamp_of_ns

ZERO = round(datetime(2026, 5, 1, tzinfo=UTC).timestamp() * 1000)
LATE = "2027-06-01T00:00:00.000Z"


def at(days: float, offset_s: float = 0.0) -> str:
    return stamp(datetime.fromtimestamp(ZERO / 1000, UTC) + timedelta(days=days, seconds=offset_s))


def point(days: float, offset_s: float, error_ms: int = 500, withdrawn: str = "") -> ClockPoint:
    return ClockPoint("p", "r", at(days, offset_s), at(days), error_ms, "manual", "", withdrawn, "王芳", at(days))


def off(told: Corrected, days: float) -> float:
    """Seconds between what is told and what is true."""
    wanted = datetime.fromisoformat(at(days))
    return abs((datetime.fromisoformat(told.at) - wanted).total_seconds())


def test_where_nothing_was_read_nothing_is_known() -> None:
    assert corrected(at(1), LATE, ()) == NOT_KNOWN == Corrected("", -1, "unknown")
    assert corrected("", LATE, ledger([point(0, 0)])) == NOT_KNOWN
    assert corrected(at(1), LATE, ledger([point(0, 0, withdrawn="misread")])) == NOT_KNOWN
    assert state([], at(1), 60_000) == ClockState(0, -1, 0, -1, 0, 0, ())


def test_between_two_readings_lies_a_line() -> None:
    told = corrected(at(5, 60 + 10.123), LATE, ledger([point(0, 60), point(10, 80)]))
    assert told.basis == "between" and off(told, 5) < 0.2
    assert told.error_ms == 500 + 5 * 500


def test_a_stamp_of_whole_seconds_is_taken_in_its_middle() -> None:
    told = corrected("2026-05-01T00:00:00.000Z", LATE, ledger([point(0, 0, 0)]))
    assert told.at == "2026-05-01T00:00:00.500Z" and told.error_ms >= 500


def test_one_reading_alone_leaves_five_seconds_a_day() -> None:
    only = ledger([point(0, 60)])
    before, after = corrected(at(-2, 60.001), LATE, only), corrected(at(2, 60.001), LATE, only)
    assert (before.basis, after.basis) == ("before", "after")
    assert {before.error_ms, after.error_ms} == {10_500}


def test_outside_a_run_its_rate_goes_on_and_the_error_grows() -> None:
    measured = ledger([point(0, 0), point(10, 20)])
    near, far = corrected(at(11, 22.001), LATE, measured), corrected(at(30, 60.001), LATE, measured)
    assert off(near, 11) < 0.1 and off(far, 30) < 0.1
    assert 500 < near.error_ms < far.error_ms == 500 + 20 * 600


def test_a_flat_battery_parts_the_runs_and_each_side_is_told_by_its_own() -> None:
    reset = -26 * 365 * 86400.0
    parted = ledger([point(0, 5), point(10, 10), point(14, reset), point(20, reset + 3)])
    assert [len(run.readings) for run in parted] == [2, 2]
    before, after = corrected(at(11, 10.501), LATE, parted), corrected(at(13, reset - 0.5 + 0.001), LATE, parted)
    assert (before.basis, after.basis) == ("after", "before")
    assert off(before, 11) < 1 and off(after, 13) < 1


def test_after_a_jump_that_nobody_has_read_the_time_is_not_known() -> None:
    assert corrected("2000-01-01T00:03:00.000Z", LATE, ledger([point(0, 5), point(10, 10)])) == NOT_KNOWN


def test_a_step_of_minutes_leaves_both_answers_inside_the_error() -> None:
    stepped = ledger([point(0, 0), point(10, 10), point(20, 310)])
    assert len(stepped) == 2
    told = corrected(at(15, 15.001), LATE, stepped)
    assert told.basis == "jump" and off(told, 15) * 1000 <= told.error_ms and 140_000 < told.error_ms < 180_000


def test_two_resets_to_the_same_day_are_not_guessed_between() -> None:
    first, second = -9500 * 86400.0, -9540 * 86400.0
    twice = ledger([point(0, 0), point(10, first), point(50, second)])
    assert corrected(at(9, first + 0.001), LATE, twice) == NOT_KNOWN
    earlier = corrected(at(9, first + 0.001), at(20), ledger([point(0, 0), point(10, first)]))
    assert earlier.basis == "before" and off(earlier, 9) < 1


def test_a_small_step_shows_against_the_usual_rate() -> None:
    """40 s in ten days would pass for a clock; this one never went like that."""
    days = [point(each * 10, each * 10 + (40 if each > 3 else 0)) for each in range(7)]
    assert [len(run.readings) for run in ledger(days)] == [4, 3]


def test_no_recording_is_younger_than_its_receipt() -> None:
    ahead = ledger([point(0, 0)])
    assert corrected(at(20, 0.001), at(2), ahead) == NOT_KNOWN
    assert corrected(at(1, 0.001), at(2), ahead).basis == "after"


def test_no_reading_tells_of_a_time_far_away() -> None:
    told = ledger([point(0, 0), point(10, 10)])
    assert corrected(at(-121, 0.001), LATE, told) == corrected(at(140, 0.001), LATE, told) == NOT_KNOWN


def test_a_state_tells_offset_rate_and_what_is_beyond_bounds() -> None:
    good = state([point(0, 0), point(10, 10)], at(11), 60_000)
    assert good == ClockState(11_000, 1_100, 1_000, 600, 0, 0, ())
    assert state([point(0, 70)], at(0), 60_000).findings == ("clock.offset-large",)
    assert state([point(0, 60.2)], at(0), 60_000).findings == ()
    assert state([point(0, 0), point(10, 45)], at(10), 60_000).findings == ("clock.drift-large",)
    assert state([point(0, 0)], at(200), 60_000).error_ms == -1
    assert state([point(0, 0)], at(1), 60_000).rate_error_ms == -1
    assert state([], at(1), 60_000, 60_001).findings == ("clock.ahead",)
    assert state([], at(1), 60_000, 60_000).findings == ()


def test_readings_at_one_moment_divide_by_nothing() -> None:
    twice = runs([Reading(ZERO, ZERO, 500), Reading(ZERO, ZERO, 500), Reading(ZERO + 100, ZERO, 500)])
    assert len(twice) == 1 and corrected(stamp_of_ns(ZERO * 1_000_000), LATE, twice).error_ms >= 500


class Clock:
    """A made-up recorder: a rate, a slow wander, and sometimes a reset or a step; read once a week or so."""

    def __init__(self, chance: random.Random) -> None:
        self._rate = chance.choice((-1, 1)) * chance.uniform(500, 5000)
        self._offsets = [chance.uniform(-60_000, 60_000)]
        self.resets: list[int] = []
        for day in range(1, 121):
            gained = self._rate + 150 * chance.gauss(0, 1)
            self._offsets.append(self._offsets[-1] + gained)
            what = chance.random()
            if what < 0.01:
                self._offsets[-1] = 946_684_800_000 - ZERO - day * DAY
                self.resets.append(day)
            elif what < 0.02:
                self._offsets[-1] += chance.choice((-1, 1)) * chance.uniform(90_000, 7_200_000)
                self.resets.append(day)

    def shows(self, true: int) -> int:
        """Recorder time: an offset walked day by day, a jump at the day's end."""
        day, rest = divmod(true - ZERO, DAY)
        if day + 1 in self.resets:
            return round(true + self._offsets[day] + self._rate * rest / DAY)
        share = rest / DAY
        return round(true + self._offsets[day] * (1 - share) + self._offsets[day + 1] * share)

    def read(self, chance: random.Random) -> list[Reading]:
        """Readings some days apart, each within its error, the last one at the end."""
        day, found = chance.uniform(0, 5), []
        while day < 119:
            true, error = ZERO + round(day * DAY), chance.choice((200, 300, 500))
            found.append(Reading(self.shows(true) + round(chance.uniform(-error, error)), true, error))
            day += chance.uniform(3, 14)
        return found


def recordings(seed: int, clocks: int) -> list[tuple[float, Corrected, float, bool]]:
    """For made-up recordings: their true time, what is told, days to the nearest reading, whether a jump lies near."""
    chance, found = random.Random(seed), []
    for _ in range(clocks):
        clock = Clock(chance)
        readings = clock.read(chance)
        told: Ledger = runs(readings)
        last = readings[-1].true
        for _ in range(60):
            true = chance.randrange(ZERO, last)
            shown = stamp_of_ns(clock.shows(true) // 1000 * 1_000_000_000)
            near = min(abs(true - each.true) for each in readings) / DAY
            stepped = any(abs((true - ZERO) / DAY - each) < 15 for each in clock.resets)
            answer = corrected(shown, stamp_of_ns((last + DAY) * 1_000_000), told)
            found.append((true / 1000, answer, near, stepped))
    return found


@pytest.fixture(scope="module")
def made() -> list[tuple[float, Corrected, float, bool]]:
    """6,000 recordings of 100 clocks that gain or lose 0.5 to 5 s a day."""
    return recordings(2026, 100)


def test_at_least_95_of_100_true_times_lie_inside_the_stated_error(
    made: list[tuple[float, Corrected, float, bool]],
) -> None:
    known = [(abs(datetime.fromisoformat(a.at).timestamp() - t), a.error_ms / 1000) for t, a, _, _ in made if a.at]
    inside = sum(off <= error + 0.001 for off, error in known) / len(known)
    assert len(known) / len(made) >= 0.85 and inside >= 0.95


def test_near_a_reading_the_corrected_time_is_right_within_a_second(
    made: list[tuple[float, Corrected, float, bool]],
) -> None:
    near = [abs(datetime.fromisoformat(a.at).timestamp() - t) for t, a, n, j in made if a.at and n <= 1 and not j]
    within = sum(off <= 1 for off in near) / len(near)
    assert len(near) > 500 and within >= 0.99


def test_between_two_readings_99_of_100_are_right_within_a_second(
    made: list[tuple[float, Corrected, float, bool]],
) -> None:
    """Readings lie 3 to 14 days apart here."""
    between = [abs(datetime.fromisoformat(a.at).timestamp() - t) for t, a, _, _ in made if a.basis == "between"]
    assert len(between) > 3000 and sum(off <= 1 for off in between) / len(between) >= 0.99
