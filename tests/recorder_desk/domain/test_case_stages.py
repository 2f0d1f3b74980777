"""Clocks of cases, and the calendar other programs read."""

from __future__ import annotations

import pytest

from recorder_desk.domain.calendars import WorkCalendar, shipped_years
from recorder_desk.domain.case_stages import CaseClock, clocks_of, read_stages, shipped_stages
from recorder_desk.domain.ics import DayEntry, calendar
from recorder_desk.errors import DeskError

CALENDAR = WorkCalendar(shipped_years())


def running(reached: dict[str, str], today: str) -> dict[str, CaseClock]:
    return {each.code: each for each in clocks_of("c", "3号", reached, shipped_stages(), CALENDAR, today)}


def test_a_clock_starts_is_met_or_is_overdue() -> None:
    reached = {"filing": "2026-07-05", "preservation": "2026-09-18"}
    told = running(reached, "2026-09-28")
    assert (told["case"].due, told["case"].state, told["case"].days_left) == ("2026-10-08", "running", 10)
    assert (told["preservation"].due, told["preservation"].state) == ("2026-09-29", "running")
    assert running(reached, "2026-09-30")["preservation"].state == "overdue"
    assert running({**reached, "preservation-decided": "2026-09-29"}, "2026-12-01")["preservation"].state == "met"
    assert running({**reached, "preservation-decided": "2026-09-30"}, "2026-12-01")["preservation"].state == "late"
    assert set(running({}, "2026-09-30")) == set()


def test_a_right_that_is_not_used_lapses() -> None:
    assert running({"notice": "2026-09-01"}, "2026-09-20")["hearing-request"].state == "lapsed"


@pytest.mark.parametrize(
    "text", ["", "stage = 1", '[[stage]]\ncode = "a"\nname_zh = ""\nname_en = ""\nneeds = ["b"]\n', "[[stage]]"]
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(DeskError) as caught:
        read_stages(f'id = "x"\nversion = "1"\n{text}')
    assert caught.value.code == "case.stages-unreadable"


def test_a_calendar_is_folded_and_escaped() -> None:
    text = calendar([DayEntry("a", "2026-10-08", "莱统罚〔2026〕3号 " * 8, "a, b; c\nd\\")], "2026-09-01T01:02:03.000Z")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "SUMMARY:" + "莱统罚〔2026〕3号 " * 8 in whole and "DESCRIPTION:a\\, b\\; c\\nd\\\\" in whole
    assert "DTSTART;VALUE=DATE:20261008" in whole and "DTEND;VALUE=DATE:20261009" in whole
    assert "DTSTAMP:20260901T010203Z" in whole and whole.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
