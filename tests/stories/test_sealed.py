"""An archivist files a film into a case and seals it."""

from __future__ import annotations

from pathlib import Path

from tests.stories.cards import dock
from tests.stories.teller import Story

FILM = "091501"


def test_sealed(story: Story, films: Path) -> None:
    dock(story.place, films)
    story.title(
        ("A case is sealed", "归档一个案件"),
        ("Wang Min, archivist", "王敏，档案人员"),
        (
            "Two films have been received. One belongs to a case, and the case is to go into the archive.",
            "两段视频已经采集。其中一段属于某个案件，该案需要归档。",
        ),
    )
    story.types("recorder-desk receive card", "recorder-desk work")
    story.step(
        "She sets the bureau's fonds code once, and opens the case.", "她设置本机关全宗号（只需一次），并新建案件。"
    )
    story.types(
        "recorder-desk settings set fonds_code 0372",
        'recorder-desk case new TJ-2026-7 --title "Ledger inspection" --party "Qingyuan Machinery"',
    )
    story.step(
        "She links the first film to the record item *on-site inspection*. The id she takes from the list.",
        "她把第一段视频关联到“现场检查全过程”这一记录事项，编号从列表中取得。",
    )
    story.types(
        f'recorder-desk --json recordings {FILM} | grep -m1 -o \'"id": "[^"]*\' | cut -d\'"\' -f4 > id',
        'recorder-desk link $(cat id) TJ-2026-7 --item JC-02 --reason "whole inspection"',
    )
    assert story.code == 0
    story.step("What does the list still ask for?", "清单还缺什么？")
    shown = story.types("recorder-desk case show TJ-2026-7")
    assert "JC-02" in shown and "JC-01" in shown
    story.step("She knows why the rest is missing, and seals the case.", "其余缺项她已知悉原因，于是归档。")
    sealed = story.types("recorder-desk seal TJ-2026-7")
    assert "0372-LX·2026-D30-0001" in sealed
    story.step("A colleague tries to take the film out again.", "一位同事想把这段视频再取出来。")
    refused = story.types('recorder-desk unlink $(cat id) TJ-2026-7 --reason "wrong case"')
    assert story.code == 1
    assert "[case.sealed" in refused
    story.step(
        "In twenty years there may be no Recorder Desk any more. The vault is an OCFL storage root; any OCFL program"
        " reads it.",
        "二十年后，也许已经没有本程序。归档库是标准的 OCFL 存储根，任何 OCFL 程序都能读取。",
    )
    told = story.types("ocfl-validate.py home/vault && echo valid", "cat $(find home/vault -name archive.json)")
    assert story.code == 0
    assert "\nvalid\n" in told and "0372-LX·2026-D30-0001" in told
    originals = {path.read_bytes() for path in (story.home / "vault").rglob("*.mp4")}
    assert originals == {path.read_bytes() for path in films.iterdir()}
    story.seen(
        "the validator has nothing to say against the vault; archival code, retention, record item and case stand"
        " beside the film, and the film itself is the one from the card.",
        "校验程序对归档库没有任何异议；档号、保管期限、记录事项和案件写在视频旁，视频本身与存储卡上的完全相同。",
    )
    story.end("tests/stories/test_sealed.py")
