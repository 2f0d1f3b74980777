"""Codes that are filmed, as text: written, read, refused; and what many readings tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.filmed_code import LENGTH, CodeBook, Filmed, Reading, case_tag, is_code
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.times import stamp

BOOK = CodeBook("019ac000-0000-7000-8000-000000000001", b"k" * 32)
OTHER = CodeBook("019ac000-0000-7000-8000-000000000002", b"o" * 32)
FORGED = CodeBook(BOOK.station, b"x" * 32)
CASE = new_id()
AT = datetime(2026, 11, 23, 1, 12, 3, 450_000, UTC)
MS = timedelta(milliseconds=1)


def filming(book: CodeBook, seconds: float, late_ms: int = 0, within_ms: int = 10, case: str = CASE) -> list[Reading]:
    """A code redrawn ten times a second, filmed at 25 frames a second from 5 s on; true time at 0 is AT."""
    moments = range(5000, 5000 + int(seconds * 1000), 40)
    return [Reading(at, book.write(case, AT + (at - late_ms) // 100 * 100 * MS), within_ms) for at in moments]


def only(book: CodeBook, readings: list[Reading]) -> Filmed:
    (filmed,) = book.filmed(readings, 40)
    return filmed


@given(st.datetimes(datetime(1970, 1, 2), datetime(3000, 1, 1), timezones=st.just(UTC)), st.uuids(version=4))
def test_what_is_written_is_read(at: datetime, case: object) -> None:
    text = BOOK.write(str(case), at)
    assert len(text) == LENGTH and is_code(text)
    filmed = only(BOOK, [Reading(7, text, 0)])
    assert (filmed.case, filmed.drawn_at, filmed.code) == (case_tag(str(case)), stamp(at), "")


def test_a_code_is_as_small_as_told() -> None:
    drawn = segno.make(BOOK.write(CASE, AT), error="M", micro=False, boost_error=False)
    assert (drawn.designator, drawn.mode) == ("2-M", "alphanumeric")


def test_no_case_is_no_case() -> None:
    assert only(BOOK, [Reading(0, BOOK.write("", AT), 0)]).case == ""


@given(st.text(max_size=60) | st.text("0123456789ABCDEFGHIJKLMNOPQRSTUV", min_size=35, max_size=35).map("RDL".__add__))
def test_hostile_text_never_raises_and_never_counts(text: str) -> None:
    for filmed in BOOK.filmed([Reading(0, text, 0)], 40):
        assert filmed.code in ("code.foreign-station", "code.check-differs") and not filmed.live


@given(st.integers(0, LENGTH - 1), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUV"))
def test_a_character_changed_is_noticed(place: int, sign: str) -> None:
    text = BOOK.write(CASE, AT)
    changed = text[:place] + sign + text[place + 1 :]
    assert changed == text or all(each.code for each in BOOK.filmed([Reading(0, changed, 0)], 40))


@pytest.mark.parametrize(("book", "code"), [(OTHER, "code.foreign-station"), (FORGED, "code.check-differs")])
def test_a_code_drawn_elsewhere_is_refused_with_its_code(book: CodeBook, code: str) -> None:
    filmed = only(BOOK, filming(book, 2))
    assert filmed.code == code and not filmed.live


@pytest.mark.parametrize("late", [0, 13, 50, 99])
def test_a_live_code_tells_the_time_within_its_error(late: int) -> None:
    filmed = only(BOOK, filming(BOOK, 2, late))
    assert filmed.live and filmed.readings == 50
    told = datetime.fromisoformat(filmed.drawn_at) - filmed.at_ms * MS
    assert abs(told - AT) <= filmed.error_ms * MS
    assert filmed.error_ms == 20 + 10 + 100 + 50


def test_the_closest_reading_is_taken_and_rough_ones_only_where_there_are_no_others() -> None:
    rough = [Reading(4750, BOOK.write(CASE, AT + 5000 * MS), 250)]
    filmed = only(BOOK, rough + filming(BOOK, 1, 30))
    assert (filmed.from_ms, filmed.error_ms) == (4750, 180)
    assert only(BOOK, rough).error_ms == 20 + 250 + 150


def test_a_picture_of_a_code_is_not_live() -> None:
    text = BOOK.write(CASE, AT)
    assert not only(BOOK, [Reading(at, text, 10) for at in range(0, 2000, 40)]).live
    still = [Reading(at, BOOK.write(CASE, AT + at * MS, live=False), 10) for at in (0, 400)]
    assert not only(BOOK, still).live
    jumps = [Reading(at, BOOK.write(CASE, AT + 60 * at * MS), 10) for at in (0, 400)]
    assert not only(BOOK, jumps).live


def test_two_cases_are_two_filmings_and_so_is_a_minute_later() -> None:
    first, second = filming(BOOK, 1), filming(BOOK, 1, case="")
    later = [replace(each, at_ms=each.at_ms + 70_000) for each in first]
    told = BOOK.filmed([*first, *second, *later], 40)
    assert [(each.case, each.from_ms) for each in told] == [
        (case_tag(CASE), 5000),
        ("", 5000),
        (case_tag(CASE), 75_000),
    ]


def test_the_secret_is_not_shown() -> None:
    assert "kkk" not in repr(BOOK)
