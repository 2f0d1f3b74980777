"""Numbers and times as people read them, one way for both faces.

In: bytes, milliseconds, seconds, UTC stamps. Out: short text. Sizes are decimal (1 kB is 1000
bytes), as on the cards and discs people hold in their hands; times are local.
"""

from __future__ import annotations

from datetime import datetime

from recorder_desk.domain.times import moment

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")


def size(count: int) -> str:
    """Bytes as `0 B`, `812 kB`, `2.6 GB`: three figures at most."""
    value = float(count)
    for unit in _UNITS:
        if abs(value) < 999.5 or unit == _UNITS[-1]:
            break
        value /= 1000
    if unit == "B":
        return f"{count} B"
    return f"{value:.1f} {unit}" if abs(value) < 9.95 else f"{value:.0f} {unit}"


def distance(metres: float) -> str:
    """Metres as `812 m`, `1.2 km`, `48 km`."""
    if metres < 1000:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 9_950 else f"{metres / 1000:.0f} km"


def rate(bytes_per_second: int) -> str:
    """Bytes a second as `84 MB/s`."""
    return f"{size(bytes_per_second)}/s"


def clock(milliseconds: int) -> str:
    """A length or position as `0:03:12` (hours, minutes, seconds)."""
    seconds = max(0, int(milliseconds)) // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def duration(milliseconds: int, language: str = "en") -> str:
    """A length in words: `480 ms`, `9.6 s`, `3 min 12 s`, `1 h 05 min`; in Chinese 分, 秒, 小时."""
    chinese = language.startswith("zh")
    if milliseconds < 1000:
        return f"{milliseconds} 毫秒" if chinese else f"{milliseconds} ms"
    if milliseconds < 60_000:
        return f"{milliseconds / 1000:.3g}{' 秒' if chinese else ' s'}"
    return seconds_left(round(milliseconds / 1000), language)


def seconds_left(seconds: int, language: str = "en") -> str:
    """Time left in words: `45 s`, `3 min 12 s`, `1 h 05 min`; unknown (below 0) is `—`."""
    hour, minute, second = (" 小时 ", " 分 ", " 秒") if language.startswith("zh") else (" h ", " min ", " s")
    if seconds < 0:
        return "—"
    if seconds < 60:
        return f"{seconds}{second}"
    if seconds < 3600:
        return f"{seconds // 60}{minute}{seconds % 60:02d}{second}"
    return f"{seconds // 3600}{hour}{seconds // 60 % 60:02d}{minute}".rstrip()


def local_time(stamp: str) -> str:
    """A UTC stamp as local `2026-11-23 10:46:32`; '' stays '', and what is no stamp stays as it is."""
    if not stamp:
        return ""
    try:
        when: datetime = moment(stamp)
    except ValueError:
        return stamp
    return f"{when.astimezone():%Y-%m-%d %H:%M:%S}"
