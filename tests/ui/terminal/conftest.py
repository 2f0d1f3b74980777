"""The real program on a real home: in this process for speed, as another process where signals matter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ui.start import FrontDoor
from ui.terminal.app import run


@dataclass(frozen=True, slots=True)
class Told:
    """How a call ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """JSON, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Recorder = Callable[..., Told]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home with quick settings; the person's own language and home play no part."""
    place = tmp_path / "home"
    place.mkdir()
    (place / "settings.toml").write_text("settle_seconds = 0.1\nreserve_bytes = 0\n", "utf-8")
    monkeypatch.setenv("RECORDER_DESK_HOME", str(place))
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return place


@pytest.fixture
def rd(home: Path, capfd: pytest.CaptureFixture[str]) -> Recorder:
    """`rd("receive", path)`: one call in this process."""

    def call(*words: str | Path) -> Told:
        capfd.readouterr()
        code = run(FrontDoor(), [os.fspath(word) for word in words])
        told = capfd.readouterr()
        return Told(code, told.out, told.err)

    return call


@pytest.fixture
def start(home: Path) -> Callable[..., subprocess.Popen[str]]:
    """`start("watch", folder)`: the program as another process."""

    def begin(*words: str | Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "ui", *map(os.fspath, words)]
        root = Path(__file__).resolve().parents[3]
        return subprocess.Popen(
            command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )

    return begin


def media(path: Path, size: int = 50_000) -> Path:
    """A file with a media name and bytes of its own (nothing that could be played)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(size))
    return path
