"""Limits and calendars from the terminal: as scripts use them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.flow.desk_process import answer, run


def test_a_limit_ends_on_a_made_up_saturday(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert answer(home, "deadline", "2026-02-12", "7wd") == {"due": "2026-02-28", "provisional": False}
    assert "暂估" in run(home, "--lang", "zh_CN", "deadline", "2026-12-30", "7wd").stdout
    assert run(home, "deadline", "2026-02-12", "seven").returncode == 1


def test_a_calendar_is_shown_and_replaced_whole(tmp_path: Path) -> None:
    home, notice = tmp_path / "home", tmp_path / "2027.json"
    assert [each["year"] for each in answer(home, "calendar", "show")] == list(range(2018, 2027))
    days = [{"date": "2027-01-01", "name": "元旦", "isOffDay": True}]
    notice.write_text("\ufeff" + json.dumps({"year": 2027, "source": "通知", "days": days}), "utf-8")
    assert answer(home, "calendar", "import", str(notice)) == {"year": 2027, "changed": True}
    assert answer(home, "calendar", "import", str(notice)) == {"year": 2027, "changed": False}
    assert answer(home, "deadline", "2026-12-25", "7wd") == {"due": "2027-01-06", "provisional": False}
    (shown,) = answer(home, "calendar", "show", "2027")
    assert shown["source"] == "通知" and not shown["shipped"]
    assert "worked" in run(home, "calendar", "show", "2026").stdout
    assert run(home, "calendar", "show", "2031").returncode == 1


def test_a_calendar_in_gbk_is_read(tmp_path: Path) -> None:
    home, notice = tmp_path / "home", tmp_path / "gbk.json"
    notice.write_bytes('{"year": 2027, "source": "通知", "days": []}'.encode("gbk"))
    assert answer(home, "calendar", "import", str(notice))["changed"]
    assert answer(home, "calendar", "show", "2027")[0]["source"] == "通知"


def test_a_file_that_is_none_changes_nothing(tmp_path: Path) -> None:
    home, notice = tmp_path / "home", tmp_path / "none.json"
    notice.write_bytes(b"\x00\x01\xff")
    assert run(home, "calendar", "import", str(notice)).returncode == 1
    assert run(home, "calendar", "import", str(tmp_path / "absent.json")).returncode == 3
    assert len(answer(home, "calendar", "show")) == 9
