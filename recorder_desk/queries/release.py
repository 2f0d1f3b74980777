"""What can be seen of releases."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.release import Proved, ReleaseDetail, ReleaseOwed, ReleaseRow
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class Releases(Query[tuple[ReleaseRow, ...]]):
    """Every release, newest first."""

    limit: int = 100


@dataclass(frozen=True, slots=True)
class ReleasesOwed(Query[tuple[ReleaseOwed, ...]]):
    """Releases that are ordered and not over, oldest first."""


@dataclass(frozen=True, slots=True)
class ShowRelease(Query[ReleaseDetail]):
    """One release, by its id or an unambiguous start or end of it. Raises `release.unknown`."""

    release: str


@dataclass(frozen=True, slots=True)
class ProveEntries(Query[Proved]):
    """What the journal says about a thing, so that an outsider can check it with the public key alone."""

    about: str


@dataclass(frozen=True, slots=True)
class ReportFindings(Query[tuple[Finding, ...]]):
    """Whether the report of a release (its bytes) is whole and signed by this station; no findings: it is.

    Codes: `release.report-unreadable`, `release.report-unsigned`, `release.report-unproved`,
    `release.report-differs`."""

    content: bytes
