"""Prints of pictures, and recordings that look alike."""

from __future__ import annotations

import random

import pytest

from recorder_desk.domain.likeness import (
    LEAST,
    MOST,
    NEAR,
    Likeness,
    Print,
    bands,
    bits_of,
    likeness,
    read,
    telling,
    written,
)


def footage(seed: int, seconds: int) -> list[Print]:
    """A film in which something happens every second."""
    chance = random.Random(seed)
    return [Print(at * 1000, _busy(chance)) for at in range(seconds)]


def _busy(chance: random.Random) -> int:
    return sum(1 << bit for bit in chance.sample(range(64), 30))


def worn(prints: list[Print], seed: int, most: int = 3) -> list[Print]:
    """What an encoder leaves of them: some bits of each are others."""
    chance = random.Random(seed)
    out = []
    for each in prints:
        bits = each.bits
        for bit in chance.sample(range(64), chance.randrange(most + 1)):
            bits ^= 1 << bit
        out.append(Print(each.at_ms, bits))
    return out


def test_a_part_cut_out_and_encoded_again_is_known_by_its_shift() -> None:
    film = footage(1, 60)
    part = [Print(each.at_ms - 20_300, each.bits) for each in worn(film, 2) if 20_300 <= each.at_ms < 45_000]
    told = likeness(telling(film), telling(part))
    assert told is not None and abs(told.shift_ms + 20_300) <= 500 and told.agree >= 20
    back = likeness(telling(part), telling(film))
    assert back is not None and abs(back.shift_ms - 20_300) <= 500
    assert len(bands(telling(film)) & bands(telling(part))) >= 2


def test_other_footage_is_not_alike() -> None:
    films = [telling(footage(seed, 60)) for seed in range(30)]
    assert all(likeness(a, b) is None for at, a in enumerate(films) for b in films[at + 1 :])


def test_a_few_pictures_in_common_are_not_enough() -> None:
    one, other = footage(1, 60), footage(2, 60)
    mixed = [*other[: 60 - LEAST + 1], *one[60 - LEAST + 1 :]]
    assert likeness(telling(one), telling(mixed)) is None
    assert likeness((), telling(one)) is None is likeness(telling(one), ())


def test_a_camera_that_stands_still_tells_nothing() -> None:
    wall = _busy(random.Random(7))
    still = telling(worn([Print(at * 1000, wall) for at in range(600)], 3, 2))
    assert len(still) == 1 and likeness(still, still) is None
    assert telling([Print(at * 1000, 0) for at in range(9)]) == ()


def test_long_films_are_thinned_evenly_and_still_known() -> None:
    film = footage(5, 600)
    kept = telling(film)
    assert len(kept) == MOST and kept[-1].at_ms > 580_000
    told = likeness(kept, telling(worn(film, 6)))
    assert told is not None and told.shift_ms == 0


def test_the_print_of_a_picture_outlives_noise_and_size() -> None:
    chance = random.Random(3)
    cells = [[chance.randrange(256) for _ in range(9)] for _ in range(8)]

    def drawn(width: int, height: int, noise: int) -> memoryview:
        rows = ([cells[y * 8 // height][x * 9 // width] for x in range(width)] for y in range(height))
        return memoryview(bytes(max(0, min(255, v + chance.randint(-noise, noise))) for row in rows for v in row))

    big, small = bits_of(drawn(360, 240, 0), 360, 240), bits_of(drawn(90, 64, 6), 90, 64)
    assert (big ^ small).bit_count() <= NEAR and big.bit_count() > 20
    assert bits_of(memoryview(bytes(90 * 64)), 90, 64) == 0
    assert bits_of(memoryview(bytes(4)), 2, 2) == 0  # smaller than its cells


@pytest.mark.parametrize("prints", [(), (Print(0, 0),), (Print(1500, (1 << 64) - 1), Print(70_000_000, 5))])
def test_what_is_written_is_read_again(prints: tuple[Print, ...]) -> None:
    assert read(written(prints)) == prints


def test_likeness_is_the_same_each_time() -> None:
    film = telling(footage(1, 30))
    assert likeness(film, film) == Likeness(0, 30, 30) == likeness(film, film)
