"""Recorders from the card to the list: who made it, who wore it, when it came back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from recorder_desk.tools.docking import FileDock, serial_of
from tests.flow.desk_process import answer, run

AN_HOUR_AGO = 1_795_338_254_000_000_000


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, ns=(AN_HOUR_AGO, AN_HOUR_AGO))


def test_two_recorders_one_desk_and_a_question_that_is_answered_once(tmp_path: Path) -> None:
    home, card = tmp_path / "home", tmp_path / "cards"
    for at in range(3):
        put(card / "a" / "DCIM" / f"JGR1503_000123_2026050809120{at}_000{at}.MP4", f"a{at}".encode() * 500)
    put(card / "b" / "DSJ_36NCC009910_000000_20260508_101500_IMP.mp4", b"b" * 500)
    put(card / "c" / "IMG_1.jpg", b"c" * 500)
    answer(home, "recorder", "add", "07", "--model", "DSJ-L9", "--user-number", "000123", "--mark", "device:JGR1503")
    answer(home, "recorder", "assign", "07", "王芳", "--since", "2026-05-01", "--certificate", "苏C-0017")
    run(home, "receive", str(card))
    rows = {row["name"]: row for row in answer(home, "recordings")}
    told = {name: (row["recorder_serial"], row["wearer"], row["important"]) for name, row in rows.items()}
    assert [told[f"JGR1503_000123_2026050809120{at}_000{at}.MP4"] for at in range(3)] == [("07", "王芳", False)] * 3
    assert told["DSJ_36NCC009910_000000_20260508_101500_IMP.mp4"] == ("", "", True)
    (stranger,) = answer(home, "recorder", "list")["unknown"]
    assert (stranger["marks"], stranger["recordings"]) == (["device:36NCC009910"], 1)
    answer(home, "recorder", "add", "08", "--mark", stranger["marks"][0])
    listed = answer(home, "recorder", "list")
    assert listed["unknown"] == [] and [(each["serial"], each["recordings"]) for each in listed["recorders"]] == [
        ("07", 3), ("08", 1),
    ]  # fmt: skip


def test_sn_txt_tells_which_recorder_it_is(tmp_path: Path) -> None:
    home, card = tmp_path / "home", tmp_path / "card"
    put(card / "sn.txt", "\ufeff000777\r\n".encode())
    put(card / "DCIM" / "20130321235015_0006.MP4", b"film" * 100)
    answer(home, "recorder", "add", "07", "--mark", "sn:000777")
    run(home, "receive", str(card))
    (row,) = answer(home, "recordings")
    assert row["recorder_serial"] == "07"
    assert answer(home, "journal", "show", "--fact", "RecorderDocked")[0]["body"]["sn"] == "000777"


def test_a_late_recorder_is_listed_and_a_recording_brings_it_in(tmp_path: Path) -> None:
    home, card = tmp_path / "home", tmp_path / "card"
    answer(home, "recorder", "add", "07", "--mark", "device:JGR1503")
    assert run(home, "recorder", "due").returncode == 0
    answer(home, "recorder", "out", "07")
    put(card / "JGR1503_000123_20260508091203_0006.MP4", b"film" * 100)
    run(home, "receive", str(card))
    (back,) = answer(home, "recorder", "due")
    assert back["in_at"] and not back["late"]
    late = run(home, "--json", "recorder", "out", "07", "--back", "2026-01-01T08:00")
    assert late.returncode == 1  # it is late already, without a reason
    assert run(home, "recorder", "late", "07", "--reason", "路上抛锚").returncode == 0
    assert run(home, "recorder", "due").returncode == 0


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""), (b"\n \r\n", ""), (b"000123", "000123"), ("\ufeff警号 17\n2".encode(), "警号 17"),
        ("警号".encode("gb18030"), "警号"), (b"\x00\x1b[31m12\x07", "[31m12"), (b"9" * 256, "9" * 40),
    ],
)  # fmt: skip
def test_the_text_of_sn_txt_is_one_short_clean_line(data: bytes, text: str) -> None:
    assert serial_of(data) == text


def test_no_sn_txt_is_followed_or_waited_for(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("000123", "utf-8")
    link, fifo, folder = (tmp_path / name for name in ("link", "fifo", "folder"))
    for place in (link, fifo, folder):
        place.mkdir()
    (link / "sn.txt").symlink_to(tmp_path / "secret")
    os.mkfifo(fifo / "sn.txt")
    (folder / "sn.txt").mkdir()
    dock = FileDock()
    assert [dock.serial_text(str(each)) for each in (link, fifo, folder, tmp_path / "none")] == [""] * 4
