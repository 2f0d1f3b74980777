"""Set-up is never half-done: the stamp comes last, what was interrupted is begun anew, two wait for each other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.trees import Tree, ended, plant

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the pretended programs are shell scripts")
MADE_ANEW = "-m venv"
WAITING = "Another set-up of this tree is running; waiting for it.\n"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return plant(tmp_path)


def is_complete(tree: Tree) -> bool:
    return tree.set_up("--check").code == 0


def made_anew(tree: Tree) -> bool:
    """Whether a set-up since then has made the environment anew, and only once."""
    made = [call for call in tree.calls() if call.startswith(MADE_ANEW)]
    assert len(made) < 2
    return bool(made)


def change_the_lock(tree: Tree) -> None:
    with (tree.root / "requirements-dev.lock").open("a", encoding="utf-8") as lock:
        lock.write("# another version\n")


def test_the_stamp_comes_last(tree: Tree) -> None:
    done = tree.set_up()
    assert (done.code, done.err) == (0, "")
    assert is_complete(tree)
    calls = tree.calls()
    assert calls[0].startswith(MADE_ANEW) and "import PySide6" in calls[-1]
    assert not (tree.fakes / "stamped-too-early").exists()


def test_nothing_to_do_does_nothing(tree: Tree) -> None:
    tree.set_up()
    tree.calls()
    before = tree.stamp.stat().st_mtime_ns
    done = tree.set_up()
    assert (done.code, done.out, done.err) == (0, "", "")
    assert tree.calls() == [] and tree.stamp.stat().st_mtime_ns == before


def test_a_changed_lock_is_applied_in_place_without_a_stamp_meanwhile(tree: Tree) -> None:
    tree.set_up()
    change_the_lock(tree)
    assert not is_complete(tree)
    tree.calls()
    assert tree.set_up().code == 0
    assert is_complete(tree) and not made_anew(tree)
    assert not (tree.fakes / "stamped-too-early").exists()


@pytest.mark.parametrize("at", ["venv", "wheels.lock", "sources.lock", "--editable", "pip check", "import PySide6"])
def test_a_killed_set_up_is_begun_anew(tree: Tree, at: str) -> None:
    begun = tree.begin_and_hang(at)
    os.killpg(begun.pid, signal.SIGKILL)
    assert ended(begun).code == -signal.SIGKILL
    assert not tree.stamp.exists()
    tree.go_on()
    tree.calls()
    (tree.venv / "half").touch()
    again = tree.set_up()
    assert again.code == 0 and "Removing the unfinished or broken .venv." in again.out
    assert made_anew(tree) and is_complete(tree)
    assert not (tree.venv / "half").exists()


def test_a_change_that_was_killed_is_begun_anew(tree: Tree) -> None:
    tree.set_up()
    change_the_lock(tree)
    begun = tree.begin_and_hang("wheels.lock")
    os.killpg(begun.pid, signal.SIGKILL)
    ended(begun)
    tree.go_on()
    tree.calls()
    assert not is_complete(tree)
    assert tree.set_up().code == 0 and made_anew(tree)


def test_killed_while_the_stamp_is_written_there_is_none(tree: Tree) -> None:
    assert tree.set_up(dies_at_fsync=True).code == -signal.SIGKILL
    assert not tree.stamp.exists()
    tree.calls()
    assert tree.set_up().code == 0 and made_anew(tree)
    assert json.loads(tree.stamp.read_bytes())["python"] == os.path.realpath(tree.venv / "bin/python")


@pytest.mark.parametrize("text", ["", '{"key": "', "null"])
def test_half_a_stamp_is_none(tree: Tree, text: str) -> None:
    tree.set_up()
    tree.stamp.write_text(text, encoding="utf-8")
    assert not is_complete(tree)
    tree.calls()
    assert tree.set_up().code == 0 and made_anew(tree)


def test_an_environment_without_its_python_is_made_anew(tree: Tree) -> None:
    tree.set_up()
    (tree.venv / "bin/python").unlink()
    assert not is_complete(tree)
    tree.calls()
    assert tree.set_up().code == 0 and made_anew(tree)


def test_a_tree_that_was_moved_is_set_up_anew(tree: Tree) -> None:
    tree.set_up()
    moved = Tree(tree.root.rename(tree.root.with_name("elsewhere")), tree.fakes)
    tree.calls()
    assert not is_complete(moved)  # programs in .venv/bin name the place they were made in
    assert moved.set_up().code == 0 and made_anew(moved)


def test_a_failed_step_says_what_went_wrong_and_leaves_no_stamp(tree: Tree) -> None:
    tree.tell("fails", "pip check")
    failed = tree.set_up()
    assert failed.code == 1 and not tree.stamp.exists()
    assert "pip check failed\nit went wrong\n" in failed.err and "Traceback" not in failed.err


def test_ctrl_c_is_said_to_be_safe(tree: Tree) -> None:
    begun = tree.begin_and_hang("wheels.lock")
    os.killpg(begun.pid, signal.SIGINT)
    stopped = ended(begun)
    assert stopped.code == 1 and not tree.stamp.exists()
    assert stopped.err == "\nSet-up was interrupted; the next one completes it.\n"


def first_line(begun: subprocess.Popen[str]) -> str:
    assert begun.stdout is not None
    return begun.stdout.readline()


def test_two_set_ups_wait_and_one_installs(tree: Tree) -> None:
    one = tree.begin_and_hang("wheels.lock")
    two = tree.begin()
    assert first_line(two) == WAITING
    tree.go_on()
    assert (ended(one).code, ended(two).code) == (0, 0)
    calls = tree.calls()
    assert len(calls) == len(set(calls))  # nothing was done twice
    assert calls[0].startswith(MADE_ANEW) and is_complete(tree)


def test_a_pip_that_outlives_its_set_up_is_waited_for(tree: Tree) -> None:
    one = tree.begin_and_hang("wheels.lock")
    one.kill()  # the parent alone: its pip still writes into .venv
    one.wait()
    tree.calls()
    two = tree.begin()
    assert first_line(two) == WAITING
    assert tree.venv.exists() and tree.calls() == []
    tree.go_on()
    assert ended(two).code == 0
    ended(one)
    assert made_anew(tree) and is_complete(tree)
