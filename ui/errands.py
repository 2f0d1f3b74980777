"""What touches files for a face that must not wait for them: it is done on a thread of the desk that reads.

In: a call that may ask the desk. Out: what it gives, or the DeskError it raised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from recorder_desk.ports import Ask
from recorder_desk.queries.base import Query

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Errand(Query[T]):
    """Read or write a file, look at the desk on the way, and give what came of it."""

    does: Callable[[Ask], T]


def run(ask: Ask, errand: Errand[T]) -> T:
    """Do it."""
    return errand.does(ask)
