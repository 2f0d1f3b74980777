"""A clip as the media programs are asked for it, and as it turned out. Values only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from recorder_desk.domain.export import Cut, Hush, Veil
from recorder_desk.domain.frames import FrameIndex
from recorder_desk.domain.ink import Ink


@dataclass(frozen=True, slots=True)
class Painted:
    """What is drawn over a film: `plates` of one size, one a second, the first `ahead_us` before the film begins (with
    one it stays); `mark` four bytes a pixel over the whole picture, or b''."""

    plates: Iterable[Ink] = ()
    ahead_us: int = 0
    mark: bytes = b""


@dataclass(frozen=True, slots=True)
class ClipOrder:
    """Which part of a film (`index` None: of sound), how, and what becomes of it. Its places and times are those of the
    recording; `note` is kept in the file's own comment."""

    cut: Cut
    index: FrameIndex | None = None
    fast: bool = False
    hushes: tuple[Hush, ...] = ()
    veils: tuple[Veil, ...] = ()
    painted: Painted | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clipped:
    """A finished clip, and what it really spans, counted and measured in the file itself."""

    path: str
    cut: Cut
    tool: str
    version: str
    arguments: tuple[str, ...]
    width: int
    height: int
