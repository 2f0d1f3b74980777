"""A recorder splits a film; the desk makes it one again, measures the gaps, and hears what a person says."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from recorder_desk.tools.programs import find_programs
from tests.flow.desk_process import answer, run

AN_HOUR_AGO = 1_795_338_254_000_000_000
BEGAN = datetime(2026, 5, 8, 9, 12, 3)
SECONDS = 4


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Sixteen seconds in four segments that keep one clock."""
    place = tmp_path_factory.mktemp("parts")
    source = f"testsrc=d={4 * SECONDS}:s=320x240:r=25"
    subprocess.run(
        [str(find_programs("").ffmpeg), "-v", "error", "-nostdin", "-f", "lavfi", "-i", source, "-c:v", "libx264",
         "-g", "25", "-bf", "0", "-f", "segment", "-segment_time", str(SECONDS), str(place / "%d.mp4")],
        check=True, timeout=60,
    )  # fmt: skip
    return sorted(place.iterdir())


def dock(card: Path, parts: list[Path], *, leave_out: int = -1, device: str = "JGR1503") -> None:
    card.mkdir(exist_ok=True)
    for at, part in enumerate(parts):
        began = BEGAN + timedelta(seconds=SECONDS * at)
        target = card / f"{device}_000123_{began:%Y%m%d%H%M%S}_{at + 7:04d}.MP4"
        if at != leave_out:
            target.write_bytes(part.read_bytes() + device.encode())
            os.utime(target, ns=(AN_HOUR_AGO, AN_HOUR_AGO))


def received(home: Path, card: Path) -> list[dict[str, Any]]:
    run(home, "receive", str(card))
    run(home, "work")
    return sorted(answer(home, "recordings"), key=lambda row: str(row["name"]))


def test_four_segments_are_one_take_without_a_gap(tmp_path: Path, parts: list[Path]) -> None:
    home = tmp_path / "home"
    dock(tmp_path / "card", parts)
    dock(tmp_path / "card", parts[:1], device="JGR9999")
    rows = received(home, tmp_path / "card")
    assert [(row["take"], row["segment"], row["segments"]) for row in rows] == [
        *((rows[0]["id"], at, 4) for at in (1, 2, 3, 4)), ("", 0, 0),
    ]  # fmt: skip
    told = run(home, "take", "show", rows[2]["id"])
    assert told.returncode == 0, told.stdout
    assert told.stdout.splitlines()[0] == "09:12:03–09:12:19, 4 files, largest gap 0.00 s, no number missing"
    assert (
        "共 4 个文件，最大间隙 0.00 秒，序号无缺" in run(home, "--lang", "zh_CN", "take", "show", rows[0]["id"]).stdout
    )
    (take,) = answer(home, "take", "list")
    assert [part["name"] for part in take["parts"]] == [row["name"] for row in rows[:4]]


def test_a_segment_that_is_not_there_is_told_by_its_number(tmp_path: Path, parts: list[Path]) -> None:
    home = tmp_path / "home"
    dock(tmp_path / "card", parts, leave_out=1)
    rows = received(home, tmp_path / "card")
    told = run(home, "take", "show", rows[0]["id"])
    assert told.returncode == 1
    assert told.stdout.startswith("09:12:03–09:12:19, 3 files, largest gap 4.00 s, missing: 8")


def test_a_person_parts_and_joins_and_the_desk_does_not_undo_it(tmp_path: Path, parts: list[Path]) -> None:
    home = tmp_path / "home"
    dock(tmp_path / "card", parts)
    ids = [row["id"] for row in received(home, tmp_path / "card")]
    assert run(home, "take", "part", ids[1], ids[2]).returncode == 1  # without a reason
    run(home, "take", "part", ids[1], ids[2], "--reason", "换了场地")
    rows = {row["id"]: row for row in answer(home, "recordings")}
    assert [(rows[each]["take"], rows[each]["segment"]) for each in ids] == [
        (ids[0], 1), (ids[0], 2), (ids[2], 1), (ids[2], 2),
    ]  # fmt: skip
    late = tmp_path / "card" / "JGR1503_000123_20260508091300_0099.MP4"
    late.write_bytes(parts[0].read_bytes() + b"later")
    os.utime(late, ns=(AN_HOUR_AGO, AN_HOUR_AGO))
    received(home, tmp_path / "card")
    assert {row["id"]: row["take"] for row in answer(home, "recordings")}[ids[2]] == ids[2]
    run(home, "take", "join", ids[1], ids[2], "--reason", "同一次检查")
    assert {row["take"] for row in answer(home, "recordings") if row["id"] in ids} == {ids[0]}
    facts = [each["fact"] for each in answer(home, "journal", "show", "--fact", "TakeRuled")]
    assert facts == ["TakeRuled", "TakeRuled"]
