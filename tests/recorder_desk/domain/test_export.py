"""Exports as rules: which frames a range means, where a veil is, what may be wished for, what is drawn."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some

from recorder_desk.domain.export import ExportWish, Veil, VeilKey, checked, cut_of, still_of
from recorder_desk.domain.frames import FrameIndex, Picture
from recorder_desk.domain.ink import Ink, across, beside, blended, letter_height, plate, seconds_of
from recorder_desk.domain.png import png
from recorder_desk.errors import DeskError

UNEVEN = FrameIndex([0, 40_000, 120_000, 123_000, 500_000], [0, 3], 540_000, 64, 48)


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        (0, 0, 0, 4),
        (0, 40, 0, 0),
        (0, 41, 0, 1),
        (119, 120, 1, 1),
        (120, 123, 2, 2),
        (124, 400, 3, 3),
        (499, 501, 3, 4),
    ],
)
def test_a_range_means_every_frame_that_is_on_the_screen_in_it(since: int, until: int, first: int, last: int) -> None:
    cut = cut_of(UNEVEN, since, until)
    assert (cut.first, cut.last) == (first, last)
    assert (cut.from_us, cut.until_us) == (UNEVEN.span_us(first)[0], UNEVEN.span_us(last)[1])


@given(since=some.integers(0, 539), length=some.integers(1, 600))
def test_no_frame_of_a_range_is_left_out_and_none_taken_in(since: int, length: int) -> None:
    cut = cut_of(UNEVEN, since, since + length)
    shown = {UNEVEN.at(us) for us in range(since * 1000, min((since + length) * 1000, UNEVEN.end_us), 500)}
    assert set(range(cut.first, cut.last + 1)) == shown


def test_what_is_not_there_is_refused() -> None:
    for ask in (lambda: cut_of(UNEVEN, 540, 0), lambda: cut_of(FrameIndex([], [], 0, 1, 1), 0, 0)):
        with pytest.raises(DeskError) as refused:
            ask()
        assert refused.value.code == "export.empty"
    assert (still_of(UNEVEN, 4, 0), still_of(UNEVEN, -1, 122)) == (4, 2)
    for frame, at_ms in ((5, 0), (-1, 540)):
        with pytest.raises(DeskError) as refused:
            still_of(UNEVEN, frame, at_ms)
        assert refused.value.code == "export.no-such-frame"


KEYS = some.builds(
    VeilKey, some.integers(0, 10_000), some.integers(0, 500), some.integers(0, 500), some.integers(1, 300),
    some.integers(1, 300),
)  # fmt: skip


@given(a=KEYS, b=KEYS, share=some.floats(0, 1))
def test_a_veil_between_two_places_covers_the_straight_way(a: VeilKey, b: VeilKey, share: float) -> None:
    a, b = sorted((a, VeilKey(b.at_ms + a.at_ms + 1, b.x, b.y, b.width, b.height)), key=lambda each: each.at_ms)
    found = Veil((a, b)).at(a.at_ms + (b.at_ms - a.at_ms) * share)
    assert found is not None

    def line(since: float, until: float) -> float:
        return since + (until - since) * share

    slip = 1e-6
    assert found.x <= line(a.x, b.x) + slip and found.y <= line(a.y, b.y) + slip
    assert found.x + found.width >= line(a.x + a.width, b.x + b.width) - slip
    assert found.y + found.height >= line(a.y + a.height, b.y + b.height) - slip
    assert found.width <= max(a.width, b.width) + 2 and found.height <= max(a.height, b.height) + 2


def test_a_veil_is_there_from_its_first_place_to_its_last() -> None:
    one, two = VeilKey(100, 1, 2, 3, 4), VeilKey(200, 11, 2, 3, 4)
    assert Veil((one,)).at(0) == one == Veil((one,)).at(9_999)
    moving = Veil((one, two))
    assert moving.at(99.9) is None and moving.at(200.1) is None
    assert moving.at(100) == one and moving.at(200) == two and moving.at(150) == VeilKey(150, 6, 2, 3, 4)


def test_a_wish_is_put_in_order() -> None:
    veil = Veil((VeilKey(500, 5, 5, 5, 5), VeilKey(0, 1, 1, 5, 5), VeilKey(500, 6, 6, 5, 5)))
    wish = ExportWish("clip", "/x/A.MP4", until_ms=9_000, watermark="  zur \n Akte ", veils=(veil,))
    kept = checked(wish, "video", 5_000, 64, 48)
    assert (kept.until_ms, kept.watermark) == (5_000, "zur Akte")
    assert kept.veils[0].keys == (VeilKey(0, 1, 1, 5, 5), VeilKey(500, 6, 6, 5, 5))
    for kind, code in (("photo", "export.bad-kind"), ("audio", "export.bad-name")):
        with pytest.raises(DeskError) as refused:
            checked(wish, kind, 5_000, 64, 48)
        assert refused.value.code == code
    with pytest.raises(DeskError) as refused:
        checked(ExportWish("still", "/x/a.png"), "audio", 5_000, 0, 0)
    assert refused.value.code == "export.no-frames"


def test_plates_and_watermarks_are_put_together_of_ink() -> None:
    ink = Ink(2, 2, bytes((255, 0, 0, 255)))
    assert beside([ink, ink]) == Ink(4, 2, bytes((255, 0, 255, 0, 0, 255, 0, 255)))
    laid = plate([ink, Ink(3, 2, b"\x09" * 6)])
    assert laid.width == 3 + 2 * 4 and len(laid.cover) == laid.width * laid.height
    assert laid.row(2)[4:6] == bytes((255, 0)) and sum(laid.row(0)) == 0
    mark = across(Ink(4, 4, b"\xff" * 16), 40, 60)
    covered = [at for at, each in enumerate(mark[3::4]) if each]
    assert len(mark) == 40 * 60 * 4 and 3 * 16 <= len(covered) <= 3 * 25
    plain = bytes(range(240)) * 30
    drawn = blended(plain, mark)
    changed = {at // 3 for at, (a, b) in enumerate(zip(plain, drawn, strict=True)) if a != b}
    assert changed <= set(covered) and changed
    assert 14 <= letter_height(160, 90) < letter_height(1920, 1080) < 60


def test_each_second_a_film_touches_has_its_reading() -> None:
    begins = datetime(2026, 5, 8, 23, 59, 58, 700_000, UTC).astimezone(timezone(timedelta(hours=8)))
    assert list(seconds_of(begins, 1_400_000)) == [
        "2026-05-09 07:59:58", "2026-05-09 07:59:59", "2026-05-09 08:00:00"
    ]  # fmt: skip
    assert list(seconds_of(begins, 100_000)) == ["2026-05-09 07:59:58"]


@given(some.integers(1, 9), some.integers(1, 9), some.randoms(use_true_random=False))
def test_a_png_holds_each_pixel_as_it_is(width: int, height: int, chance) -> None:  # type: ignore[no-untyped-def]
    rgb = chance.randbytes(3 * width * height)
    data = png(Picture(0, 0, width, height, rgb), (("Source", "导出 1"),))
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and "导出 1".encode() in data
    at = data.index(b"IDAT")
    rows = zlib.decompress(data[at + 4 : at + 4 + int.from_bytes(data[at - 4 : at], "big")])
    assert b"".join(rows[each + 1 :][: 3 * width] for each in range(0, len(rows), 3 * width + 1)) == rgb
    with pytest.raises(ValueError):
        png(Picture(0, 0, width + 1, height, rgb))
