"""Enforcement matters (执法事项) and the legal bases they stand on, as versioned lists.

Laws change: what a bureau could do on the day of conduct, and under which article, is what counts (行政处罚法 37). So
each code has versions that follow one another, from a first day to a last one (ISO, '' for no end), and is looked up by
day. A matter may stand under another one (主项, 子项).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from recorder_desk.domain.times import is_day
from recorder_desk.errors import DeskError


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """An article: of which law, which one, what it says; and when it is in force."""

    code: str
    law: str
    article: str = ""
    text: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a bureau may enforce. `kind`: inspection, penalty, …, in words; `parent`: the code it stands under; `bases`:
    codes of legal bases."""

    code: str
    name: str
    kind: str = ""
    parent: str = ""
    bases: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    remark: str = ""


V = TypeVar("V", bound=LegalBasis | Matter)


def in_force(versions: Iterable[V], on: str) -> tuple[V, ...]:
    """Of each code the version that is in force on a day, by code; '' : every version."""
    found = [each for each in versions if not on or (each.since <= on and (not each.until or on <= each.until))]
    return tuple(sorted(found, key=lambda each: (each.code, each.since)))


def by_code(versions: Iterable[V]) -> dict[str, tuple[V, ...]]:
    """The versions of each code; a code that has none has ()."""
    found: dict[str, tuple[V, ...]] = defaultdict(tuple)
    for each in versions:
        found[each.code] += (each,)
    return found


def with_version(known: Sequence[V], told: V) -> tuple[V, ...]:
    """The versions of a list with another one, in place of the one that begins the same day.

    Raises DeskError `version.code-missing`, `version.bad-days`, `version.overlap` (with another version)."""
    if not told.code.strip():
        raise DeskError("version.code-missing")
    for day in filter(None, (told.since, told.until)):
        if not is_day(day):
            raise DeskError("version.bad-days", name=told.code, since=told.since, until=told.until)
    if told.since and told.until and told.until < told.since:
        raise DeskError("version.bad-days", name=told.code, since=told.since, until=told.until)
    others = [each for each in known if (each.code, each.since) != (told.code, told.since)]
    for each in others:
        if each.code == told.code and _meet(each, told):
            raise DeskError("version.overlap", name=told.code, since=each.since or "—", until=each.until or "—")
    return (*others, told)


def _meet(one: LegalBasis | Matter, other: LegalBasis | Matter) -> bool:
    return (not one.until or other.since <= one.until) and (not other.until or one.since <= other.until)


def checked_matter(told: Matter) -> Matter:
    """As it is kept. Raises DeskError `version.name-missing`."""
    name = " ".join(told.name.split())
    if not name:
        raise DeskError("version.name-missing", name=told.code)
    bases = tuple(dict.fromkeys(each.strip() for each in told.bases if each.strip()))
    return replace(told, code=told.code.strip(), name=name, parent=told.parent.strip(), bases=bases)


def checked_basis(told: LegalBasis) -> LegalBasis:
    """As it is kept. Raises DeskError `version.name-missing`."""
    law = " ".join(told.law.split())
    if not law:
        raise DeskError("version.name-missing", name=told.code)
    return replace(told, code=told.code.strip(), law=law, article=told.article.strip())


def refuse_loose_ends(matters: Iterable[Matter], bases: Iterable[LegalBasis]) -> None:
    """Raise DeskError `matter.unknown-parent`, `matter.cycle`, `matter.unknown-basis` where codes lead nowhere, or
    round and round."""
    parents: dict[str, set[str]] = defaultdict(set)
    known, laws = set(), {each.code for each in bases}
    for each in matters:
        known.add(each.code)
        parents[each.code] |= {each.parent} - {""}
        if unknown := next((code for code in each.bases if code not in laws), ""):
            raise DeskError("matter.unknown-basis", matter=each.code, basis=unknown)
    for code, above in parents.items():
        if lost := next((each for each in above if each not in known), ""):
            raise DeskError("matter.unknown-parent", matter=code, parent=lost)
    _refuse_cycles(parents)


def _refuse_cycles(parents: Mapping[str, set[str]]) -> None:
    done: set[str] = set()
    for start in parents:
        path, way = [start], {start}
        while path:
            above = next((each for each in parents[path[-1]] if each not in done), "")
            if above in way:
                raise DeskError("matter.cycle", matter=above)
            if above:
                path.append(above)
                way.add(above)
            else:
                way.discard(path[-1])
                done.add(path.pop())
