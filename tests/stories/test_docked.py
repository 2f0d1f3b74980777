"""An officer docks a recorder with all that a day leaves on it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.stories.cards import dock, settle
from tests.stories.teller import Story


def test_docked(story: Story, films: Path) -> None:
    card = dock(story.place, films)
    whole = (card / "DSJ_000005_20261122_091501.mp4").read_bytes()
    (card / "DSJ_000005_20261122_093000.mp4").write_bytes(whole[: len(whole) // 3])
    (card / "copy").mkdir()
    shutil.copy(card / "DSJ_000005_20261122_091501.mp4", card / "copy/inspection.mp4")
    (card / "letter.txt").write_text("Dear Sir\n", "utf-8")
    settle(card)
    before = {path: path.read_bytes() for path in card.rglob("*") if path.is_file()}
    story.title(
        ("A docked recorder", "接入一台记录设备"),
        ("Chen Li, an officer back from an inspection", "陈丽，刚从检查现场回来的执法人员"),
        (
            "On the card: two films, one of them twice, one that broke off when the battery fell out, and a letter.",
            "存储卡上有两段视频，其中一段有两份；一段因电池脱落而中断；还有一封信。",
        ),
    )
    story.step("She has the desk receive the card.", "她采集这张存储卡。")
    printed = story.types("recorder-desk receive card")
    assert story.code == 1  # the letter was refused
    assert printed.count("[receive.not-media]") == 1
    story.step(
        "The letter is no recording: it stays where it lies. All else is in the vault: flushed, read back from the"
        " disk, registered. Only now may she unplug. What is left to do needs no recorder.",
        "信不是音像记录，留在原处。其余已全部存入归档库：落盘、从磁盘读回核对、登记。此时才可以拔出。剩下的工作不再需要记录设备。",
    )
    story.types("recorder-desk work", "recorder-desk recordings")
    assert len(list((story.home / "vault").rglob("*.mp4"))) == 3
    story.seen(
        "three films in the vault, although four were on the card; the one that broke off is kept and marked.",
        "存储卡上有四个视频文件，归档库中为三份；中断的一段照样保存，并已标明。",
    )
    story.step("By mistake she docks the same card once more.", "她不小心又接入了同一张卡。")
    story.types("recorder-desk receive card/copy/inspection.mp4", "recorder-desk check")
    assert story.code == 0
    assert {path: path.read_bytes() for path in before} == before
    story.seen(
        "nothing was stored twice, and on the card every byte is as it was.",
        "没有重复存储；存储卡上的每个字节都与先前相同。",
    )
    story.end("tests/stories/test_docked.py")
