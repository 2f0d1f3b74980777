"""Tracks of the sidecars recorders write: NMEA, BlackVue, GPX, DJI's subtitles; and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from recorder_desk.domain.times import moment
from recorder_desk.domain.track import Fix, TrackPoint, distance_m, read_fixes, track

SHARED = Path(__file__).resolve().parents[4] / "shared" / "media" / "sidecar"
RMC = "GPRMC,011203.500,A,3158.1234,N,12004.5600,E,010.0,084.4,080526,,,A"
GPX = '<?xml version="1.0"?><gpx><trk><trkseg>{}</trkseg></trk></gpx>'


def sentence(body: str) -> bytes:
    check = 0
    for byte in body.encode():
        check ^= byte
    return f"${body}*{check:02X}\r\n".encode()


def shared(name: str) -> bytes:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path.read_bytes()


def test_a_sentence_tells_time_place_and_speed() -> None:
    (fix,) = read_fixes("MOVI0001.log", b"boot ok\r\n" + sentence(RMC) + b"\x00\xff tail")
    assert fix.time_ms == round(moment("2026-05-08T01:12:03.500Z").timestamp() * 1000) and fix.at_ms == -1
    assert (round(fix.latitude, 6), round(fix.longitude, 6)) == (31.968723, 120.076)
    assert round(fix.speed, 3) == 5.144


@pytest.mark.parametrize(
    "body",
    [
        RMC.replace(",A,", ",V,", 1), RMC.replace("3158.1234", "3198.1234"), RMC.replace("080526", "990526"),
        RMC.replace("3158.1234,N,12004.5600,E", "0000.0000,N,00000.0000,E"), RMC.replace(",N,", ",Q,"),
        RMC.replace("010.0", "nan"), "GPRMC,,,,,,,,,,",
    ],
)  # fmt: skip
def test_what_is_no_place_is_passed_over(body: str) -> None:
    assert read_fixes("a.nmea", sentence(body)) == ()


def test_a_wrong_checksum_is_passed_over_and_none_is_believed() -> None:
    good = sentence(RMC)
    assert read_fixes("a.nmea", good[:-4] + b"00\r\n") == ()
    assert len(read_fixes("a.nmea", f"${RMC}\n".encode())) == 1


def test_positions_of_blackvue_are_by_its_own_clock() -> None:
    lines = b"".join(b"[17465%d00000]" % (10 + at) + sentence(RMC) for at in range(2))
    told = track("s", "a.gps", read_fixes("20260505_090047_N.gps", lines), -1, 0)
    assert told is not None and [each.at_ms for each in told.points] == [0, 100_000]


def test_the_satellites_time_is_the_position_where_the_clocks_meet() -> None:
    began = round(moment("2026-05-08T01:12:00.000Z").timestamp() * 1000)
    fixes = [Fix(began + 3_500, -1, 31.9, 120.0), Fix(began + 4_500, -1, 31.91, 120.0)]
    near, off = track("s", "a", fixes, began, 10_000), track("s", "a", fixes, began - 86_400_000, 10_000)
    assert near is not None and [each.at_ms for each in near.points] == [3_500, 4_500]
    assert off is not None and [each.at_ms for each in off.points] == [0, 1_000]
    assert near.length_m == round(distance_m(TrackPoint(0, 31.9, 120.0), TrackPoint(0, 31.91, 120.0))) == 1112


def test_what_lies_outside_the_recording_is_not_its_way() -> None:
    fixes = [Fix(1_000_000, -1, 1, 1), Fix(1_005_000, -1, 1, 1), Fix(1_600_000, -1, 2, 2)]
    told = track("s", "a", fixes, 1_000_000, 10_000)
    assert told is not None and len(told.points) == 2
    assert track("s", "a", [], 0, 0) is None


def test_real_tracks_of_gpx() -> None:
    car = read_fixes("car.gpx", shared("pip-gpxpy/around-visnjan-with-car.gpx"))
    assert len(car) > 30 and all(45 < fix.latitude < 46 and 13 < fix.longitude < 14 for fix in car)
    told = track("s", "car.gpx", car, -1, 0)
    assert told is not None and told.length_m > 1_000 and told.points[0].at_ms == 0
    for name in ("track-with-empty-segment.gpx", "track-with-extremes.gpx", "unicode_with_bom.gpx"):
        read_fixes(name, shared(f"pip-gpxpy/{name}"))


def test_real_subtitles_that_were_cut_off() -> None:
    old = read_fixes("DJI_1.SRT", shared("JuanIrache__DJI_SRT_Parser/broken_incomplete.SRT"))
    assert len(old) > 10 and (old[0].at_ms, old[0].latitude, old[0].longitude) == (1000, -34.7383, -58.4563)
    new = read_fixes("DJI_2.SRT", shared("JuanIrache__DJI_SRT_Parser/broken_incomplete2.SRT"))
    assert (new[1].at_ms, new[1].latitude, new[1].longitude) == (40, -34.86995, -57.823395)


def test_a_gpx_that_means_harm_or_is_cut_off_gives_what_came_before() -> None:
    point = '<trkpt lat="31.9" lon="120.0"><time>2026-05-08T01:12:03Z</time><speed>1.5</speed></trkpt>'
    whole = GPX.format(point * 3).encode()
    assert len(read_fixes("a.gpx", whole)) == 3 and read_fixes("a.gpx", whole)[0].speed == 1.5
    assert len(read_fixes("a.gpx", whole[:-60])) == 2
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + whole[21:]
    assert read_fixes("a.gpx", bomb) == ()
    assert read_fixes("a.gpx", GPX.format('<trkpt lat="nan" lon="1"/><trkpt lat="x" lon="1"/>').encode()) == ()
    assert read_fixes("a.mp4", whole) == () == read_fixes("a.gpx", b"")
