"""What a media program cannot do in its room, and that it still can do its work there."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recorder_desk.errors import DeskError
from recorder_desk.tools import landlock, sandbox
from recorder_desk.tools.limits import Limits, limits_for
from recorder_desk.tools.looking import look
from recorder_desk.tools.runner import Collected, Ended, run
from recorder_desk.tools.sandbox import LEVELS, Level, Room
from tests.recorder_desk.tools.films import PROGRAMS, film

WALLS = ("bubblewrap", "landlock")
FORMS = ("-protocol_whitelist", "file,pipe,tcp,http,crypto,data")


@contextmanager
def roomed(level: Level, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rooms of this kind only; what this machine cannot make is skipped and said."""
    rooms = [room for room in sandbox._rooms() if room.level == level]
    patch.setattr(sandbox, "_rooms", lambda: iter(rooms))
    sandbox._room.cache_clear()
    try:
        if sandbox.level(PROGRAMS.ffmpeg, PROGRAMS.ffprobe) != level:
            pytest.skip(f"NOT PROVEN here: {level} is not there, or may not be used")
        yield
    finally:
        sandbox._room.cache_clear()


@pytest.fixture(params=WALLS)
def walls(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Level]:
    """Each kind of walls there is."""
    with roomed(request.param, monkeypatch):
        yield request.param


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No walls."""
    with roomed("limits", monkeypatch):
        yield


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Two films in a folder with Chinese and a space in its name."""
    folder = tmp_path / "执法 记录"
    folder.mkdir()
    film(folder / "a.mp4", seconds=1)
    shutil.copy(folder / "a.mp4", folder / "neighbour.mp4")
    (folder / "out").mkdir()
    return folder


def ffmpeg(*words: str, source: Path | None = None, into: Path | None = None) -> Ended:
    """Without any of our whitelists: only the room holds it."""
    argv = [str(PROGRAMS.ffmpeg), "-hide_banner", "-v", "error", "-nostdin", "-y", *words]
    return run(argv, limits_for(1000), source=source, into=into, sink=Collected(1 << 20))


def copied(place: Path, to: Path) -> Ended:
    return ffmpeg("-i", str(place / "a.mp4"), "-c", "copy", str(to), source=place / "a.mp4", into=place / "out")


@pytest.mark.parametrize("level", LEVELS)
def test_it_reads_its_source_and_writes_its_folder(place: Path, level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    with roomed(level, monkeypatch):
        assert copied(place, place / "out/b.mp4").status == 0
        assert (place / "out/b.mp4").stat().st_size > 1000
        assert look(PROGRAMS.ffprobe, place / "a.mp4").info.kind == "video"


def reaching(place: Path, what: str) -> tuple[Path, list[str]]:
    """A source that leads to other files, and the words that have ffmpeg follow it."""
    source = place / "a.mp4"
    if what == "concat":
        source = place / "list.txt"
        source.write_text(f"file '{place / 'neighbour.mp4'}'\n", "utf-8")
        return source, ["-f", "concat", "-safe", "0", "-i", str(source)]
    if what == "playlist":
        source = place / "list.m3u8"
        source.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:1,\nneighbour.mp4\n#EXT-X-ENDLIST\n", "utf-8")
        return source, [*FORMS, "-allowed_extensions", "ALL", "-extension_picky", "0", "-i", str(source)]
    if what == "pattern":
        for number in (1, 2):
            film(place / f"n{number:03d}.jpg", "-frames:v", "1", "-update", "1")
        source = place / "n%03d.jpg"
        source.write_bytes(b"no picture at all")
        return source, ["-f", "image2", "-start_number", "2", "-i", str(source)]
    return source, ["-i", str(place / "neighbour.mp4")]


ATTACKS = ("neighbour", "concat", "playlist", "pattern")


@pytest.mark.parametrize("what", ATTACKS)
def test_it_reads_nothing_else(place: Path, what: str, walls: Level) -> None:
    source, words = reaching(place, what)
    done = ffmpeg(*words, "-f", "null", "-", source=source, into=place / "out")
    assert done.status != 0, "a file that it was not given was read"


@pytest.mark.parametrize("what", ATTACKS)
def test_each_of_these_would_be_read_without_walls(place: Path, what: str, bare: None) -> None:
    source, words = reaching(place, what)
    assert ffmpeg(*words, "-f", "null", "-", source=source, into=place / "out").complaints == ""


def test_our_own_list_of_formats_holds_where_there_are_no_walls(place: Path, bare: None) -> None:
    for what in ("concat", "playlist"):
        source, _ = reaching(place, what)
        named = source.rename(place / f"{what}.mp4")
        assert look(PROGRAMS.ffprobe, named).info.kind == "unknown"
    source, _ = reaching(place, "pattern")
    assert look(PROGRAMS.ffprobe, source).problem == "media.unreadable"


def test_it_does_not_read_the_machine(place: Path, walls: Level) -> None:
    raw = ["-f", "rawvideo", "-video_size", "2x2", "-i"]
    done = ffmpeg(*raw, "/etc/passwd", "-f", "null", "-", source=place / "a.mp4")
    assert done.status != 0 and ("No such file" in done.complaints or "Permission denied" in done.complaints)


def test_it_writes_nowhere_else(place: Path, walls: Level) -> None:
    before = (place / "a.mp4").read_bytes()
    copied(place, place / "b.mp4")
    assert not (place / "b.mp4").exists()
    other = place / "out/c.mp4"
    shutil.copy(place / "a.mp4", other)
    over = ("-f", "mp4", "-c", "copy", str(place / "a.mp4"))
    done = ffmpeg("-i", str(other), *over, source=place / "a.mp4", into=place / "out")
    assert done.status != 0 and (place / "a.mp4").read_bytes() == before


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A door on this machine, and who came."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def wait() -> None:
            while True:
                try:
                    visitor, address = door.accept()
                except OSError:
                    return
                came.append(address)
                visitor.close()

        waiting = threading.Thread(target=wait)
        waiting.start()
        yield door.getsockname()[1], came
        door.shutdown(socket.SHUT_RDWR)
        waiting.join()


@pytest.mark.parametrize("level", LEVELS)
def test_it_reaches_nobody_on_this_machine(place: Path, level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without walls it does: so the door hears."""
    with roomed(level, monkeypatch), listening() as (port, came):
        if level == "landlock" and landlock.version() < 4:
            pytest.skip("NOT PROVEN here: this kernel's Landlock does not hold TCP")
        ffmpeg("-i", f"tcp://127.0.0.1:{port}", "-f", "null", "-", source=place / "a.mp4")
    assert bool(came) is (level == "limits")


@pytest.mark.parametrize("level", LEVELS)
def test_out_of_processor_time_is_told_as_such(place: Path, level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    bars = ("-f", "lavfi", "-i", "testsrc2=s=640x360:d=99999", "-f", "null", "-")
    argv = [str(PROGRAMS.ffmpeg), "-v", "error", "-nostdin", *bars]
    with roomed(level, monkeypatch), pytest.raises(DeskError, match=r"media\.timeout"):
        run(argv, Limits(limits_for(0).address_bytes, 1, 1 << 30, 60.0), source=place / "a.mp4")


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_stopped_leaves_nobody(place: Path, level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    sign = f"no-one-else-{os.getpid()}-{level}"
    argv = [str(PROGRAMS.ffmpeg), "-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc2=d=99999"]
    argv += ["-metadata", f"title={sign}", "-f", "null", "-"]
    seen: list[bool] = []

    def cancelled() -> bool:
        seen.append(bool(running(sign)))
        return seen[-1]

    with roomed(level, monkeypatch), pytest.raises(DeskError, match=r"media\.cancelled"):
        run(argv, limits_for(0), source=place / "a.mp4", cancelled=cancelled)
    until = time.monotonic() + 10
    while running(sign) and time.monotonic() < until:
        time.sleep(0.02)
    assert not running(sign)
    assert not [each for each in threading.enumerate() if each.name.startswith("media-")]


def running(sign: str) -> list[str]:
    """Living processes that have this among their words."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words, state = (process / "cmdline").read_bytes(), (process / "stat").read_text().rsplit(") ", 1)[1][0]
        except OSError:
            continue
        if sign.encode() in words and state not in "ZX":
            found.append(process.name)
    return found


def test_paths_that_go_back_are_the_same_inside(place: Path, walls: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place / "out")
    back = Path("../a.mp4")
    assert look(PROGRAMS.ffprobe, back).info.kind == "video"
    done = ffmpeg("-i", str(back.absolute()), "-c", "copy", str(Path("../out/d.mp4").absolute()),
                  source=back, into=Path("../out"))  # fmt: skip
    assert done.status == 0 and (place / "out/d.mp4").exists()


def test_a_room_that_cannot_be_made_now_is_no_word_about_the_medium(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'bwrap: Creating new namespace failed: No space left on device' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sandbox, "_room", lambda program, kit: Room("bubblewrap", str(broken)))
    with pytest.raises(DeskError, match=r"media\.sandbox-failed") as caught:
        look(PROGRAMS.ffprobe, place / "a.mp4")
    assert caught.value.blame == "environment" and "namespace" in str(caught.value.facts["reason"])


def test_a_bubblewrap_that_may_not_make_a_room_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuses = tmp_path / "bwrap"
    refuses.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    refuses.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert shutil.which("bwrap") == str(refuses)
    sandbox._room.cache_clear()
    try:
        assert sandbox.level(PROGRAMS.ffmpeg) == ("landlock" if landlock.version() else "limits")
        monkeypatch.setattr(landlock, "version", lambda: 0)
        sandbox._room.cache_clear()
        assert sandbox.level(PROGRAMS.ffmpeg) == "limits"
    finally:
        sandbox._room.cache_clear()


def test_a_trial_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr(sandbox, "_rooms", lambda: iter([Room("landlock")]))
    monkeypatch.setattr(sandbox, "_works", lambda room, program, kit: bool(tried.append(program)) or True)
    sandbox._room.cache_clear()
    try:
        assert [sandbox.level(Path("x"), Path("y")) for _ in range(3)] == ["landlock"] * 3
    finally:
        sandbox._room.cache_clear()
    assert tried == ["x", "y"]


def test_elsewhere_than_on_linux_there_are_no_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.sys, "platform", "win32")
    assert list(sandbox._rooms()) == []


def test_the_walls_are_the_programs_and_not_the_desks(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Landlock holds the thread that starts a program: this one goes on reading what it likes."""
    with roomed("landlock", monkeypatch):
        copied(place, place / "out/b.mp4")
    assert (place / "neighbour.mp4").read_bytes() and Path("/etc/passwd").read_bytes()
    with socket.create_server(("127.0.0.1", 0)) as door:
        socket.create_connection(door.getsockname(), 5).close()
