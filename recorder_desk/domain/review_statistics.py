"""What many reviews tell together: who stands where, what goes wrong most often, and when. Pure sums.

In: finished reviews with the criteria they failed. Out: a ranking, common problems, periods.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from recorder_desk.domain.review import ReviewRow
from recorder_desk.domain.times import moment


@dataclass(frozen=True, slots=True)
class Failed:
    """A criterion that a review found not met, and the tenths it took off."""

    review: str
    code: str
    name_zh: str
    name_en: str
    off: int
    veto: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """A criterion: in how many reviews it was not met, the tenths it took off together, in which cases (numbers)."""

    code: str
    name_zh: str
    name_en: str
    veto: bool
    count: int
    off: int
    cases: tuple[str, ...]

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.name_zh if language.startswith("zh") or not self.name_en else self.name_en


@dataclass(frozen=True, slots=True)
class Period:
    """A local month (`2026-05`): reviews finished in it, their mean percent of the points (in tenths), and how many
    failed a veto item."""

    month: str
    count: int
    mean: int
    vetoed: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """`ranking`: the newest finished review of each case, the best first. Problems, the most frequent first."""

    ranking: tuple[ReviewRow, ...]
    problems: tuple[Problem, ...]
    periods: tuple[Period, ...]
    reviews: int


def percent(row: ReviewRow) -> int:
    """What a review reached, in tenths of a percent: lists of different lengths compare."""
    return round(row.total * 1000 / row.most) if row.most else 0


def statistics(rows: Iterable[ReviewRow], failed: Iterable[Failed]) -> Statistics:
    """Of finished reviews. A file that failed a veto item stands behind every one that did not."""
    finished = [each for each in rows if each.state == "finished"]
    newest: dict[str, ReviewRow] = {}
    for each in sorted(finished, key=lambda row: (row.finished_at, row.turn)):
        newest[each.case] = each
    ranking = sorted(newest.values(), key=lambda row: (bool(row.vetoes), -percent(row), row.number))
    return Statistics(tuple(ranking), _problems(finished, failed), _periods(finished), len(finished))


def _problems(rows: list[ReviewRow], failed: Iterable[Failed]) -> tuple[Problem, ...]:
    numbers = {each.id: each.number for each in rows}
    grouped: dict[tuple[str, str], list[Failed]] = defaultdict(list)
    for each in failed:
        if each.review in numbers:
            grouped[each.code, each.name_zh].append(each)
    found = [
        Problem(code, name, each[-1].name_en, each[-1].veto, len(each), sum(one.off for one in each),
                tuple(sorted({numbers[one.review] for one in each})))
        for (code, name), each in grouped.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.count, -each.off, each.code)))


def _periods(rows: list[ReviewRow]) -> tuple[Period, ...]:
    months: dict[str, list[ReviewRow]] = defaultdict(list)
    for each in rows:
        months[moment(each.finished_at).astimezone().strftime("%Y-%m")].append(each)
    return tuple(
        Period(month, len(told), round(sum(map(percent, told)) / len(told)), sum(bool(each.vetoes) for each in told))
        for month, told in sorted(months.items())
    )
