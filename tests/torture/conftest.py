"""What the groups share: a driver of the program, and a quick place for homes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.driver import Driver, driven, quick_place


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    """The program, loaded once for the module."""
    with driven() as driver:
        yield driver


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder on the quickest file system there is."""
    with quick_place() as place:
        yield place
