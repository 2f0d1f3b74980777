"""Connections to the catalogue: one that cannot be used is not left open."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection

import pytest

from recorder_desk.errors import DeskError
from storage.database import open_for_reading, open_for_writing


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists a process's open files")
@pytest.mark.parametrize("opening", [open_for_reading, open_for_writing])
def test_a_damaged_catalogue_is_let_go(tmp_path: Path, opening: Callable[[Path], Connection]) -> None:
    path = tmp_path / "catalogue.db"
    path.write_bytes(b"not a database at all" * 300)
    with pytest.raises(DeskError) as refused:
        opening(path)
    held = [os.readlink(each) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    assert str(path) not in held
    assert refused.value.code == "catalogue.corrupt"  # and its frames still hold what they opened
