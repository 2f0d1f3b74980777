"""A stocked home for each test, made once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.flow.homes import opened
from tests.recorder_desk.commands.room import Room, stock


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Room]:
    """A home with five recordings and two cases, closed; what is in it."""
    folder = tmp_path_factory.mktemp("stocked")
    return folder / "home", stock(folder / "home", folder / "card")


@pytest.fixture
def settings() -> str:
    """The settings file of the test's home; a test parametrizes it."""
    return ""


@pytest.fixture
def room(stocked: tuple[Path, Room], tmp_path: Path, settings: str) -> Iterator[Room]:
    """A desk of the test's own on a copy."""
    home, known = stocked
    shutil.copytree(home, tmp_path / "home")
    (tmp_path / "home" / "settings.toml").write_text(settings, "utf-8")
    with opened(tmp_path / "home") as session:
        yield replace(known, session=session)
