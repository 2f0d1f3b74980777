"""Item lists, matters, parties and cases from tables: from the terminal, as a bureau scripts it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import openpyxl
import pytest

from tests.flow.desk_process import answer, run

CODE = "91350100M000100Y43"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_another_bureaus_list_is_rehearsed_compared_and_issued(home: Path, tmp_path: Path) -> None:
    answer(home, "case", "new", "旧1号", "--title", "t", "--party", "p")
    table = tmp_path / "清单.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("音像记录事项清单",), ("序号", "执法事项", "记录环节", "记录方式", "内容", "颜色"),
                (1, "统计检查", "进入现场", "全程录像", "亮证", "红"),
                (2, None, "询问", "录音", "问答", None)):  # fmt: skip
        sheet.append(row)
    book.save(table)
    done = run(home, "items", "import", str(table), "--version", "2027")
    assert done.returncode == 1 and "颜色" in done.stderr, "an unknown heading is told, nothing is guessed"
    args = ("items", "import", str(table), "--version", "2027", "--ignore", "颜色", "--approval", "档发3号")
    told = answer(home, *args, "--rehearse")
    assert (told["written"], len(told["added"]), len(told["removed"])) == (False, 2, 25)
    assert len(answer(home, "items", "list")) == 1
    assert answer(home, *args)["written"]
    assert [each["in_force"] for each in answer(home, "items", "list")] == [False, True]
    assert [each["stage"] for each in answer(home, "items", "show")["items"]] == ["进入现场", "询问"]
    assert len(answer(home, "items", "show", "statistics@2026")["items"]) == 25
    done = run(home, "--json", "items", "diff", "statistics@2026", "statistics@2027")
    assert done.returncode == 1, "1: they differ, as diff says it"
    told = json.loads(done.stdout)
    assert (told["same"], told["changed"]) == (0, [])
    assert answer(home, "case", "show", "旧1号")["row"]["item_list"] == "statistics@2026"
    new = answer(home, "case", "new", "--title", "t", "--party", "p", "--opened-on", "2026-05-08")
    assert (new["number"], new["item_list"]) == ("统执检〔2026〕1号", "statistics@2027")
    assert (new["items_required"], new["items_covered"], new["items_missing"]) == (2, 0, 2)


def test_headings_are_mapped(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_bytes("项目内容,怎么记\n亮证,录像\n".encode("gbk"))
    mapped = ("--map", "项目内容=item", "--map", "怎么记=means")
    told = answer(home, "items", "import", str(table), "--as", "county", "--version", "1", *mapped)
    assert (told["label"], told["encoding"], told["written"]) == ("county@1", "gb18030", True)
    assert run(home, "items", "diff", str(table), *mapped).returncode == 0, "nothing differs from the list in force"
    assert run(home, "items", "import", str(table), "--map", "项目内容=colour").returncode == 1


def test_a_list_goes_out_and_comes_in_again(home: Path, tmp_path: Path) -> None:
    for name in ("list.csv", "list.xlsx"):
        answer(home, "items", "export", str(tmp_path / name))
        told = answer(home, "items", "diff", str(tmp_path / name))
        assert (told["added"], told["removed"], told["changed"], told["same"]) == ([], [], [], 25)


def test_matters_by_day(home: Path, tmp_path: Path) -> None:
    bases, matters = tmp_path / "bases.csv", tmp_path / "matters.csv"
    bases.write_text(
        "依据编码,法律名称,条款,生效日期,失效日期\n"
        "TJF,统计法(2009),第35条,,2024-09-12\nTJF,统计法(2024),第38条,2024/9/13,\n",
        "utf-8",
    )
    matters.write_text("编码,事项名称,上级编码,依据编码\nA,统计执法,,\nA-1,统计检查,A,TJF\n", "utf-8")
    assert run(home, "matter", "import", str(matters)).returncode == 1, "its basis is not there yet"
    assert answer(home, "matter", "basis", "import", str(bases))["written"]
    assert answer(home, "matter", "import", str(matters))["written"]
    _, row = answer(home, "matter", "list", "--on", "2024-09-01")
    assert [each["law"] for each in row["bases"]] == ["统计法(2009)"]
    assert run(home, "matter", "add", "A", "统计执法", "--parent", "A-1").returncode == 1, "round and round"
    answer(home, "matter", "add", "A-2", "统计处罚", "--parent", "A", "--basis", "TJF", "--since", "2026-01-01")
    answer(home, "matter", "basis", "add", "CFF", "行政处罚法", "--article", "第42条")
    assert len(answer(home, "matter", "list")) == 3 and len(answer(home, "matter", "basis", "list")) == 3
    assert answer(home, "matter", "export", str(tmp_path / "m.xlsx"))["rows"] == 3
    assert answer(home, "matter", "basis", "export", str(tmp_path / "b.csv"))["rows"] == 3
    assert answer(home, "matter", "import", str(tmp_path / "m.xlsx"))["same"] == 3


def test_parties_are_checked(home: Path, tmp_path: Path) -> None:
    assert run(home, "party", "add", "甲公司", "--code", CODE[:-1] + "4").returncode == 1
    told = answer(home, "party", "add", "甲公司", "--code", CODE, "--representative", "钱某")
    assert told["fields"]["code"] == CODE
    answer(home, "party", "amend", CODE, "--address", "解放路 1 号")
    answer(home, "party", "add", "赵某", "--kind", "person", "--person-id", "11010519491231002X")
    assert [each["fields"]["person_id"] for each in answer(home, "party", "list", "赵")] == ["110105********002X"]
    answer(home, "party", "export", str(tmp_path / "p.csv"))
    assert "19491231" not in (tmp_path / "p.csv").read_text("utf-8")
    assert answer(home, "party", "import", str(tmp_path / "p.csv"))["same"] == 2


def test_ten_thousand_cases_in_ten_seconds(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    rows = [f"统执检〔2026〕{at}号,对某公司的检查,某公司{at % 900},2026-05-08\n" for at in range(1, 10_001)]
    table.write_text("案号,案件名称,当事人,立案日期\n" + "".join(rows), "utf-8")
    began = time.monotonic()
    assert len(answer(home, "case", "import", str(table))["changes"]) == 10_000
    print(f"10,000 cases: {time.monotonic() - began:.1f} s")
    table.write_text("案号,案件名称\n统执检〔2026〕10001号,t\n统执检〔2026〕1号,别的\n", "utf-8")
    done = run(home, "case", "import", str(table))
    assert done.returncode == 1 and "Line 3" in done.stdout + done.stderr
    assert len(answer(home, "case", "list")) == 10_000, "nothing was half taken in"
    assert answer(home, "case", "new", "--title", "t", "--party", "p", "--opened-on", "2026-06-01")["number"].endswith(
        "〕10001号"
    )
