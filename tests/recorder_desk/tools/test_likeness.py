"""Real films: cut, made smaller, encoded anew; and others."""

from __future__ import annotations

import pytest

from recorder_desk.domain.likeness import Print, bands, likeness
from tests.recorder_desk.tools.films import H264, film, media

ZOOM = "mandelbrot=s=640x360:rate=25:maxiter=120"


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Print, ...]]:
    """What is seen in a film, a cut of it that was encoded anew, and two that have nothing to do with it."""
    place = tmp_path_factory.mktemp("films")
    whole = film(place / "whole.mp4", *H264, "-g", "25", sight=ZOOM, seconds=40)
    cut = place / "cut.mp4"
    bent = "trim=start=10.3,setpts=PTS-STARTPTS,scale=320:180,eq=brightness=0.05"
    film(cut, "-vf", bent, *H264, "-crf", "33", "-g", "25", sight=ZOOM, seconds=35)
    other = film(place / "other.mp4", *H264, "-g", "25", sight=f"{ZOOM}:start_x=-0.1:start_y=-0.9", seconds=40)
    bars = film(place / "bars.mp4", *H264, "-g", "25", seconds=20)
    tools = media()
    told = {}
    for path in (whole, cut, other, bars):
        told[path.stem] = tools.codes(path, tools.probe(path, "video").info, lambda _: None, lambda: False).prints
    return told


def test_a_cut_that_was_encoded_anew_is_known(films: dict[str, tuple[Print, ...]]) -> None:
    told = likeness(films["whole"], films["cut"])
    assert told is not None and abs(told.shift_ms + 10_300) <= 1_000
    assert len(bands(films["whole"]) & bands(films["cut"])) >= 2


def test_other_films_are_not(films: dict[str, tuple[Print, ...]]) -> None:
    assert films["other"]
    for other in ("other", "bars"):
        assert likeness(films["whole"], films[other]) is None is likeness(films["cut"], films[other])
