"""Tables of officers: headings, merging, wrong lines by number; and what is written is read again."""

from __future__ import annotations

import pytest

from recorder_desk.domain.officer import Certificate, OfficerChange, OfficerFields, OfficerRow, UserNumber
from recorder_desk.domain.officer_import import COLUMNS, NEEDED, plan, rows_of
from recorder_desk.domain.tables import ImportPlan, lines, read_csv, write_csv
from recorder_desk.errors import DeskError

WANG = OfficerFields("王芳", "执法科", "", (Certificate("鲁1503", "统计执法证", until="2027-01-01"),))
REGISTER = (OfficerRow("w", WANG, True), OfficerRow("l", OfficerFields("李强"), False))


def planned(text: str, register: tuple[OfficerRow, ...] = REGISTER) -> ImportPlan[OfficerChange]:
    return plan(lines(read_csv(text), COLUMNS, NEEDED), register)


def test_chinese_and_english_headings_mean_the_same() -> None:
    chinese = planned("姓名,单位,执法证号,有效期至\n赵敏,执法科,鲁1600,2027年3月1日\n", ())
    english = planned("NAME;department;certificate;valid until\n赵敏;执法科;鲁1600;2027/3/1\n", ())
    assert chinese.changes == english.changes
    (change,) = chinese.changes
    assert (change.line, change.officer, change.was) == (2, "", None)
    assert change.becomes == OfficerFields("赵敏", "执法科", "", (Certificate("鲁1600", until="2027-03-01"),))


def test_lines_meet_whom_they_mean_and_leave_what_they_do_not_tell() -> None:
    found = planned("姓名,执法证号,有效期至,用户号\n王芳,鲁1503,2029-01-01,000123\n李强,鲁1504,,\n李强,鲁1505,,\n")
    assert [(each.officer, each.line) for each in found.changes] == [("w", 2), ("l", 3)]
    assert found.changes[0].becomes.unit == "执法科"
    assert found.changes[0].becomes.user_numbers == (UserNumber("000123"),)
    assert [each.number for each in found.changes[1].becomes.certificates] == ["鲁1504", "鲁1505"]
    assert planned("姓名,执法证号,证件类型,有效期至\n王芳,鲁1503,统计执法证,2027-01-01\n").same == 1


def test_every_wrong_line_is_told_by_its_number() -> None:
    found = planned("姓名,执法证号,有效期自,有效期至\n,鲁1,,\n赵敏,鲁2,2027-05-01,2026-05-01\n\n孙立,,2026-02-30,\n")
    assert [(each.line, each.code) for each in found.errors] == [
        (2, "officer.name-missing"), (3, "officer.bad-date"), (5, "officer.certificate-missing"),
    ]  # fmt: skip


def test_two_of_one_name_are_not_guessed() -> None:
    register = (OfficerRow("a", OfficerFields("王芳"), False), OfficerRow("b", OfficerFields("王芳"), False))
    assert [each.code for each in planned("姓名,备注\n王芳,x\n", register).errors] == ["officer.ambiguous"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "table.empty"), ("\n\n,,\n", "table.empty"), ("证号\n1\n", "table.column-missing"),
        ("姓名,姓名\na,b\n", "table.column-twice"), ("姓名,血型\na,b\n", "table.column-unknown"),
        ('姓名\n"a', "table.unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_such_table_is_refused(text: str, code: str) -> None:
    with pytest.raises(DeskError) as caught:
        planned(text)
    assert caught.value.code == code


def test_what_is_written_is_read_again_and_no_spreadsheet_obeys_it() -> None:
    evil = OfficerFields("=HYPERLINK(1)", "-1+2", "@x", (Certificate("+1"), Certificate("2")), (UserNumber("9"),))
    text = write_csv(list(COLUMNS), rows_of([OfficerRow("e", evil, True)]))
    assert text.startswith("\ufeff") and "\n=" not in text and ",-1" not in text and ",@" not in text
    (change,) = planned(text, ()).changes
    assert change.becomes == evil
