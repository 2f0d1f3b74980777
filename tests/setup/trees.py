"""A copy of set-up in a tree of its own, between programs that only pretend.

In: the repository's `setup/` and a temporary directory. Out: a `Tree` on which set-up runs as another process,
with a Python, an apt and a sudo that write down what they are asked, and hang or fail when told to. No network,
nothing installed. Only what set-up runs is pretended: its own steps are the real ones.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "执法 记录 desk"  # a space and Chinese: every test here holds for such a path too
LACKED = "libnowhere.so"
DRIVER = """
import json, os, signal, sys
told = json.loads(sys.argv.pop(1))
sys.path.insert(0, told["setup"])
import steps, system
sys._base_executable = told["python"]
os.geteuid = lambda: told["user"]
system.LIBRARIES = tuple((soname, tuple(names)) for soname, names in told["libraries"])
if told["dies_at_fsync"]:
    os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
sys.exit(steps.main(sys.argv[1:]))
"""
PYTHON = """#!/bin/sh
cd "{fakes}" || exit 9
echo "$*" >> calls
[ ! -e "{stamp}" ] || echo "$*" >> stamped-too-early
[ "$1 $2" != "-m venv" ] || {{ mkdir -p "$3/bin" && ln -s "$PWD/python" "$3/bin/python"; }}
fails=never hangs=never
[ ! -e fails ] || read -r fails < fails
[ ! -e hangs ] || read -r hangs < hangs
case "$*" in *"$fails"*) echo "it went wrong"; exit 1;; esac
case "$*" in *"$hangs"*)
    touch hanging
    while [ -e hangs ]; do sleep 0.02; done;;
esac
"""
APT_GET = """#!/bin/sh
cd "{fakes}" || exit 9
echo "apt-get $*" >> calls
case "$*" in
    *" update") cp served known 2>/dev/null;;
    *" install "*)
        [ ! -e apt-fails ] || {{ rm apt-fails; exit 100; }}
        [ -e apt-brings-nothing ] || ln -s "{libc}" "{lacked}";;
esac
"""
APT_CACHE = """#!/bin/sh
for name; do :; done
grep -qx "$name" "{fakes}/known"
"""
SUDO = """#!/bin/sh
[ ! -e "{fakes}/sudo-asks" ] || exit 1
[ "$2" = true ] || echo sudo >> "{fakes}/calls"
shift
exec "$@"
"""
FC_LIST = """#!/bin/sh
echo "Noto Sans CJK SC"
"""
ORDINARY = ("cp", "env", "grep", "ln", "mkdir", "rm", "sh", "sleep", "touch", "true")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a set-up ended: its exit code, and what it said."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree to set up, and the directory of the programs that pretend."""

    root: Path
    fakes: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def stamp(self) -> Path:
        return self.venv / "recorder-desk-setup.json"

    @property
    def lacked(self) -> Path:
        """The library that a system lacks until the pretended apt installs it."""
        return self.fakes / LACKED

    def tell(self, name: str, text: str = "") -> None:
        """Tell the programs something: `hangs` or `fails` with a part of the command, `sudo-asks`, `known`."""
        (self.fakes / name).write_text(text + "\n", encoding="utf-8")

    def calls(self) -> list[str]:
        """What the programs were asked, in order; forgotten afterwards."""
        path = self.fakes / "calls"
        found = path.read_text("utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return found

    def begin(
        self,
        *arguments: str,
        user: int = 0,
        libraries: tuple[tuple[str, tuple[str, ...]], ...] = (),
        dies_at_fsync: bool = False,
    ) -> subprocess.Popen[str]:
        """Start a set-up in a session of its own, as this user, on a system that may lack libraries."""
        told = {
            "setup": str(self.root / "setup"),
            "python": str(self.fakes / "python"),
            "user": user,
            "libraries": libraries,
            "dies_at_fsync": dies_at_fsync,
        }
        return subprocess.Popen(
            [sys.executable, "-S", "-E", "-X", "utf8", "-c", DRIVER, json.dumps(told), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"PATH": str(self.fakes / "bin"), "HOME": str(self.fakes)},
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def set_up(
        self,
        *arguments: str,
        user: int = 0,
        libraries: tuple[tuple[str, tuple[str, ...]], ...] = (),
        dies_at_fsync: bool = False,
    ) -> Ended:
        """Run a set-up to its end."""
        return ended(self.begin(*arguments, user=user, libraries=libraries, dies_at_fsync=dies_at_fsync))

    def begin_and_hang(self, at: str) -> subprocess.Popen[str]:
        """Start a set-up and return when it hangs in the command that contains these words."""
        self.tell("hangs", at)
        begun = self.begin()
        wait_for((self.fakes / "hanging").exists)
        (self.fakes / "hanging").unlink()
        return begun

    def go_on(self) -> None:
        """Let what hangs go on."""
        (self.fakes / "hangs").unlink()


def plant(place: Path) -> Tree:
    """A tree with set-up's own files in it, never set up, on a system that lacks nothing."""
    tree = Tree(place / NAME, place / "fakes")
    shutil.copytree(ROOT / "setup", tree.root / "setup", ignore=shutil.ignore_patterns("__pycache__"))
    (tree.root / "pyproject.toml").write_text("# what set-up is made from\n", encoding="utf-8")
    lock = "".join(f"{name}==1.0 \\\n    --hash=sha256:{'0' * 64}\n" for name in ("bagit", "pyside6"))
    (tree.root / "requirements-dev.lock").write_text(lock, encoding="utf-8")
    (tree.fakes / "bin").mkdir(parents=True)
    for name in ORDINARY:
        (tree.fakes / "bin" / name).symlink_to(str(shutil.which(name)))
    add(tree, "../python", PYTHON)
    add(tree, "fc-list", FC_LIST)
    return tree


def add(tree: Tree, name: str, script: str) -> None:
    """Put one of the pretended programs on the PATH."""
    libc = re.search(r"/\S*/libc[.-]\S*", Path("/proc/self/maps").read_text("utf-8"))  # a library that loads
    places = {"fakes": tree.fakes, "stamp": tree.stamp, "lacked": tree.lacked, "libc": libc[0] if libc else ""}
    path = tree.fakes / "bin" / name
    path.write_text(script.format(**places) if "{" in script else script, encoding="utf-8")
    path.chmod(0o755)


def ended(begun: subprocess.Popen[str]) -> Ended:
    """Wait for a set-up's end."""
    try:
        out, err = begun.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(begun.pid, signal.SIGKILL)
        raise
    return Ended(begun.returncode, out, err)


def wait_for(true: Callable[[], bool]) -> None:
    """Return when it is true; a minute is for ever."""
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, "it never became true"
        time.sleep(0.01)
