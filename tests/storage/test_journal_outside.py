"""The journal checked from outside, by the program and the numbers that docs/format-journal.md prints."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from recorder_desk.domain import journal
from recorder_desk.domain.merkle import CompactRange, leaf_hash
from storage.journal_mirror import ENTRIES, HEAD
from storage.keys import PUBLIC
from tests.documents import ROOT, blocks
from tests.storage.journals import Forged, forged, renumber

PAGE = ROOT / "docs" / "format-journal.md"
NAMES = (ENTRIES, HEAD, PUBLIC)


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the page's program on three files, as the page says."""
    (folder / "verify.py").write_text(blocks(PAGE, "python")[0], "utf-8")
    return subprocess.run(
        [sys.executable, "verify.py", *NAMES], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )


def verify_signature(folder: Path) -> int:
    """Run the page's openssl command."""
    (command,) = [block for block in blocks(PAGE, "sh") if block.startswith("openssl")]
    return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False).returncode


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """The page's own example, as files."""
    note, verifier, lines = blocks(PAGE, "text")
    for name, content in zip(NAMES, (lines, note, verifier), strict=True):
        (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


def test_the_example_is_true(shown: Path) -> None:
    done = verify(shown)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("3 entries are those under this checkpoint of recorder-desk/01a206fb-")


def test_the_examples_hashes_are_true(shown: Path) -> None:
    lines = (shown / ENTRIES).read_bytes().split(b"\n")[:-1]
    assert [journal.encode(journal.decode(line)) for line in lines] == lines
    assert blocks(PAGE, "json")[0].encode() == lines[1] + b"\n"
    tree = CompactRange()
    for line in lines:
        tree.add(leaf_hash(line))
    told = re.findall(r"\| `([0-9a-f]{64})` \|", PAGE.read_text("utf-8"))
    assert told == [value.hex() for value in (*map(leaf_hash, lines), tree.hashes[0], tree.root())]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Mirror, note and public key of a journal of ours, carried away."""
    f = Forged.make(tmp_path / "home", (3, 1, 5, 2, 4))
    (tmp_path / "away").mkdir()
    for source in (f.folder / ENTRIES, f.folder / HEAD, tmp_path / "home" / "keys" / PUBLIC):
        shutil.copy(source, tmp_path / "away")
    return tmp_path / "away"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl")
def test_a_journal_of_ours_is_whole_to_strangers(copied: Path) -> None:
    assert verify(copied).returncode == 0
    assert verify_signature(copied) == 0
    signature = (copied / "signature.bin").read_bytes()
    (copied / "signature.bin").write_bytes(bytes([signature[0] ^ 1]) + signature[1:])
    assert verify_signature(copied) != 0


def test_a_stranger_sees_that_entries_were_forged(copied: Path) -> None:
    whole = (copied / ENTRIES).read_bytes().split(b"\n")[:-1]
    for lines in (
        [*whole[:6], forged(whole[6]), *whole[7:]],
        renumber([*whole[:6], *whole[7:], whole[6]]),
        [*whole[:6], *whole[7:]],
        whole[:-1],
    ):
        (copied / ENTRIES).write_bytes(b"".join(line + b"\n" for line in lines))
        assert verify(copied).returncode != 0


def test_later_entries_do_not_disturb_an_older_checkpoint(copied: Path, tmp_path: Path) -> None:
    """An anchor goes on proving its part of a journal that has grown."""
    f = Forged.at(tmp_path / "home")
    f.go_on([2])
    shutil.copy(f.folder / ENTRIES, copied)
    assert verify(copied).stdout.startswith("15 entries")
