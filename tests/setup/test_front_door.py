"""The two doors: `setup.sh`, which looks for a Python, and `.ci/run`, which runs what the README says."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.trees import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
AGED = """#!/bin/sh
shift 3
exec "{python}" -S -E -c '
import runpy, sys
sys.version_info = (3, 9, 18, "final", 0)
sys.argv = ["setup/setup.py"]
runpy.run_path("setup/setup.py", run_name="__main__")'
"""
FRESH = """#!/bin/sh
echo "$0 $*" >> "{log}"
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with set-up in it, and `bin/` beside it for the only Pythons there are."""
    tree = tmp_path / "执法 记录 desk"
    shutil.copytree(ROOT / "setup", tree / "setup", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/dirname").symlink_to(str(shutil.which("dirname")))
    return tree


def python(tree: Path, name: str, script: str) -> Path:
    path = tree.parent / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(script.format(python=sys.executable, log=tree.parent / "log"))
    path.chmod(0o755)
    return path


def set_up(tree: Path, chosen: str = "") -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(tree.parent / "bin"), "PYTHON": chosen}
    command = ["/bin/sh", str(tree / "setup/setup.sh")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def chosen(tree: Path) -> list[str]:
    """The Pythons that set-up was run with."""
    log = tree.parent / "log"
    return [Path(line.split(" -S ")[0]).name for line in log.read_text().splitlines()] if log.exists() else []


def test_an_old_python_is_refused_with_one_sentence_and_the_way_out(tree: Path) -> None:
    python(tree, "python3", AGED)
    refused = set_up(tree)
    assert refused.returncode == 1 and refused.stdout == ""
    needs, way_out = refused.stderr.splitlines()
    assert needs.startswith("Recorder Desk needs Python 3.11 or newer, and none was found")
    assert "make setup PYTHON=" in way_out
    assert not (tree / ".venv").exists() and not (tree / ".setup-lock").exists()


def test_any_python_can_read_the_front_door() -> None:
    """Nothing newer than Python 3.5 stands before the question which Python this is."""
    ast.parse((ROOT / "setup/setup.py").read_text("utf-8"), feature_version=(3, 5))


def test_a_newer_python_beside_an_old_one_is_found(tree: Path) -> None:
    python(tree, "python3", AGED)
    python(tree, "python3.12", FRESH)
    assert set_up(tree).returncode == 0
    assert chosen(tree) == ["python3.12"]


def test_the_python_that_was_named_is_taken_wherever_it_lies(tree: Path) -> None:
    python(tree, "python3", FRESH)
    mine = python(tree, "../my own/python3.12", FRESH)
    assert set_up(tree, str(mine)).returncode == 0
    assert (tree.parent / "log").read_text().startswith(f"{mine} -S -E setup/setup.py")


def test_an_old_python_that_was_named_is_not_replaced_in_silence(tree: Path) -> None:
    python(tree, "python3", FRESH)
    python(tree, "python3.9", AGED)
    refused = set_up(tree, "python3.9")
    assert refused.returncode == 1 and "(tried: python3.9)" in refused.stderr
    assert chosen(tree) == []


@pytest.mark.parametrize("result", [0, 7])
def test_ci_runs_the_test_command_of_the_readme_and_nothing_else(tmp_path: Path, result: int) -> None:
    for name in ("dirname", "bash"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    fake = tmp_path / "make"
    fake.write_text(f'#!/bin/sh\necho "$(pwd -P): make $*" >> {tmp_path}/log\nexit {result}\n')
    fake.chmod(0o755)
    ran = subprocess.run(
        [str(tmp_path / "bash"), str(ROOT / ".ci/run")],
        env={"PATH": str(tmp_path)},
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert ran.returncode == result
    assert (tmp_path / "log").read_text().splitlines() == [f"{ROOT}: make test"]
    for readme in ("README.md", "README.zh-CN.md"):
        assert "make test" in (ROOT / readme).read_text("utf-8")


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_test_sets_up_and_runs_every_test_wherever_it_runs() -> None:
    def printed(**environment: str) -> list[str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "CI"))}
        command = ["make", "--dry-run", "--no-print-directory", "-C", str(ROOT), "test"]
        done = subprocess.run(command, env=plain | environment, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.splitlines()

    set_up, tests = printed()
    assert printed(CI="true") == [set_up, tests]
    assert set_up.endswith("sh setup/setup.sh")
    program, *rest = tests.split()
    assert [program, *rest[:2]] == [".venv/bin/python", "-m", "pytest"]
    left_out = [word for word in rest[2:] if word.startswith(("-k", "-m", "--ignore", "--deselect", "tests"))]
    assert left_out == []
