"""Checking one OCFL object against itself: inventory, every digest, nothing extra, past the cache.

In: an object's folder and what the catalogue holds. Out: findings; each tells the file it is about
and, where one is broken, the rule of OCFL 1.1 (E001 to E112).
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterator

from recorder_desk.domain.finding import Finding
from storage import ocfl
from storage.ocfl_rules import BrokenRuleError, check_sidecar, hasher, need, parse_inventory
from storage.reading import digests_of, read_bytes

_OBJECT_FOLDERS = frozenset({"extensions", "logs"})
_Expected = dict[str, dict[str, str]]


class _Check:
    """The findings on one object, collected."""

    def __init__(self, subject: str, place: str) -> None:
        self.subject, self.place = subject, place
        self.findings: list[Finding] = []

    def found(self, code: str, file: str, rule: str = "") -> None:
        """Note a finding about a file of the object; `rule` is the clause that it breaks."""
        facts: dict[str, str | int] = {"file": file}
        if rule:
            facts["rule"] = rule
        self.findings.append(Finding(code, self.subject, facts))

    def path(self, name: str) -> str:
        """Where a file of the object lies, by its name with slashes."""
        return os.path.join(self.place, *name.split("/"))

    def inventory(self, folder: str) -> tuple[ocfl.Inventory, bytes]:
        """A sound inventory of the object or of one version. Raises BrokenRuleError."""
        prefix = f"{folder}/" if folder else ""
        try:
            data = read_bytes(self.path(f"{prefix}{ocfl.INVENTORY}"))
        except OSError as error:
            raise BrokenRuleError("E063") from error
        inventory = parse_inventory(data)
        try:
            side = read_bytes(self.path(f"{prefix}{ocfl.INVENTORY}.{inventory.algorithm}"))
        except OSError as error:
            raise BrokenRuleError("E058") from error
        check_sidecar(data, side, inventory.algorithm)
        return inventory, data


def check_object(
    subject: str, place: str, report: Callable[[int], None], *, id: str = "", digest: str = ""
) -> list[Finding]:
    """Re-read one object whole. `id` and `digest` are what the catalogue holds ('' is not compared).

    Codes: see `recorder_desk.ports.Vault.check`.
    """
    check = _Check(subject, place)
    if not os.path.isdir(place):
        check.found("check.object-missing", "")
        return check.findings
    _check_declaration(check)
    try:
        inventory, data = check.inventory("")
        need(not id or inventory.id == id, "E037")
    except BrokenRuleError as broken:
        check.found("check.inventory-damaged", ocfl.INVENTORY, broken.rule)
        return check.findings
    expected: _Expected = defaultdict(dict)
    for path, hexes in inventory.by_path().items():
        expected[path][inventory.algorithm] = hexes.lower()
    _add_fixity(expected, inventory)
    for name in inventory.versions:
        _check_version(check, name, inventory, data, expected)
    _check_extra(check, inventory, set(expected))
    _compare_with_catalogue(check, inventory, digest)
    for path, hexes_by_algorithm in expected.items():
        _check_file(check, path, hexes_by_algorithm, report)
    return check.findings


def _check_declaration(check: _Check) -> None:
    try:
        text = read_bytes(check.path(ocfl.OBJECT_DECLARATION))
    except OSError:
        check.found("check.inventory-damaged", ocfl.OBJECT_DECLARATION, "E003")
        return
    if text != ocfl.OBJECT_DECLARATION_TEXT:
        check.found("check.inventory-damaged", ocfl.OBJECT_DECLARATION, "E007")


def _add_fixity(expected: _Expected, inventory: ocfl.Inventory) -> None:
    for algorithm, block in inventory.fixity.items():
        for hexes, paths in block.items():
            for path in paths:
                expected[path][algorithm] = hexes.lower()


def _check_version(check: _Check, name: str, root: ocfl.Inventory, data: bytes, expected: _Expected) -> None:
    """One version folder: its inventory tells of the past what the newest one tells (OCFL 1.1, 3.5.5)."""
    if not os.path.isdir(check.path(name)):
        check.found("check.inventory-damaged", name, "E010")
        return
    if not os.path.exists(check.path(f"{name}/{ocfl.INVENTORY}")):
        if name == root.head:
            return  # advised, not demanded (W010)
        return
    try:
        inventory, own = check.inventory(name)
        need(name != root.head or own == data, "E064")
        need(inventory.head == name, "E040")
        need(inventory.id == root.id, "E037")
        need(inventory.content_directory == root.content_directory, "E019")
        need(set(inventory.by_path()) <= set(root.by_path()), "E023")
        for each, version in inventory.versions.items():
            need(each in root.versions, "E066")
            need(_contents(inventory, version) == _contents(root, root.versions[each]), "E066")
    except BrokenRuleError as broken:
        check.found("check.inventory-damaged", f"{name}/{ocfl.INVENTORY}", broken.rule)
        return
    for path, hexes in inventory.by_path().items():
        known = expected[path].setdefault(inventory.algorithm, hexes.lower())
        if known != hexes.lower():
            check.found("check.inventory-damaged", f"{name}/{ocfl.INVENTORY}", "E092")
    _add_fixity(expected, inventory)


def _contents(inventory: ocfl.Inventory, version: ocfl.Version) -> dict[str, frozenset[str]]:
    """Logical path -> the content files that hold it; the same whatever the digest algorithm is."""
    return {
        path: frozenset(_earliest(inventory.manifest[digest]))
        for digest, paths in version.state.items()
        for path in paths
    }


def _earliest(paths: tuple[str, ...]) -> Iterator[str]:
    """Those of the version that had the bytes first: later ones may add copies to the manifest."""
    first = min(int(path.split("/")[0][1:]) for path in paths)
    return (path for path in paths if int(path.split("/")[0][1:]) == first)


def _check_extra(check: _Check, inventory: ocfl.Inventory, expected: set[str]) -> None:
    """Nothing may lie in an object that its inventory does not know (E001, E015, E023)."""
    side = f"{ocfl.INVENTORY}.{inventory.algorithm}"
    known = {ocfl.OBJECT_DECLARATION, ocfl.INVENTORY, side, *inventory.versions, *_OBJECT_FOLDERS}
    for name in sorted(os.listdir(check.place)):
        if name not in known:
            check.found("check.file-untracked", name, "E001")
    folder = check.path("extensions")
    if os.path.isdir(folder):
        for name in sorted(os.listdir(folder)):
            if not os.path.isdir(os.path.join(folder, name)):
                check.found("check.file-untracked", f"extensions/{name}", "E067")
    for version in inventory.versions:
        own = _own_files(check, version)
        for name in _files_below(check.place, version):
            if name not in own and name not in expected:
                check.found("check.file-untracked", name, "E023" if name.count("/") > 1 else "E015")


def _own_files(check: _Check, version: str) -> set[str]:
    sides = {f"{version}/{ocfl.INVENTORY}.{algorithm}" for algorithm in ("sha512", "sha256")}
    return {f"{version}/{ocfl.INVENTORY}", *sides}


def _files_below(place: str, name: str) -> Iterator[str]:
    """Every file below a folder of an object, and links too, as names within the object."""
    try:
        entries = sorted(os.scandir(os.path.join(place, *name.split("/"))), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(place, f"{name}/{entry.name}")
        else:
            yield f"{name}/{entry.name}"


def _compare_with_catalogue(check: _Check, inventory: ocfl.Inventory, digest: str) -> None:
    if not digest:
        return
    algorithm, _, hexes = digest.partition(":")
    originals = [path for path in inventory.newest() if ocfl.is_original(path)]
    if algorithm != inventory.algorithm or [inventory.newest()[path] for path in originals] != [hexes]:
        check.found("check.original-differs", originals[0] if originals else "", "")


def _check_file(check: _Check, path: str, hexes_by_algorithm: dict[str, str], report: Callable[[int], None]) -> None:
    original = ocfl.is_original(path)
    hashers = {name: made for name in hexes_by_algorithm if (made := hasher(name)) is not None}
    try:
        if os.path.islink(check.path(path)):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        digests_of(check.path(path), hashers.values(), report)
    except OSError as error:
        gone = isinstance(error, FileNotFoundError)
        rule = "E092" if gone else ""
        missing = "check.original-missing" if gone else "check.original-differs"
        check.found(missing if original else "check.document-differs", path, rule)
        return
    for algorithm, made in hashers.items():
        if made.hexdigest() != hexes_by_algorithm[algorithm]:
            rule = "E092" if algorithm in hashlib.algorithms_guaranteed else "E093"
            check.found("check.original-differs" if original else "check.document-differs", path, rule)
            return
