"""Sidecars with the recording they came with, and the way they tell; from the card to the screen."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from recorder_desk.domain.recording import RecordingDetail, RecordingRow
from recorder_desk.domain.track import Track
from recorder_desk.queries.recordings import ShowRecording, ShowTrack
from tests.flow.desk_process import answer, run
from tests.flow.homes import opened, take_in
from tests.recorder_desk.domain.test_embedded import film, five
from tests.recorder_desk.domain.test_track import RMC, sentence
from ui.session import Session

AN_HOUR_AGO = 1_795_338_254


def put(path: Path, content: bytes, at: int = AN_HOUR_AGO) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at, at))


def received(session: Session, card: Path) -> tuple[RecordingRow, ...]:
    return take_in(session, card, everything=False)


def show(session: Session, recording: str) -> RecordingDetail:
    return session.desk.ask(ShowRecording(recording)).result(10)


def names_beside(session: Session, recording: str) -> list[str]:
    return [each.name for each in show(session, recording).beside]


def test_logs_and_lists_are_shown_with_their_recording(tmp_path: Path) -> None:
    card = tmp_path / "card"
    put(card / "DCIM" / "MOVI0001.avi", b"film one" * 100)
    put(card / "DCIM" / "MOVI0001.log", b"log one")
    put(card / "DCIM" / "MOVI0002.avi", b"film two" * 100)
    put(card / "DCIM" / "manifest.sha256", b"00  MOVI0001.avi")
    put(card / "other" / "MOVI0002.log", b"log two")
    with opened(tmp_path / "home") as session:
        seen = {row.name: names_beside(session, row.id) for row in received(session, card)}
    assert seen == {
        "MOVI0001.avi": ["MOVI0001.log", "manifest.sha256"], "MOVI0002.avi": ["manifest.sha256"],
        "MOVI0001.log": ["MOVI0001.avi"], "manifest.sha256": [], "MOVI0002.log": [],
    }  # fmt: skip


def test_a_name_that_comes_again_keeps_its_own_log(tmp_path: Path) -> None:
    card = tmp_path / "card"
    with opened(tmp_path / "home") as session:
        for at, which in ((AN_HOUR_AGO - 86_400, b"old"), (AN_HOUR_AGO, b"new")):
            put(card / "MOVI0001.avi", which + b" film" * 100, at)
            put(card / "MOVI0001.log", which + b" log", at + 30)
            rows = received(session, card)
        films, logs = ([row for row in rows if row.kind == kind] for kind in ("video", "sidecar"))
        assert len(films) == len(logs) == 2
        for film, log in zip(films, logs, strict=True):
            assert [each.recording for each in show(session, film.id).beside] == [log.id]
            assert [each.recording for each in show(session, log.id).beside] == [film.id]


def test_the_way_is_told_by_a_sidecar_and_belongs_to_both_cameras(tmp_path: Path) -> None:
    home, card = tmp_path / "home", tmp_path / "card"
    for camera in "FR":
        put(card / f"20260508_091203_N{camera}.mp4", camera.encode() * 500)
    lines = [
        b"[%d]" % (1_778_202_723_000 + at * 1000) + sentence(RMC.replace("3158.1", f"3158.{at}")) for at in range(9)
    ]
    put(card / "20260508_091203_N.gps", b"".join(lines))
    with opened(home) as session:
        rows = received(session, card)
        tracks = {row.name: session.desk.ask(ShowTrack(row.id)).result(10) for row in rows}
    assert tracks.pop("20260508_091203_N.gps") is None and len(tracks) == 2
    for track in tracks.values():
        assert isinstance(track, Track) and track.name == "20260508_091203_N.gps" and track.length_m > 1000
        assert [point.at_ms for point in track.points] == [at * 1000 for at in range(9)]
    film = next(row.id for row in rows if row.kind == "video")
    assert len(answer(home, "recording", film)["track"]["points"]) == 9
    assert "9 places" in run(home, "recording", film).stdout


def test_the_way_inside_a_film_is_told_unless_a_sidecar_tells_it(tmp_path: Path) -> None:
    card = tmp_path / "card"
    inside = film(b"gpmd", [five([(31.5, 120.25, 1.5), (31.6, 120.35, 2.0)])])
    put(card / "GX010001.MP4", inside)
    put(card / "GX010002.MP4", inside + b"another")
    put(card / "GX010002.nmea", sentence(RMC))
    with opened(tmp_path / "home") as session:
        rows = received(session, card)
        tracks = {row.name: session.desk.ask(ShowTrack(row.id)).result(10) for row in rows}
    own, beside = tracks["GX010001.MP4"], tracks["GX010002.MP4"]
    assert own and own.source == "" and [round(each.latitude, 4) for each in own.points] == [31.5, 31.6]
    assert [each.at_ms for each in own.points] == [0, 250] and own.length_m > 10_000
    assert beside and beside.name == "GX010002.nmea"


def test_sidecars_of_before_are_found_as_well(tmp_path: Path) -> None:
    """A home of a version that did not note folder and stem."""
    home, card = tmp_path / "home", tmp_path / "card"
    put(card / "MOVI0001.avi", b"film one" * 100)
    put(card / "MOVI0001.log", b"log one")
    with opened(home) as session:
        film = next(row.id for row in received(session, card) if row.kind == "video")
    connection = sqlite3.connect(home / "catalogue.db")
    with connection:
        connection.execute("DROP INDEX sightings_beside")
        connection.execute("ALTER TABLE sightings DROP COLUMN folder")
        connection.execute("ALTER TABLE sightings DROP COLUMN stem")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm_beside'")
    connection.close()
    with opened(home) as session:
        assert names_beside(session, film) == ["MOVI0001.log"]
