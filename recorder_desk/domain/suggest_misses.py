"""Why nothing is suggested for a recording: what each sign lacks, as codes. In: what is known of it. Out: reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from recorder_desk.domain.sign import Reason
from recorder_desk.domain.suggesting import Filmed, Nearby

_NONE = timedelta(0)


def misses(filmed: Filmed, near: Sequence[Nearby], nearest: Nearby | None, *, clock_read: bool) -> tuple[Reason, ...]:
    """One reason a sign. `near`: the events weighed; `nearest`: the nearest of all, however far; `clock_read`: the time
    of the recording is the true one."""
    return (*_time(filmed, nearest, clock_read), *_people(filmed, near), *_place(filmed, near), *_clues(filmed))


def _time(filmed: Filmed, nearest: Nearby | None, clock_read: bool) -> Iterator[Reason]:
    if filmed.begins is None or filmed.ends is None:
        yield Reason("suggest.miss-time", {})
        return
    if nearest is None:
        yield Reason("suggest.miss-events", {})
    else:
        ends = nearest.ends or nearest.begins
        after, before = filmed.begins - ends, nearest.begins - filmed.ends
        away = round(max(after, before, _NONE) / timedelta(milliseconds=1))
        code = "suggest.miss-within" if not away else "suggest.miss-after" if after > before else "suggest.miss-before"
        yield Reason(code, {"event": nearest.title, "number": nearest.number, "away": away})
    if not clock_read:
        yield Reason("suggest.miss-clock", {})


def _people(filmed: Filmed, near: Sequence[Nearby]) -> Iterator[Reason]:
    if not filmed.recorder:
        yield Reason("suggest.miss-recorder-unknown", {})
    elif not any(filmed.recorder in each.recorders for each in near):
        yield Reason("suggest.miss-recorder", {"serial": filmed.serial})
    if not filmed.wearers:
        yield Reason("suggest.miss-wearer-unknown", {})
    elif not any(filmed.wearers & each.officers for each in near):
        yield Reason("suggest.miss-wearer", {"officer": "、".join(sorted(filmed.wearers))})


def _place(filmed: Filmed, near: Sequence[Nearby]) -> Iterator[Reason]:
    placed = any(each.place is not None for each in near)
    if placed and not filmed.way:
        yield Reason("suggest.miss-track", {})
    elif near and not placed:
        yield Reason("suggest.miss-coordinates", {})


def _clues(filmed: Filmed) -> Iterator[Reason]:
    told = {each.reason.code for each in filmed.clues}
    if "suggest.filmed" not in told:
        yield Reason("suggest.miss-code", {})
    if "suggest.neighbour" not in told:
        yield Reason("suggest.miss-take", {})
