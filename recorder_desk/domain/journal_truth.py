"""What the journal's entries once were, as far as signed checkpoints prove it.

In: the rows as they stand, copies of their lines, and heads whose signature holds. Out: for every
position the leaf hash that was signed, or None where no witness has it any more. A stretch between two
heads is proven by any witness that, alone or mixed with the others, gives the signed root; since a head
brings the peaks it was made of, damage in one stretch does not blind the next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from recorder_desk.domain.journal import number_of, renumbered
from recorder_desk.domain.merkle import CompactRange, leaf_hash

Leaves = list[bytes | None]
Candidate = tuple[Leaves, int]

_MIXED = 200_000
_SHIFTS = 8
_SPLICED = 512
_SPLICE = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands: its number, its line and the leaf hash stored beside it."""

    seq: int
    line: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """A checkpoint whose signature holds; `peaks` only where they give its root."""

    size: int
    root: bytes
    peaks: CompactRange | None = None


def establish(
    rows: Sequence[Row], copies: Sequence[Sequence[bytes]], heads: Sequence[Head]
) -> tuple[Leaves, list[Head]]:
    """The leaf hashes that were signed, by position from 0, and the heads that nothing fits.

    `rows` and `heads` in ascending order; `copies` are lines by position, best witness first.
    """
    columns = _Columns(rows, copies, heads[-1].size if heads else 0)
    truth: Leaves = []
    unmet: list[Head] = []
    known = CompactRange()
    for head in heads:
        found = _solved(known, head, columns)
        truth[known.size :] = found
        if None not in found:
            known = _grown(known, found)
            continue
        unmet.append(head)
        if head.peaks is not None:
            known = head.peaks
    return truth, unmet


def _grown(known: CompactRange, leaves: Sequence[bytes | None]) -> CompactRange:
    tree = known.copy()
    for leaf in leaves:
        if leaf is not None:
            tree.add(leaf)
    return tree


def _solved(known: CompactRange, head: Head, columns: _Columns) -> Leaves:
    """The leaves from the end of `known` up to a head."""
    since, until = known.size, head.size
    for candidates in (columns.whole, columns.mixed, columns.spliced):
        for column, shift in candidates(since, until):
            if _grown(known, column).root() == head.root:
                columns.shift = shift
                return column
    return _narrowed(known, head, columns)


def _narrowed(known: CompactRange, head: Head, columns: _Columns) -> Leaves:
    """The present rows, None under every peak that they do not give."""
    since, until = known.size, head.size
    present = columns.present(since, until)
    if head.peaks is None or None in present:
        return [None] * (until - since)
    ours = _grown(known, present)
    for (start, end), mine, signed in zip(ours.spans(), ours.hashes, head.peaks.hashes, strict=True):
        if mine != signed:
            for at in range(max(start, since), min(end, until)):
                present[at - since] = None
    return present


class _Columns:
    """Candidate leaves by position, from every witness. Positions count from 0, numbers from 1.

    `shift` is how many rows too many (or, below 0, too few) there are up to here, as the last proven
    stretch told. Candidates come with the shift that they would prove.
    """

    def __init__(self, rows: Sequence[Row], copies: Sequence[Sequence[bytes]], top: int) -> None:
        self._rows, self._copies, self._top = rows, copies, top
        self._hashes = {row.seq: leaf_hash(row.line) for row in rows}
        self._stored = {row.seq: row.leaf for row in rows}
        self._by_claim: list[dict[int, bytes]] = []
        self.shift = 0
        self._budget = 4 * (len(rows) + 25_000)

    def whole(self, since: int, until: int) -> Iterator[Candidate]:
        """Every witness that has a hash for each position, the likeliest first."""
        numbers = range(since + 1, until + 1)
        for column in self._direct():
            found: Leaves = [column.get(number) for number in numbers]
            if None not in found:
                yield found, self.shift
        for shift in self._shifts():
            shifted = self._shifted(shift, since, until)
            if None not in shifted:
                yield shifted, shift

    def mixed(self, since: int, until: int) -> Iterator[Candidate]:
        """Witnesses that disagree, in every combination, as long as these are few."""
        columns = list(self._direct())
        options = [
            list(dict.fromkeys(column[number] for column in columns if number in column))
            for number in range(since + 1, until + 1)
        ]
        if 0 < math.prod(map(len, options)) * len(options) <= _MIXED:
            for chosen in product(*options):
                yield list(chosen), self.shift

    def spliced(self, since: int, until: int) -> Iterator[Candidate]:
        """Rows of which one to three in a row were put in between, and the later ones numbered anew."""
        if until - since > _SPLICED or self._budget <= 0:
            return
        before = self._shifted(self.shift, since, until)
        for more in range(1, _SPLICE + 1):
            after = self._shifted(self.shift + more, since, until)
            self._budget -= (until - since) ** 2 // 8
            for cut in range(until - since):
                spliced = before[:cut] + after[cut:]
                if None not in spliced:
                    yield spliced, self.shift + more

    def present(self, since: int, until: int) -> Leaves:
        """The rows as they stand, None where there is none."""
        if self.shift:
            return self._shifted(self.shift, since, until)
        return [self._hashes.get(number) for number in range(since + 1, until + 1)]

    def _direct(self) -> Iterator[dict[int, bytes]]:
        yield self._hashes
        yield self._stored
        yield from self._claims()

    def _claims(self) -> list[dict[int, bytes]]:
        """Hashes by the number a line claims (first and last to claim it), and by place in a copy."""
        if not self._by_claim:
            sources = [[row.line for row in self._rows], *self._copies]
            for lines in sources:
                claims = [(number_of(line), leaf_hash(line)) for line in lines]
                places = dict(enumerate((leaf for _, leaf in claims), 1))
                self._by_claim += [places, dict(reversed(claims)), dict(claims)]
            self._by_claim.append({number_of(row.line): row.leaf for row in self._rows})
        return self._by_claim

    def _shifts(self) -> list[int]:
        near = [sign * step for step in range(1, _SHIFTS + 1) for sign in (1, -1)]
        return list(dict.fromkeys((self.shift, len(self._rows) - self._top, *near, 0)))

    def _shifted(self, shift: int, since: int, until: int) -> Leaves:
        """Rows counted from `shift` places further on, each with the number of its position."""
        if self._budget <= 0 or since + shift < 0 or until + shift > len(self._rows):
            return [None] * (until - since)
        self._budget -= until - since
        return [leaf_hash(renumbered(self._rows[at + shift].line, at + 1)) for at in range(since, until)]
