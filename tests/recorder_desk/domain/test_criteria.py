"""Criteria lists: what is shipped, what may be issued, which one is in force, points in tenths."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recorder_desk.domain.criteria import (
    COLUMNS,
    CriteriaList,
    Criterion,
    checked,
    compare,
    criterion_of,
    in_force,
    points,
    read_criteria,
    rows_of,
    shipped_criteria,
    tenths,
)
from recorder_desk.errors import DeskError

(SHIPPED,) = shipped_criteria()
FIRST = SHIPPED.criteria[0]
POINTED = next(each for each in SHIPPED.criteria if not each.veto)


def test_the_shipped_list_is_what_the_domain_asks_for() -> None:
    assert sum(SHIPPED.blocks.values()) == 1000
    assert SHIPPED.blocks["音像记录"] == 100
    assert [each.name_zh for each in SHIPPED.criteria if each.veto][-1] == "执法人员不少于二人"
    assert sum(each.veto for each in SHIPPED.criteria) == 7
    each = {one.rule: (one.each, one.limit) for one in SHIPPED.criteria if one.block_zh == "音像记录"}
    assert each == {
        "items-missing": (30, 100), "points-missing": (10, 100), "certificate": (20, 20), "hand-in": (10, 10),
        "labels": (5, 100), "times": (10, 100), "transcript": (10, 10), "filed": (20, 20),
    }  # fmt: skip
    for one in SHIPPED.criteria:
        assert one.name("en") != one.name_zh and one.block("en") != one.block_zh


def test_a_list_read_from_its_own_table_is_itself() -> None:
    names = list(COLUMNS)
    read = tuple(criterion_of(dict(zip(names, row, strict=True))) for row in rows_of(SHIPPED))
    assert read == SHIPPED.criteria


@pytest.mark.parametrize(
    ("text", "told"), [("3", 30), ("0.5", 5), ("12.5", 125), (" 2 分", 20), ("0", 0), ("99999", 999_990)]
)
def test_points_are_tenths(text: str, told: int) -> None:
    assert tenths(text) == told
    assert points(told) == text.strip().removesuffix("分").strip()


@pytest.mark.parametrize("text", ["", "-1", "1.25", "½", "三", "1e3", "100000", "٣"])
def test_what_is_no_number_of_points(text: str) -> None:
    with pytest.raises(DeskError) as raised:
        tenths(text)
    assert raised.value.code == "review.bad-points"


def changed(criterion: Criterion = POINTED, **told: object) -> CriteriaList:
    return replace(SHIPPED, criteria=(FIRST, replace(criterion, **told)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        (replace(SHIPPED, criteria=()), "review.no-criteria"),
        (replace(SHIPPED, criteria=(FIRST,)), "review.no-criteria"),
        (replace(SHIPPED, criteria=SHIPPED.criteria * 20), "review.no-criteria"),
        (replace(SHIPPED, grades=()), "review.no-grades"),
        (replace(SHIPPED, version=" "), "review.bad-version"),
        (replace(SHIPPED, id="a@b"), "review.bad-version"),
        (replace(SHIPPED, effective_from="2026-13-01"), "review.bad-date"),
        (replace(SHIPPED, criteria=(POINTED, POINTED)), "review.code-twice"),
        (replace(SHIPPED, criteria=(POINTED, replace(POINTED, code="X", block_tenths=5))), "review.block-differs"),
        (changed(code="a b"), "review.bad-code"),
        (changed(name_zh=" "), "review.name-missing"),
        (changed(block_zh=""), "review.name-missing"),
        (changed(rule="magic"), "review.bad-rule"),
        (changed(each=-1), "review.bad-points"),
        (changed(most=100_001), "review.bad-points"),
        (changed(asks_zh="长" * 2001), "review.long"),
    ],
)
def test_what_cannot_be_issued(listed: CriteriaList, code: str) -> None:
    with pytest.raises(DeskError) as raised:
        checked(listed)
    assert raised.value.code == code


def test_what_a_list_says_of_a_veto_item_has_no_points() -> None:
    told = checked(replace(SHIPPED, criteria=(replace(FIRST, each=5, most=9), POINTED))).criteria[0]
    assert (told.each, told.most, told.limit) == (0, 0, 0)


def test_the_bureaus_own_list_goes_before_the_shipped_one_once_it_takes_effect() -> None:
    own = replace(SHIPPED, id="own", effective_from="2026-06-01")
    assert in_force((own,), "2026-05-31").current == SHIPPED
    assert in_force((own,), "2026-06-01").current == own
    assert in_force((own,), "2026-06-01").of("own@2026") == own
    assert in_force((), "2020-01-01").current == SHIPPED
    with pytest.raises(DeskError, match=r"review\.unknown-criteria"):
        in_force((), "2026-06-01").of("own@2026")


def test_how_two_versions_differ() -> None:
    other = replace(SHIPPED, criteria=(replace(FIRST, name_zh="另一"), *SHIPPED.criteria[2:],
                                       replace(POINTED, code="ZZ-01")))  # fmt: skip
    told = compare(SHIPPED, other)
    assert (told.added, told.removed, told.same) == (("ZZ-01",), ("FJ-02",), 31)
    assert [(each.item, each.field, each.after) for each in told.changed] == [("FJ-01", "name_zh", "另一")]


@pytest.mark.parametrize("head", ["", "id = 1", 'id = "a"\nversion = "1"\neffective_from = "2026-01-01"'])
def test_a_shipped_list_that_cannot_be_read_is_a_defect(head: str) -> None:
    with pytest.raises(DeskError) as raised:
        read_criteria(head, "code,block\n")
    assert (raised.value.code, raised.value.blame) == ("review.criteria-unreadable", "defect")
