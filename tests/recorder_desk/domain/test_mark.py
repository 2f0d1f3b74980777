"""Codes of marks: what the check character notices, and how a code may be typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.mark import ALPHABET, check_sign, new_code, read_code
from recorder_desk.domain.mark_import import read_time, time_text

BODIES = st.text(ALPHABET, min_size=5, max_size=5)


@given(BODIES, st.integers(0, 5), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_always_noticed(body: str, at: int, other: str) -> None:
    code = body + check_sign(body)
    assert read_code(code) == code
    wrong = code[:at] + other + code[at + 1 :]
    assert (read_code(wrong) == "") == (wrong != code)


@given(BODIES, st.integers(0, 4))
def test_neighbours_that_changed_places_are_always_noticed(body: str, at: int) -> None:
    code = body + check_sign(body)
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert (read_code(wrong) == "") == (wrong != code)


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()
    assert {read_code(each) for each in (code, code.lower(), f" {code[:3]} {code[3:]} ", f"{code[:3]}-{code[3:]}")} == {
        code
    }
    assert {read_code(each) for each in ("", code[:5], code + "2", "O" + code[1:], "检查检查检查")} == {""}


@given(st.integers(0, 400_000_000))
def test_times_are_read_as_they_are_written(milliseconds: int) -> None:
    assert read_time(time_text(milliseconds)) == milliseconds


@pytest.mark.parametrize(("text", "ms"), [("0:03:12.04", 192_040), ("03:12", 192_000), ("3:12,5", 192_500), ("77", 77)])
def test_times_as_people_write_them(text: str, ms: int) -> None:
    assert read_time(text) == ms
