"""Boxes and units of films without an index: all that is there, and nothing out of what is none."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from recorder_desk.domain.mp4 import Coding, boxes, coding_of, media_data
from recorder_desk.domain.units import units
from tests.recorder_desk.tools.cut_films import CODED, coded, cut_off, packets, reader

CUTS = 20


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One of each coding."""
    place = tmp_path_factory.mktemp("films")
    return {name: coded(place / name, name) for name in CODED}


def coding(path: Path) -> Coding:
    data = path.read_bytes()
    found = coding_of(reader(data), len(data))
    assert found is not None
    return found


@pytest.mark.parametrize("name", list(CODED))
def test_every_picture_that_is_wholly_there_is_found(films: dict[str, Path], name: str) -> None:
    whole, how, lie = films[name].read_bytes(), coding(films[name]), packets(films[name])
    for seed in range(CUTS):
        left = cut_off(whole, seed)
        where = media_data(reader(left), len(left))
        assert where is not None
        found = [unit for unit in units(reader(left), *where, how) if unit.begins]
        there = sum(at + size <= len(left) for at, size in lie)
        assert there <= len(found) <= there + 1, (name, seed)  # of the last one a slice may be there
        starts = {at for at, _ in lie}
        inside = sum(any(at <= unit.start < at + size for at, size in lie) for unit in found)
        assert inside == len(found) and len(starts) >= there


@pytest.mark.parametrize("name", list(CODED))
def test_sound_that_looks_like_a_unit_swallows_no_picture(films: dict[str, Path], name: str) -> None:
    """In the sound before a picture lies what says: twenty pictures long, and my number goes on."""
    whole, how, lie = films[name].read_bytes(), coding(films[name]), packets(films[name])
    where = media_data(reader(cut_off(whole, 0)), len(whole))
    assert where is not None
    start, end = where[0], len(whole)
    gaps = [n for n in range(20, len(lie) - 30) if lie[n][0] - sum(lie[n - 1]) > 60]
    assert gaps, "there is sound between pictures"
    for n in gaps[:: max(1, len(gaps) // 8)]:
        fake = sum(lie[n - 1]) + 8
        after = next(at for at in range(lie[n + 20][0] + 5, len(whole)) if whole[at - 1])
        head = (after - fake - 4).to_bytes(4, "big") + whole[lie[n][0] + 4 : lie[n][0] + 34]
        spoilt = whole[:fake] + head + whole[fake + len(head) :]
        found = [unit.start for unit in units(reader(spoilt), start, end, how) if unit.begins]
        lost = [at for at, size in lie[: n + 25] if not any(at <= each < at + size for each in found)]
        assert not lost, (name, n)


def test_a_healthy_film_tells_how_it_is_coded(films: dict[str, Path]) -> None:
    told = {name: coding(path) for name, path in films.items()}
    assert [each.codec for each in told.values()] == ["h264"] * 4 + ["hevc"]
    assert {each.rate for each in told.values()} == {25} and {each.length_bytes for each in told.values()} == {4}
    assert [name for name, each in told.items() if each.reorders] == ["reordered.mp4"]
    assert all(each.parameters.startswith(b"\x00\x00\x00\x01") for each in told.values())


def test_a_film_with_an_index_needs_no_rescue(films: dict[str, Path]) -> None:
    whole = films["plain.mp4"].read_bytes()
    assert media_data(reader(whole), len(whole)) is None
    assert media_data(reader(b""), 0) is None is media_data(reader(b"RIFF" * 99), 396)


@pytest.mark.parametrize("seed", range(6))
def test_noise_yields_nothing_and_ends(films: dict[str, Path], seed: int) -> None:
    how, chance = coding(films["plain.mp4"]), random.Random(seed)
    kinds = [chance.randbytes(400_000), bytes(400_000), b"\x00\x00\x00\x05\x41" * 80_000, b"\xff" * 400_000]
    kinds += [b"\x00\x7f\xff\xff\x41" * 80_000, (b"\x00\x00\x01\x00A\x9a" + chance.randbytes(26)) * 9_000]
    data = kinds[seed]
    began = time.monotonic()
    found = list(units(reader(data), 0, len(data), how))
    assert sum(unit.length for unit in found) < len(data) and len(found) < 9_001
    assert time.monotonic() - began < 120  # it ends


@pytest.mark.parametrize("seed", range(40))
def test_hostile_boxes_end(films: dict[str, Path], seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(films["baseline.mov"].read_bytes())
    for _ in range(chance.randrange(1, 60)):
        at = chance.randrange(len(data) - 8) if chance.random() < 0.5 else len(data) - chance.randrange(9, 6_000)
        data[at : at + 4] = chance.choice((b"\x00" * 4, b"\xff" * 4, b"\x00\x00\x00\x01", chance.randbytes(4)))
    read = reader(bytes(data))
    assert len(list(boxes(read, 0, len(data)))) < 5_000
    how = coding_of(read, len(data))
    assert how is None or how.length_bytes in (1, 2, 4)


def test_units_of_another_recorder_are_not_believed(films: dict[str, Path]) -> None:
    left = cut_off(films["plain.mp4"].read_bytes(), 1)
    where = media_data(reader(left), len(left))
    assert where is not None
    foreign = replace(coding(films["plain.mp4"]), heads=frozenset({0x01}), most_bytes=100)
    assert not [unit for unit in units(reader(left), *where, foreign) if unit.begins]
