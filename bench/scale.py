"""How much is measured: the sizes of the issue, or so little that a change shows within a minute or two."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """`repeats`: rounds of what takes seconds; `starts`: of what is started anew; `asked`: of each query;
    `turns`: how often a list is moved; `steps`: of each film, frames sought and stepped through; `inbox`: recordings
    that are placed by keys."""

    repeats: int
    starts: int
    asked: int
    film_files: int
    film_bytes: int
    photo_files: int
    photo_bytes: int
    remux_seconds: int
    transcode_seconds: int
    recordings: int
    turns: int
    few_recordings: int
    crowd: int
    beat_files: int
    beat_bytes: int
    beat_seconds: float
    step_seconds: int
    steps: int
    acts: int
    inbox: int


FULL = Scale(
    repeats=5,
    starts=9,
    asked=7,
    film_files=40,
    film_bytes=25_000_000,
    photo_files=5000,
    photo_bytes=100_000,
    remux_seconds=1800,
    transcode_seconds=20,
    recordings=1_000_000,
    turns=900,
    few_recordings=5000,
    crowd=200_000,
    beat_files=4,
    beat_bytes=400_000_000,
    beat_seconds=10.0,
    step_seconds=20,
    steps=40,
    acts=100,
    inbox=200,
)

QUICK = Scale(
    repeats=3,
    starts=3,
    asked=3,
    film_files=10,
    film_bytes=25_000_000,
    photo_files=1000,
    photo_bytes=100_000,
    remux_seconds=600,
    transcode_seconds=10,
    recordings=20_000,
    turns=300,
    few_recordings=1000,
    crowd=20_000,
    beat_files=2,
    beat_bytes=200_000_000,
    beat_seconds=3.0,
    step_seconds=11,
    steps=10,
    acts=12,
    inbox=40,
)
