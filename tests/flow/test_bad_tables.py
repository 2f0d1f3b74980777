"""Bad tables and bad words: each ends in a sentence in both languages, and nothing of it is taken in by half."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.flow.telling import Told, call, quick_home, said
from tests.hostile import HOSTILE_CELLS

HEAD = "姓名,单位,执法证号\n"
OFFICERS = HEAD + "王芳,执法科,鲁1503\n李强,执法科,鲁1504\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return quick_home(tmp_path / "home")


def answer(home: Path, *words: str | Path, code: int = 0) -> Any:
    """What a call gives as JSON, which must end with this code."""
    told = call(home, "--json", *words)
    assert told.code == code, told.err + told.out
    return told.document


def spoken(home: Path, *words: str | Path) -> Callable[[str], Told]:
    """The same call in each language, for `said`."""
    return lambda language: call(home, "--lang", language, *words)


def refused(home: Path, code: str, *words: str | Path) -> str:
    """Assert that a call is refused with this code, told in both languages; the English sentence."""
    assert answer(home, *words, code=1)["error"]["code"] == code
    return said(code, spoken(home, *words))


def wrong(home: Path, *words: str | Path) -> list[tuple[int, str]]:
    """The wrong lines of an import, told with their numbers in both languages."""
    told = answer(home, *words, code=1)
    assert not told["written"]
    for language, line, whole in (("en", "Line", "The table as a whole"), ("zh_CN", "第", "整张表")):
        people = call(home, "--lang", language, *words)
        assert people.code == 1
        for each in told["errors"]:
            assert (f"{line} {each['line']}" if each["line"] else whole) in people.out + people.err
    return [(each["line"], each["code"]) for each in told["errors"]]


def test_a_case_number_is_opened_once(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("案号,案件名称\n1号,甲\n2号,乙\n 1号 ,丙\n2号,乙\n", "utf-8")
    assert wrong(home, "case", "import", table) == [(4, "case.number-taken"), (5, "case.number-taken")]
    assert answer(home, "case", "list") == []
    answer(home, "case", "new", "1号", "--title", "甲", "--party", "", "--opened-on", "2026-05-08")
    table.write_text("案号,案件名称,立案日期\n1号,甲,2026/5/8\n2号,乙,2026-05-08\n", "utf-8")
    assert (lambda told: (told["same"], len(told["changes"])))(answer(home, "case", "import", table)) == (1, 1)
    table.write_text("案号,案件名称,立案日期\n3号,丙,2026-05-08\n1号,别的,2026-05-08\n", "utf-8")
    assert wrong(home, "case", "import", table) == [(3, "case.number-taken")]
    assert [each["number"] for each in answer(home, "case", "list")] == ["2号", "1号"]


def test_a_certificate_that_expired_before_the_day(home: Path) -> None:
    answer(home, "case", "new", "1号", "--title", "甲", "--party", "甲")
    answer(home, "officer", "add", "Wang Fang", "--certificate", "鲁1", "--until", "2026-05-08")
    answer(home, "officer", "add", "Li Qiang", "--certificate", "鲁2")
    event = ("case", "event", "add", "1号", "检查", "--officer", "Wang Fang", "--officer", "Li Qiang", "--from")
    assert answer(home, *event, "2026-05-08T23:30")["fields"]["override"] == "", "its last day counts"
    sentence = refused(home, "event.officers-missing", *event, "2026-05-09T00:30")
    assert "Wang Fang" in sentence and "2026-05-09" in sentence
    refused(home, "event.officers-missing", *event, "2026-05-09T00:30", "--override", "   ")
    told = answer(home, *event, "2026-05-09T00:30", "--override", "证件正在换发")
    assert told["fields"]["override"] == "证件正在换发"
    answer(home, "case", "event", "amend", told["id"], "--place", "甲公司")
    assert [each["fields"]["override"] for each in answer(home, "case", "event", "list", "1号")] == ["", "证件正在换发"]
    answer(home, "officer", "amend", "Wang Fang", "--certificate", "鲁1", "--until", "2028-01-01")
    answer(home, "case", "event", "amend", told["id"], "--place", "乙公司")
    kept = answer(home, "journal", "show", "--fact", "EventPlanned")
    assert "证件正在换发" in [each["body"]["fields"]["override"] for each in kept], "the journal keeps it"


def test_columns_that_nobody_knows(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("编码,记录事项,方式,colour\nA-1,亮证,录像,red\n", "utf-8")
    assert "colour" in refused(home, "table.column-unknown", "items", "import", table)
    table.write_text("code,记录事项,方式,code\nA-1,亮证,录像,A-2\n", "utf-8")
    refused(home, "table.column-twice", "items", "import", table)
    refused(home, "table.column-unknown", "officer", "import", table)
    assert [each["label"] for each in answer(home, "items", "list")] == ["statistics@2026"]


def test_a_list_longer_than_any_list(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("执法事项,记录事项\n" + "".join(f"检查,项{at}\n" for at in range(5_001)), "utf-8")
    assert "5" in refused(home, "table.long", "items", "import", table)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("A,甲,A\n", "matter.cycle"),
        ("A,甲,B\nB,乙,A\n", "matter.cycle"),
        ("A,甲,C\nB,乙,A\nC,丙,B\nD,丁,A\n", "matter.cycle"),
        ("KNOWN,已有,NEW\nNEW,新,KNOWN\n", "matter.cycle"),
        ("A,甲,NOWHERE\n", "matter.unknown-parent"),
    ],
)
def test_matters_that_stand_under_each_other(home: Path, tmp_path: Path, rows: str, code: str) -> None:
    answer(home, "matter", "add", "KNOWN", "已有")
    table = tmp_path / "matters.csv"
    table.write_text("编码,事项名称,上级编码\n" + rows, "utf-8")
    assert wrong(home, "matter", "import", table, "--rehearse") == [(0, code)], "a rehearsal says what would happen"
    assert wrong(home, "matter", "import", table) == [(0, code)]
    assert [each["matter"]["code"] for each in answer(home, "matter", "list")] == ["KNOWN"]


def test_many_matters_do_not_take_their_square(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "matters.csv"
    rows = "".join(f"A{at},事项{at},A{at // 2}\n" for at in range(1, 10_000))
    table.write_text("编码,事项名称,上级编码\nA0,根,\n" + rows, "utf-8")
    assert len(answer(home, "matter", "import", table)["changes"]) == 10_000
    assert answer(home, "matter", "import", table)["same"] == 10_000


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (OFFICERS.encode(), "utf-8"),
        (OFFICERS.encode("utf-8-sig"), "utf-8"),
        (OFFICERS.encode("gbk"), "gb18030"),
        (OFFICERS.replace("王芳", "王䶮").encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + OFFICERS.encode("utf-16-le"), "utf-16"),
        (b"\xfe\xff" + OFFICERS.encode("utf-16-be"), "utf-16"),
        (OFFICERS.replace(",", "\t").replace("\n", "\r\n").encode("utf-16"), "utf-16"),
    ],
)
def test_encodings_are_found_and_said(home: Path, tmp_path: Path, data: bytes, encoding: str) -> None:
    table = tmp_path / "officers.csv"
    table.write_bytes(data)
    told = answer(home, "officer", "import", table)
    assert (told["encoding"], told["written"]) == (encoding, True)
    names = {each["fields"]["name"] for each in answer(home, "officer", "list")}
    assert names in ({"王芳", "李强"}, {"王䶮", "李强"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (OFFICERS.encode("utf-16-le"), "table.encoding"),
        (OFFICERS.encode("utf-16")[:-1], "table.encoding"),
        ("name,unit\nWang,x\n".encode("utf-16-be"), "table.encoding"),
        (OFFICERS.encode("utf-32"), "table.encoding"),
        (OFFICERS.encode().replace("芳".encode(), "芳".encode()[:2]), "table.encoding"),
        (OFFICERS.encode() + "赵六,科,鲁9\n".encode("gbk"), "table.encoding"),
        (OFFICERS.encode("gbk")[:20] + b"\xff" + OFFICERS.encode("gbk")[20:], "table.encoding"),
        (OFFICERS.replace("王芳", "a\0b").encode(), "table.encoding"),
        (bytes(range(256)) * 40, "table.encoding"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "table.old-excel"),
        (b"", "table.empty"),
        (b"\xef\xbb\xbf\r\n", "table.empty"),
        ((HEAD + '"王芳,科,\n').encode(), "table.unreadable"),
        ((HEAD + "王" * 200_000 + ",科,\n").encode(), "table.unreadable"),
        ((HEAD + "王芳,科,\n" * 200_000).encode(), "table.long"),
    ],
)
def test_what_is_no_table_is_refused(home: Path, tmp_path: Path, data: bytes, code: str) -> None:
    table = tmp_path / "officers.csv"
    table.write_bytes(data)
    refused(home, code, "officer", "import", table)
    assert answer(home, "officer", "list") == []


def test_a_thousand_wrong_lines_are_counted_and_not_all_shown(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "officers.csv"
    table.write_text(HEAD + "王芳,科,鲁1\n" + ",科,鲁2\n" * 1_000, "utf-8")
    assert len(answer(home, "officer", "import", table, code=1)["errors"]) == 1_000
    for language, more in (("en", "800 more"), ("zh_CN", "另有 800 条")):
        told = call(home, "--lang", language, "officer", "import", table)
        assert told.code == 1 and more in told.out + told.err
        assert len((told.out + told.err).splitlines()) == 202
    assert answer(home, "officer", "list") == []


def test_no_export_is_obeyed_by_a_spreadsheet(home: Path, tmp_path: Path) -> None:
    """Every verb that writes a table, with every cell that a spreadsheet would compute; and read in again as it was."""
    for at, text in enumerate(HOSTILE_CELLS):
        answer(home, "officer", "add", f"--unit={text}", f"--certificate={text}", f"--remark={text}", "--", text)
        answer(home, "party", "add", f"--representative={text}", f"--address={text}", "--", text)
        answer(home, "matter", "basis", "add", f"--article={text}", f"--text={text}", "--", f"B{at}", text)
        answer(home, "matter", "add", f"--kind={text}", f"--remark={text}", "--", f"M{at}", text)
    _hostile_list(home, tmp_path / "list.csv")
    for verb in (("officer",), ("party",), ("matter",), ("matter", "basis"), ("items",)):
        for language in ("en", "zh_CN"):
            for ending in ("csv", "xlsx"):
                path = tmp_path / f"{'-'.join(verb)}-{language}.{ending}"
                assert call(home, "--lang", language, *verb, "export", path).code == 0
                assert sum(text.strip() in "".join(_cells(path)) for text in HOSTILE_CELLS) == len(HOSTILE_CELLS)
                if verb == ("items",):
                    assert answer(home, "items", "diff", path)["changed"] == []
                else:
                    told = answer(home, *verb, "import", path)
                    assert (told["changes"], told["errors"]) == ([], []), path.name


def _hostile_list(home: Path, table: Path) -> None:
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("编码", "执法事项", "记录事项", "方式", "内容", "备注"))
        writer.writerows((f"A-{at}", text, text, "录像", text, text) for at, text in enumerate(HOSTILE_CELLS))
    assert answer(home, "items", "import", table, "--version", "2027")["written"]


def _cells(path: Path) -> list[str]:
    """What a table holds; no cell of it is one that is computed."""
    if path.suffix == ".csv":
        cells = [cell for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"))]
        return cells
    found = [cell for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in found if cell.data_type == "f" or cell.hyperlink]
    return [str(cell.value or "") for cell in found]


def test_the_calendar_of_deadlines_holds_what_was_said_and_no_more(home: Path, tmp_path: Path) -> None:
    number = "1号;X,\\ END:VEVENT"
    answer(home, "case", "new", number, "--title", "=1+1", "--party", "@x")
    answer(home, "case", "stage", number, "filing", "--on", "2026-07-05")
    answer(home, "case", "due", "--ics", tmp_path / "due.ics")
    lines = (tmp_path / "due.ics").read_bytes().decode().split("\r\n")
    assert [lines.count(each) for each in ("BEGIN:VEVENT", "END:VEVENT")] == [1, 1]
    assert any(line.startswith("SUMMARY:1号\\;X\\,\\\\ END:VEVENT ") for line in lines)


def test_a_limit_that_ends_in_a_year_without_a_calendar(home: Path) -> None:
    told = answer(home, "deadline", "2099-12-28", "7wd")
    assert told == {"due": "2100-01-06", "provisional": True}
    for language, word in (("en", "provisional"), ("zh_CN", "暂估")):
        people = call(home, "--lang", language, "deadline", "2099-12-28", "7wd")
        assert people.code == 0 and "2100-01-06" in people.out and word in people.out
    assert answer(home, "deadline", "2026-02-12", "7wd") == {"due": "2026-02-28", "provisional": False}
    assert answer(home, "deadline", "2099-12-28T10:00", "24h")["provisional"] is False, "hours need no calendar"
    for start, limit, code in (("2026-02-30", "7wd", "deadline.bad-start"), ("2026-02-12", "7", "deadline.bad-limit")):
        refused(home, code, "deadline", start, limit)
