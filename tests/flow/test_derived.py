"""What is derived from originals: made as planned, recorded as made, missed when it is gone, made again.

One home with a morning's files of many makes; each test that harms it works on a copy.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.queries.archive import JournalPage
from recorder_desk.queries.recordings import OwedCounts, ProbeRaw, RecordingsPage, ShowRecording
from recorder_desk.stages.check import DIFFERS, MISSING
from tests.flow import desk_process
from tests.flow.homes import opened, take_in
from tests.flow.telling import process, quick_home, said, tree
from tests.recorder_desk.tools.films import H264, PROFILE, PROGRAMS, decoded, film, media, tone
from ui.session import Session

AAC = ("-c:a", "aac", "-b:a", "64k")
FILES = {
    "film.mkv": ("remux", (*H264, *AAC)),
    "film.mov": ("remux", (*H264, *AAC, "-b:v", "300k")),
    "silent.avi": ("remux", (*H264, "-an", "-bf", "0")),
    "film.ts": ("remux", (*H264, *AAC, "-b:v", "200k")),
    "hevc.mp4": ("transcode", ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", *AAC)),
    "plain.mp4": ("nothing", (*H264, *AAC, "-b:v", "100k")),
    "memo.wav": ("sound", ("-vn", "-c:a", "pcm_s16le")),
}


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `card` (the sources) and `home` (all of it received and derived)."""
    top = tmp_path_factory.mktemp("derived")
    (top / "card").mkdir()
    for name, (_, how) in FILES.items():
        sight = "" if "-vn" in how else "testsrc2=size=320x180:rate=25"
        film(top / "card" / name, *(word for word in how if word != "-vn"), sight=sight, sound=_sound(how), seconds=2)
    before = tree(top / "card")
    with opened(quick_home(top / "home")) as session:
        assert len(take_in(session, top / "card")) == len(FILES)
    assert tree(top / "card") == before
    return top


def _sound(how: tuple[str, ...]) -> str:
    return "" if "-an" in how else tone(440 + len(how))


@pytest.fixture
def home(morning: Path, tmp_path: Path) -> Path:
    """A home of the test's own."""
    return Path(shutil.copytree(morning / "home", tmp_path / "home"))


@pytest.fixture(scope="module")
def details(morning: Path) -> dict[str, RecordingDetail]:
    """Every recording by its name."""
    with opened(morning / "home") as session:
        return _details(session)


def _details(session: Session) -> dict[str, RecordingDetail]:
    rows = session.desk.ask(RecordingsPage(limit=100)).result(30)
    return {row.name: session.desk.ask(ShowRecording(row.id)).result(30) for row in rows}


def _framed(path: Path, *how: str) -> list[str]:
    """A file's pictures or packets as checksums, without their times."""
    command = [str(PROGRAMS.ffmpeg), "-nostdin", "-v", "error", "-i", str(path), *how, "-f", "framemd5", "-"]
    said = subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout
    return [line.split(",")[5].strip() for line in said.splitlines() if not line.startswith("#")]


def test_every_recording_has_what_its_plan_says(details: dict[str, RecordingDetail]) -> None:
    for name, (plan, _) in FILES.items():
        detail = details[name]
        assert (detail.plan, detail.row.state, detail.row.problem) == (plan, "ready", ""), name
        assert detail.play_role == ("original" if plan == "nothing" else "proxy"), name
        roles = {"poster"} | ({"filmstrip"} if detail.row.kind == "video" else set())
        roles |= {"waveform"} if name != "silent.avi" else set()
        roles |= {"proxy"} if plan != "nothing" else set()
        assert {each.role for each in detail.derivatives} == roles, name


@pytest.mark.parametrize("name", ["film.mkv", "film.mov", "silent.avi", "film.ts"])
def test_a_remux_shows_the_very_pictures_of_its_original(details: dict[str, RecordingDetail], name: str) -> None:
    detail = details[name]
    original, proxy = Path(detail.original_path), Path(detail.play_path)
    made = next(each for each in detail.derivatives if each.role == "proxy")
    assert made.facts["how"] == "remux" and "copy" in made.arguments and "libx264" not in made.arguments
    pictures = _framed(proxy, "-map", "0:v")
    assert pictures == _framed(original, "-map", "0:v") and len(pictures) == 50
    if original.suffix != ".ts" and original.suffix != ".avi":  # those frame the same packets differently
        assert _framed(proxy, "-map", "0:v", "-c", "copy") == _framed(original, "-map", "0:v", "-c", "copy")
    if name != "silent.avi":
        assert _framed(proxy, "-map", "0:a", "-c", "copy")[:50] == _framed(original, "-map", "0:a", *_bare(name))[:50]


def _bare(name: str) -> tuple[str, ...]:
    """Sound packets as they are; those of a transport stream without their headers."""
    return ("-c", "copy", "-bsf:a", "aac_adtstoasc") if name.endswith(".ts") else ("-c", "copy")


def test_hevc_is_made_anew_by_the_named_profile(details: dict[str, RecordingDetail]) -> None:
    detail = details["hevc.mp4"]
    made = next(each for each in detail.derivatives if each.role == "proxy")
    assert (made.facts["how"], made.profile) == ("transcode", PROFILE.label)
    for name, value in PROFILE.video_options.items():
        assert f"-{name} {value}" in " ".join(made.arguments)
    assert "-c:a copy" in " ".join(made.arguments), "its sound plays as it is"
    assert decoded(Path(detail.play_path), "v") == decoded(Path(detail.original_path), "v") == 50


def test_every_derivative_tells_how_it_came_about(details: dict[str, RecordingDetail], morning: Path) -> None:
    seen = 0
    for detail in details.values():
        for made in detail.derivatives:
            data = Path(made.path).read_bytes()
            assert (made.digest, made.bytes) == (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
            assert (made.tool, made.version) == ("ffmpeg", media().version())
            assert made.arguments[0] == "ffmpeg" and "file:{source}" in made.arguments
            assert str(morning) not in " ".join(made.arguments), "no path of this machine"
            assert made.profile == (PROFILE.label if made.role == "proxy" else "")
            assert made.made_at
            seen += 1
    assert seen > 20


def test_the_probes_own_words_are_kept(morning: Path) -> None:
    with opened(morning / "home") as session:
        for detail in _details(session).values():
            said = json.loads(session.desk.ask(ProbeRaw(detail.row.id)).result(30))
            assert said["streams"] and said["format"]["size"] == str(detail.row.bytes)


def test_originals_are_opened_for_reading_only(morning: Path, tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if not strace:
        pytest.skip("NOT PROVEN here: strace is not installed")
    home = quick_home(tmp_path / "home")
    assert process(home, "receive", morning / "card" / "hevc.mp4", morning / "card" / "film.mkv").code == 0
    vault = tree(home / "vault")
    watch = [strace, "-f", "-q", "--seccomp-bpf", "-e", "trace=open,openat,openat2", "-o", str(tmp_path / "trace")]
    done = subprocess.run(
        [*watch, *desk_process.command(home, "work")],
        env=desk_process.environment(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-1000:]
    opened_so = [line for line in (tmp_path / "trace").read_text().splitlines() if "/content/" in line]
    assert len(opened_so) >= 6, "described, pictured, proxied"
    assert all("O_RDONLY" in line for line in opened_so), opened_so
    assert tree(home / "vault") == vault


def _lose(home: Path, details: dict[str, RecordingDetail]) -> set[tuple[str, str, str]]:
    """Harm some derivatives; what a check must say: code, recording, file."""
    gone, rotten = details["film.mkv"], details["hevc.mp4"]
    proxy = home / "derivatives" / gone.row.id[-2:] / gone.row.id / "proxy.mp4"
    poster = home / "derivatives" / rotten.row.id[-2:] / rotten.row.id / "poster.jpg"
    proxy.unlink()
    data = bytearray(poster.read_bytes())
    data[len(data) // 2] ^= 1
    poster.write_bytes(data)
    return {(MISSING, gone.row.id, "proxy.mp4"), (DIFFERS, rotten.row.id, "poster.jpg")}


def test_a_check_misses_what_is_gone_or_rotten_and_work_makes_it_again(
    home: Path, details: dict[str, RecordingDetail]
) -> None:
    expected = _lose(home, details)
    found = process(home, "--json", "check")
    assert found.code == 1
    told = [Finding(each["code"], each["subject"], each["facts"]) for each in found.document["findings"]]
    assert {(each.code, each.subject, str(each.facts["file"])) for each in told} == expected
    with opened(home) as session:
        missed = _details(session)
        assert (missed["film.mkv"].play_role, missed["film.mkv"].row.state) == ("none", "received")
        assert missed["hevc.mp4"].row.poster == "" and missed["hevc.mp4"].play_role == "proxy"
        assert all(not each.check_code for each in missed.values()), "the originals are well, and may be sealed"
        assert missed["plain.mp4"].derivatives, "what is there stays"
    assert process(home, "work").code == 0
    _is_all_there(home)


def test_a_folder_that_was_thrown_away_is_made_again_unasked(home: Path) -> None:
    shutil.rmtree(home / "derivatives")
    assert process(home, "work").code == 0
    _is_all_there(home)
    with opened(home) as session:
        raw = [session.desk.ask(ProbeRaw(each.row.id)).result(30) for each in _details(session).values()]
        assert all(raw), "the probe's own words too"


def _is_all_there(home: Path) -> None:
    found = process(home, "--json", "check")
    assert found.code == 0 and found.document["findings"] == []
    with opened(home) as session:
        for name, detail in _details(session).items():
            assert detail.row.state == "ready" and detail.play_role != "none", name
            assert all(Path(each.path).is_file() for each in detail.derivatives)


def test_nothing_is_forgotten_that_is_there(home: Path) -> None:
    assert process(home, "--json", "check").document["findings"] == []
    with opened(home) as session:
        session.lanes.start()
        session.lanes.wait_idle(patience=1)
        assert session.desk.ask(JournalPage(fact="DerivativesForgotten")).result(30) == ()
        assert not any(session.desk.ask(OwedCounts(PROFILE.label)).result(30).values())


@pytest.mark.parametrize("name", ["derivative-missing", "derivative-differs"])
def test_a_lost_derivative_is_told_in_both_languages(
    home: Path, details: dict[str, RecordingDetail], name: str
) -> None:
    """Told once, for then it is forgotten: each language has a home of its own."""
    homes = {"en": home, "zh_CN": Path(shutil.copytree(home, home.with_name("other")))}
    for each in homes.values():
        _lose(each, details)
    said(f"check.{name}", lambda language: process(homes[language], "--lang", language, "check"))
