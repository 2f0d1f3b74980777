"""The report of a release: a JSON document that proves itself against the journal's signed checkpoint.

In: a release and its journal entries with their proofs. Out: bytes; read back, what they claim and whether
the entries say the same. Signatures are checked where keys are known (`storage`). The form: docs/format.md.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from recorder_desk.domain.journal import Entry, decode, read_note
from recorder_desk.domain.merkle import leaf_hash, verify_inclusion
from recorder_desk.domain.release import Proved, ReleaseDetail
from recorder_desk.errors import DeskError

KIND, FORM = "recorder-desk/release-report", 1
_MOST_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was read: its claims, and the journal entries that it brings as its proof."""

    release: str
    removed: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    entries: tuple[str, ...]
    proofs: tuple[tuple[bytes, ...], ...]
    note: str


def report_bytes(detail: ReleaseDetail, proved: Proved) -> bytes:
    """The report as UTF-8 JSON, two spaces deep, for people and programs."""
    document = {
        "kind": KIND,
        "form": FORM,
        "release": asdict(detail.row),
        "files": [asdict(each) for each in detail.files],
        "journal": asdict(proved),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def read_report(content: bytes) -> Report:
    """A report. Raises DeskError `release.report-unreadable`."""
    try:
        if len(content) > _MOST_BYTES:
            raise ValueError("too long")
        table = json.loads(content)
        if (table["kind"], table["form"]) != (KIND, FORM):
            raise ValueError("another kind of document")
        files, witness = table["files"], table["journal"]
        return Report(
            release=str(table["release"]["id"]),
            removed=tuple((str(each["path"]), str(each["digest"])) for each in files if each["fate"] == "removed"),
            kept=tuple((str(each["path"]), str(each["code"])) for each in files if each["fate"] == "kept"),
            entries=tuple(map(str, witness["entries"])),
            proofs=tuple(tuple(b64decode(each, validate=True) for each in path) for path in witness["proofs"]),
            note=str(witness["note"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DeskError("release.report-unreadable") from error


def report_differs(report: Report) -> str:
    """The code of the first thing in a report that its own proof does not bear out, or ''.

    `release.report-unproved`: an entry is not under the checkpoint; `release.report-differs`: the entries say
    something else than the report. That the checkpoint is signed is not looked at here.
    """
    try:
        head = read_note(report.note).checkpoint
        entries = [decode(line.encode()) for line in report.entries]
    except DeskError:
        return "release.report-unproved"
    if not entries or len(entries) != len(report.proofs):
        return "release.report-unproved"
    for entry, line, proof in zip(entries, report.entries, report.proofs, strict=True):
        if not verify_inclusion(leaf_hash(line.encode()), entry.seq - 1, head.size, proof, head.root):
            return "release.report-unproved"
    told = _told(report.release, entries)
    return "" if told == (dict(report.removed), dict(report.kept)) else "release.report-differs"


def _told(release: str, entries: Sequence[Entry]) -> tuple[dict[str, str], dict[str, str]]:
    """Removed and kept files, by path, as the entries have them."""
    named: dict[str, str] = {}
    removed: dict[str, str] = {}
    kept: dict[str, str] = {}
    for entry in entries:
        body: dict[str, Any] = entry.body
        if body.get("release") != release:
            continue
        if entry.fact == "RemovalIntended":
            named.update((each["path"], each["digest"]) for each in body["files"])
        if entry.fact == "FilesReleased":
            removed.update((path, named.get(path, "")) for path in body["removed"])
        if entry.fact in ("RemovalIntended", "FilesReleased"):
            kept.update((each["path"], each["code"]) for each in body["kept"])
    return removed, kept
