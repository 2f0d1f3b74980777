"""Entries and checkpoints of the journal, as bytes that an outsider can check.

In: facts as tables. Out: canonical JSON, one line an entry, and checkpoints in the C2SP
tlog-checkpoint and signed-note forms.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

_FIELDS = ("seq", "at", "station", "actor", "command", "fact", "body")
ED25519 = b"\x01"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: `seq` counts from 1 without a gap, `at` is a UTC stamp."""

    seq: int
    at: str
    station: str
    actor: str
    command: str
    fact: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The journal's head: whose (`origin`), how many entries, and the root over them (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed (C2SP tlog-checkpoint)."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def encode(entry: Entry) -> bytes:
    """The canonical bytes of an entry: UTF-8 JSON, keys sorted, no spaces, no newline, no floats.

    Raises TypeError when the body holds a float (their text differs between programs).
    """
    _no_floats(entry.body)
    table = {name: getattr(entry, name) for name in _FIELDS}
    return json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _no_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical form")
    if isinstance(value, dict):
        for each in value.values():
            _no_floats(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _no_floats(each)


def decode(line: bytes) -> Entry:
    """The entry in a line. Raises ValueError when it is not one."""
    table = json.loads(line)
    if not isinstance(table, dict) or set(table) != set(_FIELDS) or not isinstance(table["seq"], int):
        raise ValueError("not an entry")
    return Entry(**table)


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes by which a note names its key (C2SP signed-note)."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes) -> str:
    """The public key as text, as note verifiers read it: `name+hash+base64`."""
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(ED25519 + public).decode()}"


def note(checkpoint: Checkpoint, public: bytes, sign: Callable[[bytes], bytes]) -> str:
    """A checkpoint with its signature line."""
    text = checkpoint.text()
    signed = base64.b64encode(key_id(checkpoint.origin, public) + sign(text.encode())).decode()
    return f"{text}\n\u2014 {checkpoint.origin} {signed}\n"


def read_note(text: str) -> tuple[Checkpoint, tuple[tuple[str, bytes, bytes], ...]]:
    """A checkpoint and its signatures (name, key id, signature). Raises ValueError when it is not one."""
    body, divided, signatures = text.partition("\n\n")
    lines = body.split("\n")
    if not divided or len(lines) < 3 or not lines[0] or not lines[1].isascii() or not lines[1].isdigit():
        raise ValueError("not a checkpoint")
    found = []
    for line in signatures.splitlines():
        dash, name, encoded = line.split(" ")
        signed = base64.b64decode(encoded, validate=True)
        if dash != "\u2014" or len(signed) < 5:
            raise ValueError("not a signature")
        found.append((name, signed[:4], signed[4:]))
    root = base64.b64decode(lines[2], validate=True)
    if len(root) != 32:
        raise ValueError("not a root")
    return Checkpoint(lines[0], int(lines[1]), root), tuple(found)
