"""A room for the media programs with one file to read, one folder to write, and no network.

In: an argument vector, the source and the folder it may write. Out: the program, started in the strongest room that
this machine lets us make: bubblewrap, else Landlock, else limits and whitelists alone (`limits.py`, `graphs.py`). Paths
inside are those outside, so that recorded arguments stay true. Which room it is, a trial decides, once in a process.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Literal

from recorder_desk.tools import landlock
from recorder_desk.tools import limits as bounds
from recorder_desk.tools.landlock import Shown
from recorder_desk.tools.limits import Limits, Running, limits_for

Level = Literal["bubblewrap", "landlock", "limits"]
LEVELS: tuple[Level, ...] = ("bubblewrap", "landlock", "limits")
"""The strongest first."""
_TRIAL_SECONDS = 30
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives")
"""What a program needs of the system that is not linked statically; and the programs that set limits."""
_ALONE = ("--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--chdir", "/")
_DEVICES = ("/dev/null", "/dev/urandom")
_COMPLAINT = "bwrap: "


@dataclass(frozen=True, slots=True)
class Room:
    """How a program is confined; for bubblewrap, where that is, and the folders of the system it needs."""

    level: Level
    bubblewrap: str = ""
    system: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kit:
    """What a program needs besides itself: files and folders to read, words with which it shows that it works. Whether
    it is `asked` things while it runs, and answers."""

    reads: tuple[str, ...] = ()
    trial: tuple[str, ...] = ("-version",)
    asked: bool = False


NOTHING = Kit()


def level(*programs: Path) -> Level:
    """How these programs are confined on this machine: the weakest of them."""
    return max((_room(str(each), NOTHING).level for each in programs), key=LEVELS.index)


def start(argv: Sequence[str], limits: Limits, source: Path | None, into: Path | None, kit: Kit = NOTHING) -> Running:
    """Start a program that sees only `source` (for reading) and `into` (for writing). Without either it is given
    nothing that others made (its version is asked), and has limits alone. Raises OSError."""
    if not Path(argv[0]).is_file():
        raise FileNotFoundError(argv[0])
    if source is None and into is None:
        return bounds.start(argv, limits)
    return start_in(_room(argv[0], kit), argv, limits, source, into, kit)


def unmade(status: int, complaints: str) -> bool:
    """Whether it was the room that could not be made this time: then the program never began, and its end says nothing
    of the medium."""
    return status == 1 and complaints.startswith(_COMPLAINT)


def start_in(
    room: Room, argv: Sequence[str], limits: Limits, source: Path | None, into: Path | None, kit: Kit = NOTHING
) -> Running:
    """Start a program in this room. Raises OSError."""
    begin = partial(bounds.start, asked=kit.asked)
    reads, writes = _absolute(source), _absolute(into)
    if room.level == "bubblewrap":
        walls = _walls(room, (argv[0], *kit.reads), reads, writes)
        return begin([room.bubblewrap, *walls, "--", *argv], limits)
    if room.level == "landlock":
        shown = Shown((*_SYSTEM, argv[0], *kit.reads), reads, writes)
        return landlock.confined(shown, partial(begin, argv, limits), bounds.stay)
    return begin(argv, limits)


def _absolute(path: Path | None) -> list[str]:
    return [] if path is None else [str(path.absolute())]


def _walls(room: Room, kit: Sequence[str], reads: Sequence[str], writes: Sequence[str]) -> Iterator[str]:
    """bubblewrap's words. The source comes last: it stays readable only where the folder to write holds it."""
    yield from _ALONE
    for device in _DEVICES:
        yield from ("--dev-bind", device, device)
    for path in (*room.system, *kit):
        yield from ("--ro-bind-try", path, path)
    for paths, how in ((writes, "--bind"), (reads, "--ro-bind")):
        for path in paths:
            yield from _steps_back(path)
            yield from (how, path, path)


def _steps_back(path: str) -> Iterator[str]:
    """Folders that a path goes through only to leave them by `..`: they must be there inside, too."""
    parts = Path(path).parts
    for at, part in enumerate(parts):
        if part == "..":
            yield from ("--dir", str(Path(*parts[:at])))


def room_of(level: Level, program: str, kit: Kit = NOTHING) -> Room | None:
    """The room of one level, if this machine can make it for this program."""
    rooms = (*_rooms(), Room("limits"))
    return next((room for room in rooms if room.level == level and _works(room, program, kit)), None)


@cache
def _room(program: str, kit: Kit) -> Room:
    """The strongest room in which the program is able to say its version. User namespaces may be forbidden (a
    container, a distribution's policy), Landlock be switched off, the program need what it is not shown."""
    return next((room for room in _rooms() if _works(room, program, kit)), Room("limits"))


def _rooms() -> Iterator[Room]:
    if not sys.platform.startswith("linux"):
        return
    bubblewrap = shutil.which("bwrap")
    if bubblewrap:
        yield Room("bubblewrap", os.path.abspath(bubblewrap))
        yield Room("bubblewrap", os.path.abspath(bubblewrap), _SYSTEM)
    if landlock.version():
        yield Room("landlock")


def _works(room: Room, program: str, kit: Kit) -> bool:
    try:
        trial = start_in(room, [program, *kit.trial], limits_for(0), None, None, replace(kit, asked=False))
    except OSError:
        return False
    try:
        trial.process.communicate(timeout=_TRIAL_SECONDS)
    except subprocess.TimeoutExpired:
        trial.kill()
        trial.process.communicate()
    finally:
        trial.close()
    return trial.process.returncode == 0
