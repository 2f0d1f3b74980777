"""Where a recorder went while it recorded, from what it wrote beside the film. Nothing is looked up on a network.

In: bytes of a sidecar: NMEA 0183 sentences (also BlackVue's, with `[epoch ms]` before them), GPX 1.1, or subtitles with
places as DJI writes them. Out: places by position in the recording. Degrees are decimal (WGS 84), speeds m/s.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from xml.parsers import expat

from recorder_desk.domain.docked import extension

MOST_BYTES = 16_000_000
MOST_POINTS = 100_000
_SLACK_MS = 5_000
KNOT = 1852 / 3600
_EARTH_M = 6_371_008.8
_NMEA = re.compile(rb"(?:\[(\d{10,16})\])?\$(G[A-Z](?:RMC),[^*\r\n$]{10,100})(?:\*([0-9A-Fa-f]{2}))?")
_CUE = re.compile(r"(\d{1,2}):(\d\d):(\d\d)[,.](\d{3}) *-->")
_DJI = re.compile(r"\[latitude *: *(-?[\d.]{1,20})\] *\[long(?:t?)itude *: *(-?[\d.]{1,20})\]", re.IGNORECASE)
_DJI_OLD = re.compile(r"\bGPS ?\( ?(-?[\d.]{1,20}), ?(-?[\d.]{1,20})(?:, ?-?[\d.]{1,20})?[^)\n]{0,10}\)")


@dataclass(frozen=True, slots=True)
class Fix:
    """A place as a sidecar tells it: at a true time or at a position (ms; -1: not told). `speed` -1: not told."""

    time_ms: int
    at_ms: int
    latitude: float
    longitude: float
    speed: float = -1.0


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """A place at a position in the recording (ms). `speed` in metres a second, -1 not told."""

    at_ms: int
    latitude: float
    longitude: float
    speed: float = -1.0


@dataclass(frozen=True, slots=True)
class Track:
    """A recording's way: `source` is the sidecar it was read from, '' the recording itself; `length_m` along it."""

    source: str
    name: str
    length_m: int
    points: tuple[TrackPoint, ...]


def read_fixes(name: str, data: bytes) -> tuple[Fix, ...]:
    """Every place a sidecar tells, in its order; what cannot be one is passed over."""
    reader = _READERS.get(extension(name))
    if reader is None:
        return ()
    found = []
    for fix in reader(data[:MOST_BYTES]):
        if possible(fix):
            found.append(fix)
        if len(found) == MOST_POINTS:
            break
    return tuple(found)


def possible(fix: Fix) -> bool:
    """Whether a place lies on the earth; 0, 0 is what a receiver without satellites tells."""
    return abs(fix.latitude) <= 90 and abs(fix.longitude) <= 180 and bool(fix.latitude or fix.longitude)


def track(source: str, name: str, fixes: Sequence[Fix], started_ms: int, duration_ms: int) -> Track | None:
    """The way of a recording that began at `started_ms` (since 1970; -1 not known); None where nothing lies in it.

    A recorder's own clock may be wrong: where its times and the satellites' do not meet, the first place counts as the
    beginning."""
    positions = [fix for fix in fixes if fix.at_ms >= 0]
    if positions:
        told = [(fix.at_ms - positions[0].at_ms if positions[0].time_ms >= 0 else fix.at_ms, fix) for fix in positions]
    else:
        timed = [fix for fix in fixes if fix.time_ms >= 0]
        begins = timed[0].time_ms if timed else 0
        meets = started_ms >= 0 and -_SLACK_MS <= begins - started_ms <= duration_ms + _SLACK_MS
        told = [(fix.time_ms - (started_ms if meets else begins), fix) for fix in timed]
    end = duration_ms + _SLACK_MS if duration_ms > 0 else math.inf
    points = tuple(
        TrackPoint(max(0, at), fix.latitude, fix.longitude, fix.speed) for at, fix in told if -_SLACK_MS <= at <= end
    )
    length = sum(distance_m(a, b) for a, b in pairwise(points))
    return Track(source, name, round(length), points) if points else None


def distance_m(a: TrackPoint, b: TrackPoint) -> float:
    """Metres between two places, along the sphere (haversine)."""
    north = math.radians(b.latitude - a.latitude)
    east = math.radians(b.longitude - a.longitude)
    both = math.cos(math.radians(a.latitude)) * math.cos(math.radians(b.latitude))
    half = math.sin(north / 2) ** 2 + both * math.sin(east / 2) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def _nmea(data: bytes) -> Iterator[Fix]:
    """RMC sentences (NMEA 0183): time, date, place and speed together. A wrong checksum is passed over."""
    for found in _NMEA.finditer(data):
        written, body, check = found.groups()
        if check is not None and _xor(body) != int(check, 16):
            continue
        fields = body.decode("ascii", "replace").split(",")
        if len(fields) < 10 or fields[2] != "A":
            continue
        try:
            latitude, longitude = degrees(float(fields[3]), fields[4]), degrees(float(fields[5]), fields[6])
            at = datetime.strptime(fields[9] + fields[1][:6], "%d%m%y%H%M%S").replace(tzinfo=UTC)
            speed = float(fields[7]) * KNOT if fields[7] else -1.0
            part = round(float("0" + fields[1][6:]) * 1000)
        except ValueError:
            continue
        if math.isfinite(speed):
            yield Fix(round(at.timestamp()) * 1000 + part, int(written or -1), latitude, longitude, speed)


def _xor(body: bytes) -> int:
    value = 0
    for byte in body:
        value ^= byte
    return value


def degrees(written: float, side: str) -> float:
    """3158.1234, `N` → 31.968723: degrees × 100 + minutes, as satellite receivers write it. Raises ValueError."""
    whole = written // 100
    minutes = written - 100 * whole
    if not (0 <= written < math.inf and minutes < 60) or side not in ("N", "S", "E", "W"):
        raise ValueError(written)
    return (whole + minutes / 60) * (-1 if side in "SW" else 1)


def _subtitles(data: bytes) -> Iterator[Fix]:
    """A place in each cue, at the cue's beginning."""
    at = -1
    for line in data.decode("utf-8-sig", "replace").splitlines():
        if cue := _CUE.match(line.strip()):
            hour, minute, second, part = (int(each) for each in cue.groups())
            at = ((hour * 60 + minute) * 60 + second) * 1000 + part
        elif at >= 0 and (place := _place(line)):
            yield Fix(-1, at, *place)


def _place(line: str) -> tuple[float, float] | None:
    """Latitude and longitude; the older form tells longitude first."""
    try:
        if found := _DJI.search(line):
            return float(found[1]), float(found[2])
        if found := _DJI_OLD.search(line):
            return float(found[2]), float(found[1])
    except ValueError:
        return None
    return None


class _Gpx:
    """Track points of GPX 1.1 as they come; a declared entity ends the reading."""

    def __init__(self) -> None:
        self.fixes: list[Fix] = []
        self._place: tuple[float, float] | None = None
        self._told: dict[str, str] = {}
        self._text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._text = ""
        if name.rpartition(":")[2] == "trkpt":
            self._told = {}
            try:
                self._place = float(attributes.get("lat", "")), float(attributes.get("lon", ""))
            except ValueError:
                self._place = None

    def text(self, told: str) -> None:
        """A piece of its text."""
        self._text = (self._text + told)[:100]

    def end(self, name: str) -> None:
        """An element ends."""
        name = name.rpartition(":")[2]
        self._told[name] = self._text.strip()
        if name == "trkpt" and self._place and all(math.isfinite(each) for each in self._place):
            self.fixes.append(
                Fix(_ms(self._told.get("time", "")), -1, *self._place, _number(self._told.get("speed", "")))
            )


def _gpx(data: bytes) -> Iterator[Fix]:
    """Track points with a time; the rest of a file that is cut off is passed over."""
    reading, parser = _Gpx(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler = reading.text
    parser.EntityDeclHandler = _refuse
    with suppress(expat.ExpatError, _EntityError):  # what was read up to there is true all the same
        parser.Parse(data, True)
    yield from reading.fixes


class _EntityError(Exception):
    """A track declares no entities: such a file means harm."""


def _refuse(*told: object) -> None:
    raise _EntityError


def _ms(text: str) -> int:
    try:
        at = datetime.fromisoformat(text)
        return round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return -1


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return -1.0
    return value if math.isfinite(value) and value >= 0 else -1.0


_READERS: dict[str, Callable[[bytes], Iterator[Fix]]] = {
    "gpx": _gpx, "nmea": _nmea, "gps": _nmea, "log": _nmea, "srt": _subtitles,
}  # fmt: skip
