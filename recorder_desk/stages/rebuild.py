"""Reading the catalogue back out of the vault.

In: the vault's objects, and which recordings, cases and documents the replayed journal already told of. Out:
facts for the rest. Originals come from their own `recording.json`, documents (and, where nothing else tells of it, the
open case they belong to) from their `document.json`, seals from the cases' objects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from recorder_desk.domain import documents as d
from recorder_desk.domain import facts as f
from recorder_desk.domain.finding import Finding
from recorder_desk.errors import DeskError
from recorder_desk.ports import Vault, VaultObject


@dataclass(frozen=True, slots=True)
class Known:
    """Ids of what the replayed journal told of already."""

    recordings: frozenset[str]
    cases: frozenset[str]
    documents: frozenset[str]


def recovered(vault: Vault, known: Known, seen: Callable[[int], None]) -> tuple[list[f.Fact], list[Finding]]:
    """Facts for every object that is not known yet, originals first; and what could not be read.

    `seen` is told of each object looked at.
    """
    received: list[f.Fact] = []
    sealed: list[f.Fact] = []
    attached: list[f.DocumentAttached] = []
    findings: list[Finding] = []
    for found in vault.objects():
        seen(1)
        if isinstance(found, Finding):
            findings.append(found)
            continue
        try:
            if found.original is not None and d.DOCUMENT in found.documents:
                attached += [] if found.original.recording in known.documents else [_attached(found)]
            elif found.original is not None:
                received += [] if found.original.recording in known.recordings else [_received(found)]
            elif d.CASE in found.documents:
                sealed += [] if _case_id(found) in known.cases else [_sealed(found)]
        except (DeskError, KeyError, TypeError) as error:
            findings.append(Finding("rebuild.object-unreadable", found.id, {"reason": str(error)}))
    received.sort(key=lambda fact: fact.origin.recording)  # type: ignore[attr-defined]  # ids sort by age
    attached.sort(key=lambda fact: fact.document)
    there = known.cases | {fact.case for fact in sealed if isinstance(fact, f.SealRecovered)}
    return received + sealed + _reopened(attached, there) + attached, findings


def _attached(found: VaultObject) -> f.DocumentAttached:
    assert found.original is not None
    origin = d.document_origin_of(found.documents[d.DOCUMENT])
    return f.DocumentAttached(origin.recording, origin.case.id, origin, found.original, recovered=True)


def _reopened(attached: Sequence[f.DocumentAttached], cases: Set[str]) -> list[f.Fact]:
    """Open cases of which nothing else is left, as the newest of their documents knew them."""
    newest = {fact.case: fact.origin.case for fact in attached if fact.case not in cases}
    return [
        f.CaseOpened(each.id, each.number, each.title, each.party, each.matter, each.opened_on, each.item_list)
        for each in newest.values()
    ]


def _received(found: VaultObject) -> f.RecordingReceived:
    assert found.original is not None
    origin = d.origin_of(found.documents[d.RECORDING])
    return f.RecordingReceived(origin, found.original, "" if found.original.bytes else "media.empty", recovered=True)


def _case_id(found: VaultObject) -> str:
    return str(d.table_of(found.documents[d.CASE])["id"])


def _sealed(found: VaultObject) -> f.SealRecovered:
    case = d.table_of(found.documents[d.CASE])
    records: list[dict[str, Any]] = d.table_of(found.documents[d.CATALOGUE])["records"]
    links = tuple(
        f.RecordingLinked(
            each["link"], each["recording"], case["id"], each["item"], each["from_ms"], each["until_ms"],
            each["reason"], d.signs_of(each),
        )
        for each in records
    )  # fmt: skip
    return f.SealRecovered(
        seal=case["seal"],
        case=case["id"],
        number=case["number"],
        title=case["title"],
        party=case["party"],
        matter=case["matter"],
        opened_on=case["opened_on"],
        item_list=case["item_list"],
        sealed_at=case["sealed_at"],
        object_path=found.object_path,
        manifest_digest=d.digest_of(found.documents[d.MANIFEST]),
        links=links,
        assignments=tuple(_assignment(each) for each in records),
    )


def _assignment(record: dict[str, Any]) -> f.Assignment:
    return f.Assignment(
        link=record["link"],
        recording=record["recording"],
        archival_code=record["archival_code"],
        retention=record["retention"],
        year=record["year"],
        kind=record["archival_class"],
        number=record["number"],
        item_name=record["item_name"],
        stage=record["stage"],
    )
