"""Pictures show what is there, upright and in shape, and prove that it can be decoded."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import pytest

from recorder_desk.domain.media import Made
from recorder_desk.domain.waveform import unpack
from recorder_desk.errors import DeskError
from tests.recorder_desk.domain.test_exif import photo as exif_head
from tests.recorder_desk.tools.films import H264, copied, described, film, media, no, pixels, tone

RAMP = "nullsrc=size=320x180:rate=25,geq=lum='min(235,30+20*floor(T))':cb=128:cr=128"


def pictures(path: Path, into: Path) -> dict[str, Made]:
    made, problem = media().pictures(path, media().probe(path, "video").info, into, no)
    assert problem == ""
    assert sorted(each.name for each in into.iterdir()) == sorted(Path(each.path).name for each in made)
    for each in made:
        data = Path(each.path).read_bytes()
        assert each.digest == f"sha256:{hashlib.sha256(data).hexdigest()}" and each.bytes == len(data)
        assert (each.tool, each.version, each.profile) == ("ffmpeg", "ffmpeg 8.1.2", "")
        assert each.arguments[0] == "ffmpeg" and not any(str(into) in word for word in each.arguments)
        assert "file:{source}" in each.arguments
    return {each.role: each for each in made}


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "out put é"
    folder.mkdir()
    return folder


def test_video_with_sound(tmp_path: Path, into: Path) -> None:
    """A film that grows lighter every second, with sound in its second half only."""
    sound = "aevalsrc='if(gte(t,6),0.5*sin(880*t),0)':s=48000"
    path = film(tmp_path / "original.mp4", *H264, "-g", "25", "-c:a", "aac", sight=RAMP, sound=sound, seconds=10)
    made = pictures(path, into)
    strip = made["filmstrip"]
    assert strip.facts == {
        "columns": 10, "rows": 1, "count": 10, "interval_ms": 1000, "tile_width": 160, "tile_height": 90,
    }  # fmt: skip
    tiles = pixels(Path(strip.path), 10, 1)
    assert tiles == sorted(tiles) and tiles[-1] - tiles[0] > 120, tiles
    assert described(Path(made["poster"].path))["width"] == 320, "never larger than it is"
    wave = unpack(Path(made["waveform"].path).read_bytes())
    highs = wave.peaks[1::2]
    assert abs(len(wave) - 500) < 10 and max(highs[:290]) < 300 < 5000 < min(highs[320:480])
    assert made["waveform"].facts["stretch_us"] == 20_000


def test_key_frames_only_give_the_same_strip(tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recorder_desk.tools.graphs._DECODE_ALL_PIXELS", 0)
    path = film(tmp_path / "original.ts", *H264, "-g", "25", sight=RAMP, seconds=10)
    made = pictures(path, into)
    assert "nokey" in made["filmstrip"].arguments
    tiles = pixels(Path(made["filmstrip"].path), 10, 1)
    assert tiles == sorted(tiles) and tiles[-1] - tiles[0] > 120, tiles


def test_a_film_without_its_key_frame_is_decoded_whole(
    tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recorder_desk.tools.graphs._DECODE_ALL_PIXELS", 0)
    whole = film(tmp_path / "whole.mp4", "-c:v", "mpeg4", "-g", "600", "-sc_threshold", "1000000000", seconds=4)
    path = copied(whole, tmp_path / "original.mp4", after=("-bsf:v", "noise=drop=eq(n\\,0)"))
    made = pictures(path, into)
    assert {"poster", "filmstrip"} == set(made) and "nokey" not in made["filmstrip"].arguments


def test_the_poster_is_not_black(tmp_path: Path, into: Path) -> None:
    sight = "color=black:size=320x180:rate=25:duration=3[a];testsrc2=size=320x180:rate=25[b];[a][b]concat"
    path = film(tmp_path / "original.mp4", *H264, "-g", "25", sight=sight, seconds=8)
    assert max(pixels(Path(pictures(path, into)["poster"].path), 4, 4)) > 60


def test_a_black_film_has_a_poster_all_the_same(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.mp4", *H264, sight="color=black:size=320x180:rate=25")
    assert max(pixels(Path(pictures(path, into)["poster"].path), 4, 4)) < 20


def test_turned_and_anamorphic_films_are_upright_and_square(tmp_path: Path, into: Path) -> None:
    flat = film(tmp_path / "flat.mp4", *H264, "-vf", "setsar=2", sight="testsrc2=size=160x180:rate=25")
    assert (described(flat)["width"], described(flat)["sample_aspect_ratio"]) == (160, "2:1")
    poster = described(Path(pictures(flat, into)["poster"].path))
    assert (poster["width"], poster["height"]) == (320, 180)
    turned = tmp_path / "turned.mp4"
    copied(flat, turned, before=("-display_rotation", "-90"))
    assert media().probe(turned, "video").info.rotation == 90
    into2 = tmp_path / "two"
    into2.mkdir()
    poster = described(Path(pictures(turned, into2)["poster"].path))
    assert poster["width"] * 16 == poster["height"] * 9, "as 180 by 320"


def test_a_photo_is_turned_by_its_exif(tmp_path: Path, into: Path) -> None:
    """White on the left, black on the right; turned right, white is on top."""
    sight = "color=white:size=160x240:rate=1[a];color=black:size=160x240:rate=1[b];[a][b]hstack"
    plain = film(tmp_path / "plain.jpg", "-frames:v", "1", "-pix_fmt", "yuvj420p", sight=sight)
    block = exif_head(orientation=6)
    app1 = block[block.index(b"\xff\xe1") : block.index(b"\xff\xda")]
    path = tmp_path / "original.jpg"
    path.write_bytes(b"\xff\xd8" + app1 + plain.read_bytes()[2:])
    info = media().probe(path, "photo").info
    assert (info.rotation, info.device, info.created_at) == (90, "SONY", "2026:03:04 05:06:07+08:00")
    poster = Path(pictures(path, into)["poster"].path)
    assert (described(poster)["width"], described(poster)["height"]) == (240, 320)
    top, bottom = pixels(poster, 1, 2)
    assert top > 200 and bottom < 50


def test_sound_has_a_drawn_poster(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.mp3", "-c:a", "libmp3lame", sight="", sound=tone(), seconds=3)
    made = pictures(path, into)
    assert set(made) == {"poster", "waveform"}
    drawn = pixels(Path(made["poster"].path), 1, 9)
    assert drawn[4] > drawn[0] + 20, "something is drawn in the middle"


def test_what_cannot_be_decoded_is_told(tmp_path: Path, into: Path) -> None:
    """The index is whole, every picture in it is rubbish."""
    path = film(tmp_path / "original.mp4", *H264, "-movflags", "+faststart")
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + 4
    data[start:] = bytes(len(data) - start)
    info = media().probe(path, "video").info
    path.write_bytes(data)
    made, problem = media().pictures(path, info, into, no)
    assert (made, problem) == ([], "media.no-decodable-stream")
    assert not list(into.iterdir())


def test_sound_of_a_film_without_pictures_is_kept(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.mp4", *H264, "-c:a", "aac", sound=tone())
    info = media().probe(path, "video").info
    data = bytearray(path.read_bytes())
    for at in range(len(data) - 8):
        if data[at : at + 4] == b"avcC":
            data[at + 8 : at + 40] = bytes(32)
    path.write_bytes(data)
    made, problem = media().pictures(path, info, into, no)
    assert "waveform" in [each.role for each in made]
    assert bool(problem) == ("poster" not in [each.role for each in made])


def test_pictures_are_cancelled_and_leave_nothing(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.mp4", *H264, sight="testsrc2=size=1280x720:rate=25", seconds=8)
    info = media().probe(path, "video").info
    with pytest.raises(DeskError, match=r"media\.cancelled"):
        media().pictures(path, info, into, lambda: True)
    assert not list(into.iterdir())


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = film(tmp_path / "original.mp4", *H264)
    info = media().probe(path, "video").info
    made, problem = media().pictures(path, info, tmp_path, no)
    assert made and not problem
    (tmp_path / "file").touch()
    with pytest.raises(DeskError, match=r"media\.disk-full"):
        media().pictures(path, info, tmp_path / "file", no)


def test_struct_is_what_the_header_says(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.wav", "-c:a", "pcm_s16le", sight="", sound=tone(), seconds=1)
    data = Path(pictures(path, into)["waveform"].path).read_bytes()
    assert struct.unpack_from("<4sHHIII", data) == (b"RDWF", 1, 20, 20_000, 8000, len(data[20:]) // 4)
