"""The locks: exact versions with hashes, no address of any index; and what git keeps out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

from tests.setup.trees import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
ENTRY = re.compile(r"[a-z0-9][a-z0-9._-]*==[A-Za-z0-9.!+_-]+(?: ; .+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
COMPILER = """#!/bin/sh
echo "$*" > "{log}"
env >> "{log}"
while [ "$1" != --output-file ]; do shift; done
printf '%s\\n' "{first}" "    --hash=sha256:00" > "$2"
"""
inside_git = pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(), reason="the tree is not a clone"
)


def entries(lock: str) -> dict[str, list[str]]:
    """`name==version ; marker` -> the hashes of its files. A line that is neither fails."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / lock).read_text("utf-8").splitlines():
        if HASH.fullmatch(line):
            found[next(reversed(found))].append(line.split(":")[1].rstrip(" \\"))
        elif ENTRY.fullmatch(line):
            found[line.removesuffix(" \\")] = []
        else:
            assert re.match(r"\s*#", line), f"neither an entry nor a hash: {line}"
    return found


def versions(lock: str) -> dict[str, str]:
    return dict(entry.split(" ;")[0].split("==") for entry in entries(lock))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_exact_versions_with_hashes_and_no_address(lock: str) -> None:
    found = entries(lock)
    assert len(found) > 5
    assert [entry for entry, hashes in found.items() if not hashes] == []
    assert not re.search(r"://|index-url|find-links", (ROOT / lock).read_text("utf-8"))


def test_what_is_shipped_is_what_is_tested() -> None:
    shipped, tested = (entries(lock) for lock in LOCKS)
    tested_versions = {entry.split(" ;")[0]: hashes for entry, hashes in tested.items()}
    assert {
        entry: hashes for entry, hashes in shipped.items() if tested_versions.get(entry.split(" ;")[0]) != hashes
    } == {}


def test_the_locks_are_compiled_from_what_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for lock, declared in (
        ("requirements.lock", project["project"]["dependencies"]),
        ("requirements-dev.lock", [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]),
    ):
        locked = versions(lock)
        for requirement in declared:
            name, version = re.split(r"==", re.sub(r"\[.*?\]| *;.*", "", requirement))
            assert locked.get(re.sub(r"[-_.]+", "-", name).lower()) == version, f"{requirement}: run make lock"


@pytest.fixture
def compiling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`setup/lock.py`, in a tree of its own."""
    spec = util.spec_from_file_location("compiling_locks", ROOT / "setup/lock.py")
    assert spec is not None and spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


def compiler(tmp_path: Path, first: str) -> Path:
    path = tmp_path / "compiler"
    path.write_text(COMPILER.format(log=tmp_path / "log", first=first), encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="the pretended compiler is a shell script")
@pytest.mark.parametrize(
    "leaked",
    [
        "--index-url mirror.example/simple",
        "--extra-index-url mirror.example/simple",
        "    --find-links /opt/wheels",
        "-i mirror.example",
        "-f /opt/wheels",
        "click @ https://mirror.example/click-8.whl",
    ],
)
def test_a_lock_with_an_address_is_not_written(compiling: ModuleType, tmp_path: Path, leaked: str) -> None:
    with pytest.raises(SystemExit, match=r"would hold the address of an index; it was not written"):
        compiling.compiled(compiler(tmp_path, leaked), "requirements.lock", [], [])


@pytest.mark.skipif(sys.platform == "win32", reason="the pretended compiler is a shell script")
def test_a_lock_is_compiled_with_hashes_and_without_a_persons_settings(
    compiling: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_EXTRA_INDEX_URL", "https://somebodys.example")
    monkeypatch.setenv("UV_FIND_LINKS", "/somebodys")
    text = compiling.compiled(compiler(tmp_path, "click==8.0"), "requirements.lock", [], [])
    assert text == "click==8.0\n    --hash=sha256:00\n"
    command, *environment = (tmp_path / "log").read_text("utf-8").splitlines()
    for option in ("--generate-hashes", "--universal", "--no-config", "--no-emit-index-url", "--no-emit-find-links"):
        assert option in command.split()
    assert [line for line in environment if "somebodys" in line] == []


def git(*arguments: str, told: str = "") -> list[str]:
    command = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), *arguments]
    done = subprocess.run(command, input=told, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in (0, 1) and not done.stderr, done.stderr
    return done.stdout.splitlines()


@inside_git
def test_git_keeps_out_what_is_made_and_nothing_that_is_ours() -> None:
    made = [".venv/bin/python", ".setup-lock", "recorder_desk.egg-info/PKG-INFO", "build/x", "ui/__pycache__/x.pyc"]
    assert git("check-ignore", "--stdin", told="\n".join(made)) == made
    assert git("ls-files", "--cached", "--ignored", "--exclude-standard") == []
