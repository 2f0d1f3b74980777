"""A story in each language; the card it begins with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.recorder_desk.tools.films import H264, film, tone
from tests.stories.teller import SUFFIX, Story


@pytest.fixture(params=list(SUFFIX))
def language(request: pytest.FixtureRequest) -> str:
    """The language the story is told in."""
    return str(request.param)


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two films as a recorder makes them: the same bytes on every machine, hence one thread."""
    folder = tmp_path_factory.mktemp("films")
    for number, seconds in ((1, 3), (2, 2)):
        how = (*H264, "-threads", "1", "-c:a", "aac", "-fflags", "+bitexact", "-shortest")
        film(folder / f"DSJ_000005_20261122_09150{number}.mp4", *how, sound=tone(), seconds=seconds)
    return folder


@pytest.fixture
def story(request: pytest.FixtureRequest, language: str, tmp_path: Path) -> Story:
    """Named after the test's file: `test_docked.py` tells `docked`."""
    return Story(request.path.stem.removeprefix("test_"), language, tmp_path)
