"""Versions of the criteria list for case-file review (案卷评查): those the program ships, which one is in force, what
one may hold, and how two differ. Points are kept in tenths, as whole numbers."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache

from recorder_desk.domain.item_lists import ListDifference, difference
from recorder_desk.domain.times import is_day
from recorder_desk.errors import DeskError
from resources import folder

RULES = (
    "", "items-missing", "points-missing", "certificate", "officers", "qualification", "digests", "hand-in", "labels",
    "times", "transcript", "filed", "clocks",
)  # fmt: skip
"""What the desk can look for by itself (`domain/review_rules.py`); '' nothing."""
MOST_TEXT, MOST_LABEL, MOST_CRITERIA, MOST_TENTHS = 2_000, 60, 500, 100_000
_CODE = re.compile(r"[0-9A-Z\u4e00-\u9fff][0-9A-Z\u4e00-\u9fff._-]{0,19}")
_POINTS = re.compile(r"\d{1,5}(?:\.\d)?")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the list. Its block has so many tenths of a point (`block_tenths`); 0: a veto item, which is met or
    not. `each`: tenths off for each thing that is wrong, `most` together (0: as many as the block has). `rule`: what
    the desk looks for by itself, in what it is `about`: record items, clocks, parts of a label."""

    code: str
    block_zh: str
    block_en: str
    block_tenths: int
    name_zh: str
    name_en: str
    asks_zh: str = ""
    asks_en: str = ""
    each: int = 0
    most: int = 0
    rule: str = ""
    about: tuple[str, ...] = ()
    basis: str = ""

    @property
    def veto(self) -> bool:
        """Whether not meeting it decides the whole review."""
        return self.block_tenths == 0

    @property
    def limit(self) -> int:
        """So many tenths can be taken off at the most."""
        return min(self.most or self.block_tenths, self.block_tenths)

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.name_zh if language.startswith("zh") or not self.name_en else self.name_en

    def block(self, language: str) -> str:
        """The name of its block in a language."""
        return self.block_zh if language.startswith("zh") or not self.block_en else self.block_en

    def asks(self, language: str) -> str:
        """What to look at, in a language."""
        return self.asks_zh if language.startswith("zh") or not self.asks_en else self.asks_en


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade, from so many percent of the points on (`least`)."""

    code: str
    name_zh: str
    name_en: str
    least: int

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.name_zh if language.startswith("zh") or not self.name_en else self.name_en


@dataclass(frozen=True, slots=True)
class CriteriaList:
    """A version of the list; a review keeps the one it was begun under. `grades`: the best first; the last is also for
    a file that fails a veto item."""

    id: str
    version: str
    effective_from: str
    criteria: tuple[Criterion, ...]
    grades: tuple[Grade, ...]

    @property
    def label(self) -> str:
        """`id@version`, as reviews name it."""
        return f"{self.id}@{self.version}"

    def criterion(self, code: str) -> Criterion | None:
        """The criterion of a code, or None."""
        return next((each for each in self.criteria if each.code == code), None)

    def grade(self, code: str) -> Grade | None:
        """The grade of a code, or None."""
        return next((each for each in self.grades if each.code == code), None)

    @property
    def blocks(self) -> dict[str, int]:
        """The blocks that have points, by name (Chinese), in the list's order: tenths."""
        return {each.block_zh: each.block_tenths for each in self.criteria if not each.veto}


@dataclass(frozen=True, slots=True)
class CriteriaLists:
    """Every version there is; `current` is the one in force for reviews begun now."""

    current: CriteriaList
    versions: tuple[CriteriaList, ...]

    def of(self, label: str) -> CriteriaList:
        """The version of a label. Raises DeskError `review.unknown-criteria`."""
        found = next((each for each in self.versions if each.label == label), None)
        if found is None:
            raise DeskError("review.unknown-criteria", label=label, known=", ".join(e.label for e in self.versions))
        return found


@cache
def shipped_criteria() -> tuple[CriteriaList, ...]:
    """Every version in `resources/review_criteria`. Raises DeskError `review.criteria-unreadable` (a defect)."""
    room, found = folder("review_criteria"), []
    for entry in sorted(room.iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".toml"):
            rows = room.joinpath(entry.name.removesuffix(".toml") + ".csv")
            found.append(read_criteria(entry.read_text("utf-8"), rows.read_text("utf-8-sig")))
    return tuple(found)


def read_criteria(head: str, rows: str) -> CriteriaList:
    """A version from its head (TOML) and its rows (CSV). Raises DeskError `review.criteria-unreadable`."""
    try:
        told = tomllib.loads(head)
        grades = tuple(Grade(e["code"], e["name_zh"], e["name_en"], int(e["least"])) for e in told["grade"])
        criteria = tuple(criterion_of(row) for row in csv.DictReader(io.StringIO(rows)))
        return checked(CriteriaList(told["id"], told["version"], told["effective_from"], criteria, grades))
    except (DeskError, KeyError, TypeError, ValueError) as error:
        raise DeskError("review.criteria-unreadable", blame="defect", reason=repr(error)) from error


def criterion_of(cells: Mapping[str, str]) -> Criterion:
    """A criterion from the cells of its row. Raises DeskError `review.bad-points`."""
    told = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    return Criterion(
        told["code"].upper(), told["block"], told["block_en"], tenths(told["block_points"] or "0"), told["name"],
        told["name_en"], told["asks"], told["asks_en"], tenths(told["each"] or "0"), tenths(told["most"] or "0"),
        told["rule"], tuple(filter(None, told["about"].split("|"))), told["basis"],
    )  # fmt: skip


COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("编码", "项目编码", "序号"),
    "block": ("类别", "评查类别", "一级指标"),
    "block_en": ("类别英文",),
    "block_points": ("类别分值", "分值"),
    "name": ("评查项目", "项目", "二级指标", "criterion"),
    "name_en": ("项目英文",),
    "asks": ("评查内容", "评查要点", "评查标准"),
    "asks_en": ("内容英文",),
    "each": ("每处扣分", "扣分", "points off each"),
    "most": ("最多扣分", "扣分上限", "most points off"),
    "rule": ("自动核对", "looks for"),
    "about": ("核对对象", "looks in"),
    "basis": ("依据", "评查依据", "legal basis"),
}


def rows_of(listed: CriteriaList) -> list[list[str]]:
    """A version as rows of `COLUMNS`, so that reading them gives it back."""
    return [
        [each.code, each.block_zh, each.block_en, points(each.block_tenths) if each.block_tenths else "", each.name_zh,
         each.name_en, each.asks_zh, each.asks_en, points(each.each) if each.each else "",
         points(each.most) if each.most else "", each.rule, "|".join(each.about), each.basis]
        for each in listed.criteria
    ]  # fmt: skip


def tenths(text: str) -> int:
    """`2.5` points → 25. Raises DeskError `review.bad-points`."""
    told = text.strip().removesuffix("分").strip()
    if not told.isascii() or not _POINTS.fullmatch(told):
        raise DeskError("review.bad-points", points=text[:20])
    whole, _, part = told.partition(".")
    return int(whole) * 10 + int(part or "0")


def points(tenths: int) -> str:
    """25 → `2.5`; 30 → `3`."""
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def in_force(own: Iterable[CriteriaList], on: str) -> CriteriaLists:
    """Every version, and the one in force on a day (ISO): the newest of the bureau's `own`, in the order they were
    issued, that has taken effect; else the newest shipped one."""
    shipped = sorted(shipped_criteria(), key=lambda each: each.effective_from)
    issued = sorted((each for each in own if each not in shipped), key=lambda each: each.effective_from)
    ruling = [each for each in (*shipped, *issued) if each.effective_from <= on] or shipped[:1]
    mine = [each for each in ruling if each in issued]
    return CriteriaLists((mine or ruling)[-1], (*shipped, *issued))


def checked(listed: CriteriaList) -> CriteriaList:
    """A version that can be issued. Raises DeskError `review.no-criteria`, `review.bad-version`, `review.bad-date`,
    `review.code-twice`, `review.no-grades`, `review.block-differs`, and as `checked_criterion`."""
    name, version = listed.id.strip(), listed.version.strip()
    if not name or not version or "@" in name + version or len(listed.label) > MOST_LABEL:
        raise DeskError("review.bad-version", label=listed.label[:80])
    if not is_day(listed.effective_from):
        raise DeskError("review.bad-date", date=listed.effective_from)
    if not listed.criteria or len(listed.criteria) > MOST_CRITERIA or not listed.blocks:
        raise DeskError("review.no-criteria", most=MOST_CRITERIA)
    if not listed.grades:
        raise DeskError("review.no-grades")
    criteria = tuple(checked_criterion(each) for each in listed.criteria)
    codes = [each.code for each in criteria]
    for each in criteria:
        if codes.count(each.code) > 1:
            raise DeskError("review.code-twice", criterion=each.code)
        if not each.veto and listed.blocks[each.block_zh] != each.block_tenths:
            raise DeskError("review.block-differs", block=each.block_zh)
    grades = tuple(sorted(listed.grades, key=lambda each: -each.least))
    return replace(listed, id=name, version=version, criteria=criteria, grades=grades)


def checked_criterion(told: Criterion) -> Criterion:
    """A criterion that a list may hold. Raises DeskError `review.bad-code`, `review.name-missing`, `review.bad-rule`,
    `review.bad-points`, `review.long`."""
    code = told.code.strip().upper()
    if not _CODE.fullmatch(code):
        raise DeskError("review.bad-code", criterion=code[:60])
    if not told.name_zh.strip() or not told.block_zh.strip():
        raise DeskError("review.name-missing", criterion=code)
    if told.rule not in RULES:
        raise DeskError("review.bad-rule", rule=told.rule[:40], rules=", ".join(filter(None, RULES)))
    if max(told.block_tenths, told.each, told.most) > MOST_TENTHS or min(told.block_tenths, told.each, told.most) < 0:
        raise DeskError("review.bad-points", points=points(max(told.block_tenths, told.each, told.most)))
    if max(len(each) for each in asdict(told).values() if isinstance(each, str)) > MOST_TEXT:
        raise DeskError("review.long", most=MOST_TEXT)
    if told.veto:
        told = replace(told, each=0, most=0)
    return replace(told, code=code)


def compare(was: CriteriaList, becomes: CriteriaList) -> ListDifference:
    """Two versions, criterion by criterion."""
    return difference(was.criteria, becomes.criteria)
