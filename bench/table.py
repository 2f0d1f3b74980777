"""Figures as a table: for the terminal, and in Markdown between two marks of a document.

In: figures and what the machine is. Out: text. The aim stands beside the figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.table import Table

from bench.figures import Figure, Series, Unit

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
HEADS = ("measurement", "what", "ours", "peer", "its time", "ratio", "aim", "reached")
_FACTORS: Mapping[Unit, float] = {"s": 1.0, "ms": 1000.0, "MB": 1.0, "keys": 1.0}


def cells(figure: Figure) -> tuple[str, ...]:
    """A figure as the columns of HEADS; each time as median (least–most)."""
    reached = {None: "–", True: "yes", False: "no"}[figure.reached]
    return (
        figure.measurement,
        figure.what,
        _times(figure.ours, figure.unit),
        figure.peer,
        _times(figure.theirs, figure.unit),
        _spread(figure.ratios, "×", 2),
        _aim(figure),
        reached,
    )


def _times(series: Series, unit: Unit) -> str:
    factor = _FACTORS[unit]
    scaled = Series(tuple(value * factor for value in series.values))
    return _spread(scaled, f" {unit}", 2 if unit == "s" else 1)


def _spread(series: Series, unit: str, places: int) -> str:
    return f"{series.median:.{places}f}{unit} ({series.least:.{places}f}–{series.most:.{places}f})"


def _aim(figure: Figure) -> str:
    if figure.aim is None:
        return "–"
    if figure.aim.of == "ratio":
        return f"≤ {figure.aim.most:g}×"
    least = f"≤ {figure.aim.most * _FACTORS[figure.unit]:g} {figure.unit}"
    return least if figure.aim.of == "median" else f"{least} ({figure.aim.of})"


def shown(figures: Sequence[Figure]) -> Table:
    """For the terminal."""
    table = Table(*HEADS)
    for figure in figures:
        table.add_row(*cells(figure))
    return table


def markdown(figures: Sequence[Figure], machine: Mapping[str, str]) -> str:
    """For a document: the machine, then the figures."""
    lines = [f"| {' | '.join(HEADS)} |", f"|{'---|' * len(HEADS)}"]
    lines += [f"| {' | '.join(word.replace('|', chr(92) + '|') for word in cells(each))} |" for each in figures]
    told = [f"- {name}: {value}" for name, value in machine.items()]
    return "\n".join([*told, "", *lines])


def write(document: Path, block: str, marks: tuple[str, str] = (BEGIN, END)) -> None:
    """Replace what stands between the marks of a document. Raises ValueError where they are missing."""
    text = document.read_text("utf-8")
    before, begin, rest = text.partition(marks[0])
    _, end, after = rest.partition(marks[1])
    if not begin or not end:
        raise ValueError(f"{document} has no {marks[0]} … {marks[1]}")
    document.write_text(f"{before}{begin}\n{block}\n{end}{after}", "utf-8")
