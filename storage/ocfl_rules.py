"""Reading an inventory as the specification demands it (OCFL 1.1, 3.5 and 3.7).

In: the bytes of an inventory and its sidecar. Out: an `Inventory`, or `BrokenRuleError` naming the
specification's own error code (E001 to E112), so that a finding can be looked up.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from storage.ocfl import INVENTORY, INVENTORY_TYPE, Inventory, User, Version

_TYPES = (INVENTORY_TYPE, "https://ocfl.io/1.0/spec/#inventory")
_VERSION = re.compile(r"v(?:0*[1-9][0-9]*)\Z")
_CREATED = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?"
    r"([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)\Z"
)
_SIDECAR = re.compile(rb"([0-9a-fA-F]+)[ \t]+" + re.escape(INVENTORY.encode()) + rb"\s*\Z")
_FIXITY = {"blake2b-512": "blake2b", "sha512/256": "sha512_256"}


class BrokenRuleError(ValueError):
    """An inventory breaks the specification; `rule` is its error code."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def need(holds: bool, rule: str) -> None:
    """Raise BrokenRuleError unless a rule holds."""
    if not holds:
        raise BrokenRuleError(rule)


def hasher(algorithm: str) -> Any:
    """A fresh hash object by its OCFL name, or None where we do not know the algorithm."""
    if algorithm in ("blake2b-160", "blake2b-256", "blake2b-384"):
        return hashlib.blake2b(digest_size=int(algorithm[8:]) // 8)
    name = _FIXITY.get(algorithm, algorithm)
    return hashlib.new(name) if name in hashlib.algorithms_available else None


def check_sidecar(data: bytes, sidecar: bytes, algorithm: str) -> None:
    """Whether a sidecar is well formed (E061) and tells the digest of the inventory (E060)."""
    match = _SIDECAR.match(sidecar)
    if match is None:
        raise BrokenRuleError("E061")
    need(match[1].decode().lower() == hashlib.new(algorithm, data).hexdigest(), "E060")


def parse_inventory(data: bytes) -> Inventory:
    """An inventory from its bytes. Raises BrokenRuleError."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenRuleError("E033") from error
    need(isinstance(value, dict), "E034")
    _check_top(value)
    algorithm: str = value["digestAlgorithm"]
    directory: str = value.get("contentDirectory", "content")
    manifest = _digest_map(value["manifest"], "E096", algorithm)
    _check_paths(manifest, directory)
    versions = {name: _version(each, algorithm) for name, each in value["versions"].items()}
    _check_versions(value["head"], versions, manifest)
    fixity = _fixity(value.get("fixity", {}), manifest)
    return Inventory(value["id"], value["head"], manifest, versions, algorithm, directory, fixity)


def _check_top(value: dict[str, Any]) -> None:
    need(isinstance(value.get("id"), str) and bool(value["id"]), "E036")
    need(value.get("type") in _TYPES, "E038")
    need(value.get("digestAlgorithm") in ("sha512", "sha256"), "E025")
    need(isinstance(value.get("head"), str), "E040" if "head" in value else "E036")
    need(isinstance(value.get("manifest"), dict), "E041")
    need(isinstance(value.get("versions"), dict), "E043")
    need(bool(value["versions"]), "E008")
    directory = value.get("contentDirectory", "content")
    need(isinstance(directory, str), "E021")
    need("/" not in directory, "E017")
    need(directory not in ("", ".", ".."), "E018")


def _digest_map(value: object, duplicate: str, algorithm: str) -> dict[str, tuple[str, ...]]:
    """Digest -> paths, digests as written; hex of the right length where we know the algorithm."""
    known = hasher(algorithm)
    width = known.digest_size * 2 if known is not None else 0
    result: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()
    if not isinstance(value, dict):
        raise BrokenRuleError("E057" if duplicate == "E097" else "E050")
    for digest, paths in value.items():
        need(isinstance(paths, list) and all(isinstance(path, str) for path in paths), "E092")
        need(not width or (len(digest) == width and re.fullmatch("[0-9a-fA-F]+", digest) is not None), "E025")
        need(digest.lower() not in seen, duplicate)
        seen.add(digest.lower())
        result[digest] = tuple(paths)
    return result


def _plain(paths: Iterable[str], shape: str, dots: str) -> None:
    for path in paths:
        need(bool(path) and not path.startswith("/") and not path.endswith("/"), shape)
        need(not any(part in ("", ".", "..") for part in path.split("/")), dots)


def _no_conflict(paths: list[str], rule: str) -> None:
    """No path twice, and none that is also a folder of another."""
    known = set(paths)
    need(len(known) == len(paths), rule)
    for path in paths:
        parts = path.split("/")
        need(not any("/".join(parts[:depth]) in known for depth in range(1, len(parts))), rule)


def _check_paths(manifest: Mapping[str, tuple[str, ...]], directory: str) -> None:
    paths = [path for each in manifest.values() for path in each]
    _plain(paths, "E100", "E099")
    _no_conflict(paths, "E101")
    for path in paths:
        parts = path.split("/")
        need(_VERSION.match(parts[0]) is not None and len(parts) > 2, "E042")
        need(parts[1] == directory, "E019")


def _version(value: object, algorithm: str) -> Version:
    if not isinstance(value, dict):
        raise BrokenRuleError("E047")
    need(isinstance(value.get("created"), str), "E048")
    need(_CREATED.match(value["created"]) is not None, "E049")
    need("state" in value, "E048")
    state = _digest_map(value["state"], "E050", algorithm)
    paths = [path for each in state.values() for path in each]
    _plain(paths, "E053", "E052")
    _no_conflict(paths, "E095")
    message, user = value.get("message", ""), value.get("user")
    need(isinstance(message, str), "E094")
    if user is not None:
        need(isinstance(user, dict) and isinstance(user.get("name"), str), "E054")
        user = User(user["name"], str(user.get("address", "")))
    return Version(value["created"], message, user, state)


def _check_versions(head: str, versions: Mapping[str, Version], manifest: Mapping[str, object]) -> None:
    names = list(versions)
    need(all(_VERSION.match(name) for name in names), "E046")
    numbers = sorted(int(name[1:]) for name in names)
    need(numbers == list(range(1, len(names) + 1)), "E010")
    need(head in versions and int(head[1:]) == numbers[-1], "E040")
    padded = {len(name) for name in names if name.startswith("v0")}
    need(not padded or (len(padded) == 1 and all(name.startswith("v0") for name in names)), "E012")
    for version in versions.values():
        need(all(digest in manifest for digest in version.state), "E050")  # as written, case too


def _fixity(value: object, manifest: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, tuple[str, ...]]]:
    if not isinstance(value, dict):
        raise BrokenRuleError("E111")
    known = {path for paths in manifest.values() for path in paths}
    result = {}
    for algorithm, block in value.items():
        need(isinstance(block, dict), "E057")
        result[algorithm] = _digest_map(block, "E097", algorithm)
        paths = [path for each in result[algorithm].values() for path in each]
        _plain(paths, "E100", "E099")
        _no_conflict(paths, "E101")
        need(set(paths) <= known, "E093")
    return result
