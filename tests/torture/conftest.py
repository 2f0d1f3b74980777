"""What the groups share: a driver of the program, a stage for its scenes, and a place for their figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.driver import Driver, driven, quick_place
from tests.torture.scenes import Stage


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    """The program, loaded once for the module."""
    with driven() as driver:
        yield driver


@pytest.fixture(scope="module")
def stage(driver: Driver) -> Iterator[Stage]:
    """A place to play scenes in, where faults can be put into system calls."""
    if driver.why_not:
        pytest.skip(f"NOT PROVEN here: {driver.why_not}")
    with quick_place() as place:
        yield Stage(place, driver)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder on the quickest file system there is."""
    with quick_place() as place:
        yield place
