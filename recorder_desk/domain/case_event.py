"""What happens in a case outside: an inspection, an inquiry, a service; planned, or past."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from recorder_desk.domain.officer import LEAST_OFFICERS, OfficerFields, uncertified
from recorder_desk.errors import DeskError


@dataclass(frozen=True, slots=True)
class EventFields:
    """What people wrote of an event. Times are UTC stamps; `ends_at` '' not known yet.

    `coordinates`: where that is, as `LATITUDE,LONGITUDE` in degrees (WGS 84), '' not known.
    `item`: the record item it is recorded under, '' where that is left open. `officers` and `recorders` are ids in
    their registers. `override`: why it goes on with fewer than two officers whose
    certificates are valid that day; it stays."""

    title: str
    stage: str
    starts_at: str
    ends_at: str = ""
    place: str = ""
    officers: tuple[str, ...] = ()
    recorders: tuple[str, ...] = ()
    override: str = ""
    item: str = ""
    coordinates: str = ""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event of a case; `cancelled`: why, or ''. `officer_names` and `serials` are in the order of the ids."""

    id: str
    case: str
    number: str
    fields: EventFields
    officer_names: tuple[str, ...]
    serials: tuple[str, ...]
    cancelled: str


@dataclass(frozen=True, slots=True)
class Manning:
    """Whether enough certified officers take part: names of those without a certificate that day, and how many have
    one."""

    certified: int
    uncertified: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Two at least (统计法 38)."""
        return self.certified >= LEAST_OFFICERS


_DEGREES = re.compile(r" *(-?\d{1,3}(?:\.\d{1,12})?) *[,，] *(-?\d{1,3}(?:\.\d{1,12})?) *")


def read_coordinates(text: str) -> tuple[float, float]:
    """Latitude and longitude in degrees. Raises DeskError `event.bad-coordinates`."""
    found = _DEGREES.fullmatch(text)
    latitude, longitude = (float(found[1]), float(found[2])) if found else (math.inf, math.inf)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise DeskError("event.bad-coordinates", told=text)
    return latitude, longitude


def manning(officers: tuple[OfficerFields, ...], day: str) -> Manning:
    """Who of these counts on a day."""
    without = uncertified(officers, day)
    return Manning(len(officers) - len(without), without)
