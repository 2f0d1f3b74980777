"""A reviewer shows that a film is the one that was received, and that tampering shows."""

from __future__ import annotations

from pathlib import Path

from tests.stories.cards import dock
from tests.stories.teller import Story

FORGE = """\
import sqlite3
catalogue = sqlite3.connect("home/catalogue.db", isolation_level=None)
for (guard,) in catalogue.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
    catalogue.execute(f"DROP TRIGGER {guard}")
catalogue.execute("UPDATE journal SET entry = replace(entry, 'chenli', 'nobody') WHERE seq = 1")
"""


def test_proven(story: Story, films: Path) -> None:
    dock(story.place, films)
    story.title(
        ("Shown to be the one that was made", "证明就是当时所录"),
        ("Zhao Qiang, reviewer", "赵强，评查人员"),
        (
            "At a hearing somebody says: who knows what was done to this film since.",
            "听证会上有人问：谁知道这段视频后来有没有被动过？",
        ),
    )
    story.types("recorder-desk receive card", "recorder-desk work")
    story.step(
        "On the day the films came, a checkpoint of the journal was sent to the legal department.",
        "采集当日，日志的检查点已发给法制机构。",
    )
    story.types("recorder-desk journal checkpoint > anchor.txt")
    story.step(
        "Today he compares every original with its digest, and the journal with that checkpoint.",
        "今天，他把每份原件与摘要比对，并把日志与该检查点比对。",
    )
    story.types("recorder-desk check", "recorder-desk journal verify --anchor anchor.txt")
    assert story.code == 0
    story.seen(
        "the films are as they came, and the journal grew from that checkpoint.",
        "视频与采集时相同，日志由该检查点延续而来。",
    )
    story.step("What if somebody had changed one byte of a film?", "假如有人改动了视频的一个字节？")
    printed = story.types(
        "film=$(find home/vault -name '*.mp4' -size +200k); chmod u+w $film;"
        " printf X | dd of=$film bs=1 seek=50000 conv=notrunc status=none; recorder-desk check"
    )
    assert (story.code, "check.original-differs" in printed) == (1, True)
    (story.place / "forge.py").write_text(FORGE, "utf-8")
    story.step("And if somebody had written another name into the journal?", "假如有人在日志中改写了操作人？")
    printed = story.types("cat forge.py; python3 forge.py", "recorder-desk journal verify --anchor anchor.txt")
    assert (story.code, "journal.entry-altered" in printed) == (1, True)
    story.seen("the check names the film, the journal names the entry.", "校验指出是哪一份视频，日志指出是哪一条。")
    story.end("tests/stories/test_proven.py")
