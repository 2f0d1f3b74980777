"""What people type into a search: words, days (`5月8日`, `上周`, `2026-05-08`, `yesterday`), and facets (`kind:video`).

In: the text and which day it is. Out: words that must occur, spans of local days, and chosen facets. A day is looked
for as a word as well: a name may tell one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FACETS = ("kind", "state", "item", "case", "recorder", "tag", "day", "officer")
"""What may stand before a colon; the rest is a word like any other."""
_FACET = re.compile(r"([a-z]+)[:：](\S+)", re.IGNORECASE)
_CHINESE_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})[日号])?")
_PLAIN_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_YEAR = re.compile(r"(\d{4})年")


@dataclass(frozen=True, slots=True)
class Days:
    """A word that tells a span of days (ISO, both count)."""

    word: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: every word must occur, every span must hold, every facet is chosen."""

    words: str
    days: tuple[Days, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()

    def facet(self, name: str) -> str:
        """The last value chosen for a facet, or ''."""
        return next((value for facet, value in reversed(self.facets) if facet == name), "")


def read_query(text: str, today: date) -> Asked:
    """Take a text apart. It never fails: what means nothing is a word."""
    words, days, facets = [], [], []
    for word in text.split():
        found = _FACET.fullmatch(word)
        if found and found[1].casefold() in FACETS:
            facets.append((found[1].casefold(), found[2]))
        elif span := _span(word, today):
            days.append(Days(word, *(each.isoformat() for each in span)))
        else:
            words.append(word)
    for name, value in facets:
        if name == "day":
            span = _span(value, today)
            days.append(Days("", *(each.isoformat() for each in span)) if span else Days("", value, value))
    return Asked(" ".join(words), tuple(days), tuple(each for each in facets if each[0] != "day"))


def _span(word: str, today: date) -> tuple[date, date] | None:
    named = dict(_named(today))
    told = word.casefold()
    if told in named:
        return named[told]
    try:
        if found := _CHINESE_DAY.fullmatch(told):
            return _chosen(int(found[1] or 0), int(found[2]), int(found[3] or 0), today)
        if found := _PLAIN_DAY.fullmatch(told):
            return _chosen(int(found[1]), int(found[2]), int(found[3] or 0), today)
        if found := _YEAR.fullmatch(told):
            return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    except ValueError:
        return None
    return None


def _chosen(year: int, month: int, day: int, today: date) -> tuple[date, date]:
    """Without a year the last one in which that has begun."""
    if not year:
        year = today.year if date(today.year, month, day or 1) <= today else today.year - 1
    if day:
        return date(year, month, day), date(year, month, day)
    return date(year, month, 1), _end_of_month(date(year, month, 1))


def _named(today: date) -> Iterator[tuple[str, tuple[date, date]]]:
    day = timedelta(1)
    monday, first = today - day * today.weekday(), today.replace(day=1)
    last_month = (first - day).replace(day=1)
    for names, span in (
        (("今天", "today"), (today, today)),
        (("昨天", "yesterday"), (today - day, today - day)),
        (("前天",), (today - 2 * day, today - 2 * day)),
        (("本周", "这周"), (monday, monday + 6 * day)),
        (("上周",), (monday - 7 * day, monday - day)),
        (("本月", "这个月"), (first, _end_of_month(first))),
        (("上月", "上个月"), (last_month, first - day)),
        (("今年",), (date(today.year, 1, 1), date(today.year, 12, 31))),
        (("去年",), (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
    ):
        for name in names:
            yield name, span


def _end_of_month(first: date) -> date:
    return (first + timedelta(31)).replace(day=1) - timedelta(1)
