"""Which recordings a filter lets through, worked out of the bits of facets.

In: a filter. Out: sets of recordings, one for each condition; lists and counts follow from them without reading rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import reduce

import msgspec

from recorder_desk.domain.asking import Asked, Days, read_query
from recorder_desk.queries.recordings import Filter
from storage import search
from storage.bits import Bits, both, either, of_keys, shared, size, without
from storage.bits_kept import found, value, values
from storage.recorders_views import WEARER

NOBODY: Bits = {}
_FACETS = ("state", "kind", "day", "case", "item", "problem", "important", "waiting")
_OF_RECORDER = "SELECT id FROM recorders WHERE serial = ? COLLATE NOCASE"
_OF_CASE = "SELECT id FROM cases WHERE instr(number, ?) > 0"
_WORE = "SELECT DISTINCT recorder FROM wearings WHERE instr(officer, ?) > 0"
_DAYS = (
    f"SELECT value FROM json_each(?1) WHERE instr(coalesce({WEARER.format(recorder='?2', day='value')}, ''), ?3) > 0"
)


def understood(which: Filter) -> tuple[Filter, Asked]:
    """A filter with what its words choose: facets typed go before facets clicked, and days are apart."""
    asked = read_query(which.words, date.today())
    typed = {name: told for name, told in asked.facets if name in ("kind", "state", "item")}
    return replace(which, words=asked.words, **typed), asked


def expression_of(which: Filter) -> str:
    """What the index of words is asked, where words are all that is asked: else ''."""
    told, asked = understood(which)
    if asked.days or asked.facets or replace(told, words="") != Filter():
        return ""
    return search.match(told.words)


def conditions(connection: sqlite3.Connection, which: Filter) -> dict[str, Bits]:
    """By facet (or `words`, or `typed N`) the recordings that meet what the filter asks there."""
    told, asked = understood(which)
    met = {name: value(connection, name, wanted) for name in _FACETS if (wanted := getattr(told, name))}
    if told.problem and told.problem != "yes":
        met["problem"] = _but(connection, value(connection, "problem", "yes"))
    for name in ("important", "waiting"):
        if getattr(told, name):
            met[name] = value(connection, name, "yes")
    if told.tag:
        met["tag"] = tagged(values(connection, "tag"), told.tag)
    if told.recorder:
        met["recorder"] = value(connection, "recorder", "" if told.recorder == "-" else told.recorder)
    if told.device:
        met["device"] = _keys(connection, "SELECT key FROM recordings WHERE device = ?", told.device)
    if told.words.strip():
        expression = search.match(told.words)
        met["words"] = found(connection, expression) if expression else NOBODY
    for number, each in enumerate((*_days(connection, asked), *_typed(connection, asked))):
        met[f"typed {number}"] = each
    return met


def among(conditions: Iterable[Bits]) -> Bits | None:
    """What meets all conditions; None where there are none: everything does."""
    told = sorted(conditions, key=len)
    return reduce(both, told) if told else None


def everything(connection: sqlite3.Connection) -> Bits:
    """Every recording: each has one kind."""
    return either(values(connection, "kind").values())


def keys_in(connection: sqlite3.Connection, sql: str, *told: str) -> list[int]:
    """The keys a query finds, as one text: row by row they take twice as long."""
    (text,) = connection.execute(f"SELECT json_group_array(key) FROM ({sql})", told).fetchone()
    return msgspec.json.decode(text, type=list[int])


def tagged(tags: Mapping[str, Bits], wanted: str) -> Bits:
    """What has a tag or one below it in the tree."""
    return either(bits for tag, bits in tags.items() if tag == wanted or tag.startswith(f"{wanted}/"))


def _keys(connection: sqlite3.Connection, sql: str, *told: str) -> Bits:
    return of_keys(keys_in(connection, sql, *told))


def _but(connection: sqlite3.Connection, others: Bits) -> Bits:
    return without(everything(connection), others)


def _days(connection: sqlite3.Connection, asked: Asked) -> Iterable[Bits]:
    """A day is looked for as a word as well: a name may tell one."""
    for each in asked.days:
        expression = search.match(each.word)
        named = found(connection, expression) if expression else NOBODY
        yield either((named, _between(values(connection, "day"), each)))


def _between(days: Mapping[str, Bits], span: Days) -> Bits:
    return either(bits for day, bits in days.items() if span.since <= day <= span.until)


def _typed(connection: sqlite3.Connection, asked: Asked) -> Iterable[Bits]:
    for name, told in asked.facets:
        if name == "tag":
            yield tagged(values(connection, "tag"), told)
        elif name == "case":
            yield either(value(connection, "case", id) for (id,) in connection.execute(_OF_CASE, (told,)).fetchall())
        elif name == "recorder":
            rows = connection.execute(_OF_RECORDER, (told,)).fetchall()
            yield either(value(connection, "recorder", id) for (id,) in rows)
        elif name == "officer":
            yield _worn(connection, told)


def _worn(connection: sqlite3.Connection, officer: str) -> Bits:
    """What was recorded on the days on which somebody wore the recorder whose name holds this."""
    days = values(connection, "day")
    every = msgspec.json.encode(sorted(days)).decode()
    found: list[Bits] = []
    for (recorder,) in connection.execute(_WORE, (officer,)).fetchall():
        worn = [day for (day,) in connection.execute(_DAYS, (every, recorder, officer))]
        found.append(both(value(connection, "recorder", recorder), either(days[day] for day in worn)))
    return either(found)


def count(selected: Bits | None, bits: Bits) -> int:
    """How many of a value's recordings are selected."""
    return size(bits) if selected is None else shared(selected, bits)
