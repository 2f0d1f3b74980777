"""The second copy: a mirror of the vault on another disk or share, as values.

`mirror` is the UUID that the mirror itself carries (in its `mirror.json`), so that a folder of the same
name on another disk is never taken for it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MirrorPlace:
    """Which mirror is appointed, and where it is to be found when its disk is there."""

    mirror: str
    path: str


@dataclass(frozen=True, slots=True)
class MirrorState:
    """The appointed mirror in numbers: objects that have a verified second copy, and those that have not."""

    place: MirrorPlace
    appointed_at: str
    same_disk: bool
    copied: int
    owed: int


@dataclass(frozen=True, slots=True)
class Copied:
    """An object whose second copy was verified; `seals` is how many seals on it the copy knows (a case: 1)."""

    id: str
    seals: int


@dataclass(frozen=True, slots=True)
class MirrorOwed:
    """An object without a second copy of its present state.

    `before`: an older state of it was verified on this mirror, so that its content need not be read again.
    """

    id: str
    kind: str
    name: str
    object_path: str
    bytes: int
    seals: int
    before: bool
    attempt: int
