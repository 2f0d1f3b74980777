"""Time that no recording covers: a pure rule. In: a stretch of time and what was recorded in it. Out: what is left.

Times are milliseconds since 1970, as recordings' corrected times tell them.
"""

from __future__ import annotations

from collections.abc import Iterable

Stretch = tuple[int, int]


def uncovered(begin: int, end: int, covers: Iterable[Stretch], least: int = 0) -> tuple[Stretch, ...]:
    """The parts of a stretch of time that none of `covers` reaches, in order; none of `least` or shorter."""
    found, at = [], begin
    for since, until in sorted(each for each in covers if each[1] > begin and each[0] < end):
        if since > at:
            found.append((at, since))
        at = max(at, until)
    if at < end:
        found.append((at, end))
    return tuple(each for each in found if each[1] - each[0] > least)
