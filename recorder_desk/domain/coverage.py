"""What a case's record item list asks for, and what is there: one cell an item. Pure rules, with a table of examples.

In: the items, the recordings linked to each, what people judged. Out: cells with a state and its reasons, as codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from recorder_desk.domain.record_item import RecordItem

CellState = Literal["present", "partial", "silent", "missing", "explained", "undecided", "not-needed"]
Verdict = Literal["applies", "not-applicable", "explained", ""]
VERDICTS: tuple[Verdict, ...] = ("applies", "not-applicable", "explained", "")

SHORT_MS = 10_000
"""Shorter than this shows nothing from its start to its end."""
BEFORE_GAP_MS = 2_000
"""So long before a gap a recording is opened: to see it come."""
GAP_MS = 60_000
"""A gap longer than this asks for an explanation (domain: case-file review)."""


@dataclass(frozen=True, slots=True)
class Held:
    """A recording linked to an `item`: the range that is meant (ms, `until_ms` its end), whether it has sound that can
    be heard, and its longest gap (ms) and where that begins. `kind`: video, audio, photo, … `points`: which of its ends
    somebody marked for this item, `start` and `end`; none says nothing, as the range tells both."""

    item: str
    recording: str
    kind: str
    from_ms: int
    until_ms: int
    sound: bool
    gap_ms: int
    problem: str = ""
    points: frozenset[str] = frozenset()
    gap_at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody said of an item in a case: that its condition holds or not, or why nothing was recorded."""

    item: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """An item of a case. `reasons` are codes: `short`, `gap`, `other-medium`, `damaged`, `no-sound`, `no-start`,
    `no-end`. `recordings`: what is linked, the best first; `at_ms`: where to open it: its range's beginning, or shortly
    before the gap that makes it partial."""

    item: str
    state: CellState
    required: bool
    reasons: tuple[str, ...]
    recordings: tuple[str, ...]
    at_ms: int
    verdict: Verdict
    explanation: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The cells in the list's order. `covered` of `required` items are present or explained; of those `missing` there
    is nothing."""

    cells: tuple[Cell, ...]
    required: int
    covered: int
    missing: int
    undecided: int


def coverage(items: Iterable[RecordItem], held: Iterable[Held], judged: Iterable[Judgement]) -> Coverage:
    """What a case has of its list."""
    holding: dict[str, list[Held]] = defaultdict(list)
    for each in held:
        holding[each.item].append(each)
    said = {each.item: each for each in judged}
    cells = tuple(_cell(item, holding[item.code], said.get(item.code)) for item in items)
    wanted = [each for each in cells if each.required]
    return Coverage(
        cells,
        len(wanted),
        sum(each.state in ("present", "explained") for each in wanted),
        sum(each.state == "missing" for each in wanted),
        sum(each.state == "undecided" for each in cells),
    )


def _cell(item: RecordItem, held: Sequence[Held], judgement: Judgement | None) -> Cell:
    verdict: Verdict = judgement.verdict if judgement else ""
    reason = judgement.reason if judgement else ""
    required = item.required == "Y" and verdict != "not-applicable"
    required |= item.required != "N" and verdict in ("applies", "explained")
    if held:
        ranked = sorted(
            ((_reasons(item, each), each) for each in held), key=lambda pair: (len(pair[0]), pair[1].from_ms)
        )
        reasons, best = ranked[0]
        found = tuple(dict.fromkeys(each.recording for _, each in ranked))
        state: CellState = "present" if not reasons else "silent" if reasons == ("no-sound",) else "partial"
        if state != "present" and verdict == "explained":
            state = "explained"
        return Cell(item.code, state, required, reasons, found, _spot(best, reasons), verdict, reason)
    if verdict == "explained":
        state = "explained"
    elif required:
        state = "missing"
    else:
        state = "undecided" if item.required == "C" and not verdict else "not-needed"
    return Cell(item.code, state, required, (), (), 0, verdict, reason)


def _spot(best: Held, reasons: tuple[str, ...]) -> int:
    """Where to open a recording to see how an item stands."""
    return max(best.from_ms, best.gap_at_ms - BEFORE_GAP_MS) if "gap" in reasons else best.from_ms


def _reasons(item: RecordItem, held: Held) -> tuple[str, ...]:
    """Why a recording does not show the whole of an item."""
    found = []
    wanted = {each for each in item.media if each}
    if wanted and held.kind not in wanted:
        found.append("other-medium")
    if held.problem:
        found.append("damaged")
    if held.kind in ("video", "audio"):
        if held.until_ms - held.from_ms < SHORT_MS:
            found.append("short")
        if held.gap_ms > GAP_MS:
            found.append("gap")
        if not held.sound:
            found.append("no-sound")
    if len(held.points) == 1:
        found.append("no-end" if "start" in held.points else "no-start")
    return tuple(found)
