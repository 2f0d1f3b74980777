"""An inspection, from its plan to the last item of its list."""

from __future__ import annotations

from pathlib import Path

from tests.stories.cards import shoot
from tests.stories.teller import Story

MATTERS = """\
matter code,matter,category,in force from
TJ,Statistics enforcement,,2024-09-13
TJ-1,Inspection of a survey unit,inspection,2024-09-13
"""
ITEMS = """\
item code,kind of enforcement,stage,record item,english name,mode of recording,required,required when,period
JC-01,统计检查,进入检查,亮证告知,Certificates shown,全程录像,Y,,30
JC-02,统计检查,检查实施,现场检查,On-site inspection,全程录像,Y,,30
DC-01,统计检查,调查取证,询问,Interview,全程录像,Y,,30
DC-04,统计检查,调查取证,先行登记保存,Evidence preserved,全程录像,C,采取登记保存时,30
"""
OFFICERS = """\
officer,department,certificate number,valid from,valid until
Chen Li,Enforcement,LU-1503,2024-03-01,2029-02-28
Zhou Tao,Enforcement,LU-1504,2024-03-01,2029-02-28
"""


def test_inspected(story: Story) -> None:
    _files(story.place)
    story.title(
        ("An inspection, from plan to full coverage", "一次检查：从计划到记录完整"),
        ("Wang Min, archivist; Chen Li and Zhou Tao, officers", "王敏，档案人员；陈丽、周涛，执法人员"),
        (
            "A bureau begins with Recorder Desk: its matters, its record item list and its officers are tables.",
            "一个机关开始使用工作台：执法事项、音像记录事项清单和执法人员都已有表格。",
        ),
    )
    _registers(story)
    _plan(story)
    _back_from_it(story)
    _what_is_left(story)
    _stages(story)
    story.end("tests/stories/test_inspected.py")


def _files(place: Path) -> None:
    for name, text in (("matters.csv", MATTERS), ("items.csv", ITEMS), ("officers.csv", OFFICERS)):
        (place / name).write_text(text, "utf-8")
    shoot(place / "card", "JGR1507_001503_20261119090500_0001.MP4", 24)
    shoot(place / "card", "JGR1508_001504_20261119140300_0001.MP4", 12)


def _registers(story: Story) -> None:
    story.types("cat officers.csv", "recorder-desk officer import officers.csv")
    story.types(
        "recorder-desk matter import matters.csv",
        "recorder-desk items import items.csv --as county --version 2026-11 --approval 'County 12' | tail -1",
        "recorder-desk items",
    )
    assert story.code == 0
    story.step(
        "Two recorders: 07 is worn by Chen Li, 08 by Zhou Tao. The desk knows them by the names they give their files.",
        "两台记录设备：07 由陈丽佩戴，08 由周涛佩戴。工作台从文件名认出是哪一台。",
    )
    story.types(
        "recorder-desk recorder add 07 --mark device:JGR1507 > recorder.txt",
        "recorder-desk recorder add 08 --mark device:JGR1508 > recorder.txt",
        'recorder-desk recorder assign 07 "Chen Li" --since 2026-01-05 > recorder.txt',
        'recorder-desk recorder assign 08 "Zhou Tao" --since 2026-01-05 > recorder.txt',
        "recorder-desk recorder list",
    )
    assert story.code == 0


def _plan(story: Story) -> None:
    story.step(
        "She opens the case and plans the day: two officers, both with certificates valid on it. Recorder 07 goes"
        " along, for the inspection and for the interview.",
        "她新建案件并安排当日活动：两名执法人员，证件当日均有效。检查和询问都携带 07 号记录设备。",
    )
    who = '--officer "Chen Li" --officer "Zhou Tao" --recorder 07 --place "Qingyuan Machinery"'
    story.types(
        'recorder-desk case new TJ-2026-11 --title "Ledger inspection" --party "Qingyuan Machinery" --matter TJ-1'
        " --opened-on 2026-11-16",
        f'recorder-desk case event add TJ-2026-11 "Inspection" --stage inspection --item JC-02 {who}'
        " --from 2026-11-19T09:00 --until 2026-11-19T11:00",
        f'recorder-desk case event add TJ-2026-11 "Interview" --stage inquiry --item DC-01 {who}'
        " --from 2026-11-19T14:00 --until 2026-11-19T15:00",
    )
    assert story.code == 0
    story.types("recorder-desk case coverage TJ-2026-11")
    assert story.code == 1
    story.seen(
        "three items are required, and there is nothing yet; a fourth is asked about.",
        "三项必录，目前一项也没有；另有一项需要判断。",
    )


def _back_from_it(story: Story) -> None:
    story.step(
        "They come back and put what the recorders hold on the desk. (The films of a story are short.)",
        "两人回来，把记录设备接入工作台。（故事里的视频都很短。）",
    )
    story.types("recorder-desk receive card", "recorder-desk work", "recorder-desk suggest")
    story.step(
        "One film is sure, and the desk may link it by itself. The other was made during the interview, but with"
        " recorder 08, which was not to go along: a person decides.",
        "其中一段可以确定，由工作台自动关联。另一段录于询问期间，但用的是计划之外的 08 号记录设备：由人来决定。",
    )
    linked = story.types("recorder-desk link --auto")
    assert (story.code, linked.count("JC-02"), "JGR1508" in linked) == (0, 1, False)
    story.types("recorder-desk case coverage TJ-2026-11")
    assert story.code == 1


def _what_is_left(story: Story) -> None:
    story.step(
        "She looks at both. Recorder 07 was full by noon, so 08 filmed the interview. And the first twelve seconds of"
        " the inspection show the certificates.",
        "她看了两段视频。07 号中午已存满，因此询问由 08 号拍摄。检查视频的前 12 秒正是亮证告知。",
    )
    of = 'grep -m1 -o \'"id": "[^"]*\' | cut -d\'"\' -f4'
    story.types(
        f"recorder-desk --json recordings JGR1507 | {of} > inspection",
        f"recorder-desk --json recordings JGR1508 | {of} > interview",
        "recorder-desk link $(cat interview) TJ-2026-11 --item DC-01 --reason '07 was full'",
        "recorder-desk link $(cat inspection) TJ-2026-11 --item JC-01 --until 12000 --reason 'certificates shown'",
        "recorder-desk case judge TJ-2026-11 DC-04 not-applicable --reason 'nothing was preserved'",
        "recorder-desk case coverage TJ-2026-11",
    )
    assert story.code == 0
    story.seen(
        "three of three required items are present; that nothing was preserved stays with its reason.",
        "三项必录全部齐备；“未采取登记保存”连同理由一并保留。",
    )


def _stages(story: Story) -> None:
    story.step(
        "The case goes on. Each stage is noted with its day, and the limits of the law run from there.",
        "案件继续办理。每个环节登记日期，法定期限由此起算。",
    )
    story.types(
        "recorder-desk case stage TJ-2026-11 source --on 2026-11-16 > stages.txt",
        "recorder-desk case stage TJ-2026-11 inspection --on 2026-11-19 > stages.txt",
        "recorder-desk case stage TJ-2026-11 filing --on 2026-11-20 > stages.txt",
        "recorder-desk case stage TJ-2026-11 notice --on 2026-11-20",
    )
    assert story.code == 0
    due = story.types("recorder-desk case due TJ-2026-11 --on 2026-11-23")
    assert story.code == 0
    assert ("2026-11-27" in due, "2027-02-18" in due) == (True, True)
    story.step(
        "A decision on a day before the notice would be wrong, and the desk does not take it.",
        "决定早于告知是不对的，工作台不予登记。",
    )
    refused = story.types("recorder-desk case stage TJ-2026-11 decision --on 2026-11-19")
    assert (story.code, "case.stage-too-early" in refused) == (1, True)
    story.seen(
        "the hearing may be asked for until the fifth working day; the ninety days of the case end in a year whose"
        " calendar is not known yet, and that is said.",
        "申请听证的期限到第 5 个工作日为止；九十日办案期限落在工作日历尚未公布的年份，程序已标明。",
    )
