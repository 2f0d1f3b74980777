"""The JSON documents that lie beside originals in the vault, readable without this program.

`recording.json`: where an original came from; `document.json`: the same of a case's document.
`archive.json`: the seals a recording is under.
`case.json`, `catalogue.json`, `manifest.json`: a sealed case. All are UTF-8, keys sorted, ended by a
newline, indented by one space (`recording.json`, which `storage/ocfl.py` writes, by two): the same
content is always the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from recorder_desk.domain.case import SealEntry, SealWork
from recorder_desk.domain.case_document import DocumentCase, DocumentOrigin
from recorder_desk.domain.recording import Origin
from recorder_desk.domain.sign import Reason
from recorder_desk.errors import DeskError

RECORDING, ARCHIVE, DOCUMENT = "recording.json", "archive.json", "document.json"
CASE, CATALOGUE, MANIFEST = "case.json", "catalogue.json", "manifest.json"


def document(table: dict[str, Any]) -> bytes:
    """A table as one of our documents."""
    return (json.dumps(table, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def digest_of(content: bytes) -> str:
    """`sha512:hex` of a document."""
    return "sha512:" + hashlib.sha512(content).hexdigest()


def table_of(content: bytes) -> dict[str, Any]:
    """The table in a document. Raises DeskError `vault.object-damaged`."""
    try:
        table = json.loads(content)
    except ValueError as error:
        raise DeskError("vault.object-damaged", blame="environment", reason=str(error)) from error
    if not isinstance(table, dict):
        raise DeskError("vault.object-damaged", blame="environment", reason="not a table")
    return table


def origin_of(content: bytes) -> Origin:
    """The origin in a `recording.json`. Raises DeskError `vault.object-damaged`."""
    table = table_of(content)
    try:
        return Origin(**{name: table[name] for name in Origin.__dataclass_fields__})
    except (KeyError, TypeError) as error:
        raise DeskError("vault.object-damaged", blame="environment", reason=repr(error)) from error


def document_origin_of(content: bytes) -> DocumentOrigin:
    """The origin in a `document.json`. Raises DeskError `vault.object-damaged`."""
    table = table_of(content)
    names = Origin.__dataclass_fields__.keys() - {"recording", "kind"}
    try:
        about = {name: table[name] for name in names} | {"title": table["title"], "document_kind": table["kind"]}
        case = DocumentCase(**table["case"])
        return DocumentOrigin(recording=table["document"], kind="unknown", case=case, **about)
    except (KeyError, TypeError) as error:
        raise DeskError("vault.object-damaged", blame="environment", reason=repr(error)) from error


def signs_of(record: dict[str, Any]) -> tuple[Reason, ...]:
    """What the desk linked a record by, where it did; cases sealed before it could do not tell."""
    return tuple(Reason(each["code"], each["facts"]) for each in record.get("signs", ()))


def archive_document(before: bytes | None, work: SealWork, entries: list[SealEntry], station: str) -> bytes:
    """`archive.json` of a recording after a seal: earlier seals stay, this one is added once."""
    seals = [each for each in (table_of(before)["seals"] if before else []) if each["seal"] != work.seal]
    seals.append(
        {
            "seal": work.seal,
            "case": {"id": work.case.id, "number": work.case.number, "title": work.case.title},
            "item_list": work.case.item_list,
            "sealed_at": work.begun_at,
            "sealed_by": work.begun_by,
            "station": station,
            "records": [
                {
                    "archival_code": each.archival_code,
                    "retention": each.retention,
                    "item": each.item,
                    "item_name": each.item_name,
                    "stage": each.stage,
                    "from_ms": each.from_ms,
                    "until_ms": each.until_ms,
                    "reason": each.reason,
                    "signs": [asdict(sign) for sign in each.signs],
                    "link": each.link,
                    "digest": each.digest,
                }
                for each in entries
            ],
        }
    )
    return document({"seals": seals})


def case_documents(work: SealWork, station: str) -> dict[str, bytes]:
    """The three documents of a sealed case: itself, its catalogue, and the manifest of digests."""
    case = {
        "id": work.case.id,
        "number": work.case.number,
        "title": work.case.title,
        "party": work.case.party,
        "matter": work.case.matter,
        "opened_on": work.case.opened_on,
        "item_list": work.case.item_list,
        "seal": work.seal,
        "sealed_at": work.begun_at,
        "sealed_by": work.begun_by,
        "station": station,
        "recordings": len({each.recording for each in work.entries}),
        "documents": len(work.documents),
    }
    catalogue = {
        "case": work.case.id,
        "records": [asdict(each) for each in work.entries],
        "documents": [asdict(each) for each in work.documents],
    }
    manifest = {
        "case": work.case.id,
        "digest_algorithm": "sha512",
        "originals": {
            f"urn:uuid:{each.recording}": {"digest": each.digest, "bytes": each.bytes} for each in work.entries
        },
        "documents": {
            f"urn:uuid:{each.document}": {"digest": each.digest, "bytes": each.bytes} for each in work.documents
        },
    }
    return {CASE: document(case), CATALOGUE: document(catalogue), MANIFEST: document(manifest)}
