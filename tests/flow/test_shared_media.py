"""Real and hostile media, received whole through the real terminal, judged with other programs than ours.

The folder lies beside the repository (`../shared/media`, described by its MANIFEST.tsv) and is only read.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from recorder_desk.config import Home
from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.queries.recordings import RecordingsPage, ShowRecording
from tests.flow import desk_process, seeing
from tests.flow.seeing import Seen
from tests.flow.telling import KEYS, tree
from tests.recorder_desk.tools.films import described
from ui.front_door import open_session

ROOT = Path(__file__).resolve().parents[2]
MEDIA = ROOT.parent / "shared" / "media"
pytestmark = pytest.mark.skipif(not MEDIA.is_dir(), reason=f"NOT PROVEN here: there is no {MEDIA}")

Tree = dict[bytes, tuple[object, ...]]
REFUSED = {"MANIFEST.tsv", "manifest.mpd", "playlist.m3u8", "stream_0.m3u8", "stream_1.m3u8"}
"""Neither named nor made like media: a table, and playlists that only name other files."""

SIDECARS = {".srt", ".gpx"}
OTHER_LENGTH = {
    "sample_80KHz_mono_20_repeating_1_samples.wav": "20 samples: made as long as AAC needs to hold any sound at all",
}
"""Proxies that end before or after their originals, and why they must."""

STOPS = {
    "sample_with_invalid_nalu.mp4": "a picture in the middle is broken: the player shows what is before it, then tells",
}
"""Originals that the player does not play to their end, and why."""

UPRIGHT = {
    *("with-gps.mov", "ftyp3gp5.mp4", "dolbyVision-hdr.MOV", "video_rotation_90.mp4"),
    *("portrait_6.jpg", "Samsung GT-I9000 (Galaxy S).jpg", "pixel-motion-photo-shortened.jpg"),
}
"""Taken upright: they are stored lying on their side."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: outcome lines, the answer of `work`, every recording by its source, what network
    calls were made, every file around it before and after, and which processes were left."""

    home: Path
    lines: list[dict[str, Any]]
    work: dict[str, Any]
    details: dict[Path, RecordingDetail]
    trace: str
    source: tuple[Tree, Tree]
    outside: tuple[Tree, Tree]
    left: list[str]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Taken]:
    """`receive` and `work` as processes of their own, in watched empty folders; made once for all tests."""
    top = tmp_path_factory.mktemp("shared-media")
    home, trace = top / "bureau" / "home", top / "bureau" / "trace"
    for name in ("bureau", "person", "tmp", "here"):
        (top / name).mkdir()
    before = tree(MEDIA), _outside(top)
    received = _desk(top, ["receive", str(MEDIA), "--json"])
    assert received.returncode == 1, f"some files are refused: {received.stderr[-2000:]}"
    strace = shutil.which("strace")
    watched = [strace, "-f", "-q", "--seccomp-bpf", "-e", "trace=%network", "-o", str(trace)] if strace else []
    worked = _desk(top, ["work", "--json"], watched)
    assert worked.returncode == 0, worked.stderr[-2000:]
    yield Taken(
        home,
        [json.loads(line) for line in received.stdout.splitlines()],
        json.loads(worked.stdout),
        _details(home),
        trace.read_text() if strace else "",
        (before[0], tree(MEDIA)),
        (before[1], _outside(top)),
        _alive(top),
    )
    shutil.rmtree(top)


@pytest.fixture(scope="module")
def really(taken: Taken) -> dict[Path, Seen]:
    """What plain ffmpeg decodes of each received file."""
    return seeing.all_seen(sorted(taken.details))


def _desk(top: Path, words: list[str], before: list[str] | None = None) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in desk_process.environment().items() if not name.startswith("XDG_")}
    folders = {"HOME": str(top / "person"), "TMPDIR": str(top / "tmp"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*(before or []), *desk_process.command(top / "bureau" / "home", *words)],
        cwd=top / "here",
        env=known | folders | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )


def _outside(top: Path) -> Tree:
    """Everything below the temporary folder but the desk's own."""
    return {path: state for path, state in tree(top).items() if not path.startswith(os.fsencode(top / "bureau"))}


def _alive(top: Path) -> list[str]:
    """Processes that were given our temporary folder: the desk's own, and every ffmpeg of it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"TMPDIR={top / 'tmp'}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:  # gone meanwhile, or not ours to read
            continue
    return found


def _details(home: Path) -> dict[Path, RecordingDetail]:
    with contextmanager(open_session)(Home(home), "look") as session:
        rows = session.desk.ask(RecordingsPage(limit=1000)).result(30)
        every = [session.desk.ask(ShowRecording(row.id)).result(30) for row in rows]
    return {Path(each.sightings[0].path): each for each in every}


def _manifest() -> list[dict[str, str]]:
    with (MEDIA / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if not row["path"].endswith("/")]


def test_every_file_ends_in_one_outcome(taken: Taken) -> None:
    files = {str(path) for path in MEDIA.rglob("*") if path.is_file()}
    assert sorted(line["path"] for line in taken.lines) == sorted(files), "each once, and no other"
    for line in taken.lines:
        name = Path(line["path"]).name
        assert line.keys() == KEYS
        expected = ("refused", "receive.not-media") if name in REFUSED else ("received", "")
        assert (line["outcome"], line["code"]) == expected, name
    assert taken.work["troubles"] == [] and not any(taken.work["owed"].values()), "and nothing stays owed"
    assert len(taken.details) == len(files) - len(REFUSED)


def test_what_is_kept_is_what_the_manifest_says(taken: Taken) -> None:
    rows = [row for row in _manifest() if Path(row["path"]).name not in REFUSED]
    assert len(rows) > 70
    for row in rows:
        detail = taken.details[MEDIA / row["path"]]
        data = Path(detail.original_path).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (int(row["bytes"]), row["sha256"]), row["path"]
        assert detail.row.digest == f"sha512:{hashlib.sha512(data).hexdigest()}"


def test_nothing_around_it_is_touched_and_nothing_keeps_running(taken: Taken) -> None:
    assert taken.source[0] == taken.source[1], "names, sizes, times, contents of the source"
    assert taken.outside[0].keys() == taken.outside[1].keys(), "HOME, TMPDIR and the working folder stay empty"
    assert taken.left == []


def test_no_network_address_is_opened(taken: Taken) -> None:
    if not taken.trace:
        pytest.skip("NOT PROVEN here: strace is not installed")
    assert taken.trace.count("+++ exited with") > 100, "every ffmpeg was followed"
    assert "AF_INET" not in taken.trace


def test_what_can_be_decoded_is_shown(taken: Taken, really: dict[Path, Seen]) -> None:
    """A poster and something to play for whatever ffmpeg decodes; a problem, and no promise, for the rest."""
    faults, good = [], 0
    for path, detail in taken.details.items():
        decodes = really[path].pictures + really[path].sounds > 0
        poster = next((each.path for each in detail.derivatives if each.role == "poster"), "")
        good += decodes
        if decodes and not (poster and described(Path(poster))["codec_name"] == "mjpeg"):
            faults.append(f"{path.name}: no poster")
        if decodes != (detail.play_role != "none"):
            faults.append(f"{path.name}: decodes {decodes}, plays {detail.play_role}")
        wanted = path.suffix.lower() not in SIDECARS and not decodes
        if wanted and not detail.row.problem:
            faults.append(f"{path.name}: nothing decodes, and nobody says so")
        if detail.row.kind == "video" and bool(really[path].pictures) != any(
            each.role == "filmstrip" for each in detail.derivatives
        ):
            faults.append(f"{path.name}: filmstrip")
        waves = any(each.role == "waveform" for each in detail.derivatives)
        if detail.row.kind in ("audio", "video") and bool(really[path].sounds) != waves:
            faults.append(f"{path.name}: waveform {waves}, sounds {really[path].sounds}")
    assert not faults and good >= 54, "\n".join(faults)


def test_proxies_play_everywhere_and_to_the_end(taken: Taken, really: dict[Path, Seen]) -> None:
    faults, made = [], 0
    for path, detail in taken.details.items():
        if detail.play_role == "proxy":
            made += 1
            faults += [f"{path.name}: {fault}" for fault in _proxy_faults(path, detail, really[path])]
    assert not faults and made >= 20, "\n".join(faults)


def _proxy_faults(path: Path, detail: RecordingDetail, source: Seen) -> Iterator[str]:
    proxy = Path(detail.play_path)
    said = seeing.probed(proxy)
    codecs = {each["codec_name"] for each in said["streams"]}
    if complaints := seeing.complaints_of(proxy):
        yield f"does not decode whole: {complaints}"
    if detail.row.kind == "photo":
        if codecs != {"mjpeg"}:
            yield f"{codecs}"
        return
    if not (codecs <= {"h264", "aac"} and said["format"]["format_name"].startswith("mov,mp4")):
        yield f"{said['format']['format_name']} with {codecs}"
    formats = {each["pix_fmt"] for each in said["streams"] if each["codec_type"] == "video"}
    if formats - {"yuv420p", "yuvj420p"}:
        yield f"{formats}"
    shown = seeing.seen(proxy)
    if source.pictures and abs(shown.pictures - source.pictures) > 1:
        yield f"{shown.pictures} pictures of {source.pictures}"
    rate = Fraction(detail.media.frame_rate) if detail.media and detail.media.frame_rate else Fraction(0)
    sound = max((1024 / int(each["sample_rate"]) for each in said["streams"] if "sample_rate" in each), default=0.0)
    most = 2 * max(float(1 / rate) if rate and source.pictures else 0.0, sound)
    if path.name not in OTHER_LENGTH and abs(shown.end - source.end) > most:
        yield f"ends at {shown.end:.3f}, its original at {source.end:.3f} (at most {most:.3f})"


def test_qts_player_plays_all_that_is_said_to_play(taken: Taken, really: dict[Path, Seen]) -> None:
    films = {
        detail.play_path: path
        for path, detail in taken.details.items()
        if detail.play_role != "none" and detail.row.kind in ("video", "audio")
    }
    faults = []
    for played, told in seeing.played(list(films)).items():
        path = films[played]
        if not told["loaded"] or (told["error"] and path.name not in STOPS):
            faults.append(f"{path.name}: {told}")
        if taken.details[path].row.kind == "video" and not (told["frames"] and told["width"]):
            faults.append(f"{path.name}: no picture in {told}")
        if really[path].sounds and not told["sounds"]:
            faults.append(f"{path.name}: no sound in {told}")
    assert not faults and len(films) > 40, "\n".join(faults)


def test_photos_are_shown_by_the_window(taken: Taken) -> None:
    from ui.window.player.stills import read_picture

    photos = [each for each in taken.details.values() if each.row.kind == "photo" and each.play_role != "none"]
    assert len(photos) > 12
    assert [each.row.name for each in photos if read_picture(each.play_path).isNull()] == []


def test_pictures_stand_upright(taken: Taken) -> None:
    shown = {}
    for path, detail in taken.details.items():
        if path.name in UPRIGHT:
            poster = described(Path(next(each.path for each in detail.derivatives if each.role == "poster")))
            shown[path.name] = poster["height"] > poster["width"]
    assert shown == dict.fromkeys(UPRIGHT, True)


def test_places_are_those_of_the_manifest(taken: Taken) -> None:
    told = {}
    for row in _manifest():
        words = row["ffprobe"].partition("gps=")[2].split()
        if len(words) > 1 and not words[1].startswith("orient"):
            told[row["path"]] = (float(words[0]), float(words[1]))
    assert len(told) > 3
    for name, place in told.items():
        media = taken.details[MEDIA / name].media
        assert media is not None
        known = (float(media.latitude or 0), float(media.longitude or 0))  # 0, 0 is a phone without a fix
        assert known == pytest.approx(place, abs=1e-5), name


def test_the_home_is_whole_afterwards(taken: Taken) -> None:
    assert desk_process.answer(taken.home, "check") == {
        "checked": len(taken.details), "documents": 0, "findings": [],
    }  # fmt: skip
    assert desk_process.answer(taken.home, "journal", "verify")["findings"] == []
    validate = Path(sys.executable).with_name("ocfl-validate.py")
    done = subprocess.run([validate, taken.home / "vault"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0 and "WARN" not in done.stdout + done.stderr, done.stdout + done.stderr
