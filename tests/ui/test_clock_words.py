"""What people write of a clock, and what they are told."""

from __future__ import annotations

from datetime import datetime

import pytest

from recorder_desk.domain.clock import ClockState, Corrected
from recorder_desk.domain.times import moment
from recorder_desk.errors import DeskError
from ui.clock_words import offset_words, rate_words, shown_at, signed, span, true_words
from ui.phrases import Phrases

EN, ZH = Phrases("en"), Phrases("zh_CN")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone()


@pytest.mark.parametrize(
    ("text", "now", "wanted"),
    [
        ("10:46:32", "2026-11-23T10:40:00", "2026-11-23T10:46:32"),
        ("10：46", "2026-11-23T10:40:00", "2026-11-23T10:46:00"),
        ("23:59:50", "2026-11-23T00:00:20", "2026-11-22T23:59:50"),
        ("0:00:10", "2026-11-23T23:59:40", "2026-11-24T00:00:10"),
        (" 2000-01-01 00:12:30 ", "2026-11-23T10:40:00", "2000-01-01T00:12:30"),
        ("2026/11/23 10:46", "2026-11-23T10:40:00", "2026-11-23T10:46:00"),
    ],
)
def test_a_time_of_the_day_is_on_the_nearest_day(text: str, now: str, wanted: str) -> None:
    assert moment(shown_at(text, local(now))) == local(wanted)


@pytest.mark.parametrize("text", ["", "noon", "25:00", "10:61:00", "2026-13-01 10:00", "10"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(DeskError) as raised:
        shown_at(text, local("2026-11-23T10:40:00"))
    assert raised.value.code == "clock.bad-time"


def test_differences_are_short_and_keep_their_sign() -> None:
    assert (span(-1200, EN), signed(-1200, EN), signed(185_000, EN)) == ("1.2 s", "−1.2 s", "+3 min 05 s")
    assert (span(412 * 86_400_000, EN), span(412 * 86_400_000, ZH)) == ("412 days", "412 天")


def test_what_is_not_known_is_never_told_as_nothing() -> None:
    unknown = ClockState(0, -1, 0, -1, 0, 0, ())
    assert offset_words(unknown, EN) == "How far it is off is not known."
    assert rate_words(unknown, ZH) == "日误差尚未测得。"
    assert true_words(Corrected("", -1, "unknown"), EN) == ""
    assert offset_words(ClockState(-3000, 500, 0, -1, 0, 0, ()), EN) == "slow by 3 s (± 500 ms)"
    assert rate_words(ClockState(0, 1, 1500, 600, 0, 0, ()), EN) == "gains 1.5 s a day (± 600 ms)"
