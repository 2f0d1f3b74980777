"""Every changing system call of a scene, one fault at a time.

In: a scene and a kind of fault. Out: how many runs, how each ended, and everything that was wrong afterwards.

A place to fail is a call by name and path (numbers and ids left out) and which time it is made: the first and the last,
for a kill also one between. The hundreds of pages that SQLite writes into its log are so three places.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.torture.injecting import CALLS, Fault
from tests.torture.scenes import Scene, Stage
from tests.torture.scope import FULL

FAULTS = {
    "killed": ("kill", False),
    "EIO once": ("EIO", False),
    "EIO for ever": ("EIO", True),
    "ENOSPC once": ("ENOSPC", False),
    "ENOSPC for ever": ("ENOSPC", True),
}
CUT = 4
"""Places of each scene and kind in the cut that runs with all the tests."""


@dataclass(slots=True)
class Tally:
    """What came of one scene under one kind of fault."""

    runs: int = 0
    missed: int = 0
    seconds: float = 0.0
    endings: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        ended = ", ".join(f"{count} × {status}" for status, count in sorted(self.endings.items()))
        return (
            f"{self.runs} runs, {self.missed} not reached, ended {ended}, {len(self.wrong)} wrong, {self.seconds:.0f} s"
        )


def places(calls: Counter[str], how: str) -> Iterator[tuple[str, int]]:
    """The places to fail at, spread evenly when only a cut of them is asked for."""
    every = [
        (label, nth)
        for label, count in calls.items()
        if how != "ENOSPC" or CALLS[label.partition(" ")[0]][3]
        for nth in sorted({1, count, *([(count + 1) // 2] if how == "kill" else [])})
    ]
    yield from every if FULL else every[len(every) // (2 * CUT) :: max(1, len(every) // CUT)]


def torment(stage: Stage, scene: Scene, kind: str) -> Tally:
    """One fault a run, at every place; the question after each fault and after each recovery."""
    stage.set(scene)
    calls = stage.play(scene).calls
    how, ever = FAULTS[kind]
    tally = Tally()
    for label, nth in places(calls, how):
        _once(stage, scene, Fault(label, nth, how, ever), tally)
    return tally


def _once(stage: Stage, scene: Scene, fault: Fault, tally: Tally) -> None:
    at = f"{scene.name}, {fault.how}{' for ever' if fault.ever else ''} at {fault.at} #{fault.nth}"
    offered = stage.set(scene)
    ended = stage.play(scene, fault)
    tally.runs += 1
    tally.missed += not ended.hit
    tally.endings[ended.status] += 1
    wrong = stage.wrong(offered, ended.told, finished=False)
    if ended.status not in _endings(fault, bool(ended.hit)) or "desk.defect" in ended.out + ended.err:
        wrong.append(f"ended with {ended.status}: {ended.err[-1500:]}")
    again = stage.recover(scene)
    wrong += [f"after recovery: {each}" for each in stage.wrong(offered, [*ended.told, *again.told], finished=True)]
    if again.status not in (0, 1):
        wrong.append(f"recovery ended with {again.status}: {again.err[-1500:]}")
    tally.seconds += ended.seconds + again.seconds
    tally.wrong += [f"{at}: {each}" for each in wrong]


def _endings(fault: Fault, hit: bool) -> tuple[int, ...]:
    """Killed, or an exit code of ours that is not `defect`."""
    if fault.how == "kill" and hit:
        return (-signal.SIGKILL,)
    return (0, 1, 3)
