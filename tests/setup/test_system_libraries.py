"""What only the operating system can give: installed where that is allowed, else one line for a person."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.setup.trees import APT_CACHE, APT_GET, SUDO, Ended, Tree, add, plant

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks libraries that apt has")
NAMES = ("libnowhere9t64", "libnowhere9")  # the newer release's name first
INSTALL = "apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -qq install -y --no-install-recommends"
UPDATE = "apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -qq update"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A Debian whose lists know the older name, and which lacks one library."""
    tree = plant(tmp_path)
    add(tree, "apt-get", APT_GET)
    add(tree, "apt-cache", APT_CACHE)
    tree.tell("known", "libnowhere9")
    return tree


def set_up(tree: Tree, user: int) -> Ended:
    return tree.set_up(user=user, libraries=((str(tree.lacked), NAMES),))


def asked_of_the_system(tree: Tree) -> list[str]:
    return [call for call in tree.calls() if call.startswith(("apt-get", "sudo"))]


def refused_with(tree: Tree, wanted: str) -> None:
    """An ordinary user's set-up: exactly one line to run, nothing installed, no environment begun."""
    told = set_up(tree, user=1000)
    assert told.code == 2 and told.out == ""
    assert [line.strip() for line in told.err.splitlines() if "apt-get" in line] == [wanted]
    assert str(tree.lacked) in told.err and "Traceback" not in told.err
    assert tree.calls() == [] and not tree.venv.exists()


def test_without_sudo_one_line_is_printed(tree: Tree) -> None:
    refused_with(tree, 'su -c "apt-get update && apt-get install -y --no-install-recommends libnowhere9"')


def test_a_sudo_that_asks_for_a_password_is_left_to_the_person(tree: Tree) -> None:
    add(tree, "sudo", SUDO)
    tree.tell("sudo-asks")
    refused_with(tree, "sudo apt-get update && sudo apt-get install -y --no-install-recommends libnowhere9")


def test_a_sudo_that_asks_nothing_installs_what_is_missing(tree: Tree) -> None:
    add(tree, "sudo", SUDO)
    done = set_up(tree, user=1000)
    assert done.code == 0 and "Installing system packages: libnowhere9\n" in done.out
    assert asked_of_the_system(tree) == ["sudo", f"{INSTALL} libnowhere9"]
    assert tree.stamp.exists()


def test_root_installs_without_sudo_and_fetches_lists_only_when_they_lack_it(tree: Tree) -> None:
    (tree.fakes / "known").write_text("")
    tree.tell("served", "libnowhere9t64")
    assert set_up(tree, user=0).code == 0
    assert asked_of_the_system(tree) == [UPDATE, f"{INSTALL} libnowhere9t64"]


def test_stale_lists_are_fetched_anew_when_installing_fails(tree: Tree) -> None:
    tree.tell("apt-fails")
    tree.tell("served", "libnowhere9")
    assert set_up(tree, user=0).code == 0
    assert asked_of_the_system(tree) == [f"{INSTALL} libnowhere9", UPDATE, f"{INSTALL} libnowhere9"]


def test_what_apt_does_not_bring_is_said(tree: Tree) -> None:
    tree.tell("apt-brings-nothing")
    told = set_up(tree, user=0)
    assert told.code == 2 and f"Installed, and still not found: {tree.lacked}." in told.err
    assert not tree.venv.exists()


def test_without_apt_the_libraries_are_named(tree: Tree) -> None:
    (tree.fakes / "bin/apt-get").unlink()
    told = set_up(tree, user=0)
    assert told.code == 2 and f"Recorder Desk needs from this system: {tree.lacked}." in told.err
    assert not tree.venv.exists()


def test_where_nothing_lacks_the_system_is_left_alone(tree: Tree) -> None:
    add(tree, "sudo", SUDO)
    done = tree.set_up(user=1000, libraries=(("libc.so.6", ("libc6",)),))
    assert done.code == 0 and asked_of_the_system(tree) == []


def test_a_system_without_a_chinese_font_lacks_one(tree: Tree) -> None:
    (tree.fakes / "bin/fc-list").write_text("#!/bin/sh\n")
    told = tree.set_up(user=1000)
    assert told.code == 2 and re.search(r"apt-get install .* fonts-noto-cjk\"?$", told.err, re.MULTILINE)
