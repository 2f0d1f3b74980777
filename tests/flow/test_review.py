"""Case-file review through the real program: begun, proposed, decided, finished, put right, printed, counted."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.flow.desk_process import answer, run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home, card = tmp_path / "home", tmp_path / "card"
    card.mkdir()
    (card / "检查.mp4").write_bytes(b"film" * 999)
    assert run(home, "receive", str(card)).returncode == 0
    answer(home, "case", "new", "3号", "--title", "检查", "--party", "甲公司")
    return home


def lines(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["criterion"]: each for each in told["lines"]}


def decided(home: Path, *words: str) -> dict[str, Any]:
    told = answer(home, "review", "score", "3号", *words)
    assert isinstance(told, dict)
    return told


def all_decided(home: Path, case: str = "3号") -> None:
    answer(home, "review", "score", case, "--accept")
    told = answer(home, "review", "show", case)["result"]["undecided"]
    answer(home, "review", "score", case, *told, "--verdict", "met")


def test_a_case_is_reviewed_from_beginning_to_end(home: Path, tmp_path: Path) -> None:
    begun = answer(home, "review", "new", "3号")
    assert (begun["review"]["turn"], begun["review"]["reviewer"]) == (1, getpass.getuser())
    proposed = lines(begun)["YX-01"]["proposal"]
    assert (proposed["verdict"], proposed["off"]) == ("failed", 100)
    assert {each["code"] for each in proposed["evidence"]} == {"review.item-missing", "review.item-undecided"}
    assert lines(begun)["FJ-01"]["proposal"]["why"] == "review.by-hand"
    told = decided(home, "--accept")
    assert told["result"]["total"] == 900
    told = decided(home, "qz-01", "--off", "2.5", "--comment", "缺签名")
    assert (lines(told)["QZ-01"]["score"]["off"], told["result"]["total"]) == (25, 875)
    assert decided(home, "qz-02", "--verdict", "failed")["result"]["total"] == 865
    assert answer(home, "undo")["facts"] == 1
    assert run(home, "review", "finish", "3号").returncode == 1
    all_decided(home)
    ended = answer(home, "review", "finish", "3号")
    assert (ended["review"]["state"], ended["review"]["total"], ended["review"]["grade"]) == ("finished", 875, "good")
    assert "finished" in run(home, "review", "score", "3号", "FJ-01", "--verdict", "met").stderr
    (row,) = answer(home, "review", "list")
    assert (row["number"], row["decided"], row["asked"]) == ("3号", 33, 33)
    again = answer(home, "review", "reopen", "3号", "--reason", "漏看一段")
    assert again["review"]["state"] == "open"


def test_the_sheet_goes_to_paper_and_into_a_table(home: Path, tmp_path: Path) -> None:
    answer(home, "review", "new", "3号")
    decided(home, "QZ-01", "--off", "1", "--comment", "=1+1")
    answer(home, "review", "fix", "add", "3号", "补标注", "--limit", "7wd")
    paper, table = tmp_path / "结果.pdf", tmp_path / "结果.xlsx"
    assert answer(home, "review", "sheet", "3号", "--to", str(paper))["bytes"] == paper.stat().st_size
    data = paper.read_bytes()
    assert data.startswith(b"%PDF-") and b"/FontFile" in data
    assert answer(home, "--lang", "zh_CN", "review", "sheet", "3号", "--to", str(table))["bytes"] > 1000
    book = load_workbook(table)
    cells = list(map(list, book.worksheets[0].iter_rows()))
    assert cells[0][0].value == "案卷评查结果"
    row = next(each for each in cells if each[0].value == "QZ-01")
    assert (row[4].value, row[5].value, row[5].data_type) == ("−1 分", "'=1+1", "s")
    assert not any(cell.data_type == "f" for each in cells for cell in each)
    assert any(each[0].value == "整改项" for each in cells)
    assert run(home, "review", "sheet", "3号", "--to", str(paper)).returncode == 3  # never over a file
    assert run(home, "review", "sheet", "3号", "--to", str(tmp_path / "a.txt")).returncode == 2


def test_who_linked_does_not_review_unless_a_reason_stays(home: Path) -> None:
    (recording,) = answer(home, "recordings")
    answer(home, "link", recording["id"], "3号", "--item", "JC-02")
    refused = run(home, "--json", "review", "new", "3号")
    assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (1, "review.had-a-hand")
    begun = answer(home, "review", "new", "3号", "--override", "本机关仅一人", "--reviewer", "赵敏")
    assert (begun["review"]["reviewer"], begun["review"]["override"]) == ("赵敏", "本机关仅一人")
    assert begun["review"]["hands"] == ["linked"]
    label = lines(begun)["YX-05"]["proposal"]
    assert (label["verdict"], label["off"]) == ("failed", 5)
    (found,) = label["evidence"]
    assert (found["recording"], found["detail"]) == (recording["id"], "content,proof")
    for field, value in (("proof", "现场情况"), ("note", "全程")):
        answer(home, "tag", "note", recording["id"], "--field", field, "--value", value)
    assert lines(answer(home, "review", "show", "3号"))["YX-05"]["proposal"]["verdict"] == "met"
    answer(home, "mark", "add", recording["id"], "--at", "5", "--kind", "start", "--item", "JC-02")
    found = lines(answer(home, "review", "show", "3号"))["YX-02"]["proposal"]["evidence"]
    assert [(each["code"], each["recording"]) for each in found] == [("review.no-end", recording["id"])]


def test_what_is_to_be_put_right_is_due(home: Path, tmp_path: Path) -> None:
    answer(home, "review", "new", "3号")
    added = answer(home, "review", "fix", "add", "3号", "补标注", "--due", "2026-06-01", "--criterion", "yx-05")
    assert added["fields"]["criterion"] == "YX-05"
    overdue = run(home, "--json", "review", "fix", "list", "--on", "2026-06-02")
    assert (overdue.returncode, json.loads(overdue.stdout)[0]["days_left"]) == (1, -1)
    assert run(home, "review", "fix", "list", "3号", "--on", "2026-06-01").returncode == 0
    assert answer(home, "review", "fix", "list", "--ics", str(tmp_path / "a.ics"))
    assert "20260601" in (tmp_path / "a.ics").read_text()
    fix = added["id"]
    changed = answer(home, "review", "fix", "change", fix, "--text", "另补")
    assert (changed["fields"]["text"], changed["fields"]["due"]) == ("另补", "2026-06-01")
    closed = answer(home, "review", "fix", "close", fix, "--done", "已补", "--on", "2026-05-30")
    assert (closed["done"], closed["closed_on"]) == ("已补", "2026-05-30")
    assert answer(home, "review", "fix", "list") == []
    assert answer(home, "review", "fix", "close", fix, "--undo")["done"] == ""
    assert run(home, "review", "fix", "close", fix).returncode == 2
    assert answer(home, "review", "fix", "withdraw", fix, "--reason", "不必")["reason"] == "不必"


def test_many_reviews_tell_together(home: Path) -> None:
    answer(home, "case", "new", "4号", "--title", "核查", "--party", "乙公司")
    for case, off in (("3号", "1"), ("4号", "3")):
        answer(home, "review", "new", case)
        answer(home, "review", "score", case, "QZ-01", "--off", off)
        all_decided(home, case)
        answer(home, "review", "finish", case)
    told = answer(home, "review", "statistics")
    assert [(each["number"], each["total"]) for each in told["ranking"]] == [("3号", 890), ("4号", 870)]
    assert [(each["code"], each["count"], each["off"], each["cases"]) for each in told["problems"]] == [
        ("YX-01", 2, 200, ["3号", "4号"]), ("QZ-01", 2, 40, ["3号", "4号"]),
    ]  # fmt: skip
    assert [(each["count"], each["mean"]) for each in told["periods"]] == [(2, 880)]
    assert answer(home, "review", "statistics", "--until", "2020-01-01")["reviews"] == 0
    shown = run(home, "--lang", "zh_CN", "review", "statistics").stdout
    assert "共性问题" in shown and "必录事项有音像记录" in shown


def test_a_bureau_brings_its_own_list(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "标准.csv"
    assert answer(home, "review", "criteria", "export", str(table))["criteria"] == 33
    text = table.read_text("utf-8-sig")
    table.write_text(text.replace("Two officers at least", "Never fewer than two officers"), "utf-8")
    planned = answer(home, "review", "criteria", "import", str(table), "--version", "own", "--rehearse")
    assert (planned["written"], planned["same"], len(planned["changed"])) == (False, 32, 1)
    assert len(answer(home, "review", "criteria", "list")) == 1
    assert answer(home, "review", "criteria", "import", str(table), "--version", "own")["written"]
    assert [each["in_force"] for each in answer(home, "review", "criteria", "list")] == [False, True]
    assert answer(home, "review", "new", "3号")["review"]["criteria"] == "statistics@own"
    assert len(answer(home, "review", "criteria", "show", "statistics@2026")["criteria"]) == 33
    broken = tmp_path / "坏.csv"
    broken.write_text("编码,类别,类别分值,评查项目,每处扣分\nA-1,案卷,10,笔录,多\nA 2,案卷,10,目录,1\n", "utf-8")
    done = run(home, "--json", "review", "criteria", "import", str(broken))
    told = json.loads(done.stdout)
    assert (done.returncode, told["written"]) == (1, False)
    assert [(each["line"], each["code"]) for each in told["errors"]] == [
        (2, "review.bad-points"), (3, "review.bad-code"),
    ]  # fmt: skip
