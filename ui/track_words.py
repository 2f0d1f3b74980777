"""Where a recording was made, in words, for both faces."""

from __future__ import annotations

from recorder_desk.domain.track import Track, TrackPoint
from ui import formats
from ui.phrases import Phrases


def summary(track: Track, phrases: Phrases) -> str:
    """`1.2 km, 312 places, from 20260505_090047_N.gps`; for a single place its degrees."""
    if len(track.points) == 1:
        return place(track.points[0])
    return phrases.say("word.track", length=formats.distance(track.length_m), count=len(track.points), name=track.name)


def place(point: TrackPoint) -> str:
    """Degrees, north and east positive, to about a metre."""
    return f"{point.latitude:.5f}, {point.longitude:.5f}"


def at_words(point: TrackPoint) -> str:
    """`0:03:12 · 31.96872, 120.07600 · 5 km/h`."""
    speed = f"{point.speed * 3.6:.0f} km/h" if point.speed >= 0 else ""
    return " · ".join(filter(None, (formats.clock(point.at_ms), place(point), speed)))
