"""What every query has: the type of its answer."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T", covariant=True)


class Query(Generic[T]):
    """Base of all queries: frozen values; `Query[T]` is answered with a T."""

    __slots__ = ()
