"""Sheets from the terminal: PDFs and tables, of the real program, which has no screen."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.flow.desk_process import answer, run
from ui.sheets import read_rows


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sheets")
    home, card = place / "home", place / "card"
    card.mkdir()
    for name in ("=检查.mp4", "询问.mp4"):
        (card / name).write_bytes(name.encode() * 999)
    assert run(home, "receive", str(card)).returncode == 0
    answer(home, "case", "new", "3号", "--title", "检查", "--party", "甲公司")
    for row in answer(home, "recordings"):
        answer(home, "link", row["id"], "3号", "--item", "JC-02" if "检查" in row["name"] else "DC-01")
        answer(home, "mark", "add", row["id"], "--at", "0", "--note", row["name"])
    return home


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("case", "catalogue", "3号"), {"recordings": 2}),
        (("mark", "sheet", "--case", "3号"), {"marks": 2}),
        (("case", "statement", "3号"), {"gaps": []}),
    ],
)
def test_a_sheet_is_a_new_pdf(home: Path, tmp_path: Path, words: tuple[str, ...], told: dict[str, object]) -> None:
    file = tmp_path / "页 1.pdf"
    document = answer(home, *words, "--to", str(file))
    assert document["path"] == str(file) and told.items() <= document.items()
    content = file.read_bytes()
    assert content.startswith(b"%PDF-") and b"%%EOF" in content[-64:]
    again = run(home, *words, "--to", str(file))
    assert again.returncode == 3 and file.read_bytes() == content  # never over a file
    other = run(home, *words, "--to", str(tmp_path / "sheet.docx"))
    assert other.returncode == 1 and ".pdf" in other.stderr and not (tmp_path / "sheet.docx").exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_catalogue_is_a_table_that_no_spreadsheet_takes_for_formulas(
    home: Path, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"catalogue.{ending}"
    assert answer(home, "case", "catalogue", "3号", "--to", str(file)) == {"path": str(file), "recordings": 2}
    rows = [*read_rows(file)[0]]
    heads = dict(zip(rows[0], range(len(rows[0])), strict=True))
    assert [row[heads["Item"]] for row in rows[1:]] == ["JC-02", "DC-01"]
    digests = {row["id"]: row["digest"] for row in answer(home, "recordings")}
    assert {row[heads["Recording"]]: row[heads["Digest"]] for row in rows[1:]} == digests
    assert [row[heads["No."]] for row in rows[1:]] == ["1", "2"]
    if ending == "csv":
        with file.open(encoding="utf-8-sig", newline="") as told:
            names = [row[heads["Name"]] for row in csv.reader(told)][1:]
        assert names[0].startswith("'=")


def test_what_cannot_be_printed_says_why(home: Path, tmp_path: Path) -> None:
    for words, told in (
        (("case", "catalogue", "9号", "--to", str(tmp_path / "a.pdf")), "9号"),
        (("mark", "sheet", "--to", str(tmp_path / "a.pdf")), "--case"),
        (("case", "statement", "3号", "--to", "/nonexistent/a.pdf"), "nonexistent"),
        (("case", "statement", "3号", "--to", str(tmp_path / "a.csv")), ".pdf"),
    ):
        done = run(home, *words)
        assert done.returncode != 0 and told in done.stderr, words
    assert list(tmp_path.iterdir()) == []
