"""The plug is pulled in the middle of receiving: the desk's process dies without a word."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.flow.consistency import digest_of, faults
from tests.stories.cards import dock
from tests.stories.teller import Story


def test_plug_pulled(story: Story, films: Path) -> None:
    card = dock(story.place, films)
    offered = {path: digest_of(path) for path in card.iterdir()}
    story.title(
        ("The plug is pulled", "中途断电"),
        ("Chen Li, and a cleaner who needs a socket", "陈丽，和一位要用插座的保洁员"),
        (
            "The worst moment: one film has just been moved to its place in the vault, and nothing is registered yet.",
            "最糟的时刻：一段视频刚刚移入归档库，登记库还没有记载。",
        ),
    )
    story.step(
        "The desk dies there (`RECORDER_DESK_FAULT` names the place; the process gets SIGKILL).",
        "工作台就在此刻中止（`RECORDER_DESK_FAULT` 指明位置，进程收到 SIGKILL）。",
    )
    story.types("RECORDER_DESK_FAULT=publish.renamed recorder-desk receive card")
    assert story.code == -signal.SIGKILL
    assert faults(story.home, offered, finished=False) == []
    story.seen(
        "nothing was called safe; both films are still on the card, unchanged; what lies in the vault is whole.",
        "没有任何文件被报告为安全；两段视频仍在存储卡上，没有变化；归档库中的内容是完整的。",
    )
    story.step("The power is back. She tells the desk to do what it owes.", "恢复供电。她让工作台完成待办。")
    story.types("recorder-desk work", "recorder-desk recordings", "recorder-desk check", "recorder-desk journal verify")
    assert story.code == 0
    assert faults(story.home, offered, finished=True) == []
    story.seen(
        "each film is held once; vault, register and journal agree; nothing is left in staging.",
        "每段视频保存一份；归档库、登记库、日志三者一致；暂存区没有残留。",
    )
    story.end("tests/stories/test_plug_pulled.py")
