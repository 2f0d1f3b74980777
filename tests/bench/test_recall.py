"""The recall table: every cell can be filmed, and what cannot be read is not called read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench import recall


def test_every_cell_is_another_one() -> None:
    found = list(recall.cells())
    assert len({each.what for each in found}) == len(found) > 15
    assert {each.changed for each in found} == {"size", "blur", "turned", "tilted", "encoder"}


def test_a_sharp_code_is_read_and_a_smear_is_not(tmp_path: Path) -> None:
    sharp = next(recall.cells())
    assert recall.read(replace(sharp, scale=4), "one", tmp_path)
    assert not recall.read(replace(sharp, scale=4, bend="gblur=sigma=9"), "two", tmp_path)
    assert list(tmp_path.iterdir()) == []
