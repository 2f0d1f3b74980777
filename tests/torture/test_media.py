"""H: hostile media, through the probe, through pictures and proxy, and up to what the player would be given.

Every run of a media program is looked at: none may crash; no file but the given one is opened (the kernel tells),
nobody on this machine is reached. In full, each at every level of walls that this machine has.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from recorder_desk.domain.plan import DAMAGED_PARTS, NEEDS_PROXY, careful, plan_for
from recorder_desk.errors import DeskError
from recorder_desk.tools import graphs, runner, sandbox
from recorder_desk.tools.limits import Running
from recorder_desk.tools.sandbox import Level
from tests.flow.seeing import played
from tests.recorder_desk.tools.films import PROFILE, ignore, media, no
from tests.recorder_desk.tools.test_sandbox import roomed
from tests.torture.hostile_media import attacks, door, mutants, secrets, watched
from tests.torture.scope import FULL, Figures

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the kernel's notices and walls are Linux's"
)
WALLS: tuple[Level, ...] = ("bubblewrap", "landlock", "limits")
COUNTS = dict(zip(WALLS, (60, 60, 300) if FULL else (20, 20, 20), strict=True))
"""Mutants: most of them where nothing but the limits keeps them in."""
CRASHES = {4, 6, 7, 8, 11}
"""SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV."""
REFUSALS = {"media.transcode-failed", "media.timeout"}


@dataclass
class Outcome:
    """What came of inputs: where they ended, the player's, and how each media program ended."""

    ends: Counter[str] = field(default_factory=Counter)
    plays: list[Path] = field(default_factory=list)
    runs: list[Running] = field(default_factory=list)

    @property
    def crashed(self) -> list[int]:
        """Statuses of programs that a signal of their own making ended."""
        statuses = [each.process.returncode for each in self.runs]
        return [each for each in statuses if -each in CRASHES or each - 128 in CRASHES]


@contextmanager
def looked_at(patch: pytest.MonkeyPatch) -> Iterator[Outcome]:
    """Every media program that is started is remembered."""
    outcome, whole = Outcome(), sandbox.start

    def start(*given: Any) -> Running:
        outcome.runs.append(whole(*given))
        return outcome.runs[-1]

    with patch.context() as inner:
        inner.setattr(runner.sandbox, "start", start)
        yield outcome


def through(outcome: Outcome, made: Path, path: Path) -> None:
    """Probe, pictures, proxy: as the lanes do it. What plays as it is would be given to the player."""
    desk, into = media(), made / path.name.replace("%", "_")
    into.mkdir()
    probe = desk.probe(path, "video")
    plan = plan_for(probe.info, PROFILE)
    end = f"{plan.kind} {probe.problem}".strip()
    try:
        problem = desk.pictures(path, probe.info, into, no)[1]
        plan = careful(plan, damaged=problem == DAMAGED_PARTS)
        if plan.kind in NEEDS_PROXY:
            outcome.plays.append(into / desk.proxy(path, probe.info, plan, PROFILE, into, ignore, no).path)
    except DeskError as error:
        if error.code not in REFUSALS:
            raise
        end = error.code
    if plan.kind == "nothing" and not probe.problem:
        outcome.plays.append(path)
    outcome.ends[end] += 1


def all_through(outcome: Outcome, made: Path, paths: list[Path]) -> None:
    made.mkdir()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(partial(through, outcome, made), paths))


@pytest.mark.parametrize("level", WALLS)
def test_what_somebody_made_to_reach_out(
    tmp_path: Path, level: Level, monkeypatch: pytest.MonkeyPatch, record_property: Figures
) -> None:
    with roomed(level, monkeypatch), looked_at(monkeypatch) as outcome, door() as (port, knocks):
        beside = secrets(tmp_path)
        hostile = attacks(tmp_path, port)
        with watched(beside) as opened:
            all_through(outcome, tmp_path / "made", list(hostile.values()))
    assert (opened, knocks, outcome.crashed) == ([], [], [])
    sound = tmp_path / "made" / "hours.wav" / "proxy.m4a"  # of the half second that is there
    assert outcome.plays == [sound], "the player would have been given it"
    assert outcome.ends.total() == len(hostile) >= 12
    record_property("torture", f"H {level}: {len(hostile)} attacks x probe, derive, player; {len(outcome.runs)} runs")


@pytest.mark.parametrize("level", WALLS if FULL else WALLS[-1:])
def test_what_chance_made(
    tmp_path: Path, level: Level, monkeypatch: pytest.MonkeyPatch, record_property: Figures
) -> None:
    (tmp_path / "films").mkdir()
    with roomed(level, monkeypatch), looked_at(monkeypatch) as outcome, door() as (_, knocks):
        beside = secrets(tmp_path)
        changed = mutants(tmp_path / "films", COUNTS[level])
        with watched(beside) as opened:
            all_through(outcome, tmp_path / "made", changed)
    assert (opened, knocks, outcome.crashed) == ([], [], [])
    assert outcome.ends.total() == COUNTS[level] and len(outcome.ends) > 2, outcome.ends
    shown = outcome.plays if FULL else outcome.plays[:5]
    assert shown and not [path for path, told in played([str(each) for each in shown]).items() if told["error"]]
    record_property(
        "torture",
        f"H {level}: {COUNTS[level]} mutants, {len(outcome.runs)} runs, {len(shown)} played; {dict(outcome.ends)}",
    )


# -- sabotage: is the suite able to fail? -----------------------------------------------------------------


def without(name: str) -> Callable[[], dict[str, Any]]:
    """The guards of every input, without one."""
    return lambda whole=graphs.guards: {each: value for each, value in whole().items() if each != name}  # type: ignore[misc]


@pytest.mark.parametrize("level", WALLS)
@pytest.mark.parametrize("whitelist", [True, False])
def test_without_the_list_of_formats(
    tmp_path: Path, level: Level, whitelist: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either holds alone: the walls, or the list. Red only without both."""
    if not whitelist:
        monkeypatch.setattr(graphs, "guards", without("format_whitelist"))
    with roomed(level, monkeypatch), looked_at(monkeypatch) as outcome, door() as (port, knocks):
        beside = secrets(tmp_path)
        hostile = attacks(tmp_path, port)
        with watched(beside) as opened:
            all_through(outcome, tmp_path / "made", [hostile["list-beside.m3u8"], hostile["script-beside.mkv"]])
    assert bool(opened) is (level == "limits" and not whitelist), (opened, outcome.ends)
    assert knocks == []
