"""The power is cut at every fault point of a whole day's work: received, sealed, released.

`python -m tests.torture.power KIND PLACE EVERY [SAFEGUARD]`: card, vault and home each lie on a file system of that
kind in an image. The desk stops at every point (SIGSTOP, all its threads); what has reached the images then is what the
disks hold after a cut. Each EVERYth time they are copied, mounted over the same places in a child's own mount
namespace, asked, recovered from, and asked again. The card is flushed first: the worst case, a recorder that forgets
nothing. SAFEGUARD is taken out of the desk first (`sabotage.py`); then the first fault is enough. Out: a line of JSON.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recorder_desk.tools import mounts
from storage import faultpoints
from tests.flow.consistency import digest_of
from tests.flow.telling import call, quick_home
from tests.torture import sabotage
from tests.torture.consistent import acknowledged, inconsistencies
from tests.torture.disks import device_name, make, remember, run
from tests.torture.load import owed
from ui.start import main

DISKS = ("card", "vault", "home")
STEPS = ("receive", "release", "seal")
SIZES = (0, 3_000, 1_500_000, 70_000, 3_000_001)
COPYING = 18
"""So many points lie before the first promise; without a safeguard nothing can be seen there."""
_NEW_MOUNTS = 0x00020000  # CLONE_NEWNS
_OPTIONS = {"ext4": "noatime,commit=300", "xfs": "noatime,nouuid"}


class Day:
    """The three disks, what is on the card, and what happens to them."""

    def __init__(self, kind: str, place: Path) -> None:
        self.kind, self.place = kind, place
        self.home, self.card = place / "home" / "desk", place / "card" / "DCIM"
        self.said = place / "said"
        self.offered: dict[Path, str] = {}

    def mount(self, images: Path) -> None:
        """Put the three disks into their places."""
        for name in DISKS:
            (self.place / name).mkdir(exist_ok=True)
            run("mount", "-o", f"loop,{_OPTIONS[self.kind]}", images / f"{name}.img", self.place / name)
            remember(self.place / name, name)

    def begin(self) -> None:
        """Make the disks, the card's files and an empty home; all that is safe before the day begins."""
        for name in DISKS:
            make(self.kind, self.place / f"{name}.img")
        self.mount(self.place)
        self.card.mkdir()
        for number, size in enumerate(SIZES):
            path = self.card / f"MOVI{number:04d}.mp4"
            path.write_bytes(bytes([65 + number]) * size)
            os.utime(path, (time.time() - 60, time.time() - 60))
            self.offered[path] = digest_of(path)
        quick_home(self.home, vault_path=str(self.place / "vault" / "vault"), release_recorders=True)
        os.sync()

    def work(self) -> None:
        """What the desk does from morning to evening; what it says goes into a file of the place."""
        home = ["--home", str(self.home), "--json"]
        main([*home, "receive", "--wait", "5", str(self.card)])
        main([*home, "case", "new", "TJ-1", "--title", "t", "--party", "p"])
        for row in call(self.home, "--json", "recordings").document[:2]:
            main([*home, "link", row["id"], "TJ-1", "--item", "JC-02"])
        main([*home, "seal", "TJ-1"])
        main([*home, "release", "run", "--yes", str(self.card)])

    def judged(self, name: str) -> list[str]:
        """What is wrong after a cut, and after recovery from it. In a child: it mounts what it likes."""
        images = self.place / "cut"
        images.mkdir()
        for each in DISKS:
            run("cp", "--sparse=always", self.place / f"{each}.img", images / f"{each}.img")
        told = acknowledged(self.said.read_text())
        found = _in_a_child(lambda: self._after_the_cut(images, told))
        for each in DISKS:
            (images / f"{each}.img").unlink()
        images.rmdir()
        return [f"{name}: {each}" for each in found]

    def _after_the_cut(self, images: Path, told: list[Any]) -> list[str]:
        self.mount(images)
        found = inconsistencies(self.home, self.offered, told, finished=False)
        owed(self.home, STEPS)
        again = call(self.home, "--json", "receive", "--wait", "5", self.card)
        if again.code not in (0, 1):
            found.append(f"recovery ended with {again}")
        owed(self.home, STEPS)
        told = [*told, *acknowledged(again.out)]
        after = inconsistencies(self.home, self.offered, told, finished=True)
        return found + [f"after recovery: {each}" for each in after]


def _in_a_child(work: Callable[[], list[str]]) -> list[str]:
    """What it answers, in a process with mounts of its own that go with it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _own_mounts()
            answer = work()
        except BaseException as error:
            answer = [f"the judge failed: {error!r}"]
        with os.fdopen(writing, "w") as file:
            json.dump(answer, file)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as file:
        text = file.read()
    os.waitpid(child, 0)
    return list(json.loads(text))


def _own_mounts() -> None:
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_MOUNTS):
        raise OSError(ctypes.get_errno(), "unshare")
    run("mount", "--make-rprivate", "/")


def _desk(day: Day, names: int, without: str) -> int:
    """The desk as a process that stops wherever a fault point is, and says which it was."""
    child = os.fork()
    if child:
        return child
    try:
        os.dup2(os.open(day.said, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 1)
        sabotage.remove(without)

        def stop(name: str) -> None:
            os.write(names, f"{name}\n".encode())
            os.kill(os.getpid(), signal.SIGSTOP)

        faultpoints._armed, faultpoints._die = "every one", stop
        day.work()
        sys.stdout.flush()
    finally:
        os._exit(0)


def cut_everywhere(kind: str, place: Path, every: int, without: str = "") -> dict[str, Any]:
    """A day with a cut at each EVERYth point. Answers how many points there were, how many cuts, and all faults."""
    _own_mounts()
    mounts.device_name = device_name
    day = Day(kind, place)
    day.begin()
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    day.said.touch()
    child = _desk(day, writing, without)
    passed, faults, cuts = 0, [], []
    while True:
        _, status = os.waitpid(child, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            break
        name = _last(reading)
        passed += 1
        if passed % every == 0 and (not without or passed > COPYING):
            subprocess.run(["sync", "-f", str(day.card)], check=True)
            faults += day.judged(f"{passed} {name}")
            cuts.append(name)
        os.kill(child, signal.SIGKILL if faults and without else signal.SIGCONT)
    gone = sum(not path.exists() for path in day.offered)
    return {"passed": passed, "cuts": cuts, "faults": faults, "released": gone}


def _last(reading: int) -> str:
    try:
        return os.read(reading, 4096).decode().split()[-1]
    except BlockingIOError:
        return "?"


if __name__ == "__main__":
    answer = cut_everywhere(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:5])
    os.write(2, json.dumps(answer).encode() + b"\n")
