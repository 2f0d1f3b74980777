"""When a medium says it was made: read in every form it comes in, and never guessed."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.times import moment, stamp_of_media


@pytest.fixture
def in_jinan(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A station eight hours ahead of UTC."""
    if not hasattr(time, "tzset"):
        pytest.skip("NOT PROVEN here: this system does not let a process choose its zone")
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2026-03-01T01:02:03.000000Z", "2026-03-01T01:02:03.000Z"),
        ("2026-03-01T09:02:03+0800", "2026-03-01T01:02:03.000Z"),
        ("2026-03-01 01:02:03", "2026-03-01T01:02:03.000Z"),
        ("2026:03:01 01:02:03-05:00", "2026-03-01T06:02:03.000Z"),
        ("2026:03:01 09:02:03", "2026-03-01T01:02:03.000Z"),
        ("2026:03:01 09:02:03+08:00", "2026-03-01T01:02:03.000Z"),
        ("  2026:03:01 09:02:03\n", "2026-03-01T01:02:03.000Z"),
        ("1970-01-01T00:00:00Z", ""),
        ("1904-01-01T00:00:00Z", ""),
        ("0000:00:00 00:00:00", ""),
        ("    :  :     :  :  ", ""),
        ("2026:13:01 09:02:03", ""),
        ("2026", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_stamp_of_media(in_jinan: None, told: str, at: str) -> None:
    assert stamp_of_media(told) == at


@given(st.one_of(st.text(max_size=40), st.from_regex(r"[0-9]{4}[:-][0-9]{2}[:-][0-9]{2}[ T][0-9:.+Z-]{0,20}")))
def test_stamp_of_media_never_raises_and_gives_a_stamp_or_nothing(told: str) -> None:
    at = stamp_of_media(told)
    assert not at or (at.endswith("Z") and 1989 <= moment(at).year <= 2201)
