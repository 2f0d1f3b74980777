"""Reading codes in real H.264: found where they are, at the moment they are there; and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.filmings import filming, photographed
from recorder_desk.domain.filmed_code import CodeBook, Sought, case_tag
from recorder_desk.domain.ids import new_id
from recorder_desk.errors import DeskError
from recorder_desk.tools import codes
from tests.recorder_desk.tools.films import H264, film, media

BOOK = CodeBook("here", b"k" * 32)
CASE = new_id()
TRUE = datetime(2026, 11, 23, 1, 0, 0, 370_000, UTC)
MS = timedelta(milliseconds=1)
SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "media"


def sought(path: Path, kind: str = "video", told: list[int] | None = None) -> Sought:
    """Look through a file as the desk does."""
    tools = media()
    report = (told if told is not None else []).append
    return tools.codes(path, tools.probe(path, kind).info, report, lambda: False)


@pytest.mark.parametrize(("gop", "since"), [(25, 3100), (250, 13_060)])
def test_two_seconds_of_filming_suffice_at_any_distance_of_key_frames(tmp_path: Path, gop: int, since: int) -> None:
    clip = filming(tmp_path / "clip.mp4", BOOK, CASE, TRUE, since_ms=since, gop=gop)
    (filmed,) = BOOK.filmed(sought(clip).readings, 40)
    assert (filmed.case, filmed.code, filmed.live) == (case_tag(CASE), "", True)
    assert abs(filmed.from_ms - since) <= 60 and abs(filmed.until_ms - (since + 1960)) <= 60
    told = datetime.fromisoformat(filmed.drawn_at) - filmed.at_ms * MS
    assert abs(told - TRUE) <= filmed.error_ms * MS


def test_key_frames_alone_are_looked_at_where_they_are_close(tmp_path: Path) -> None:
    clip = film(tmp_path / "clip.mp4", *H264, "-g", "25", seconds=8)
    far = film(tmp_path / "far.mp4", *H264, "-g", "250", seconds=8)
    assert sought(clip).frames == 8
    told: list[int] = []
    assert sought(far, told=told).frames >= 15 and sum(told) >= 8000


def test_a_short_film_is_looked_at_whole(tmp_path: Path) -> None:
    clip = filming(tmp_path / "clip.mp4", BOOK, "", TRUE, since_ms=0, for_ms=1000, seconds=1, gop=250)
    (filmed,) = BOOK.filmed(sought(clip).readings, 40)
    assert filmed.case == "" and filmed.live and filmed.readings >= 20


def test_a_photo_of_a_code_is_read_and_says_nothing_of_the_clock(tmp_path: Path) -> None:
    photo = photographed(tmp_path / "photo.jpg", BOOK.write(CASE, TRUE))
    (filmed,) = BOOK.filmed(sought(photo, "photo").readings, 40)
    assert (filmed.case, filmed.at_ms, filmed.live) == (case_tag(CASE), 0, False)


@pytest.mark.parametrize("turn", ["rotate=90", "rotate=180", "rotate=37:fillcolor=white:ow=hypot(iw\\,ih):oh=ow"])
def test_a_turned_code_is_read(tmp_path: Path, turn: str) -> None:
    bend = turn.replace("rotate=90", "transpose=1").replace("rotate=180", "hflip,vflip").replace("=37:", "=37*PI/180:")
    clip = filming(tmp_path / "clip.mp4", BOOK, CASE, TRUE, since_ms=0, seconds=2, bend=bend)
    (filmed,) = BOOK.filmed(sought(clip).readings, 40)
    assert filmed.case == case_tag(CASE)


def test_what_cannot_be_decoded_holds_no_code(tmp_path: Path) -> None:
    clip = film(tmp_path / "clip.mp4", *H264, seconds=5)
    info = media().probe(clip, "video").info
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"\0" * 100_000)
    assert media().codes(broken, info, print, lambda: False).frames == 0
    percent = clip.rename(tmp_path / "a%03d.mp4")  # ffmpeg would read it as a pattern
    assert media().codes(percent, info, print, lambda: False).frames == 0


def test_a_search_stops_when_it_is_asked_to(tmp_path: Path) -> None:
    clip = film(tmp_path / "clip.mp4", *H264, seconds=5)
    tools = media()
    with pytest.raises(DeskError) as raised:
        tools.codes(clip, tools.probe(clip, "video").info, print, lambda: True)
    assert raised.value.code == "media.cancelled"


def test_more_frames_than_there_is_time_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    frames = codes._Frames((2, 2), 500, 0, 3, lambda at, pixels: seen.append(at), lambda done: None)
    for number in range(10):
        frames(bytes([number] * 4))
    assert seen == [0, 500, 1000]


@pytest.mark.skipif(not SHARED.exists(), reason="the public samples are not here")
def test_no_code_is_read_where_there_is_none() -> None:
    looked = 0
    for path in sorted(SHARED.rglob("*")):
        kind = {".mp4": "video", ".mov": "video", ".avi": "video", ".ts": "video", ".jpg": "photo"}.get(
            path.suffix.lower()
        )
        if kind and path.is_file() and path.stat().st_size < 30_000_000:
            found = sought(path, kind)
            looked += found.frames
            assert found.readings == (), path.name
    assert looked > 20
