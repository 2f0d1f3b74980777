"""Tracks inside films: GoPro's, Google's and Novatek's, and files that mean harm."""

from __future__ import annotations

import io
import random
import struct
from pathlib import Path

import pytest

from recorder_desk.domain.embedded import embedded_fixes
from recorder_desk.domain.times import moment
from recorder_desk.domain.track import Fix

SHARED = Path(__file__).resolve().parents[4] / "shared" / "media"


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + kind + body


def full(kind: bytes, *numbers: int) -> bytes:
    return box(kind, struct.pack(f">{1 + len(numbers)}I", 0, *numbers))


def key(name: bytes, kind: bytes, wide: int, count: int, body: bytes) -> bytes:
    return name + kind + struct.pack(">BH", wide, count) + body + bytes(-len(body) % 4)


def film(entry: bytes, pieces: list[bytes], *, each: int = 500, wide: bool = False) -> bytes:
    """Two samples a chunk, each half a second long."""
    chunks = [pieces[at : at + 2] for at in range(0, len(pieces), 2)]
    head, gap = box(b"ftyp", b"mp42", bytes(4)), b"picture bytes"
    data, offsets = b"", []
    for chunk in chunks:
        data += gap
        offsets.append(len(head) + 8 + len(data))
        data += b"".join(chunk)
    rows = [(number, len(chunk)) for number, chunk in enumerate(chunks, start=1)]
    shared = [part for number, count in rows for part in (number, count, 1)]
    high = [part for at in offsets for part in (0, at)]
    table = box(
        b"stbl",
        box(b"stsd", struct.pack(">II", 0, 1), box(entry, bytes(8))),
        full(b"stts", 1, len(pieces), each),
        full(b"stsc", len(rows), *shared),
        full(b"stsz", 0, len(pieces), *(len(piece) for piece in pieces)),
        full(b"co64", len(offsets), *high) if wide else full(b"stco", len(offsets), *offsets),
    )
    clock = full(b"mdhd", 0, 0, 1000, each * len(pieces), 0)
    picture = box(b"trak", box(b"mdia", clock, box(b"minf", box(b"stbl", box(b"stsd", bytes(8), box(b"avc1"))))))
    track = box(b"trak", box(b"mdia", clock, box(b"minf", table)))
    return head + box(b"mdat", data) + box(b"moov", full(b"mvhd", 0), picture, track)


def read(data: bytes) -> tuple[Fix, ...]:
    file = io.BytesIO(data)

    def at(offset: int, length: int) -> bytes:
        file.seek(offset)
        return file.read(length)

    return embedded_fixes(at, len(data))


def five(points: list[tuple[float, float, float]], fix: int = 3) -> bytes:
    body = b"".join(
        struct.pack(">5i", round(a * 1e7), round(b * 1e7), 12_000, round(v * 1000), round(v * 100))
        for a, b, v in points
    )
    stream = (
        key(b"GPSF", b"L", 4, 1, struct.pack(">I", fix))
        + key(b"SCAL", b"l", 4, 5, struct.pack(">5i", 10**7, 10**7, 1000, 1000, 100))
        + key(b"GPS5", b"l", 20, len(points), body)
    )
    other = key(b"STRM", b"\x00", 1, 16, key(b"ACCL", b"s", 6, 1, bytes(6)))
    inner = key(b"DVNM", b"c", 1, 3, b"cam") + other + key(b"STRM", b"\x00", 1, len(stream), stream)
    return key(b"DEVC", b"\x00", 1, len(inner), inner)


def nine(points: list[tuple[float, float, float]], fix: int = 3) -> bytes:
    body = b"".join(
        struct.pack(">7iHH", round(a * 1e7), round(b * 1e7), 0, round(v * 1000), 0, 9_600, 4_000_000, 120, fix)
        for a, b, v in points
    )
    scales = struct.pack(">9i", 10**7, 10**7, 1000, 1000, 100, 1, 1000, 100, 1)
    stream = key(b"SCAL", b"l", 4, 9, scales) + key(b"GPS9", b"?", 32, len(points), body)
    inner = key(b"STRM", b"\x00", 1, len(stream), stream)
    return key(b"DEVC", b"\x00", 1, len(inner), inner)


def told(fixes: tuple[Fix, ...]) -> list[tuple[int, float, float, float]]:
    return [(fix.at_ms, round(fix.latitude, 6), round(fix.longitude, 6), round(fix.speed, 2)) for fix in fixes]


WAY = [(31.5, 120.25, 1.5), (31.5001, 120.2502, 2.0)]
SHOWN = [(0, 31.5, 120.25, 1.5), (250, 31.5001, 120.2502, 2.0)]


@pytest.mark.parametrize("make", [five, nine])
@pytest.mark.parametrize("wide", [False, True])
def test_gopro_tells_several_points_a_sample(make: object, wide: bool) -> None:
    assert callable(make)
    seen = told(read(film(b"gpmd", [make(WAY), make([]), make([(31.51, 120.26, 0)])], wide=wide)))
    assert seen == [*SHOWN, (1000, 31.51, 120.26, 0)]


@pytest.mark.parametrize("make", [five, nine])
def test_gopro_without_satellites_tells_nothing(make: object) -> None:
    assert callable(make)
    assert read(film(b"gpmd", [make(WAY, fix=0)])) == ()


def test_camm_tells_both_kinds_of_places() -> None:
    half = struct.pack("<HHddd", 0, 5, 31.5, 120.25, 12.0)
    whole = struct.pack("<HHdiddfffffff", 0, 6, 1.4e9, 3, 31.6, 120.35, 12, 1, 1, 3, 4, 0, 1)
    lost = struct.pack("<HHdiddfffffff", 0, 6, 1.4e9, 0, 31.7, 120.45, 12, 1, 1, 3, 4, 0, 1)
    turn = struct.pack("<HHfff", 0, 2, 1, 2, 3)
    seen = told(read(film(b"camm", [half, turn, whole, lost, b"\x00"])))
    assert seen == [(0, 31.5, 120.25, -1), (1000, 31.6, 120.35, 5)]


def novatek(begins: list[int], *, mark: bytes = b"ANE\x00", month: int = 5) -> bytes:
    """A film with a block a second, its numbers at different places of the block."""
    head = box(b"ftyp", b"mp42", bytes(4))
    data, blocks = b"", []
    for second, begin in enumerate(begins):
        body = struct.pack("<6I", 9, 12, second, 26, month, 8) + mark
        body += struct.pack("<4f", 3158.1234, 12004.56, 10.0, 84.4)
        block = box(b"free", b"GPS ", struct.pack("<I", 0x58), bytes(begin - 16), body)
        blocks += [len(head) + 8 + len(data), len(block)]
        data += block + b"picture"
    return head + box(b"mdat", data) + box(b"moov", full(b"mvhd", 0), box(b"gps ", struct.pack(">II", 1, 9), *(
        struct.pack(">I", number) for number in blocks)))  # fmt: skip


def test_novatek_tells_a_place_a_second_wherever_the_block_has_it() -> None:
    seen = read(novatek([48, 16, 32]))
    began = round(moment("2026-05-08T09:12:00Z").timestamp() * 1000)
    assert [fix.time_ms - began for fix in seen] == [0, 1000, 2000]
    assert {(round(fix.latitude, 4), round(fix.longitude, 4), round(fix.speed, 2)) for fix in seen} == {
        (31.9687, 120.076, 5.14)
    }


def test_novatek_without_satellites_or_with_nonsense_tells_nothing() -> None:
    assert read(novatek([48], mark=b"VNE\x00")) == ()
    assert read(novatek([48], month=13)) == ()


def test_a_film_without_a_track_tells_nothing() -> None:
    assert read(film(b"tmcd", [five(WAY)])) == ()
    assert read(b"") == read(b"RIFF....AVI ") == read(box(b"ftyp", b"mp42")) == ()


@pytest.mark.parametrize("data", [film(b"gpmd", [five(WAY)] * 3), film(b"camm", [bytes(40)]), novatek([48, 16])])
def test_nothing_a_file_says_of_itself_is_believed(data: bytes) -> None:
    chance = random.Random(3)
    for _ in range(1_500):
        spoilt = bytearray(data[: chance.randrange(len(data) // 2, len(data) + 1)])
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(spoilt))
            spoilt[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", chance.randbytes(4)])
        for fix in read(bytes(spoilt)):
            assert abs(fix.latitude) <= 90 and abs(fix.longitude) <= 180


def test_real_and_hostile_films_are_read_without_harm() -> None:
    if not SHARED.exists():
        pytest.skip(f"{SHARED} is not here")
    films = [path for path in sorted(SHARED.rglob("*")) if path.suffix.lower() in (".mp4", ".mov", ".m4a", ".3gp")]
    assert len(films) > 10
    for path in films:
        with path.open("rb") as file:

            def at(offset: int, length: int) -> bytes:
                file.seek(offset)
                return file.read(length)

            assert embedded_fixes(at, path.stat().st_size) == ()
