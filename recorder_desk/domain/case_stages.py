"""What a case goes through, and the limits that run meanwhile: data (`resources/case_stages`), not code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from recorder_desk.domain.calendars import WorkCalendar
from recorder_desk.domain.deadlines import Limit, due, read_limit
from recorder_desk.errors import DeskError
from resources import folder

ClockState = Literal["running", "met", "late", "overdue", "lapsed"]


@dataclass(frozen=True, slots=True)
class _Named:
    code: str
    name_zh: str
    name_en: str

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.name_zh if language.startswith("zh") else self.name_en


@dataclass(frozen=True, slots=True)
class Stage(_Named):
    """A stage; `needs`: those that must have been noted before it."""

    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClockRule(_Named):
    """A limit that starts with a stage and is met by another. `lapses`: what is not done in time is simply over."""

    starts: str
    met_by: str
    limit: Limit
    lapses: bool
    basis: str


@dataclass(frozen=True, slots=True)
class StagePlan:
    """The stages and clocks of a kind of case."""

    label: str
    stages: tuple[Stage, ...]
    clocks: tuple[ClockRule, ...]

    def stage(self, code: str) -> Stage:
        """One of them. Raises DeskError `case.unknown-stage`."""
        found = next((each for each in self.stages if each.code == code), None)
        if found is None:
            raise DeskError("case.unknown-stage", stage=code, stages=", ".join(each.code for each in self.stages))
        return found


@dataclass(frozen=True, slots=True)
class CaseClock:
    """A clock of a case. Days are ISO; `met_on` '' while it is not; `days_left` until it is due, negative when over.

    `provisional`: `due` was counted without a calendar of a year between (暂估)."""

    case: str
    number: str
    code: str
    limit: str
    started_on: str
    due: str
    provisional: bool
    met_on: str
    state: ClockState
    days_left: int
    basis: str


@cache
def shipped_stages() -> StagePlan:
    """The newest plan in `resources/case_stages`. Raises DeskError `case.stages-unreadable` (a defect)."""
    texts = sorted(
        (each for each in folder("case_stages").iterdir() if each.name.endswith(".toml")), key=lambda each: each.name
    )
    return read_stages(texts[-1].read_text("utf-8"))


def read_stages(text: str) -> StagePlan:
    """A plan from TOML: every stage a clock or a need names is there. Raises DeskError `case.stages-unreadable`."""
    try:
        told = tomllib.loads(text)
        stages = tuple(
            Stage(each["code"], each["name_zh"], each["name_en"], tuple(each.get("needs", ())))
            for each in told["stage"]
        )
        clocks = tuple(_clock(each) for each in told.get("clock", ()))
        named = {each.code for each in stages}
        asked = {code for each in stages for code in each.needs} | {
            code for each in clocks for code in (each.starts, each.met_by)
        }
        if len(named) != len(stages) or not asked <= named:
            raise ValueError(f"stages: {sorted(asked - named)}")
        return StagePlan(f"{told['id']}@{told['version']}", stages, clocks)
    except (KeyError, TypeError, ValueError) as error:
        raise DeskError("case.stages-unreadable", blame="defect", reason=repr(error)) from error


def _clock(told: Mapping[str, Any]) -> ClockRule:
    return ClockRule(
        told["code"], told["name_zh"], told["name_en"], told["starts"], told["met_by"], read_limit(told["limit"]),
        bool(told.get("lapses", False)), told.get("basis", ""),
    )  # fmt: skip


def clocks_of(
    case: str, number: str, reached: Mapping[str, str], plan: StagePlan, calendar: WorkCalendar, today: str
) -> Iterator[CaseClock]:
    """The clocks of a case whose stages were `reached` on these days, in the plan's order."""
    for rule in plan.clocks:
        started = reached.get(rule.starts)
        if started is None:
            continue
        told = due(date.fromisoformat(started), rule.limit, calendar)
        day, met = told.due[:10], reached.get(rule.met_by, "")
        met = met if met >= started else ""
        yield CaseClock(
            case, number, rule.code, rule.limit.text, started, day, told.provisional, met,
            _state(met, day, today, lapses=rule.lapses), (date.fromisoformat(day) - date.fromisoformat(today)).days,
            rule.basis,
        )  # fmt: skip


def _state(met: str, day: str, today: str, *, lapses: bool) -> ClockState:
    if met:
        return "met" if met <= day else "late"
    if today <= day:
        return "running"
    return "lapsed" if lapses else "overdue"
