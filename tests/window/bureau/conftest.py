"""A bureau's page needs no recordings: every test has a new home."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flow.homes import opened


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which nothing has happened yet."""
    place = tmp_path / "home"
    with opened(place):
        return place
