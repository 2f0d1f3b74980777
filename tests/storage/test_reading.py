"""Re-reading what lies on the medium: the same digest whether hashing runs beside the reading or after it."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import pytest

from storage import reading
from storage.platform import BUFFER_BYTES


@pytest.mark.parametrize("size", [4 * BUFFER_BYTES, 5 * BUFFER_BYTES + 1, 9 * BUFFER_BYTES - 4097])
def test_large_file_hashed_beside_has_the_digest_of_its_bytes(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = os.urandom(size)
    path = tmp_path / "large"
    path.write_bytes(data)
    told: list[int] = []
    plain = reading.reread(str(path), told.append)
    monkeypatch.setattr(reading, "BESIDE_BYTES", 4 * BUFFER_BYTES)
    beside = reading.reread(str(path), told.append)
    assert beside == plain
    assert (beside.digest, beside.bytes, sum(told)) == (hashlib.sha512(data).hexdigest(), size, 2 * size)


def test_one_changed_byte_at_the_end_is_seen_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BESIDE_BYTES", BUFFER_BYTES)
    path = tmp_path / "large"
    path.write_bytes(bytes(6 * BUFFER_BYTES))
    before = reading.reread(str(path)).digest
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\x01")
    assert reading.reread(str(path)).digest != before


def test_thread_beside_is_joined_when_reading_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BESIDE_BYTES", BUFFER_BYTES)
    path = tmp_path / "large"
    path.write_bytes(bytes(6 * BUFFER_BYTES))

    def fails(done: int) -> None:
        raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        reading.reread(str(path), fails)
    assert [each.name for each in threading.enumerate() if each.name == "hash-aside"] == []
