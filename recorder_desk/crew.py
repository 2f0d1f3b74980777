"""What the lanes are given to work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from recorder_desk.commands.base import Command
from recorder_desk.domain.actor import Actor
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.happening import Happening
from recorder_desk.domain.settings import Settings
from recorder_desk.ports import Bench, Clock, Dock, Step, Watch
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class Crew:
    """What the lanes are given: how to ask and order, the steps, how much at once, and the tools.

    `bench` makes a Bench from what belongs to one job (`meter`, `cancelled`, `overlap`, `claims`, `tell`,
    by name). `recover` runs once, before anything else.
    """

    ask: Callable[[Query[Any]], Future[Any]]
    do: Callable[[Command, Actor], Future[tuple[Fact, ...]]]
    tell: Callable[[Happening], None]
    steps: Sequence[Step]
    width: Mapping[str, int]
    bench: Callable[..., Bench]
    clock: Clock
    dock: Dock
    settings: Settings
    profile: str
    grammars: str
    watch: Watch
    recover: Callable[[], object]
    check: Callable[[tuple[str, ...], Bench], tuple[Finding, ...]]
