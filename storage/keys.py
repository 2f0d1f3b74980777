"""The station's identity: an id and an Ed25519 key, made once at first use.

In: a folder. Out: who signs the journal's checkpoints. Id and key are one file, so that they come
into being together. Why it is a file and what that does not protect: docs/decisions/0002-station-key.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from recorder_desk.domain.ids import new_id
from recorder_desk.domain.journal import Checkpoint, read_note, signature_by, verifier_key
from recorder_desk.errors import DeskError
from storage.durable import is_full
from storage.key_access import keep_private
from storage.plain_files import clear_unfinished, create_private, put_file

PRIVATE, PUBLIC = "station.pem", "station.pub"
# RFC 7468, 2 allows text before the key; it carries the id.
_STATION = re.compile(rb"\Astation: ([0-9a-f-]{36})\r?\n")


@dataclass(frozen=True, slots=True)
class StationKey:
    """`station` is the installation's id (UUIDv7); the private key never leaves this value."""

    station: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> Ed25519PublicKey:
        """The key that anybody may have."""
        return self.private.public_key()

    @property
    def origin(self) -> str:
        """How checkpoints name this journal: `recorder-desk/<station>`."""
        return f"recorder-desk/{self.station}"

    @property
    def verifier(self) -> str:
        """The public key as text (C2SP signed-note): `name+hash+base64`."""
        return verifier_key(self.origin, raw_public(self.public))

    def sign(self, text: bytes) -> bytes:
        """Ed25519 (RFC 8032) over the text, 64 bytes."""
        return self.private.sign(text)

    @property
    def code_secret(self) -> bytes:
        """What the codes that are filmed are sealed with: 32 bytes that follow from the private key (RFC 8032
        signatures are the same every time) and tell nothing of it."""
        return sha256(self.private.sign(b"recorder-desk filmed code")).digest()

    @staticmethod
    def load_or_create(folder: Path) -> StationKey:
        """The key in a folder, made durably when there is none.

        `station.pem` is for its owner alone; `station.pub` is written again when it is missing.
        Raises DeskError `home.key-unreadable`; a key that cannot be read is never replaced. Where a
        new one cannot be written: `home.full`, `home.unwritable`.
        """
        if not _is_there(folder / PRIVATE):
            with _writing(folder):
                _create(folder)
        try:
            content = (folder / PRIVATE).read_bytes()
            named, private = _STATION.match(content), load_pem_private_key(content, None)
            if named is None or not isinstance(private, Ed25519PrivateKey):
                raise ValueError("not a station key")
            key = StationKey(named[1].decode(), private)
        except (OSError, ValueError, TypeError) as error:
            raise DeskError("home.key-unreadable", blame="environment", path=str(folder)) from error
        if not (folder / PUBLIC).exists():
            with _writing(folder):
                put_file(folder / PUBLIC, f"{key.verifier}\n".encode(), durable=True)
        return key

    @staticmethod
    def clear_unfinished(folder: Path) -> None:
        """Remove what crashes left of writing the two files; for the holder of the home's lock."""
        for name in (PRIVATE, PUBLIC):
            clear_unfinished(folder / name)


def raw_public(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def signed_checkpoint(note: str, key: Ed25519PublicKey) -> Checkpoint | None:
    """The checkpoint in a note when this key signed it, else None."""
    try:
        read = read_note(note)
        signature = signature_by(read, raw_public(key))
        if signature is None:
            return None
        key.verify(signature, read.text.encode())
    except (DeskError, InvalidSignature):
        return None
    return read.checkpoint


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # it cannot even be looked for: reading it will tell
        return True


def _create(folder: Path) -> None:
    """Two desks that start at once agree on the key that came first."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keep_private(folder)
    create_private(folder / PRIVATE, f"station: {new_id()}\n".encode() + pem)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "home.full" if is_full(error) else "home.unwritable"
        told = {"path": str(folder.parent), "reason": str(error.strerror)}
        raise DeskError(code, blame="environment", **told) from error
