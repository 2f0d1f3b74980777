"""Looking at exports."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.export import ExportRow
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class Exports(Query[tuple[ExportRow, ...]]):
    """Exports of a recording, of every recording linked to a case, or all; the newest first."""

    recording: str = ""
    case: str = ""
    limit: int = 1000


@dataclass(frozen=True, slots=True)
class ShowExport(Query[ExportRow]):
    """One export. Raises `export.unknown`."""

    export: str


@dataclass(frozen=True, slots=True)
class ExportsOwed(Query[tuple[ExportRow, ...]]):
    """Ordered and neither made nor given up, the oldest first."""

    limit: int = 8


@dataclass(frozen=True, slots=True)
class ExportsWithDigest(Query[tuple[ExportRow, ...]]):
    """Exports whose file had this digest (`sha256:hex`), the newest first."""

    digest: str
