"""The record item list changes while a case is open."""

from __future__ import annotations

from pathlib import Path

from tests.stories.cards import shoot
from tests.stories.teller import Story

ADDED = ["JC-07", "", "行政检查", "3检查实施", "现场送达整改通知", "Notice to rectify, served on site", "录像"]


def test_new_list(story: Story) -> None:
    shoot(story.place / "card", "JGR1507_001503_20261119090500_0001.MP4", 12)
    story.title(
        ("The list changes while a case is open", "办案期间清单改版"),
        ("Wang Min, archivist", "王敏，档案人员"),
        (
            "A case is open under the shipped record item list. The legal department writes another one for the year.",
            "一个案件按随程序提供的清单办理。法制机构为新的一年另订了清单。",
        ),
    )
    story.types(
        "recorder-desk receive card",
        "recorder-desk work",
        'recorder-desk case new TJ-2026-12 --title "Ledger inspection" --party "Qingyuan Machinery"',
        'recorder-desk --json recordings JGR1507 | grep -m1 -o \'"id": "[^"]*\' | cut -d\'"\' -f4 > id',
        "recorder-desk link $(cat id) TJ-2026-12 --item JC-02 --reason 'whole inspection'",
    )
    assert story.code == 0
    story.types("recorder-desk case coverage TJ-2026-12 > before.txt; grep JC-0 before.txt; tail -1 before.txt")
    _rehearsed(story)
    _issued(story)
    _two_cases(story)
    story.end("tests/stories/test_new_list.py")


def _rehearsed(story: Story) -> None:
    story.step(
        "She gives the list to the legal department as a table, and gets it back with four changes: JC-03 is no longer"
        " asked for in every case, JC-01 is kept longer, SD-04 is gone, JC-07 is new.",
        "她把清单导出为表格交法制机构，取回时有四处改动："
        "JC-03 不再每案必录，JC-01 保管期限延长，SD-04 取消，新增 JC-07。",
    )
    story.types("recorder-desk items export list.csv")
    _written_into(story.place / "list.csv")
    story.step("First she only looks at what it would change.", "先只看会改什么。")
    as_issued = "--version 2027 --approval 'County 31' --approved-on 2026-11-20"
    told = story.types(f"recorder-desk items import list.csv {as_issued} --rehearse", "recorder-desk items list")
    assert (story.code, "JC-07" in told, "statistics@2027" in told.split("items list")[-1]) == (0, True, True)
    assert "SD-04" in told


def _written_into(table: Path) -> None:
    """What the legal department changes. The lines are the program's own, and stay so but for four."""
    lines = table.read_text("utf-8-sig").splitlines()
    kept = [line for line in lines if not line.startswith("SD-04,")]
    for at, line in enumerate(kept):
        if line.startswith("JC-03,"):
            kept[at] = line.replace(",Y,", ",C,")
        if line.startswith("JC-01,"):
            kept[at] = line.replace(",2,CASE,", ",10,CASE,")
    width = len(lines[0].split(","))
    added = ADDED + [""] * (width - len(ADDED))
    table.write_text("\n".join([*kept, ",".join(added)]) + "\n", "utf-8")


def _issued(story: Story) -> None:
    story.step("It is what was meant. Now for good.", "与原意一致，正式发布。")
    story.types(
        "recorder-desk items import list.csv --version 2027 --approval 'County 31' --approved-on 2026-11-20"
        " --reason 'list of the year' | tail -1",
        "recorder-desk items list",
    )
    assert story.code == 0
    story.types("recorder-desk items diff statistics@2026 statistics@2027 | tail -1")
    story.step("The same label again, with another table, is refused.", "同一版本号再配另一份表格，不予发布。")
    story.types("sed -i /^ZX-02/d list.csv; recorder-desk items import list.csv --version 2027")
    assert story.code == 1


def _two_cases(story: Story) -> None:
    story.step("The open case keeps the list it was opened under.", "已立案件仍用立案时的清单。")
    story.types("recorder-desk case coverage TJ-2026-12 | diff before.txt - && echo no difference")
    assert story.code == 0
    story.seen("its coverage is what it was, line by line.", "记录完整性逐行未变。")
    story.step("A case that is opened now goes by the new one.", "现在新立的案件用新清单。")
    story.types(
        'recorder-desk case new TJ-2026-13 --title "Follow-up" --party "Qingyuan Machinery"',
        "recorder-desk case show TJ-2026-12 | head -6",
        "recorder-desk case show TJ-2026-13 | head -6",
    )
    asked = story.types("recorder-desk case coverage TJ-2026-13 | grep JC-0")
    assert "JC-07" in asked
    refused = story.types("recorder-desk link $(cat id) TJ-2026-12 --item JC-07")
    assert (story.code, "[link.unknown-item" in refused) == (1, True)
    story.seen(
        "the new case asks for JC-07; in the old one that item does not exist.",
        "新案件要求 JC-07；旧案件中没有这一事项。",
    )
