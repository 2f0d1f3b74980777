"""What can be seen of officers."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.officer import OfficerRow
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class Officers(Query[tuple[OfficerRow, ...]]):
    """The register by name, `today` a local day (ISO); `left`: those who left as well."""

    today: str
    left: bool = False


@dataclass(frozen=True, slots=True)
class FindOfficer(Query[str]):
    """The id of the one officer meant by name, certificate or the end of the id. Raises `officer.unknown`,
    `officer.ambiguous`."""

    text: str


@dataclass(frozen=True, slots=True)
class WhoseCertificate(Query[dict[str, str]]):
    """Officers by the numbers of their certificates, of all there are."""
