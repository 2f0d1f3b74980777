"""Killed at every named point and started again: every file exactly once, and every tool content."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from recorder_desk.ports import VaultObject
from storage.faultpoints import POINTS, VARIABLE
from tests.storage.crashing import registered
from tests.storage.vaults import open_vault, referee, sha512, silent, staged

pytestmark = pytest.mark.skipif(os.name == "nt", reason="killed by a signal")

OURS = [name for name in POINTS if name.split(".")[0] in ("receive", "publish", "batch", "version", "object")]
RECOVERY = ["unfinished.left-removed", "unfinished.found"]


def start(place: Path, fault: str = "") -> int:
    done = subprocess.run(
        [sys.executable, "-m", "tests.storage.crashing", str(place)],
        env={**os.environ, VARIABLE: fault},
        cwd=Path(__file__).parents[2],
        check=False,
        timeout=60,
    )
    return done.returncode


def fill(place: Path) -> None:
    (place / "card").mkdir()
    for count, size in enumerate((0, 3_000, 1_500_000)):
        (place / "card" / f"{count}.mp4").write_bytes(bytes([count]) * size)


@pytest.fixture(scope="module")
def judged() -> Iterator[list[Path]]:
    """Storage roots that ocfl-py sees, all at once, when this module is done."""
    roots: list[Path] = []
    yield roots
    assert referee(*roots) == ""


def assert_consistent(place: Path, judged: list[Path]) -> None:
    """Every file once, registered where it lies, sealed twice over; nothing staged, no warning."""
    vault = open_vault(place)
    offered = {sha512(path) for path in (place / "card").iterdir()}
    objects = [each for each in vault.objects() if isinstance(each, VaultObject)]
    originals = [each.original for each in objects if each.original is not None]
    assert sorted(original.digest for original in originals) == sorted(offered)
    assert {original.digest: original.object_path for original in originals} == {
        digest: path for digest, (_, path) in registered(place).items()
    }
    for each in objects:
        digest = each.original.digest if each.original else ""
        assert vault.check(each.id, each.object_path, digest, silent) == []
        assert each.version == (3 if each.original else 1)
        assert each.documents.get("archive.json", b"second") == b"second"
    assert len(objects) == len(offered) + 1
    assert staged(place) == []
    judged.append(vault.root)


@pytest.mark.parametrize("fault", [*OURS, "publish.renamed#2", "receive.copied#3", "version.content-moved#4"])
def test_killed_and_started_again(tmp_path: Path, judged: list[Path], fault: str) -> None:
    fill(tmp_path)
    assert start(tmp_path, fault) == -signal.SIGKILL, "the point was not reached"
    assert start(tmp_path) == 0
    assert_consistent(tmp_path, judged)


@pytest.mark.parametrize("again", RECOVERY)
@pytest.mark.parametrize("fault", ["receive.copied#2", "publish.renamed#2", "publish.folders-flushed"])
def test_killed_while_recovering(tmp_path: Path, judged: list[Path], fault: str, again: str) -> None:
    fill(tmp_path)
    assert start(tmp_path, fault) == -signal.SIGKILL
    reached = start(tmp_path, again)
    # Only what reached the root is found; what was merely staged is removed and that is all.
    assert reached == (0 if (fault, again) == ("receive.copied#2", "unfinished.found") else -signal.SIGKILL)
    assert start(tmp_path) == 0
    assert_consistent(tmp_path, judged)


def test_a_restart_alone_mends_a_version_half_put_in_place(tmp_path: Path) -> None:
    """Readers need not wait until the seal is repeated."""
    fill(tmp_path)
    assert start(tmp_path, "version.inventory-replaced") == -signal.SIGKILL
    vault = open_vault(tmp_path)
    assert any(not isinstance(each, VaultObject) for each in vault.objects())
    assert list(vault.unfinished()) == []
    assert all(isinstance(each, VaultObject) for each in vault.objects())
    assert referee(vault.root) == ""


def test_a_published_original_that_rotted_before_it_was_registered_is_not_handed_back(tmp_path: Path) -> None:
    fill(tmp_path)
    assert start(tmp_path, "publish.folders-flushed") == -signal.SIGKILL
    vault = open_vault(tmp_path)
    largest = max((tmp_path / "vault").rglob("original.mp4"), key=lambda path: path.stat().st_size)
    largest.chmod(0o600)
    with open(largest, "r+b") as file:
        file.seek(1000)
        file.write(b"rot")
    ((batch, originals),) = vault.unfinished()
    assert len(originals) == 2
    assert largest.exists(), "it may be registered: only the check may speak of it"
    batch.close()
    assert staged(tmp_path) == []


def test_an_unflushed_intent_hands_nothing_back(tmp_path: Path) -> None:
    fill(tmp_path)
    assert start(tmp_path, "publish.intent-written") == -signal.SIGKILL
    (intent,) = (tmp_path / "staging").rglob("objects.json")
    intent.chmod(0o600)
    os.truncate(intent, 40)
    assert list(open_vault(tmp_path).unfinished()) == []
    assert staged(tmp_path) == []


def test_live_batches_are_left_alone(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    batch = vault.batch()
    assert list(vault.unfinished()) == []
    assert len(staged(tmp_path)) == 1
    batch.close()
