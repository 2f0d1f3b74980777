"""Matters by day, legal bases, parties with check characters; tables of them; case numbers by a template."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain import register_import as ri
from recorder_desk.domain.case import CaseFields
from recorder_desk.domain.case_import import COLUMNS, NEEDED
from recorder_desk.domain.case_import import plan as plan_cases
from recorder_desk.domain.case_number import next_number
from recorder_desk.domain.matter import LegalBasis, Matter, in_force, refuse_loose_ends, with_version
from recorder_desk.domain.party import Party, PartyRow, check_character, checked, is_credit_code, is_person_id
from recorder_desk.domain.tables import lines, read_csv, write_csv
from recorder_desk.errors import DeskError

OLD = LegalBasis("TJF", "统计法(2009)", "第35条", until="2024-09-12")
NEW = LegalBasis("TJF", "统计法(2024)", "第38条", since="2024-09-13")
KNOWN_CODES = ("91350100M000100Y43", "91110000802100433B", "9144030071526726XG", "91110108551385082Q")
"""Published codes: the example of GB 32100-2015, and three of large companies."""
KNOWN_IDS = ("11010519491231002X", "440524188001010014")
"""The examples of GB 11643-1999."""


@pytest.mark.parametrize("code", KNOWN_CODES)
def test_published_codes_hold(code: str) -> None:
    assert is_credit_code(code)


@given(st.sampled_from(KNOWN_CODES), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_is_always_found(code: str, place: int, sign: str) -> None:
    spoilt = code[:place] + sign + code[place + 1 :]
    assert is_credit_code(spoilt) == (spoilt == code)
    assert check_character(code) == code[-1]


@pytest.mark.parametrize("code", ["", "91350100M000100Y4", "91350100M000100YI3", "91350100m000100y43"])
def test_what_is_no_code(code: str) -> None:
    assert not is_credit_code(code)


def test_identity_numbers_are_verified_and_masked() -> None:
    assert all(is_person_id(each) for each in KNOWN_IDS)
    assert not is_person_id("110105194912310021") and not is_person_id("11010519491331002X")
    kept = checked(Party("赵某", "person", person_id="11010519491231002x"))
    assert kept.person_id == "110105********002X" and checked(kept) == kept, "kept once, it is taken as it is"
    with pytest.raises(DeskError, match=r"party\.bad-person-id") as raised:
        checked(Party("赵某", "person", person_id="110105194912310021"))
    assert "110105194912310021" not in str(raised.value.facts), "nobody's number stands in an error"


def test_the_version_of_the_day_counts() -> None:
    versions = with_version(with_version((), OLD), NEW)
    assert [each.law for each in in_force(versions, "2024-09-12")] == ["统计法(2009)"]
    assert [each.law for each in in_force(versions, "2024-09-13")] == ["统计法(2024)"]
    assert len(in_force(versions, "")) == 2
    assert with_version(versions, replace(NEW, article="第39条"))[-1].article == "第39条", "the same day: in its place"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (replace(NEW, since="2024-09-12"), "version.overlap"), (replace(NEW, since="2000-01-01"), "version.overlap"),
        (replace(NEW, until="2024-09-01"), "version.bad-days"), (replace(NEW, since="2024-9-13"), "version.bad-days"),
        (replace(NEW, code=" "), "version.code-missing"),
    ],
)  # fmt: skip
def test_versions_that_cannot_be(told: LegalBasis, code: str) -> None:
    with pytest.raises(DeskError, match=code):
        with_version((OLD,), told)


@pytest.mark.parametrize(
    ("matters", "code"),
    [
        ((Matter("A", "a", parent="B"),), "matter.unknown-parent"),
        ((Matter("A", "a", parent="B"), Matter("B", "b", parent="C"), Matter("C", "c", parent="A")), "matter.cycle"),
        ((Matter("A", "a", parent="A"),), "matter.cycle"),
        ((Matter("A", "a", bases=("X",)),), "matter.unknown-basis"),
    ],
)
def test_codes_lead_somewhere(matters: tuple[Matter, ...], code: str) -> None:
    with pytest.raises(DeskError, match=code):
        refuse_loose_ends(matters, (NEW,))


def test_a_tree_of_matters_is_no_cycle() -> None:
    tree = tuple(Matter(f"{at}", "x", parent=f"{at // 2}" if at else "") for at in range(1, 2_000))
    refuse_loose_ends((Matter("0", "x"), *tree, Matter("7", "x", parent="0", since="2027-01-01")), ())


def test_tables_are_written_and_read_again() -> None:
    matters = (Matter("A", "统计检查", "行政检查", "", ("TJF",), "2024-09-13"), Matter("A-1", "=1+1", parent="A"))
    text = write_csv(list(ri.MATTER_COLUMNS), ri.matter_rows(matters))
    assert ",'=1+1," in text, "no spreadsheet computes it"
    found = ri.plan_matters(lines(read_csv(text), ri.MATTER_COLUMNS, ("code", "name")), (), (OLD,))
    assert [each.becomes for each in found.changes] == list(matters)
    assert ri.plan_matters(lines(read_csv(text), ri.MATTER_COLUMNS, ("code",)), matters, (OLD,)).same == 2
    loose = ri.plan_matters(lines(read_csv(text), ri.MATTER_COLUMNS, ("code",)), (), ())
    assert [(each.line, each.code) for each in loose.errors] == [(0, "matter.unknown-basis")], "told before it is tried"
    text = write_csv(list(ri.BASIS_COLUMNS), ri.basis_rows((OLD, NEW)))
    found_bases = ri.plan_bases(lines(read_csv(text), ri.BASIS_COLUMNS, ("code", "law")), ())
    assert [(each.line, each.becomes) for each in found_bases.changes] == [(2, OLD), (3, NEW)]


def test_a_table_of_parties() -> None:
    known = PartyRow("p", Party("甲公司", code=KNOWN_CODES[0]), 0)
    text = (
        "单位名称,类型,统一社会信用代码,身份证号\n"
        f"甲公司（新名）,企业,{KNOWN_CODES[0]},\n乙店,个体工商户,,\n赵某,自然人,,{KNOWN_IDS[0]}\n"
        f"丙,企业,91350100M000100Y44,\n丁,火星人,,\n乙店,个体户,,\n"
    )
    found = ri.plan_parties(lines(read_csv(text), ri.PARTY_COLUMNS, ("name",)), [known])
    assert [(each.line, each.party, each.becomes.name) for each in found.changes] == [
        (2, "p", "甲公司（新名）"), (3, "", "乙店"), (4, "", "赵某")
    ]  # fmt: skip
    assert found.changes[2].becomes.person_id == "110105********002X"
    told = [(each.line, each.code) for each in found.errors]
    assert told == [(5, "party.bad-code"), (6, "party.bad-kind"), (7, "party.twice")]


def test_a_table_of_cases() -> None:
    known = {"1号": CaseFields("1号", "甲", "甲公司", "", "2026-05-08")}
    text = (
        "案号,案件名称,当事人,立案日期\n1号,甲,甲公司,2026/5/8\n1号,别的,,2026-05-08\n2号,乙,,2026年5月9日\n"
        "2号,乙,,\n,丙,,\n3号,丁,,5月\n"
    )
    found = plan_cases(lines(read_csv(text), COLUMNS, NEEDED), known, "2026-11-24")
    assert found.same == 1 and [each.becomes for each in found.changes] == [
        CaseFields("2号", "乙", "", "", "2026-05-09")
    ]
    assert [(each.line, each.code) for each in found.errors] == [
        (3, "case.number-taken"), (5, "case.number-taken"), (6, "case.number-missing"), (7, "case.bad-date")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("template", "taken", "wanted"),
    [
        ("统执检〔${year}〕${number}号", (), "统执检〔2026〕1号"),
        (
            "统执检〔${year}〕${number}号",
            ("统执检〔2026〕9号", "统执检〔2026〕041号", "统执检〔2026〕99号补"),
            "统执检〔2026〕42号",
        ),
        ("${number}", ("7", "x"), "8"),
    ],
)  # fmt: skip
def test_the_next_number(template: str, taken: tuple[str, ...], wanted: str) -> None:
    assert (
        next_number(template, "2026", lambda beginning: [each for each in taken if each.startswith(beginning)])
        == wanted
    )


@pytest.mark.parametrize("template", ["统执检〔${year}〕", "${number}${month}", "$", "${number} $"])
def test_templates_that_number_nothing(template: str) -> None:
    with pytest.raises(DeskError, match=r"settings\.case-number"):
        next_number(template, "2026", lambda beginning: ())
