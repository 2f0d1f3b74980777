"""Which of a recording's times counts, and when two of them are whole hours apart."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from recorder_desk.domain.stamps import Stamps

MEDIA, FILE, RECEIVED = "2026-05-08T01:12:10.000Z", "2026-05-08T01:30:00.000Z", "2026-05-08T08:00:00.000Z"


@pytest.fixture(autouse=True)
def china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The desk stands in China."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("stamps", "basis", "recorded"),
    [
        (Stamps("2026-05-08T09:12:03", MEDIA, FILE, RECEIVED), "name", "2026-05-08T01:12:03.000Z"),
        (Stamps("2026-05-08T01:12:03.500Z", MEDIA, FILE, RECEIVED), "name", "2026-05-08T01:12:03.500Z"),
        (Stamps("1980-01-06T00:00:03", MEDIA, FILE, RECEIVED), "media", MEDIA),
        (Stamps("", MEDIA, FILE, RECEIVED), "media", MEDIA),
        (Stamps("", "", FILE, RECEIVED), "file", FILE),
        (Stamps("", "", "", RECEIVED), "received", RECEIVED),
    ],
)
def test_the_nearest_to_the_recorder_counts(stamps: Stamps, basis: str, recorded: str) -> None:
    assert (stamps.basis, stamps.recorded_at) == (basis, recorded)


@pytest.mark.parametrize(
    ("named", "media", "hours"),
    [
        ("2026-05-08T09:12:03", "2026-05-08T01:12:10.000Z", 0),
        ("2026-05-08T09:12:03", "2026-05-08T09:12:10.000Z", -8),  # wall time where UTC belongs
        ("2026-05-05T09:00:47", "2026-05-04T18:00:50.000Z", 7),
        ("2026-05-08T09:12:03", "2026-05-08T01:15:03.000Z", 0),  # three minutes: a clock, not a zone
        ("2026-05-08T09:12:03", "2026-05-08T05:42:03.000Z", 0),  # four and a half hours
        ("2026-05-08T09:12:03", "2026-05-20T01:12:03.000Z", 0),
        ("2026-05-08T09:12:03Z", "2026-05-08T01:12:03.000Z", 0),  # counts UTC itself
        ("2026-05-08T09:12:03", "", 0),
    ],
)
def test_whole_hours_are_told_from_a_clock_that_is_wrong(named: str, media: str, hours: int) -> None:
    assert Stamps(named, media, "", "").hours_apart == hours
