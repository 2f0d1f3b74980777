"""What every test stands on: no screen, no sound, one language, nobody's own home."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ.pop("RECORDER_DESK_HOME", None)
os.environ.pop("RECORDER_DESK_FAULT", None)


@pytest.fixture(autouse=True)
def _nobodys_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that forgets `--home` must not write into the home of whoever runs it."""
    stray: Path = tmp_path_factory.getbasetemp() / "nobodys-home"
    monkeypatch.setenv("XDG_DATA_HOME", str(stray))
    yield
    assert not stray.exists(), "a test wrote into the default home"
