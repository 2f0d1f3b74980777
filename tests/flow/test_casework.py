"""Officers, events, clocks, coverage, tags: from the terminal, as a bureau scripts it."""

from __future__ import annotations

import time
from pathlib import Path

import openpyxl
import pytest

from tests.flow.desk_process import answer, run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    answer(home, "case", "new", "3号", "--title", "甲公司", "--party", "甲公司")
    return home


def test_officers_come_from_a_table_and_go_into_one(home: Path, tmp_path: Path) -> None:
    table, sheet = tmp_path / "gbk.csv", tmp_path / "out.xlsx"
    table.write_bytes("姓名,单位,执法证号,有效期至\n王芳,执法科,鲁1503,2027-12-31\n李强,执法科,鲁1504,\n".encode("gbk"))
    told = answer(home, "officer", "import", str(table), "--rehearse")
    assert (told["encoding"], told["written"], len(told["changes"])) == ("gb18030", False, 2)
    assert answer(home, "officer", "list") == []
    assert answer(home, "officer", "import", str(table))["written"]
    assert [each["fields"]["name"] for each in answer(home, "officer", "list")] == ["李强", "王芳"]
    answer(home, "officer", "export", str(sheet))
    assert [cell.value for cell in openpyxl.load_workbook(sheet).worksheets[0][1]][:2] == ["name", "unit"]
    told = answer(home, "officer", "import", str(sheet))
    assert (told["encoding"], told["same"], told["changes"]) == ("xlsx", 2, [])
    assert run(home, "officer", "export", str(sheet)).returncode == 3, "nothing is written over"


def test_a_table_with_a_wrong_line_is_not_taken_in_at_all(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "officers.csv"
    table.write_text("姓名,执法证号\n王芳,鲁1503\n,鲁1504\n", "utf-8")
    done = run(home, "officer", "import", str(table))
    assert done.returncode == 1 and "Line 3" in done.stdout + done.stderr
    assert answer(home, "officer", "list") == []


def test_ten_thousand_officers_in_ten_seconds(home: Path, tmp_path: Path) -> None:
    table = tmp_path / "many.csv"
    rows = "".join(f"人{at},鲁{at:06d},2027-12-31\n" for at in range(10_000))
    table.write_text("姓名,执法证号,有效期至\n" + rows, "utf-8")
    began = time.monotonic()
    assert len(answer(home, "officer", "import", str(table))["changes"]) == 10_000
    print(f"10,000 officers: {time.monotonic() - began:.1f} s")
    assert len(answer(home, "officer", "list")) == 10_000
    assert answer(home, "officer", "show", "鲁009999")["fields"]["name"] == "人9999"


def test_an_event_needs_two_certified_officers_or_a_reason(home: Path) -> None:
    answer(home, "officer", "add", "王芳", "--certificate", "鲁1503", "--until", "2026-05-07")
    answer(home, "officer", "add", "李强", "--certificate", "鲁1504")
    event = ("case", "event", "add", "3号", "现场检查", "--from", "2026-05-08T09:00", "--until", "2026-05-08T11:30")
    both = ("--officer", "王芳", "--officer", "李强", "--stage", "inspection")
    done = run(home, *event, *both)
    assert done.returncode == 1 and "王芳" in done.stderr
    told = answer(home, *event, *both, "--override", "王芳的证件正在换发")
    assert told["fields"]["override"] == "王芳的证件正在换发" and told["officer_names"] == ["王芳", "李强"]
    answer(home, "officer", "amend", "王芳", "--certificate", "鲁1503", "--until", "2028-01-01")
    told = answer(home, "case", "event", "amend", told["id"], "--place", "甲公司")
    assert told["fields"]["override"] == "" and told["fields"]["place"] == "甲公司"
    answer(home, "case", "event", "cancel", told["id"], "--reason", "改期")
    assert answer(home, "case", "event", "list", "3号") == []
    assert [each["cancelled"] for each in answer(home, "case", "event", "list", "--cancelled")] == ["改期"]


def test_clocks_run_and_go_into_a_calendar(home: Path, tmp_path: Path) -> None:
    assert run(home, "case", "stage", "3号", "decision", "--on", "2026-09-01").returncode == 1, "nothing was filed"
    answer(home, "case", "stage", "3号", "filing", "--on", "2026-07-05")
    (told,) = answer(home, "case", "due", "--on", "2026-09-01")
    assert (told["number"], told["code"], told["due"], told["state"]) == ("3号", "case", "2026-10-08", "running")
    assert run(home, "case", "due", "3号", "--on", "2026-10-09").returncode == 1, "overdue"
    answer(home, "case", "due", "--ics", str(tmp_path / "due.ics"))
    assert "20261008" in (tmp_path / "due.ics").read_text("utf-8")
    answer(home, "case", "stage", "3号", "filing", "--undo", "--reason", "登记错误")
    assert answer(home, "case", "due") == []


def test_coverage_is_told_judged_and_counted(home: Path) -> None:
    done = run(home, "--json", "case", "coverage", "3号")
    assert done.returncode == 1
    told = answer(home, "case", "judge", "3号", "TZ-01", "not-applicable", "--reason", "未申请听证")
    assert (told["state"], told["required"]) == ("not-needed", False)
    assert run(home, "case", "judge", "3号", "JC-01", "explained").returncode == 1, "a reason is asked for"
    assert answer(home, "case", "judge", "3号", "tz-01", "undo")["state"] == "missing"


def test_tags_notes_and_going_back(home: Path, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    for name in ("a.mp4", "b.mp4"):
        (card / name).write_bytes(name.encode() * 100)
    run(home, "receive", str(card))
    first, second = (each["id"] for each in answer(home, "recordings"))
    told = answer(home, "tag", "add", first, second, "--tag", "现场/会议室", "--tag", " 询问 ")
    assert [each["tags"] for each in told] == [["现场/会议室", "询问"]] * 2
    assert [each["name"] for each in answer(home, "recordings", "会议")] != []
    assert [(each["tag"], each["recordings"], each["own"]) for each in answer(home, "tag", "list")] == [
        ("现场", 2, 0), ("现场/会议室", 2, 2), ("询问", 2, 2),
    ]  # fmt: skip
    answer(home, "tag", "note", first, "--field", "important", "--value", "yes", "--reason", "拒签")
    answer(home, "link", first, "3号", "--item", "JC-01")
    assert answer(home, "undo")["facts"] == 1
    assert answer(home, "undo")["facts"] == 1
    assert answer(home, "tag", "show", first)[0]["notes"]["important"] == ""
    assert answer(home, "undo")["facts"] == 2
    assert answer(home, "tag", "list") == []
    assert run(home, "undo").returncode == 1, "nothing is left"
    assert [answer(home, "redo")["facts"] for _ in range(3)] == [2, 1, 1]
    assert answer(home, "tag", "show", first)[0]["tags"] == ["现场/会议室", "询问"]
    assert answer(home, "tag", "show", first)[0]["notes"]["important"] == "yes"
    (link,) = [each for each in answer(home, "recording", first)["links"] if not each["unlinked_at"]]
    assert (link["case_number"], link["item"]) == ("3号", "JC-01")
    assert answer(home, "undo")["facts"] == 1, "a redo can be undone"
