"""Rescue copies made with the real ffmpeg: they play, and their pictures are those of the film."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from recorder_desk.domain.media import Made
from recorder_desk.errors import DeskError
from tests.recorder_desk.tools.cut_films import coded, cut_off, packets, pixels
from tests.recorder_desk.tools.films import media


def rescued(cut: Path, sibling: Path, into: Path) -> Made:
    into.mkdir(exist_ok=True)
    return media().rescue(cut, sibling, into, {"sibling": "s"}, lambda: False)


@pytest.mark.parametrize("name", ["plain.mp4", "baseline.mov", "hevc.mp4"])
def test_pictures_that_are_copied_are_the_same_to_the_pixel(tmp_path: Path, name: str) -> None:
    film, sibling = coded(tmp_path / f"film-{name}", name, 6), coded(tmp_path / f"sibling-{name}", name, 3)
    cut = tmp_path / f"cut-{name}"
    cut.write_bytes(cut_off(film.read_bytes(), 3))
    before = hashlib.sha512(cut.read_bytes()).digest()
    made = rescued(cut, sibling, tmp_path / "out")
    there = sum(at + size <= cut.stat().st_size for at, size in packets(film))
    wanted, found = pixels(film)[:there], pixels(Path(made.path))
    assert found[:there] == wanted and there <= int(made.facts["pictures"]) <= there + 1
    assert made.role == "rescue" and made.facts["sibling"] == "s" and made.facts["sound"] == "none"
    assert 0 < int(made.facts["used_bytes"]) <= int(made.facts["media_bytes"])
    assert hashlib.sha512(cut.read_bytes()).digest() == before
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["rescue.mp4"]


def test_pictures_in_another_order_are_encoded_anew_and_play(tmp_path: Path) -> None:
    film, sibling = coded(tmp_path / "film.mp4", "reordered.mp4", 6), coded(tmp_path / "s.mp4", "reordered.mp4", 3)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(cut_off(film.read_bytes(), 5))
    made = rescued(cut, sibling, tmp_path / "out")
    assert abs(len(pixels(Path(made.path))) - int(made.facts["pictures"])) <= 3


def test_what_cannot_be_rescued_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    film, sibling = coded(tmp_path / "film.mp4", "plain.mp4", 3), coded(tmp_path / "s.mp4", "plain.mp4", 3)
    cut, noise = tmp_path / "cut.mp4", tmp_path / "noise.mp4"
    cut.write_bytes(cut_off(film.read_bytes(), 5))
    noise.write_bytes(cut.read_bytes()[:48] + b"\xff" * 50_000)
    for source, healthy, code in (
        (film, sibling, "rescue.not-needed"), (cut, noise, "rescue.sibling-unlike"),
        (noise, sibling, "rescue.nothing-found"),
    ):  # fmt: skip
        with pytest.raises(DeskError) as raised:
            rescued(source, healthy, tmp_path / "out")
        assert raised.value.code == code
    assert list((tmp_path / "out").iterdir()) == []
