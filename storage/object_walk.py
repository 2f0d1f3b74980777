"""Every object under a storage root, as a rebuild reads it.

In: the root. Out: objects with their documents and their original's place, or findings. Documents
are compared with their digests; originals are not read (that is the check's work).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.recording import Original
from recorder_desk.ports import VaultObject
from storage import ocfl
from storage.ocfl_rules import BrokenRuleError, check_sidecar, parse_inventory


def walk_objects(root: str) -> Iterator[VaultObject | Finding]:
    """Every object below a root of our layout; whatever cannot be read is a finding with its path."""
    ours = {name.partition("/")[0] for name in ocfl.root_files()}
    for shared in sorted(os.listdir(root)):
        if shared in ours:
            continue
        folder = os.path.join(root, shared)
        if not os.path.isdir(folder) or os.path.islink(folder):
            yield Finding("check.file-untracked", shared, {"file": shared})
            continue
        for name in sorted(os.listdir(folder)):
            yield _object(root, f"{shared}/{name}")


def _object(root: str, object_path: str) -> VaultObject | Finding:
    place = os.path.join(root, *object_path.split("/"))
    if not os.path.isdir(place):
        return Finding("check.file-untracked", object_path, {"file": object_path})
    try:
        data = _read(place, ocfl.INVENTORY)
        inventory = parse_inventory(data)
        check_sidecar(data, _read(place, f"{ocfl.INVENTORY}.{inventory.algorithm}"), inventory.algorithm)
    except (BrokenRuleError, OSError) as error:
        facts: dict[str, str | int] = {"file": ocfl.INVENTORY, "rule": getattr(error, "rule", "")}
        return Finding("check.inventory-damaged", object_path, facts)
    return _state(place, object_path, inventory)


def _read(place: str, name: str) -> bytes:
    with open(os.path.join(place, *name.split("/")), "rb") as file:
        return file.read()


def _state(place: str, object_path: str, inventory: ocfl.Inventory) -> VaultObject | Finding:
    documents: dict[str, bytes] = {}
    original: tuple[str, str] | None = None
    for logical, digest in inventory.newest().items():
        content = inventory.manifest[digest][0]
        if ocfl.is_original(logical):
            original = (content, digest)
            continue
        try:
            data = _read(place, content)
        except OSError:
            data = b""
        if hashlib.new(inventory.algorithm, data).hexdigest() != digest:
            return Finding("check.document-differs", object_path, {"file": content})
        documents[logical] = data
    found = None
    if original is not None:
        try:
            size = os.stat(os.path.join(place, *original[0].split("/"))).st_size
        except OSError:
            return Finding("check.original-missing", object_path, {"file": original[0]})
        found = Original(
            recording=ocfl.subject_of(inventory.id),
            digest=f"{inventory.algorithm}:{original[1]}",
            bytes=size,
            object_path=object_path,
            content_path=original[0],
            read_back=_read_back(documents.get(ocfl.RECORDING_DOCUMENT) or documents.get(ocfl.CASE_DOCUMENT, b"")),
        )
    return VaultObject(ocfl.subject_of(inventory.id), object_path, inventory.number, found, documents)


def _read_back(document: bytes) -> Literal["direct", "dropped", "cached"]:
    """How the original was re-read, as its document tells; the least when it does not tell."""
    try:
        value: Any = msgspec.json.decode(document)
    except msgspec.DecodeError:
        return "cached"
    told = value.get("read_back") if isinstance(value, dict) else None
    return told if told in ("direct", "dropped") else "cached"
