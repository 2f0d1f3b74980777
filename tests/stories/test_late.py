"""A recorder is handed in after its term; the reason stays."""

from __future__ import annotations

from datetime import datetime

from tests.stories.cards import shoot
from tests.stories.teller import Story


def test_late(story: Story) -> None:
    shot = datetime.now()
    shoot(story.place / "card", f"JGR1507_001503_{shot:%Y%m%d%H%M%S}_0001.MP4", 3)
    story.title(
        ("A recorder comes back late", "记录设备逾期交回"),
        ("Chen Li, officer; Zhao Qiang, reviewer", "陈丽，执法人员；赵强，评查人员"),
        (
            "What a recorder holds is to be handed in by the term the bureau has set: 24 hours after it went out,"
            " unless another moment is said. For a far township the bureau allows a working day.",
            "音像记录须在本机关规定的期限内交回：借出后 24 小时，另行约定的除外。偏远乡镇给一个工作日。",
        ),
    )
    _going_out(story)
    _coming_back(story)
    _the_reason_stays(story)
    story.end("tests/stories/test_late.py")


def _going_out(story: Story) -> None:
    story.types("recorder-desk settings get hand_in_hours")
    story.step(
        "When would that working day end for a recorder that goes out on the eve of National Day?",
        "国庆节前一天借出的，一个工作日到哪天为止？",
    )
    told = story.types("recorder-desk deadline 2026-09-30 1wd")
    assert (story.code, "2026-10-08" in told) == (0, True)
    story.step(
        "Recorder 07 goes out with Chen Li. A story cannot wait a day: hers is expected back in a second.",
        "陈丽带走 07 号记录设备。故事等不了一天：约定一秒后交回。",
    )
    story.types(
        "recorder-desk recorder add 07 --mark device:JGR1507 > recorder.txt",
        'recorder-desk recorder assign 07 "Chen Li" --since 2026-01-05 > recorder.txt',
        "recorder-desk recorder out 07 --back $(date -d '1 second' +%FT%T) > recorder.txt",
        "sleep 2; recorder-desk recorder due",
    )
    assert story.code == 1
    story.seen(
        "it is out and late, and the list ends with exit code 1 as long as nobody has said why.",
        "尚未交回，已逾期；说明原因之前，该清单以退出码 1 结束。",
    )


def _coming_back(story: Story) -> None:
    story.step(
        "She comes back and puts the card on the desk. With its first recording the recorder counts as handed in.",
        "她回来后接入存储卡。收到第一份音像记录，即视为已交回。",
    )
    story.types("recorder-desk receive card")
    assert story.code == 0
    late = story.types("recorder-desk recorder due")
    assert story.code == 1
    story.seen("that it came does not make it less late.", "交回了，但仍是逾期。")
    story.step("Without a reason nothing is excused.", "没有理由，不予认可。")
    story.types("recorder-desk recorder late 07")
    assert (story.code, "late" in late or "逾期" in late) == (1, True)
    story.types('recorder-desk recorder late 07 --reason "the road over the pass was closed by snow"')
    assert story.code == 0


def _the_reason_stays(story: Story) -> None:
    story.step("The next morning Zhao Qiang looks at the list.", "第二天早上，赵强查看清单。")
    kept = story.types("recorder-desk recorder due")
    assert (story.code, "closed by snow" in kept) == (0, True)
    story.step("And at the journal: who said so, and when.", "再看日志：谁说明的，何时说明的。")
    told = story.types(
        "recorder-desk journal show --fact RecorderHandedOut",
        "recorder-desk journal show --fact LateHandInExplained",
        "recorder-desk journal verify",
    )
    assert (story.code, "closed by snow" in told) == (0, True)
    story.seen(
        "the recorder is still listed as late, with its reason beside it; the journal holds the words and the person.",
        "清单上仍标为逾期，并列明原因；日志载有原话和说明人。",
    )
