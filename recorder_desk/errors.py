"""One exception for everything that can go wrong, sorted by who is to blame.

In: a stable code and the facts of the moment. Out: something a face can turn into a sentence.
No sentence is written here: `ui/phrases.py` has one for every code, in both languages.
"""

from __future__ import annotations

from typing import Literal

Blame = Literal["operator", "environment", "defect"]
FactValue = str | int


class DeskError(Exception):
    """A failure with a stable code (`area.what`), the facts that fill its sentence, and a blame.

    `operator`: the request cannot be granted. `environment`: disk, file, device or program.
    `defect`: ours. Facts are text or whole numbers, never sentences.
    """

    def __init__(self, code: str, *, blame: Blame = "operator", **facts: FactValue) -> None:
        super().__init__(code)
        self.code = code
        self.blame: Blame = blame
        self.facts: dict[str, FactValue] = dict(facts)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in sorted(self.facts.items()))
        return f"{self.code} ({told})" if told else self.code
