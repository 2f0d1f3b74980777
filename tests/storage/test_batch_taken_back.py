"""What was put into the root and has to come out again, when even that fails."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from recorder_desk.ports import DeskFailure
from storage import platform_posix
from tests.storage.vaults import docked, open_vault, origin_of, referee, silent, staged

pytestmark = pytest.mark.skipif(os.name == "nt", reason="faults are planted in POSIX calls")


def test_what_cannot_be_taken_back_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The flush after the renames fails, and so does taking the object out of the root again: the next start looks."""
    vault, calls = open_vault(tmp_path), []
    (tmp_path / "a.mp4").write_bytes(os.urandom(50_000))
    file = docked(tmp_path / "a.mp4")
    batch = vault.batch()
    batch.take_in(file, origin_of(file, "a"), silent)
    real = platform_posix._call

    def call(name: str, *arguments: object) -> None:
        calls.append(name)
        if (name == "syncfs" and calls.count("syncfs") == 2) or (calls.count("syncfs") == 2 and name == "renameat2"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(name, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(platform_posix, "_call", call)
        patched.setattr(platform_posix, "syncfs_reports", lambda: True)
        assert batch.publish(silent) == [DeskFailure("a", "receive.vault-unwritable")]
        batch.close()
    assert len(staged(tmp_path)) == 1
    ((left, found),) = open_vault(tmp_path).unfinished()
    assert [each.recording for each in found] == ["a"]
    left.withdraw(["a"])
    left.close()
    assert (list(vault.objects()), staged(tmp_path), referee(vault.root)) == ([], [], "")
