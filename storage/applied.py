"""When, where and by whom a fact came about: what the tables need besides the fact."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Applied:
    """`at` is the UTC stamp of the entry, `actor` its actor, `station` the desk it happened at."""

    at: str
    actor: str
    station: str


Apply: TypeAlias = Callable[[sqlite3.Connection, Any, Applied], None]
"""Writes one kind of fact into the tables."""
