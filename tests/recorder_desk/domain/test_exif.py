"""What a photo says of itself is read, and nothing a hostile one says hurts."""

from __future__ import annotations

import random
import struct
import time

from recorder_desk.domain.exif import Exif, read_exif


def _entry(order: str, tag: int, kind: int, count: int, value: bytes) -> bytes:
    return struct.pack(order + "HHI", tag, kind, count) + value.ljust(4, b"\0")


def photo(order: str = "<", latitude_ref: bytes = b"S", orientation: int = 6, zero: bool = False) -> bytes:
    """A JPEG head with camera, time with offset, place and orientation, in either byte order."""
    pack = lambda form, *values: struct.pack(order + form, *values)  # noqa: E731
    at = {"make": 200, "taken": 220, "latitude": 250, "longitude": 280, "offset": 310, "inner": 60, "gps": 110}
    first = [
        _entry(order, 0x010F, 2, 6, pack("I", at["make"])),
        _entry(order, 0x0112, 3, 1, pack("H", orientation)),
        _entry(order, 0x8769, 4, 1, pack("I", at["inner"])),
        _entry(order, 0x8825, 4, 1, pack("I", at["gps"])),
    ]
    inner = [
        _entry(order, 0x9003, 2, 20, pack("I", at["taken"])),
        _entry(order, 0x9011, 2, 7, pack("I", at["offset"])),
    ]
    gps = [
        _entry(order, 1, 2, 2, latitude_ref + b"\0"),
        _entry(order, 2, 5, 3, pack("I", at["latitude"])),
        _entry(order, 3, 2, 2, b"E\0"),
        _entry(order, 4, 5, 3, pack("I", at["longitude"])),
    ]
    tiff = bytearray(320)
    tiff[:8] = (b"II*\0" if order == "<" else b"MM\0*") + pack("I", 8)
    for place, entries in ((8, first), (at["inner"], inner), (at["gps"], gps)):
        body = pack("H", len(entries)) + b"".join(entries)
        tiff[place : place + len(body)] = body
    degrees = (0, 1, 0, 1, 0, 1) if zero else (36, 1, 30, 1, 18, 1)
    for name, data in (
        ("make", b"SONY \0"),
        ("taken", b"2026:03:04 05:06:07\0"),
        ("offset", b"+08:00\0"),
        ("latitude", pack("6I", *degrees)),
        ("longitude", pack("6I", *(0, 1, 0, 1, 0, 1) if zero else (117, 1, 0, 1, 3600, 100))),
    ):
        tiff[at[name] : at[name] + len(data)] = data
    block = b"Exif\0\0" + bytes(tiff)
    return b"\xff\xd8\xff\xe0\0\x04ab\xff\xe1" + struct.pack(">H", len(block) + 2) + block + b"\xff\xda\0\x02"


def test_read_exif_in_both_byte_orders() -> None:
    for order in "<>":
        assert read_exif(photo(order)) == Exif("2026:03:04 05:06:07+08:00", "-36.505000", "117.010000", "SONY", 90)


def test_read_exif_leaves_out_what_makes_no_sense() -> None:
    assert read_exif(photo(latitude_ref=b"X")).latitude == ""
    assert read_exif(photo(zero=True)).longitude == "", "a phone without a fix writes 0, 0"
    assert read_exif(photo(orientation=77)).rotation == 0
    for nothing in (b"", b"\xff\xd8", b"\xff\xd8\xff\xe1", b"GIF89a", photo()[:30]):
        assert read_exif(nothing) == Exif()


def test_read_exif_of_mutants_never_raises_and_stays_quick() -> None:
    whole, chance = photo(), random.Random(20260101)
    began, changed = time.perf_counter(), 0
    for _ in range(4000):
        mutant = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            mutant[chance.randrange(12, len(mutant))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        read = read_exif(bytes(mutant[: chance.randint(20, len(mutant))]))
        changed += read != read_exif(whole)
        assert len(read.device) < 600 and read.rotation in (0, 90, 180, 270)
        assert not read.latitude or abs(float(read.latitude)) <= 90
    assert changed > 1000, "the mutants did not reach what is read"
    assert time.perf_counter() - began < 20


def test_read_exif_of_a_directory_that_points_at_itself() -> None:
    looping = bytearray(photo())
    start = looping.index(b"II*\0")
    entry = start + 8 + 2 + 2 * 12 + 8
    looping[entry : entry + 4] = struct.pack("<I", 8)
    assert read_exif(bytes(looping)).device == "SONY"
