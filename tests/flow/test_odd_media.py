"""Media at the edge, from the dock to what a person is promised: broken, turned, from elsewhere in time and place."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recorder_desk.domain.probing import FORMATS
from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.queries.recordings import OwedCounts, ShowRecording
from recorder_desk.tools import graphs
from recorder_desk.tools.limits import limits_for
from recorder_desk.tools.runner import run
from tests.flow.homes import opened, take_in
from tests.flow.telling import call, quick_home
from tests.recorder_desk.domain.test_exif import photo as exif_head
from tests.recorder_desk.tools.films import H264, PROFILE, PROGRAMS, described, film

HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none")


def taken_in(tmp_path: Path) -> tuple[dict[str, RecordingDetail], dict[str, int]]:
    """Everything in `card` received and worked on: details by name, and what is owed afterwards."""
    with opened(quick_home(tmp_path / "home")) as session:
        rows = take_in(session, tmp_path / "card")
        details = {row.name: session.desk.ask(ShowRecording(row.id)).result(30) for row in rows}
        return details, session.desk.ask(OwedCounts(PROFILE.label)).result(30)


@pytest.fixture
def card(tmp_path: Path) -> Path:
    folder = tmp_path / "card"
    folder.mkdir()
    return folder


def _hollow(path: Path, *, keep: float = 1.0) -> None:
    """An index that promises pictures where there is nothing but noughts; `keep`: how much of the file stays."""
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + 4
    data[start:] = bytes(len(data) - start)
    path.write_bytes(data[: int(len(data) * keep)])


def test_what_does_not_decode_is_never_promised(tmp_path: Path, card: Path) -> None:
    for name, how, keep in (("plain.mp4", H264, 1.0), ("hevc.mp4", HEVC, 1.0), ("cut.mp4", HEVC, 0.6)):
        noise = ("-vf", f"noise=alls={20 + len(name)}:allf=t", "-g", "10", "-movflags", "+faststart")
        _hollow(film(card / name, *how, *noise, sight="testsrc2=size=640x360:rate=25"), keep=keep)
    details, owed = taken_in(tmp_path)
    assert {name: each.row.problem for name, each in details.items()} == {
        "plain.mp4": "media.no-decodable-stream",
        "hevc.mp4": "media.no-decodable-stream",
        "cut.mp4": "media.truncated",
    }
    for each in details.values():
        assert (each.plan, each.play_role, each.play_path, each.row.state) == ("unplayable", "none", "", "damaged")
    assert not any(owed.values()), "nobody tries again and again to make a proxy of nothing"
    told = call(tmp_path / "home", "--json", "work")
    assert (told.code, told.document["troubles"]) == (0, [])


def test_a_photo_tells_when_where_and_which_way_is_up(tmp_path: Path, card: Path) -> None:
    plain = film(tmp_path / "plain.jpg", "-frames:v", "1", "-pix_fmt", "yuvj420p", sight="testsrc2=size=320x180:rate=1")
    block = exif_head(orientation=6)
    app1 = block[block.index(b"\xff\xe1") : block.index(b"\xff\xda")]
    (card / "IMG_1.jpg").write_bytes(b"\xff\xd8" + app1 + plain.read_bytes()[2:])
    details, _ = taken_in(tmp_path)
    shown = details["IMG_1.jpg"]
    assert shown.media is not None
    assert shown.row.recorded_at == "2026-03-03T21:06:07.000Z", "05:06:07, eight hours ahead of UTC"
    assert (shown.media.latitude, shown.media.longitude, shown.media.device) == ("-36.505000", "117.010000", "SONY")
    poster = described(Path(shown.row.poster))
    assert (poster["width"], poster["height"]) == (180, 320)
    assert (shown.plan, shown.play_role, shown.play_path) == ("still", "original", shown.original_path)


def test_a_screenshot_is_shown_from_a_photo_made_of_it(tmp_path: Path, card: Path) -> None:
    film(card / "screen.bmp", "-frames:v", "1", "-update", "1", sight="testsrc2=size=1002x500:rate=1")
    details, owed = taken_in(tmp_path)
    shown = details["screen.bmp"]
    assert (shown.plan, shown.play_role, shown.row.state) == ("photo", "proxy", "ready")
    assert (described(Path(shown.play_path))["width"], owed["proxy"]) == (1002, 0)


@contextmanager
def _listening() -> Iterator[tuple[int, list[object]]]:
    """A door on this machine, and everybody who knocked at it."""
    knocks: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()

        def wait() -> None:
            while not over.is_set():
                try:
                    connection, who = server.accept()
                except TimeoutError:
                    continue
                connection.close()
                knocks.append(who)

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield server.getsockname()[1], knocks
        finally:
            over.set()
            thread.join()


def test_a_file_that_names_an_address_is_not_followed(tmp_path: Path, card: Path) -> None:
    """Playlists, scripts and session descriptions under media names."""
    with _listening() as (port, knocks):
        there = f"http://127.0.0.1:{port}/x.ts"
        lists = {
            "list.mp4": f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2,\n{there}\n#EXT-X-ENDLIST\n",
            "script.mkv": f"ffconcat version 1.0\nfile '{there}'\n",
            "dash.mp4": f'<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>{there}</BaseURL></MPD>',
            "session.avi": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\n",
            "smil.mov": f"RTSPtext rtsp://127.0.0.1:{port}/x",
        }
        for name, text in lists.items():
            (card / name).write_text(text)
        details, owed = taken_in(tmp_path)
    assert knocks == []
    assert details.keys() == lists.keys(), "each is received all the same"
    for name in lists:
        assert details[name].row.problem == "media.not-media" and details[name].play_role == "none", name
    assert not owed["describe"] and not owed["pictures"]


def test_either_guard_alone_keeps_ffmpeg_from_following_a_playlist(tmp_path: Path) -> None:
    """Protocols and formats are named one by one; without both it would knock (so the door hears)."""
    with _listening() as (port, knocks):
        path = tmp_path / "list.m3u8"
        path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2,\nhttp://127.0.0.1:{port}/x.ts\n#EXT-X-ENDLIST\n")
        guarded = graphs.probe(PROGRAMS.ffprobe, path)
        tries = (("", "", False), ("http,tcp", "", False), ("", "hls", False), ("http,tcp", "hls", True))
        for open_to, formats, knocked in tries:
            loosened = {"file,pipe": f"file,pipe,{open_to}", FORMATS: f"{FORMATS},{formats}"}
            run([loosened.get(word, word) for word in guarded], limits_for(0))
            time.sleep(0.3)
            assert bool(knocks) == knocked, (open_to, formats)
