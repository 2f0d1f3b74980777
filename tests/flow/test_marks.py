"""Marks: made, found by their codes, changed, taken away and brought back; as tables and WebVTT; in what a case has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.flow.desk_process import answer, run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home, card = tmp_path / "home", tmp_path / "card"
    card.mkdir()
    (card / "检查.mp4").write_bytes(b"film" * 999)
    assert run(home, "receive", str(card)).returncode == 0
    answer(home, "case", "new", "3号", "--title", "检查", "--party", "甲公司")
    return home


def recording(home: Path) -> str:
    (found,) = answer(home, "recordings")
    return str(found["id"])


def test_a_code_leads_back_to_the_spot(home: Path) -> None:
    which = recording(home)
    made = answer(
        home, "mark", "add", which, "--at", "3040", "--kind", "certificate", "--item", "jc-02", "--note", "亮证"
    )
    assert made["fields"] == {"at_ms": 3040, "until_ms": 0, "kind": "certificate", "item": "JC-02", "note": "亮证"}
    for typed in (made["code"], made["code"].lower(), f"{made['code'][:3]}-{made['code'][3:]}", "亮证", "lz"):
        (hit,) = map(json.loads, run(home, "--json", "search", typed.replace("-", "")).stdout.splitlines())
        assert (hit["kind"], hit["id"], hit["recording"], hit["at_ms"]) == ("mark", made["id"], which, 3040)
    assert answer(home, "mark", "list", which) == [made]
    again = answer(
        home, "mark", "add", which, "--at", "3040", "--kind", "certificate", "--item", "JC-02", "--note", "亮证"
    )
    assert again["code"] == made["code"]
    changed = answer(home, "mark", "change", made["code"], "--until", "5000", "--note", "")
    assert (changed["code"], changed["fields"]["until_ms"], changed["fields"]["note"]) == (made["code"], 5000, "")
    answer(home, "mark", "remove", made["code"])
    assert answer(home, "mark", "list", which) == []
    assert "taken away" in run(home, "mark", "remove", made["code"]).stderr
    assert answer(home, "undo")["facts"] == 1
    assert answer(home, "mark", "list", which) == [changed]
    answer(home, "undo")
    assert answer(home, "mark", "list", which) == [made]
    answer(home, "undo")
    assert answer(home, "mark", "list", which) == []
    answer(home, "redo")
    assert [each["code"] for each in answer(home, "mark", "list", which)] == [made["code"]]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "@", "--at", "9", "--until", "9"), "ends after it begins"),
        (("add", "@", "--at", "9", "--item", "XX-99"), "XX-99"),
        (("add", "@", "--at", "9", "--note", "长" * 501), "500"),
        (("remove", "222223"), "not a mark"),
        (("remove", "222222"), "no mark"),
        (("list",), "--case"),
        (("export", "@", "--to", "/nonexistent/marks.vtt"), "nonexistent"),
    ],
)
def test_what_cannot_be_says_why(home: Path, words: tuple[str, ...], told: str) -> None:
    done = run(home, "mark", *(recording(home) if each == "@" else each for each in words))
    assert done.returncode != 0
    assert told in done.stderr
    assert answer(home, "mark", "list", "--case", "3号") == []


def _marked(home: Path, which: str) -> list[dict[str, Any]]:
    for at, until, kind, note in (
        (0, 0, "start", ""),
        (61_001, 62_500, "rights", "<b>&权利 --> 义务"),
        (99, 0, "other", "=1+1"),
    ):
        answer(home, "mark", "add", which, "--at", str(at), "--until", str(until), "--kind", kind, "--note", note)
    return [each["fields"] for each in answer(home, "mark", "list", which)]


@pytest.mark.parametrize("ending", ["vtt", "csv", "xlsx"])
def test_marks_go_out_and_come_in_again(home: Path, tmp_path: Path, ending: str) -> None:
    which, file = recording(home), tmp_path / f"marks.{ending}"
    fields = _marked(home, which)
    assert answer(home, "mark", "export", which, "--to", str(file))["rows"] == 3
    assert run(home, "mark", "export", which, "--to", str(file)).returncode == 3  # never over a file
    assert answer(home, "mark", "import", which, str(file))["same"] == 3
    if ending == "vtt":
        written = file.read_text("utf-8")
        assert written.startswith("WEBVTT\n\n") and "&lt;b&gt;&amp;权利 --&gt; 义务" in written
    for _ in range(3):
        answer(home, "undo")
    planned = answer(home, "mark", "import", which, str(file), "--rehearse")
    assert (len(planned["changes"]), planned["written"]) == (3, False)
    assert answer(home, "mark", "list", which) == []
    answer(home, "mark", "import", which, str(file))
    assert [each["fields"] for each in answer(home, "mark", "list", which)] == fields
    assert answer(home, "undo")["facts"] == 3


def test_a_table_with_wrong_lines_adds_nothing(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "marks.csv"
    file.write_bytes("时间,标记类型,备注\n0:00:01,亮证,好\n昨天,亮证,\n0:00:02,跳舞,\n".encode("gb18030"))
    done = run(home, "--json", "mark", "import", recording(home), str(file))
    told = json.loads(done.stdout)
    assert (done.returncode, told["encoding"], told["written"]) == (1, "gb18030", False)
    assert [(each["line"], each["code"]) for each in told["errors"]] == [(3, "mark.bad-time"), (4, "mark.bad-kind")]
    other = tmp_path / "other.vtt"
    other.write_text("1\n00:01.000 --> 00:02.000\nhello\n")
    assert "WEBVTT" in run(home, "mark", "import", recording(home), str(other)).stderr
    assert answer(home, "mark", "list", recording(home)) == []


def test_one_end_marked_and_not_the_other_is_told_in_what_the_case_has(home: Path) -> None:
    which = recording(home)
    answer(home, "link", which, "3号", "--item", "JC-02")

    def reasons() -> list[str]:
        cells = json.loads(run(home, "--json", "case", "coverage", "3号").stdout)["cells"]
        return [each for cell in cells if cell["item"] == "JC-02" for each in cell["reasons"] if each.startswith("no-")]

    before = reasons()
    answer(home, "mark", "add", which, "--at", "10", "--kind", "start", "--item", "JC-02")
    assert set(reasons()) - set(before) == {"no-end"}
    answer(home, "mark", "add", which, "--at", "20", "--kind", "end", "--item", "JC-02")
    assert reasons() == before
