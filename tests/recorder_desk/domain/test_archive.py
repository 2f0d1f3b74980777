"""Archival codes and retention."""

from __future__ import annotations

import pytest

from recorder_desk.domain.archive import DEFAULT_TEMPLATE, archival_class, archival_code, retention_code
from recorder_desk.errors import DeskError


def _code(template: str) -> str:
    return archival_code(template, fonds="0372", kind="video", year="2026", retention="D30", number=5)


def test_the_default_code_is_the_one_an_archivist_reads() -> None:
    assert _code(DEFAULT_TEMPLATE) == "0372-LX·2026-D30-0005"


@pytest.mark.parametrize(
    "template",
    ["${name}", "$", "${fonds.__class__}", "{fonds.__class__}${oops}", "${fonds", "$fonds[0]${}"],
)
def test_a_template_knows_five_names_and_nothing_else(template: str) -> None:
    with pytest.raises(DeskError, match=r"settings\.bad-template"):
        _code(template)


def test_braces_alone_mean_nothing() -> None:
    template = "{fonds.__globals__} ${fonds}\n\t x ${class}${year}${retention}${number} "
    assert _code(template) == "{fonds.__globals__} 0372 x LX2026D300005"


@pytest.mark.parametrize("left_out", ["class", "year", "retention", "number"])
def test_a_template_that_would_give_one_code_twice_is_refused(left_out: str) -> None:
    """Numbers are counted by class, year and retention."""
    with pytest.raises(DeskError, match=r"settings\.bad-template"):
        _code("${fonds}-${class}·${year}-${retention}-${number}".replace(f"${{{left_out}}}", ""))


def test_a_template_may_do_without_the_fonds() -> None:
    assert _code("${class}${year}${retention}${number}") == "LX2026D300005"


@pytest.mark.parametrize(
    ("item", "case", "code"),
    [
        ("P", "30", "Y"),
        ("10", "30", "D10"),
        ("CASE", "30", "D30"),
        ("", "P", "Y"),
        ("case", "D10", "D10"),
        ("2", "", "D2"),
    ],
)
def test_retention_is_the_items_or_the_case_files(item: str, case: str, code: str) -> None:
    assert retention_code(item, case) == code


@pytest.mark.parametrize("item", ["0", "-3", "ten", "３０", "D", "CASE"])
def test_a_retention_nobody_knows_is_refused(item: str) -> None:
    with pytest.raises(DeskError, match=r"seal\.retention-unknown"):
        retention_code(item, "CASE")


@pytest.mark.parametrize(
    ("kind", "letters"), [("video", "LX"), ("audio", "LY"), ("photo", "ZP"), ("sidecar", "QT"), ("unknown", "QT")]
)
def test_class_letters(kind: str, letters: str) -> None:
    assert archival_class(kind) == letters
