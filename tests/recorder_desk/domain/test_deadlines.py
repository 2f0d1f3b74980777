"""Limits and working days: the field's own vectors, a second way of counting, and calendars that are none."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.calendars import CalendarDay, CalendarYear, WorkCalendar, read_year, shipped_years
from recorder_desk.domain.deadlines import Due, Limit, due, read_limit, read_start
from recorder_desk.errors import DeskError

CALENDAR = WorkCalendar(shipped_years())

VECTORS = """
2026-02-12 7wd 2026-02-28|2026-02-12 20wd 2026-03-18|2026-02-13 3wd 2026-02-25|2026-09-18 7wd 2026-09-29
2025-01-24 20wd 2025-02-27|2026-09-24 7wd 2026-10-12|2026-09-30 5wd 2026-10-13|2026-04-30 7wd 2026-05-13
2025-09-26 7wd 2025-10-13|2019-09-27 7wd 2019-10-12|2026-01-30 15d 2026-02-14|2026-07-05 90d 2026-10-08
2026-01-31 1m 2026-02-28|2026-08-31 1m 2026-09-30|2024-01-30 1m 2024-02-29|2026-07-01 3m 2026-10-08
2026-05-08 0wd 2026-05-08
"""


@pytest.mark.parametrize("line", VECTORS.replace("\n", "|").strip("|").split("|"))
def test_the_vectors_of_the_field(line: str) -> None:
    start, limit, end = line.split()
    assert due(read_start(start), read_limit(limit), CALENDAR) == Due(end, False)


def test_hours_run_on_by_the_clock() -> None:
    assert due(read_start("2026-05-01T17:30"), read_limit("24h"), CALENDAR) == Due("2026-05-02T17:30", False)
    assert due(read_start("2026-05-01"), read_limit("24h"), CALENDAR) == Due("2026-05-02T00:00", False)
    assert due(datetime(2026, 5, 1, 17, 30), read_limit("7wd"), CALENDAR) == Due("2026-05-13", False)


def test_a_year_without_a_calendar_is_guessed_from_weekends_and_says_so() -> None:
    assert due(read_start("2026-12-25"), read_limit("7wd"), CALENDAR) == Due("2027-01-05", True)
    assert due(read_start("2026-12-25"), read_limit("4wd"), CALENDAR) == Due("2026-12-31", False)
    assert due(read_start("2026-10-03"), read_limit("90d"), CALENDAR) == Due("2027-01-01", True)
    known = CalendarYear(2027, "", (CalendarDay("2027-01-01", True, "元旦"),))
    assert due(read_start("2026-12-25"), read_limit("7wd"), WorkCalendar([*shipped_years(), known])).due == "2027-01-06"


def by_list(start: date, count: int, calendar: WorkCalendar) -> date:
    """The second way: every day of two years written down, those not worked struck out, the one at that place taken."""
    days = [start + timedelta(each) for each in range(1, 730)]
    off = {day.date for year in calendar.years.values() for day in year.days if day.off}
    made_up = {day.date for year in calendar.years.values() for day in year.days if not day.off}
    left = [day for day in days if day.isoformat() in made_up or (day.isoweekday() < 6 and day.isoformat() not in off)]
    return left[count - 1]


@given(st.dates(date(2018, 1, 1), date(2027, 6, 1)), st.integers(1, 200))
def test_working_days_are_counted_as_a_list_of_days_counts_them(start: date, count: int) -> None:
    assert due(start, Limit(count, "working_day"), CALENDAR).due == by_list(start, count, CALENDAR).isoformat()


@given(st.dates(date(2018, 1, 1), date(2027, 6, 1)), st.integers(1, 400))
def test_days_end_on_a_worked_day_not_before_their_number(start: date, count: int) -> None:
    end = date.fromisoformat(due(start, Limit(count, "calendar_day"), CALENDAR).due)
    assert end >= start + timedelta(count) and CALENDAR.worked(end)
    assert not any(CALENDAR.worked(start + timedelta(each)) for each in range(count, (end - start).days))


@given(st.dates(date(2018, 1, 1), date(2027, 6, 1)), st.integers(0, 100), st.sampled_from(["wd", "d", "m"]))
def test_a_longer_limit_never_ends_sooner(start: date, count: int, unit: str) -> None:
    ends = [due(start, read_limit(f"{each}{unit}"), CALENDAR).due for each in (count, count + 1)]
    assert ends == sorted(ends)


@pytest.mark.parametrize("text", ["", "7", "wd", "7 wd", "-1d", "7wk", "1.5d", "999999d", "20000wd", "601m", "٣d"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(DeskError) as caught:
        read_limit(text)
    assert caught.value.code == "deadline.bad-limit"


@pytest.mark.parametrize("text", ["", "12 Feb", "2026-02-30", "20260212T", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DeskError) as caught:
        read_start(text)
    assert caught.value.code == "deadline.bad-start"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "calendar.unreadable"), ("[]", "calendar.unreadable"), ('{"year": 2027}', "calendar.unreadable"),
        ('{"year": true, "days": []}', "calendar.unreadable"), ('{"year": 99999, "days": []}', "calendar.unreadable"),
        ('{"year": 2027, "days": [{"date": "2027-13-01", "isOffDay": true}]}', "calendar.unreadable"),
        ('{"year": 2027, "days": [{"date": "2027-01-01", "isOffDay": "yes"}]}', "calendar.unreadable"),
        ('{"year": 2027, "days": ["2027-01-01"]}', "calendar.unreadable"),
        ('{"year": 2027, "days": [{"date": "2026-12-31", "isOffDay": true}]}', "calendar.wrong-year"),
        (json.dumps({"year": 2027, "days": [{"date": "2027-01-01", "isOffDay": True}] * 2}), "calendar.day-twice"),
    ],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(text: str, code: str) -> None:
    with pytest.raises(DeskError) as caught:
        read_year(text)
    assert caught.value.code == code


def test_every_shipped_year_has_its_notice_and_makes_up_days_on_weekends() -> None:
    assert [each.year for each in shipped_years()] == list(range(2018, 2027))
    for year in shipped_years():
        assert year.source.startswith("国办发明电") and year.shipped
        for day in year.days:
            assert day.off or date.fromisoformat(day.date).isoweekday() > 5, day
