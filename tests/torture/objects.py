"""Walking an OCFL 1.1 storage root by what the specification says, with no code of the program's.

In: the root's folder. Out: each object with the digest of every file of its content, and what is wrong with it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.medium import digest_on_medium

_DECLARATION = "0=ocfl_object_1.1"
_VERSION_FILE = re.compile(r"(v\d+/)?inventory\.json(\.sha512)?")


@dataclass(slots=True)
class Walked:
    """An object: its path below the root, content path -> SHA-512, faults in words."""

    path: str
    content: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def walk(root: Path) -> Iterator[Walked]:
    """Every object below a root; a folder in an object's place that declares none is a fault of its own."""
    for shared in sorted(each for each in root.iterdir() if each.is_dir() and each.name != "extensions"):
        entries = list(shared.iterdir())
        if not entries:
            yield Walked(shared.name, faults=["an empty folder"])
        for place in sorted(entries):
            yield _object(root, place)


def _object(root: Path, place: Path) -> Walked:
    walked = Walked(place.relative_to(root).as_posix())
    files = {each.relative_to(place).as_posix(): each for each in place.rglob("*") if not each.is_dir()}
    walked.content = {name: digest_on_medium(path) for name, path in files.items() if "/content/" in name}
    if _DECLARATION not in files:
        walked.faults.append("declares no object")
    try:
        data = (place / "inventory.json").read_bytes()
        side = (place / "inventory.json.sha512").read_text("ascii").split()
        inventory = json.loads(data)
    except (OSError, ValueError) as error:
        walked.faults.append(f"inventory: {error}")
        return walked
    if side != [hashlib.sha512(data).hexdigest(), "inventory.json"]:
        walked.faults.append("the inventory's digest differs")
    head = place / inventory["head"] / "inventory.json"
    if not head.is_file() or head.read_bytes() != data:
        walked.faults.append("the newest version has another inventory")
    manifest = {path: digest for digest, paths in inventory["manifest"].items() for path in paths}
    for path, digest in manifest.items():
        if walked.content.get(path) != digest:
            walked.faults.append(f"{path} differs")
    strangers = [name for name in files.keys() - manifest.keys() - {_DECLARATION} if not _VERSION_FILE.fullmatch(name)]
    walked.faults += [f"{name} is not in the inventory" for name in strangers]
    versions = {each.name for each in place.iterdir() if each.is_dir()}
    if versions != inventory["versions"].keys():
        walked.faults.append(f"versions {sorted(versions)}, told {sorted(inventory['versions'])}")
    return walked
