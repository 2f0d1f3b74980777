"""Compile the two hashed locks from pyproject.toml. Run by `make lock`.

In: pyproject.toml (dependencies, the groups `dev` and `lock`), the package index pip is set up to use. Out:
requirements.lock (to ship) and requirements-dev.lock (the same and the tools), for Linux and Windows and
every Python from 3.11: exact versions with the hashes of all their files, and no address of any index.
The compiler itself lives in a throw-away environment. `--upgrade` looks for newer indirect versions.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME, DEV = "requirements.lock", "requirements-dev.lock"
HEADER = "# Compiled from pyproject.toml by `make lock`. Do not edit.\n"
ADDRESS = re.compile(r"://|^\s*--(?:extra-)?index-url|^\s*--find-links|^-[fi]\s", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Write both locks, or leave both as they are and say why."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    if not set(project["build-system"]["requires"]) <= set(groups["dev"]):
        print("build-system.requires and the group `dev` must pin the same build tools.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        venv.create(scratch, with_pip=True)
        python = Path(scratch) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *groups["lock"]]
        subprocess.run(pip, check=True)
        locks = {DEV: compiled(python, DEV, arguments, ["--group", "dev"])}
        # What is shipped is what was tested: the tools' lock decides, the other is a part of it.
        (Path(scratch) / DEV).write_text(locks[DEV], encoding="utf-8")
        within = ["--constraint", str(Path(scratch) / DEV)]
        locks[RUNTIME] = compiled(python, RUNTIME, arguments, within)
    for name, text in locks.items():
        (ROOT / name).write_text(HEADER + text, encoding="utf-8")
        print(f"{name}: {len(re.findall(r'^[A-Za-z0-9]', text, re.MULTILINE))} packages")
    return 0


def compiled(python: Path, name: str, arguments: list[str], options: list[str]) -> str:
    """The text of one lock. Raises SystemExit if the address of an index leaked into it."""
    command = [str(python), "-m", "uv", "pip", "compile", "--quiet", "--no-config", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-header"]
    command += ["--no-emit-index-url", "--no-emit-find-links", *options, *arguments]
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("UV_FIND", "UV_EXTRA"))}
    with tempfile.TemporaryDirectory() as scratch:
        part = Path(scratch) / name
        if (ROOT / name).exists():  # known versions stay unless an upgrade is asked for
            part.write_bytes((ROOT / name).read_bytes())
        command += ["--output-file", str(part), "pyproject.toml"]
        subprocess.run(command, cwd=ROOT, env=clean, check=True, stdout=subprocess.DEVNULL)
        text = part.read_text(encoding="utf-8")
    text = re.sub(r"-c \S*/(requirements\S*)", r"-c \1", text)  # in the comments: not where it lay
    if ADDRESS.search(text):
        raise SystemExit(f"{name} would hold the address of an index; it was not written.")
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
