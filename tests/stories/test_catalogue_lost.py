"""The catalogue is damaged, and written anew."""

from __future__ import annotations

from pathlib import Path

from tests.stories.cards import dock
from tests.stories.teller import Story


def test_catalogue_lost(story: Story, films: Path) -> None:
    dock(story.place, films)
    story.title(
        ("The catalogue is lost", "登记库损坏"),
        ("Wang Min, archivist", "王敏，档案人员"),
        (
            "A bad disk has written over a part of the register. The vault lies on another disk.",
            "磁盘故障，登记库的一部分被覆盖。归档库在另一块磁盘上。",
        ),
    )
    story.types(
        "recorder-desk receive card",
        "recorder-desk work",
        'recorder-desk case new TJ-2026-8 --title "Ledger inspection" --party "Qingyuan Machinery"',
    )
    before = story.types("recorder-desk recordings")
    story.step("The disk does its work.", "磁盘出了故障。")
    story.types(
        "dd if=/dev/zero of=home/catalogue.db bs=4096 count=8 conv=notrunc status=none", "recorder-desk recordings"
    )
    assert story.code == 3
    story.step(
        "The desk says what is safe and what to do. She does it.", "工作台说明了什么是安全的、接下来做什么。她照做。"
    )
    story.types("recorder-desk rebuild")
    assert story.code == 0
    after = story.types("recorder-desk recordings")
    story.types("recorder-desk case list", "recorder-desk journal verify", "recorder-desk check")
    assert story.code == 0
    assert after == before
    story.seen(
        "recordings and case are back, to the letter; the journal is whole and tells of the rebuild; the damaged file"
        " was set aside.",
        "音像记录和案件均已恢复，分毫不差；日志完整，并记载了这次重建；损坏的文件另存保留。",
    )
    assert len(list(story.home.glob("catalogue.db.broken-*"))) >= 1
    story.end("tests/stories/test_catalogue_lost.py")
