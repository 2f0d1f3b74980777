"""Numbers and times as people read them."""

from __future__ import annotations

import time

import pytest

from ui import formats


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (9949, "9.9 kB"),
        (9951, "10 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (2_600_000_000, "2.6 GB"),
        (4 * 10**15, "4.0 PB"),
        (5 * 10**18, "5000 PB"),
    ],
)
def test_sizes_are_decimal_and_short(count: int, told: str) -> None:
    assert formats.size(count) == told


def test_a_rate_is_a_size_a_second() -> None:
    assert formats.rate(84_000_000) == "84 MB/s"


@pytest.mark.parametrize(
    ("ms", "told"), [(0, "0:00:00"), (192_999, "0:03:12"), (36_000_000, "10:00:00"), (-5, "0:00:00")]
)
def test_a_clock_counts_whole_seconds(ms: int, told: str) -> None:
    assert formats.clock(ms) == told


@pytest.mark.parametrize(
    ("ms", "english", "chinese"),
    [
        (480, "480 ms", "480 毫秒"),
        (9600, "9.6 s", "9.6 秒"),
        (192_000, "3 min 12 s", "3 分 12 秒"),
        (3_900_000, "1 h 05 min", "1 小时 05 分"),
    ],
)
def test_durations_in_words(ms: int, english: str, chinese: str) -> None:
    assert formats.duration(ms) == english
    assert formats.duration(ms, "zh_CN") == chinese


def test_time_left_that_nobody_knows() -> None:
    assert formats.seconds_left(-1) == "—"
    assert formats.seconds_left(0, "zh_CN") == "0 秒"


def test_stamps_are_shown_local(monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of a process cannot be changed here")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert formats.local_time("2026-11-23T02:46:32.123Z") == "2026-11-23 10:46:32"
    finally:
        monkeypatch.undo()
        time.tzset()
    assert formats.local_time("") == ""
    assert formats.local_time("yesterday") == "yesterday"
