"""Exports from end to end: received, ordered in the terminal, made by the real programs, proven by linear decode."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recorder_desk.commands.exports import EndExport, OrderExport
from recorder_desk.commands.tagging import NoteRecordings
from recorder_desk.domain.export import ExportRow, ExportWish, Hush
from recorder_desk.domain.facts import ExportOrdered
from recorder_desk.domain.provenance import file_of
from recorder_desk.errors import DeskError
from recorder_desk.queries.exports import ExportsOwed, ShowExport
from recorder_desk.tools.delivering import FileOutbox
from tests.flow.desk_process import answer, run
from tests.flow.homes import opened, take_in
from tests.recorder_desk.tools.counted import frames, number_of, numbers, samples
from tests.window.player.numbered_films import HEIGHT, WIDTH, film
from ui.session import Session

AN_HOUR_AGO = 1_795_338_254
NAME = "JGR1503_000123_20261122091203_0002.MP4"


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Path]:
    """A home with one numbered film; its id; and the film."""
    folder = tmp_path_factory.mktemp("exports")
    card = folder / "card"
    card.mkdir()
    film(card / NAME, 150)
    os.utime(card / NAME, (AN_HOUR_AGO, AN_HOUR_AGO))
    with opened(folder / "home") as session:
        (row,) = take_in(session, card)
    return folder / "home", row.id, card / NAME


@pytest.fixture
def session(received: tuple[Path, str, Path]) -> Iterator[Session]:
    """That home, open, making exports."""
    with opened(received[0]) as session:
        session.letters.prepare()
        session.lanes.start(frozenset({"export"}))
        yield session


def export(session: Session, recording: str, wish: ExportWish, reason: str = "") -> ExportRow:
    """What becomes of a wish."""
    (ordered,) = session.desk.do(OrderExport(recording, wish, reason), session.actor).result(30)
    assert isinstance(ordered, ExportOrdered)
    assert session.lanes.wait_idle(patience=60)
    return session.desk.ask(ShowExport(ordered.export)).result(30)


def pixels_of(path: Path) -> tuple[int, int, bytes]:
    """What a PNG of ours holds, read by hand."""
    data, at, packed = path.read_bytes(), 8, b""
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    while at < len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + size]
        assert int.from_bytes(data[at + 8 + size : at + 12 + size], "big") == zlib.crc32(kind + body)
        packed += body if kind == b"IDAT" else b""
        at += 12 + size
    rows = zlib.decompress(packed)
    lines = [rows[each + 1 : each + 1 + 3 * width] for each in range(0, len(rows), 3 * width + 1)]
    return width, height, b"".join(lines)


def still(target: Path, frame: int = -1, at_ms: int = 0) -> ExportWish:
    return ExportWish("still", str(target), frame, at_ms)


def clip(target: Path, since: int, until: int, **more: Any) -> ExportWish:
    return ExportWish("clip", str(target), from_ms=since, until_ms=until, **more)


def test_a_still_is_the_frame_pixel_for_pixel(
    session: Session, received: tuple[Path, str, Path], tmp_path: Path
) -> None:
    _, recording, source = received
    wanted = frames(source, form="rgb24")
    for frame, at_ms, number in ((77, 0, 77), (-1, 4010, 100), (0, 0, 0), (149, 0, 149)):
        target = tmp_path / f"{number}.png"
        row = export(session, recording, still(target, frame, at_ms), "案卷评查")
        assert pixels_of(target) == (WIDTH, HEIGHT, wanted[number])
        note: dict[str, Any] = json.loads(target.with_name(f"{number}.png.json").read_bytes())
        assert (note["frame"], note["presented_us"]) == (number, number * 40_000)
        assert note["original_digest"] == f"sha512:{hashlib.sha512(source.read_bytes()).hexdigest()}"
        assert note["file"]["digest"] == f"sha256:{hashlib.sha256(target.read_bytes()).hexdigest()}"
        assert (note["recording"], note["export"], note["reason"]) == (recording, row.id, "案卷评查")
        assert (note["ordered_by"], note["time_error_ms"]) == (session.actor.name, -1)
        assert row.made == file_of(target.with_name(f"{number}.png.json").read_bytes())


def test_a_clip_has_its_frames_and_says_which(
    session: Session, received: tuple[Path, str, Path], tmp_path: Path
) -> None:
    recording = received[1]
    exact = export(session, recording, clip(tmp_path / "e.mp4", 1000, 2000, hushes=(Hush(1200, 1400),)))
    assert numbers(tmp_path / "e.mp4") == list(range(25, 50))
    assert exact.made is not None and (exact.made.first, exact.made.last, exact.made.source) == (25, 49, "original")
    heard = samples(tmp_path / "e.mp4")
    assert max(map(abs, heard[int(0.24 * 48000) : int(0.36 * 48000)])) < 0.001 < max(map(abs, heard))
    fast = export(session, recording, clip(tmp_path / "f.mp4", 1000, 2000, fast=True)).made
    assert fast is not None and fast.first <= 25 and fast.last >= 49
    assert numbers(tmp_path / "f.mp4") == list(range(fast.first, fast.last + 1))


def test_letters_are_in_the_picture(session: Session, received: tuple[Path, str, Path], tmp_path: Path) -> None:
    recording, plain, drawn = received[1], tmp_path / "plain.mp4", tmp_path / "drawn.mp4"
    export(session, recording, clip(plain, 0, 2000))
    export(session, recording, clip(drawn, 0, 2000, time_of_day=True, watermark="仅供复议"))
    before, after = frames(plain), frames(drawn)
    assert len(before) == len(after) == 50
    top, middle = slice(5 * WIDTH, 15 * WIDTH), slice(40 * WIDTH, 56 * WIDTH)
    for place in (top, middle):
        assert sum(abs(a - b) > 30 for a, b in zip(before[9][place], after[9][place], strict=True)) > 100
    assert sum(abs(a - b) > 60 for a, b in zip(after[2][top], after[40][top], strict=True)) > 5  # the second changed
    assert [number_of(each[WIDTH * 24 :] + b"\0" * WIDTH * 24) for each in after[:3]] == [0, 1, 2]


def test_nothing_is_written_over_and_refusals_leave_nothing(
    session: Session, received: tuple[Path, str, Path], tmp_path: Path
) -> None:
    home, recording, source = received
    there = tmp_path / "a.png"
    there.write_bytes(b"theirs")
    for wish, code in (
        (still(there, 3), "export.target-exists"),
        (still(tmp_path / "b.png", 150), "export.no-such-frame"),
        (still(home / "vault" / "b.png", 1), "export.own-folder"),
        (still(tmp_path / "no" / "b.png", 1), "export.no-folder"),
    ):
        row = export(session, recording, wish)
        assert (row.state, row.code) == ("failed", code)
    assert there.read_bytes() == b"theirs" and os.listdir(tmp_path) == ["a.png"]
    session.desk.do(NoteRecordings((recording,), "respondent", "yes"), session.actor).result(30)
    with pytest.raises(DeskError) as refused:
        export(session, recording, still(tmp_path / "c.png", 3))
    assert refused.value.code == "export.reason-missing"
    marked = export(session, recording, still(tmp_path / "c.png", 3), "复议")
    assert marked.flagged and marked.wish.watermark
    shown, bare = pixels_of(tmp_path / "c.png")[2], frames(source, form="rgb24")[3]
    differ = sum(a != b for a, b in zip(shown, bare, strict=True))
    assert 300 < differ < len(bare) // 2
    session.desk.do(NoteRecordings((recording,), "respondent", ""), session.actor).result(30)


def test_the_verbs_make_list_and_verify(received: tuple[Path, str, Path], tmp_path: Path) -> None:
    home, recording, _ = received
    target = tmp_path / "c.mp4"
    said = run(
        home, "clip", recording, "--from", "0", "--until", "80", "--to", str(target), "--fast", "--reason", "复议"
    )
    assert "0.00 s more at the beginning" in said.stdout and said.returncode == 0
    assert answer(home, "still", recording, "--at", "80", "--to", str(tmp_path / "s.png"))["made"]["first"] == 2
    rows = answer(home, "exports", "list", recording)
    assert [(each["kind"], each["reason"]) for each in rows[:2]] == [("still", ""), ("clip", "复议")]
    assert [each["id"] for each in answer(home, "exports", "verify", str(target))["exports"]] == [rows[1]["id"]]
    target.write_bytes(target.read_bytes()[:-1] + b"x")
    assert run(home, "exports", "verify", str(target)).returncode == 1
    done = run(home, "--json", "still", recording, "--at", "80", "--to", str(tmp_path / "s.png"))
    assert json.loads(done.stdout)["error"]["code"] == "export.target-exists"


def test_what_a_crash_left_owed_is_made_at_the_next_start(received: tuple[Path, str, Path], tmp_path: Path) -> None:
    home, recording, _ = received
    first, second = (ExportWish("still", str(tmp_path / f"{each}.png"), frame=each) for each in (5, 6))
    with opened(home) as session:  # nothing works here: as if the desk were ended before it began
        orders = [session.desk.do(OrderExport(recording, each), session.actor).result(30) for each in (first, second)]
        facts = [fact for told in orders for fact in told if isinstance(fact, ExportOrdered)]
        session.desk.do(EndExport(facts[1].export), session.actor).result(30)
    with opened(home) as session:
        session.lanes.start(frozenset({"export"}))
        assert session.lanes.wait_idle(patience=20)
        assert session.desk.ask(ExportsOwed()).result(30) == ()
        rows = [session.desk.ask(ShowExport(each.export)).result(30) for each in facts]
    assert [(each.state, each.code) for each in rows] == [("made", ""), ("failed", "export.cancelled")]
    assert sorted(os.listdir(tmp_path)) == ["5.png", "5.png.json"]
    assert not (home / "derivatives" / "exports").exists()


def test_an_export_called_off_at_the_last_moment_is_taken_back(
    session: Session, received: tuple[Path, str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver = FileOutbox.deliver

    def delivered(box: FileOutbox, *told: Any) -> None:
        deliver(box, *told)
        session.desk.do(EndExport(told[4]), session.actor).result(30)

    monkeypatch.setattr(FileOutbox, "deliver", delivered)
    row = export(session, received[1], still(tmp_path / "a.png", 3))
    assert (row.state, row.code) == ("failed", "export.cancelled")
    assert os.listdir(tmp_path) == []


def test_killed_between_the_file_and_its_entry_it_is_recorded_at_the_next_start(
    received: tuple[Path, str, Path], tmp_path: Path
) -> None:
    home, recording, _ = received
    target = tmp_path / "k.png"
    words = ("still", recording, "--frame", "9", "--to", str(target))
    done = run(home, *words, fault="catalogue.before-commit#2")  # the first is the order's
    assert done.returncode == -9, done.stderr
    there = target.read_bytes()
    assert answer(home, "exports", "list", recording)[0]["state"] == "owed"
    run(home, "work")
    row = answer(home, "exports", "list", recording)[0]
    assert (row["state"], row["made"]["first"]) == ("made", 9)
    assert target.read_bytes() == there and sorted(os.listdir(tmp_path)) == ["k.png", "k.png.json"]
