"""What people type into a search."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.asking import Days, read_query

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("word", "since", "until"),
    [
        ("5月8日", "2026-05-08", "2026-05-08"),
        ("12月8日", "2025-12-08", "2025-12-08"),
        ("5月", "2026-05-01", "2026-05-31"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("2026年5月8号", "2026-05-08", "2026-05-08"),
        ("2026-5-8", "2026-05-08", "2026-05-08"),
        ("2026/05", "2026-05-01", "2026-05-31"),
        ("2025年", "2025-01-01", "2025-12-31"),
        ("今天", "2026-11-23", "2026-11-23"),
        ("昨天", "2026-11-22", "2026-11-22"),
        ("上周", "2026-11-16", "2026-11-22"),
        ("本周", "2026-11-23", "2026-11-29"),
        ("上月", "2026-10-01", "2026-10-31"),
        ("本月", "2026-11-01", "2026-11-30"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("Today", "2026-11-23", "2026-11-23"),
    ],
)
def test_days(word: str, since: str, until: str) -> None:
    assert read_query(f"王芳 {word}", TODAY).days == (Days(word, since, until),)
    assert read_query(f"day:{word}", TODAY).days == (Days("", since, until),)


@pytest.mark.parametrize("word", ["13月1日", "2月30日", "2026-13-01", "上上周", "5月8", "20260508", "a:b", "kind:"])
def test_what_is_no_day_and_no_facet_is_a_word(word: str) -> None:
    asked = read_query(word, TODAY)
    assert (asked.words, asked.days, asked.facets) == (word, (), ())


def test_facets_are_taken_out() -> None:
    asked = read_query("询问 kind:video KIND:audio tag：现场", TODAY)
    assert asked.words == "询问" and asked.facet("kind") == "audio" and asked.facet("tag") == "现场"


@given(st.text(), st.dates(date(1990, 1, 1), date(2200, 1, 1)))
def test_nothing_people_type_fails(text: str, today: date) -> None:
    asked = read_query(text, today)
    assert set(asked.words.split()) <= set(text.split())
