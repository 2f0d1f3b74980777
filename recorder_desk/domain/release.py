"""Releasing a recorder: taking off it what is verified here, file by file. Never formatting it.

A person orders it; every file is compared twice, named in the journal, then removed. What this desk did
not receive, or cannot prove, stays on the recorder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

INTERRUPTED = "release.interrupted"
Fate = Literal["intended", "removed", "kept"]


@dataclass(frozen=True, slots=True)
class Clearing:
    """A file about to be removed: which one it is at the source, and in which recording its bytes are.

    `path` in stored form, `bytes` its size, `modified_ns` nanoseconds since 1970, `digest` of what the
    recorder's medium held and the vault holds."""

    path: str
    device: str
    bytes: int
    modified_ns: int
    recording: str
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that stays on the recorder, and why."""

    path: str
    code: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One release in a list; `ended_at` '' while it is owed, `code` '' unless it stopped early.

    `removed` and `kept` count files, `unknown` those named for removal of which nobody knows yet whether
    they are still there; `bytes` were removed."""

    id: str
    path: str
    ordered_by: str
    ordered_at: str
    ended_at: str
    code: str
    removed: int
    kept: int
    unknown: int
    bytes: int


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """What became of one file in a release; `at` is when that was recorded."""

    path: str
    fate: Fate
    code: str
    recording: str
    digest: str
    bytes: int
    at: str


@dataclass(frozen=True, slots=True)
class ReleaseDetail:
    """A release and every file in it, by path."""

    row: ReleaseRow
    files: tuple[ReleasedFile, ...]


@dataclass(frozen=True, slots=True)
class ReleaseOwed:
    """A release that is ordered and not over. `begun`: files were named for removal in an earlier run, of
    which `open` may or may not be there."""

    release: str
    path: str
    begun: bool
    open: tuple[Clearing, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """Journal entries that are about one thing, each with its place in the tree that the note signs.

    `entries` are canonical lines in order; `proofs` the audit paths (RFC 6962, 2.1.1) as base64, one list an
    entry, of the leaf before the entry's number; `note` the signed checkpoint; `verifier` the station's key."""

    entries: tuple[str, ...]
    proofs: tuple[tuple[str, ...], ...]
    note: str
    verifier: str
