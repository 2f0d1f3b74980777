"""What names told."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.file_names import RecordingName


@dataclass(frozen=True, slots=True)
class NamesRead(Fact):
    """The names of these recordings were read by the grammars with this digest (`domain/grammars.py`)."""

    grammars: str
    names: tuple[RecordingName, ...]
