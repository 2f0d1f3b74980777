"""Laying lines beside the leaf hashes that were signed: what was altered, taken out, put in.

In: lines in their order, and the truth by position. Out: steps that cover both from beginning to end.
A line that fits only with another number counts as the same: the number, not the line, was forged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from recorder_desk.domain.journal import renumbered
from recorder_desk.domain.merkle import leaf_hash

Kind = Literal["same", "altered", "missing", "inserted", "unknown"]
_AHEAD = 64


@dataclass(frozen=True, slots=True)
class Step:
    """Lines `line`..`line_end` stand where positions `at`..`at_end` were (from 0, end excluded).

    `same` and `altered` are one of each, `missing` has no line, `inserted` no position. `unknown` are
    positions without a truth, and the lines found there.
    """

    kind: Kind
    line: int
    line_end: int
    at: int
    at_end: int


def differences(lines: Sequence[bytes], truth: Sequence[bytes | None]) -> Iterator[Step]:
    """Every step that is not plainly the same line at its own place with its own bytes."""
    return _Walk(lines, truth).steps()


class _Walk:
    """One pass over lines and truth, looking ahead a little where they part."""

    def __init__(self, lines: Sequence[bytes], truth: Sequence[bytes | None]) -> None:
        self._lines, self._truth = lines, truth
        self._hashes = [leaf_hash(line) for line in lines]
        self._budget = 4 * (len(lines) + 25_000)  # garbage must not take for ever

    def steps(self) -> Iterator[Step]:
        """From the first line and position to the last of both."""
        line = at = 0
        shorter = min(len(self._lines), len(self._truth))
        while line < len(self._lines) or at < len(self._truth):
            if line == at < shorter and self._hashes[line] == self._truth[at]:
                line, at = line + 1, at + 1
                continue
            for step in self._next(line, at):
                yield step
                line, at = step.line_end, step.at_end

    def _next(self, line: int, at: int) -> list[Step]:
        if at < len(self._truth) and self._truth[at] is None:
            return [self._unknown(line, at)]
        if self._fits(line, at):
            return [Step("same", line, line + 1, at, at + 1)]
        lines, places = self._apart(line, at)
        both = min(lines, places)
        steps = [Step("altered", line + n, line + n + 1, at + n, at + n + 1) for n in range(both)]
        steps += [Step("missing", line + both, line + both, at + n, at + n + 1) for n in range(both, places)]
        steps += [Step("inserted", line + n, line + n + 1, at + both, at + both) for n in range(both, lines)]
        return steps

    def _unknown(self, line: int, at: int) -> Step:
        """As many lines as there were positions, unless what follows fits a few lines further on or back."""
        end = at
        while end < len(self._truth) and self._truth[end] is None:
            end += 1
        if end == len(self._truth):
            return Step("unknown", line, len(self._lines), at, end)
        expected = line + end - at
        for distance in range(_AHEAD + 1):
            for line_end in (expected - distance, expected + distance):
                if line <= line_end and self._fits(line_end, end):
                    return Step("unknown", line, line_end, at, end)
        return Step("unknown", line, min(expected, len(self._lines)), at, end)

    def _apart(self, line: int, at: int) -> tuple[int, int]:
        """How many lines and how many positions to pass until they fit again."""
        lines, places = len(self._lines) - line, len(self._truth) - at
        if not lines or not places:
            return lines, places
        for far in range(1, _AHEAD + 1):
            near = ((far, far), *((n, far) for n in range(far)), *((far, n) for n in range(far)))
            for line_step, place_step in near:
                if self._fits(line + line_step, at + place_step):
                    return line_step, place_step
        return (1, 1) if min(lines, places) > _AHEAD else (lines, places)

    def _fits(self, line: int, at: int) -> bool:
        if line >= len(self._lines) or at >= len(self._truth):
            return False
        wanted = self._truth[at]
        if self._hashes[line] == wanted:
            return True
        if wanted is None or self._budget <= 0:
            return False
        self._budget -= 1
        return leaf_hash(renumbered(self._lines[line], at + 1)) == wanted
