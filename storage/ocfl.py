"""OCFL 1.1 as values: inventories, where objects lie, the bytes of their documents.

In: ids, digests, documents. Out: canonical bytes (keys sorted, UTF-8, indented) and back. Nothing
here touches a disk; `storage/ocfl_rules.py` says whether an inventory keeps the specification.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

import msgspec

from recorder_desk.domain.case_document import ENDINGS, DocumentOrigin
from recorder_desk.domain.docked import AUDIO, PHOTO, SIDECAR, VIDEO, extension
from recorder_desk.domain.recording import Origin

ROOT_DECLARATION = "0=ocfl_1.1"
OBJECT_DECLARATION = "0=ocfl_object_1.1"
OBJECT_DECLARATION_TEXT = b"ocfl_object_1.1\n"
INVENTORY = "inventory.json"
INVENTORY_TYPE = "https://ocfl.io/1.1/spec/#inventory"
ALGORITHM = "sha512"
SIDECAR_NAME = f"{INVENTORY}.{ALGORITHM}"
RECORDING_DOCUMENT = "recording.json"
CASE_DOCUMENT = "document.json"
LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
_KNOWN_ENDINGS = VIDEO | AUDIO | PHOTO | SIDECAR | ENDINGS
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
_encoder = msgspec.json.Encoder(order="sorted")


@dataclass(frozen=True, slots=True)
class User:
    """Who made a version: a name and a URI (`mailto:`, `https:`)."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version: when (RFC 3339), why, by whom, and digest -> logical paths."""

    created: str
    message: str
    user: User | None
    state: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Inventory:
    """An OCFL inventory (OCFL 1.1, 3.5). `manifest` is digest -> content paths."""

    id: str
    head: str
    manifest: Mapping[str, tuple[str, ...]]
    versions: Mapping[str, Version]
    algorithm: str = ALGORITHM
    content_directory: str = "content"
    fixity: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The number of the newest version."""
        return int(self.head[1:])

    def newest(self) -> dict[str, str]:
        """The logical state of the newest version: logical path -> digest."""
        state = self.versions[self.head].state
        return {path: digest for digest, paths in state.items() for path in paths}

    def by_path(self) -> dict[str, str]:
        """Content path -> digest."""
        return {path: digest for digest, paths in self.manifest.items() for path in paths}


def json_bytes(value: object) -> bytes:
    """Canonical JSON: sorted keys, UTF-8, two spaces of indent, one newline at the end."""
    return msgspec.json.format(_encoder.encode(value), indent=2) + b"\n"


def sha512_hex(data: bytes) -> str:
    """SHA-512 in lower-case hex."""
    return hashlib.sha512(data).hexdigest()


def object_id(subject: str) -> str:
    """The OCFL object id of a recording, document or case."""
    return f"urn:uuid:{subject}"


def subject_of(id: str) -> str:
    """The recording or case id within an OCFL object id."""
    return id.removeprefix("urn:uuid:")


def object_path(id: str) -> str:
    """Where an object lies below the storage root (extension 0003: sha256, tuple 2, one tuple)."""
    digest = hashlib.sha256(id.encode()).hexdigest()
    encoded = "".join(
        char if char in _ID_CHARACTERS else "".join(f"%{byte:02x}" for byte in char.encode()) for char in id
    )
    if len(encoded) > 100:
        encoded = f"{encoded[:100]}-{digest}"
    return f"{digest[:2]}/{encoded}"


def root_files() -> dict[str, bytes]:
    """The files that make a folder an OCFL 1.1 storage root with our layout (OCFL 1.1, 4.1 and 4.2)."""
    layout = {"description": "Two hexadecimal digits of the id's SHA-256, then the id", "extension": LAYOUT}
    config = {
        "digestAlgorithm": "sha256",
        "extensionName": LAYOUT,
        "numberOfTuples": 1,
        "tupleSize": 2,
    }
    return {
        f"extensions/{LAYOUT}/config.json": json_bytes(config),
        "ocfl_layout.json": json_bytes(layout),
        ROOT_DECLARATION: b"ocfl_1.1\n",
    }


def original_name(name: str) -> str:
    """What an original is called in its object; its own name stays in `recording.json`.

    Only endings we know are kept: nothing a recorder writes reaches the names of the vault.
    """
    ending = extension(name)
    return f"original.{ending}" if ending in _KNOWN_ENDINGS else "original.bin"


def is_original(path: str) -> bool:
    """Whether a logical or content path is that of an original."""
    return path.rpartition("/")[2].startswith("original.")


def origin_name(origin: Origin) -> str:
    """What the document beside an original is called."""
    return CASE_DOCUMENT if isinstance(origin, DocumentOrigin) else RECORDING_DOCUMENT


def origin_document(origin: Origin, digest: str, read_back: str) -> bytes:
    """`recording.json`, or `document.json`: all fields of the origin, the digest, and how it is read back."""
    fields: dict[str, object] = {name: getattr(origin, name) for name in Origin.__slots__}
    if isinstance(origin, DocumentOrigin):
        fields["document"] = fields.pop("recording")
        fields |= {"kind": origin.document_kind, "title": origin.title, "case": asdict(origin.case)}
    return json_bytes(fields | {"digest": digest, "read_back": read_back})


def sidecar(data: bytes, algorithm: str = ALGORITHM) -> bytes:
    """The sidecar of an inventory's bytes (OCFL 1.1, 3.7)."""
    return f"{hashlib.new(algorithm, data).hexdigest()} {INVENTORY}\n".encode()


def inventory_bytes(inventory: Inventory) -> bytes:
    """The canonical bytes of an inventory."""
    value: dict[str, object] = {
        "digestAlgorithm": inventory.algorithm,
        "head": inventory.head,
        "id": inventory.id,
        "manifest": inventory.manifest,
        "type": INVENTORY_TYPE,
        "versions": {name: _version_value(each) for name, each in inventory.versions.items()},
    }
    if inventory.content_directory != "content":
        value["contentDirectory"] = inventory.content_directory
    if inventory.fixity:
        value["fixity"] = inventory.fixity
    return json_bytes(value)


def _version_value(version: Version) -> dict[str, object]:
    value: dict[str, object] = {"created": version.created, "state": version.state}
    if version.message:
        value["message"] = version.message
    if version.user is not None:
        value["user"] = {"name": version.user.name}
        if version.user.address:
            value["user"] = {"address": version.user.address, "name": version.user.name}
    return value


def first_inventory(id: str, files: Iterable[tuple[str, str]], *, created: str, message: str, user: User) -> Inventory:
    """The inventory of a new object from (logical path, digest) pairs; contents under v1/content."""
    state: dict[str, tuple[str, ...]] = {}
    for path, digest in files:
        state[digest] = (*state.get(digest, ()), path)
    manifest = {digest: (f"v1/content/{paths[0]}",) for digest, paths in state.items()}
    return Inventory(id, "v1", manifest, {"v1": Version(created, message, user, state)})


def holds(inventory: Inventory, documents: Mapping[str, bytes]) -> bool:
    """Whether the newest version has all these documents, byte for byte."""
    newest = inventory.newest()
    return all(
        newest.get(name) == hashlib.new(inventory.algorithm, data).hexdigest() for name, data in documents.items()
    )


def next_inventory(
    inventory: Inventory, documents: Mapping[str, bytes], *, created: str, message: str, user: User
) -> tuple[Inventory, dict[str, bytes]]:
    """The inventory with one more version in which documents are added or replaced.

    Also the content to write: path below the new version's content folder -> bytes. What the
    manifest has already is named again and not written again; nothing older is touched.
    """
    head = f"v{inventory.number + 1}"
    logical = inventory.newest()
    manifest = dict(inventory.manifest)
    content: dict[str, bytes] = {}
    for name, data in sorted(documents.items()):
        digest = hashlib.new(inventory.algorithm, data).hexdigest()
        logical[name] = digest
        if digest not in manifest:
            manifest[digest] = (f"{head}/{inventory.content_directory}/{name}",)
            content[name] = data
    state: dict[str, tuple[str, ...]] = {}
    for path, digest in sorted(logical.items()):
        state[digest] = (*state.get(digest, ()), path)
    versions = {**inventory.versions, head: Version(created, message, user, state)}
    fresh = Inventory(
        inventory.id,
        head,
        manifest,
        versions,
        inventory.algorithm,
        inventory.content_directory,
        inventory.fixity,
    )
    return fresh, content
