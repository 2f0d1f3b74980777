"""Comparing two files as the medium has them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from storage.platform import BUFFER_BYTES
from storage.reading import same_bytes

SIZES = (0, 1, 4096, BUFFER_BYTES - 1, BUFFER_BYTES, BUFFER_BYTES + 1, 7 * BUFFER_BYTES + 4095)


def _pair(folder: Path, size: int) -> tuple[Path, Path]:
    content = random.Random(size).randbytes(size)
    one, other = folder / "one", folder / "other"
    one.write_bytes(content)
    other.write_bytes(content)
    return one, other


@pytest.mark.parametrize("size", SIZES)
def test_equal_files_are_the_same(tmp_path: Path, size: int) -> None:
    one, other = _pair(tmp_path, size)
    assert same_bytes(str(one), str(other)) in ("direct", "dropped", "cached")


@pytest.mark.parametrize("size", SIZES[1:])
@pytest.mark.parametrize("place", ["first", "last", "middle"])
def test_one_bit_makes_them_differ(tmp_path: Path, size: int, place: str) -> None:
    one, other = _pair(tmp_path, size)
    content = bytearray(other.read_bytes())
    content[{"first": 0, "last": size - 1, "middle": size // 2}[place]] ^= 1
    other.write_bytes(content)
    assert same_bytes(str(one), str(other)) is None


@pytest.mark.parametrize("size", SIZES[1:])
def test_a_shorter_one_differs(tmp_path: Path, size: int) -> None:
    one, other = _pair(tmp_path, size)
    other.write_bytes(other.read_bytes()[:-1])
    assert same_bytes(str(one), str(other)) is None


def test_one_that_shrinks_after_it_was_measured_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = _pair(tmp_path, SIZES[-1])
    other.write_bytes(other.read_bytes()[: 2 * BUFFER_BYTES])
    monkeypatch.setattr("storage.reading.os.path.getsize", lambda path: SIZES[-1])
    assert same_bytes(str(one), str(other)) is None


@pytest.mark.parametrize("which", ["one", "other"])
def test_one_that_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    one, other = _pair(tmp_path, SIZES[-1])
    (tmp_path / which).unlink()
    monkeypatch.setattr("storage.reading.os.path.getsize", lambda path: SIZES[-1])
    with pytest.raises(FileNotFoundError):
        same_bytes(str(one), str(other))
