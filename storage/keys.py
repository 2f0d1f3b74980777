"""The station's identity: an id and an Ed25519 key, made once at first use.

In: a folder. Out: who signs the journal's checkpoints. Why it is a file and what that does not
protect: docs/decisions/0002-station-key.md.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from recorder_desk.domain.ids import new_id
from recorder_desk.domain.journal import verifier_key
from recorder_desk.errors import DeskError

PRIVATE, PUBLIC, STATION = "station.pem", "station.pub", "station.id"


@dataclass(frozen=True, slots=True)
class StationKey:
    """`station` is its id; `origin` is how its checkpoints name the journal."""

    station: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> Ed25519PublicKey:
        """The key that anybody may have."""
        return self.private.public_key()

    @property
    def origin(self) -> str:
        """`recorder-desk/<station>`."""
        return f"recorder-desk/{self.station}"

    def sign(self, text: bytes) -> bytes:
        """Ed25519 over the text, 64 bytes."""
        return self.private.sign(text)

    @staticmethod
    def load_or_create(folder: Path) -> StationKey:
        """The key in a folder, made durably when there is none. Raises DeskError `home.key-unreadable`."""
        try:
            if not (folder / PRIVATE).exists():
                _create(folder)
            key = load_pem_private_key((folder / PRIVATE).read_bytes(), None)
            station = (folder / STATION).read_text("ascii").strip()
        except (OSError, ValueError) as error:
            raise DeskError("home.key-unreadable", blame="environment", path=str(folder)) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise DeskError("home.key-unreadable", blame="environment", path=str(folder))
        return StationKey(station, key)


def raw_public(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _create(folder: Path) -> None:
    """The private key comes last: while it is missing, the next start makes all three anew."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = StationKey(new_id(), Ed25519PrivateKey.generate())
    _write(folder / STATION, key.station.encode() + b"\n")
    _write(folder / PUBLIC, verifier_key(key.origin, raw_public(key.public)).encode() + b"\n")
    _write(folder / PRIVATE, key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_name(path.name + ".new")
    fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(fd, content)
        os.fsync(fd)
    finally:
        os.close(fd)
    os.replace(fresh, path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make a rename in a folder durable; Windows has no such call and needs none on NTFS."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
