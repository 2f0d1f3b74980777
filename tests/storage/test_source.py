"""A source whose volume goes: whatever call meets it, it is told as the recorder's going and as nothing else."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from recorder_desk.errors import DeskError
from storage.source import opened
from tests.storage.vaults import docked, open_vault, origin_of, silent, staged

GONE = OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "a.mp4"
    path.write_bytes(os.urandom(3 << 20))
    return path


def test_it_goes_before_the_first_look(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = docked(film)

    def gone(fd: int) -> os.stat_result:
        raise GONE

    with monkeypatch.context() as patched, pytest.raises(DeskError, match=r"receive\.source-gone"):
        patched.setattr(os, "fstat", gone)
        with opened(seen):
            pytest.fail("opened all the same")


def test_it_goes_and_not_even_closing_works(tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read and compared whole is received; a failure while reading is the one that is told."""
    seen, close, told = docked(film), os.close, []

    def closed(fd: int) -> None:
        of_the_card = os.path.samestat(os.fstat(fd), film.stat())
        close(fd)
        if of_the_card:
            told.append(fd)
            raise GONE

    monkeypatch.setattr(os, "close", closed)
    batch = open_vault(tmp_path).batch()
    assert batch.take_in(seen, origin_of(seen), silent).bytes == seen.size
    with pytest.raises(DeskError, match=r"receive\.source-changed"), opened(seen):
        film.write_bytes(b"other")
    assert len(told) == 2
    monkeypatch.undo()
    batch.close()


def test_the_vaults_disk_goes_before_the_batch_is_over(tmp_path: Path, film: Path) -> None:
    """Nothing more can be done there now; the next start finds what was left and removes it."""
    vault, seen = open_vault(tmp_path), docked(film)
    batch = vault.batch()
    batch.take_in(seen, origin_of(seen), silent)
    (tmp_path / "staging").rename(tmp_path / "away")
    batch.close()
    (tmp_path / "away").rename(tmp_path / "staging")
    assert len(staged(tmp_path)) == 1
    assert list(open_vault(tmp_path).unfinished()) == []
    assert staged(tmp_path) == []
