"""The virtual environment: made, filled from the hashed lock, checked.

In: a Python with `ensurepip`, requirements-dev.lock, whatever package index pip is set up to use. Out: an
environment that holds what the lock says and nothing else. Every file is checked against its hash; nothing
is resolved here, and no build tool is fetched outside the lock.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from failure import SetupError

OURS = "recorder-desk"
LOCK = "requirements-dev.lock"
FROM_SOURCE = ("bagit", "pairtree")  # published without a wheel: built last, by the locked build tools
MISLEADING = (  # settings of a person's shell that would send the packages elsewhere
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_CONSTRAINT",
    "PIP_REQUIREMENT",
    "PYTHONHOME",
    "PYTHONPATH",
)
LOADS = "import PySide6.QtWidgets, PySide6.QtMultimedia, PySide6.QtPrintSupport, PySide6.QtSvg, sqlite_utils"
STRAYS = """
import importlib.metadata as metadata, re
print(*sorted({re.sub(r"[-_.]+", "-", dist.name).lower() for dist in metadata.distributions()}))
"""


class Environment:
    """One tree's `.venv`. Its processes hold the set-up lock, so they cannot outlive it unnoticed."""

    def __init__(self, root: Path, venv: Path, python: Path, lock: int) -> None:
        self.root, self.venv, self.python, self.lock = root, venv, python, lock

    def build(self, fresh: bool) -> None:
        """Make the environment what the lock says; `fresh` throws an unfinished one away first."""
        if fresh:
            if self.venv.exists() or self.venv.is_symlink():
                say(f"Removing the unfinished or broken {self.venv.name}.")
                remove(self.venv)
            say(f"Making {self.venv.name} with Python {sys.version.split()[0]}.")
            base = getattr(sys, "_base_executable", None) or sys.executable
            self.run([base, "-m", "venv", str(self.venv)], "The virtual environment could not be made")
        say("Installing the locked packages (the first time about 350 MB are fetched).")
        self.pip_install("wheels", lambda name: name not in FROM_SOURCE, "--only-binary", ":all:")
        self.pip_install("sources", lambda name: name in FROM_SOURCE, "--no-build-isolation")
        self.pip("install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(self.root))
        self.remove_strays()
        self.pip("check")
        self.run([str(self.python), "-c", LOADS], "The installed packages do not load")

    def pip_install(self, part: str, wanted: Callable[[str], bool], *options: str) -> None:
        """Install those of the lock's entries whose name is wanted; `part` names the file they are put in."""
        entries = re.findall(r"^\S.*(?:\n[ \t]+.*)*", self.locked(), re.MULTILINE)
        chosen = [entry for entry in entries if name_of(entry) and wanted(name_of(entry))]
        path = self.venv / f"{part}.lock"
        path.write_text("\n".join(chosen) + "\n", encoding="utf-8")
        self.pip("install", "--no-deps", "--require-hashes", *options, "--requirement", str(path))

    def locked(self) -> str:
        """The text of the lock."""
        return (self.root / LOCK).read_text(encoding="utf-8")

    def remove_strays(self) -> None:
        """Take out what is installed and not in the lock: it would hide a missing dependency."""
        locked = {name_of(line) for line in self.locked().splitlines()}
        installed = set(self.run([str(self.python), "-c", STRAYS], "The packages could not be listed").split())
        strays = sorted(installed - locked - {OURS})
        if strays:
            say(f"Removing what the lock does not name: {', '.join(strays)}.")
            self.pip("uninstall", "--yes", *strays)

    def pip(self, command: str, *arguments: str) -> None:
        """Run the environment's pip: quiet in a log, with its progress bars on a terminal."""
        show = command == "install"
        quiet = ["--quiet"] if show and not sys.stdout.isatty() else []
        options = ["--disable-pip-version-check", "--no-input", *quiet]
        python = [str(self.python), "-m", "pip", command]
        self.run([*python, *options, *arguments], f"pip {command} failed", show)

    def run(self, command: list[str], failure: str, show: bool = False) -> str:
        """Run a program that holds the set-up lock; return what it printed (when not shown as it goes).

        Raises SetupError(failure) with the end of its output.
        """
        kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
        held = () if os.name == "nt" else (self.lock,)  # Windows has no such inheritance
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            to = None if show else output
            done = subprocess.run(
                command, env=kept, stdin=subprocess.DEVNULL, stdout=to, stderr=to, pass_fds=held, check=False
            )
            output.seek(0)
            printed = output.read()
        if done.returncode:
            told = "\n".join([failure, *printed.splitlines()[-15:]])
            raise SetupError(f"{told}\nNothing half-done is kept: the next set-up begins here again.")
        return printed


def name_of(entry: str) -> str:
    """The normalised name of a requirement, '' for a comment."""
    found = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", entry)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def remove(path: Path) -> None:
    """Remove a directory, a link or a file that stands where the environment belongs."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def say(text: str) -> None:
    """A line about what is going on, at once even in a log."""
    print(text, flush=True)
