"""What listeners of the desk are told. Facts are on disk when they are told; progress never is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from recorder_desk.domain.docked import DockState, FileOutcome
from recorder_desk.domain.facts import Fact


@dataclass(frozen=True, slots=True)
class FactsRecorded:
    """These facts were committed, in this order."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work is: at most ten a second a job.

    `step` is the pipeline's name of it (`receive`, `describe`, `pictures`, `proxy`, `seal`, `check`),
    `subject` a recording, case or dock id. `unit` is `bytes`, `ms` or `things`; `seconds_left` -1
    when unknown. The last one of a job has `ended` set.
    """

    job: str
    step: str
    subject: str
    label: str
    done: int
    total: int
    unit: str
    per_second: int
    seconds_left: int
    ended: bool = False


@dataclass(frozen=True, slots=True)
class StepTrouble:
    """Owed work failed (it is recorded too); told so that a face can say it at once."""

    step: str
    subject: str
    code: str


Happening: TypeAlias = FactsRecorded | Progress | StepTrouble | FileOutcome | DockState
