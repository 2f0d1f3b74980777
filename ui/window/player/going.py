"""Where somebody wants to go, as typed. In: a text. Out: a frame number or a position in milliseconds.

1:23.4   0:01:23.400   83.4     a position
f 1234   #1234   帧 1234        a frame; frames count from 1 on the screen, as the controls show them
09:12:03   @9:12                a time of day (two digits of the hour, or @)
+10   -2.5                      so many seconds on, or back
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from recorder_desk.errors import DeskError
from ui.window.cases.words import parse_clock
from ui.window.player.day_clock import DayClock

_FRAME = re.compile(r"(?:f|F|#|帧|第)\s*(\d{1,9})\s*帧?")
_OF_DAY = re.compile(r"(@\s*)?(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,3})?))?")
_STEP = re.compile(r"([+-])\s*(\d{1,6}(?:\.\d{1,3})?)\s*s?")
_WIDE = str.maketrans("：．＋－＠＃０１２３４５６７８９", ":.+-@#0123456789")  # typed with Chinese input


@dataclass(frozen=True, slots=True)
class Goal:
    """A place in a recording: frame `frame` (from 0), else `position_ms`."""

    position_ms: int
    frame: int = -1


def read_goal(text: str, here_ms: int, length_ms: int, day: DayClock, frames: int = 0) -> Goal:
    """Raises DeskError `recording.bad-goal` (cannot be read), `recording.goal-outside` (not in this recording)."""
    told = text.translate(_WIDE).strip()
    if found := _FRAME.fullmatch(told):
        number = int(found[1])
        if not 1 <= number <= (frames or number):
            raise DeskError("recording.goal-outside", goal=told)
        return Goal(0, number - 1)
    if found := _STEP.fullmatch(told):
        by = round(float(found[2]) * 1000) * (-1 if found[1] == "-" else 1)
        return Goal(min(length_ms, max(0, here_ms + by)))
    found = _OF_DAY.fullmatch(told)
    if found and (found[1] or (len(found[2]) == 2 and found[4])):
        position = _of_day(found, day, length_ms)
        if position is not None:
            return Goal(position)
        if found[1]:
            raise DeskError("recording.goal-outside", goal=told)
    place = parse_clock(told)
    if place is None:
        raise DeskError("recording.bad-goal", goal=told[:40])
    if place > length_ms:
        raise DeskError("recording.goal-outside", goal=told)
    return Goal(place)


def _of_day(found: re.Match[str], day: DayClock, length_ms: int) -> int | None:
    hour, minute, second = int(found[2]), int(found[3]), float(found[4] or 0)
    if hour > 23 or minute > 59 or second >= 60:
        return None
    return day.position_of(hour, minute, second, length_ms)
