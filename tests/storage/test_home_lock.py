"""One desk a home, whatever becomes of the lock file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recorder_desk.errors import DeskError
from storage.home_lock import HomeLock

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let an open file be deleted")


def refused(lock: Path) -> str:
    """The code with which a second desk is turned away."""
    with pytest.raises(DeskError) as raised:
        HomeLock(lock)
    return raised.value.code


def test_one_at_a_time(tmp_path: Path) -> None:
    first = HomeLock(tmp_path / "lock")
    assert refused(tmp_path / "lock") == "home.locked"
    first.close()
    HomeLock(tmp_path / "lock").close()


@posix
def test_a_deleted_lock_file_lets_no_second_desk_in(tmp_path: Path) -> None:
    first = HomeLock(tmp_path / "lock")
    (tmp_path / "lock").unlink()
    assert refused(tmp_path / "lock") == "home.locked"
    assert refused(tmp_path / "lock") == "home.locked"  # nor does the file the second one made
    first.close()
    HomeLock(tmp_path / "lock").close()


@posix
def test_a_lock_file_put_in_its_place_lets_no_second_desk_in(tmp_path: Path) -> None:
    first = HomeLock(tmp_path / "lock")
    (tmp_path / "other").touch()
    (tmp_path / "other").replace(tmp_path / "lock")
    assert refused(tmp_path / "lock") == "home.locked"
    first.close()


def test_a_home_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    assert refused(tmp_path / "home" / "lock") == "home.unwritable"
