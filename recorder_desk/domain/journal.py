"""Entries and checkpoints of the journal, as bytes that an outsider can check.

In: facts as tables. Out: canonical JSON, one line an entry, and checkpoints in the C2SP
tlog-checkpoint and signed-note forms. Signing itself is passed in. The bytes: docs/format-journal.md.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NoReturn

from recorder_desk.errors import DeskError

_FIELDS = frozenset({"seq", "at", "station", "actor", "command", "fact", "body"})
_SEQ = b',"seq":'  # nothing but the last key, a text with its quotes escaped, follows the entry's own
_NUMBER = re.compile(rb',"seq":([1-9][0-9]{0,17}),"station":"')
ED25519 = b"\x01"
"""The signature type of Ed25519 keys in signed notes."""


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
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint as it was read: the very text that is signed, and (name, key id, signature) lines."""

    checkpoint: Checkpoint
    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


def encode(entry: Entry) -> bytes:
    """The canonical bytes of an entry: UTF-8 JSON, keys sorted, no spaces, no newline.

    Raises DeskError `journal.not-canonical` when the body holds anything but text, whole numbers,
    booleans, null, lists and tables with text keys (the text of a float differs between programs), or
    text that is not Unicode.
    """
    _plain(entry.body)
    table = {
        "actor": entry.actor,
        "at": entry.at,
        "body": entry.body,
        "command": entry.command,
        "fact": entry.fact,
        "seq": entry.seq,
        "station": entry.station,
    }
    text = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise DeskError("journal.not-canonical", blame="defect", fact=entry.fact) from error


def _plain(value: object) -> None:
    if isinstance(value, str | int) or value is None:
        return
    if isinstance(value, dict):
        for key, each in value.items():
            if not isinstance(key, str):
                raise DeskError("journal.not-canonical", blame="defect", found=type(key).__name__)
            _plain(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _plain(each)
    else:
        raise DeskError("journal.not-canonical", blame="defect", found=type(value).__name__)


def decode(line: bytes) -> Entry:
    """The entry in a line without its newline.

    Raises DeskError `journal.entry-unreadable` unless these are exactly the bytes `encode` gives.
    """
    try:
        table = json.loads(line, parse_float=_refuse, parse_constant=_refuse)
        if not isinstance(table, dict) or table.keys() != _FIELDS or not _typed(table):
            raise ValueError("not an entry")
        entry = Entry(**table)
        if encode(entry) != line:
            raise ValueError("not canonical")
    except (ValueError, RecursionError, DeskError) as error:
        raise DeskError("journal.entry-unreadable", blame="environment") from error
    return entry


def _typed(table: dict[str, Any]) -> bool:
    texts = all(isinstance(table[name], str) for name in _FIELDS - {"seq", "body"})
    return texts and type(table["seq"]) is int and table["seq"] > 0 and isinstance(table["body"], dict)


def _refuse(text: str) -> NoReturn:
    raise ValueError("a float has no canonical form")


def number_of(line: bytes) -> int:
    """The `seq` a canonical line claims, found without reading the whole; 0 when there is none."""
    found = _NUMBER.search(line, max(0, line.rfind(_SEQ)))
    return int(found[1]) if found else 0


def renumbered(line: bytes, seq: int) -> bytes:
    """The line with another number: what a forger writes who takes an entry out or puts one in."""
    start = line.rfind(_SEQ)
    found = _NUMBER.search(line, max(0, start))
    return line if found is None else line[: found.start(1)] + str(seq).encode() + line[found.end(1) :]


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes by which a note names its key (C2SP signed-note); `public` is 32 bytes."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes) -> str:
    """The public key as text, as note verifiers read it: `name+hash+base64`."""
    return f"{name}+{key_id(name, public).hex()}+{_base64(ED25519 + public)}"


def read_verifier_key(text: str) -> tuple[str, bytes]:
    """Name and 32 public bytes of a verifier key. Raises DeskError `journal.key-unreadable`."""
    name, *rest = text.strip().split("+", 2)
    try:
        encoded = _bytes(rest[1])
        if encoded[:1] != ED25519 or len(encoded) != 33 or key_id(name, encoded[1:]).hex() != rest[0]:
            raise ValueError("not an Ed25519 key")
    except (ValueError, IndexError) as error:
        raise DeskError("journal.key-unreadable", blame="environment") from error
    return name, encoded[1:]


def note(checkpoint: Checkpoint, public: bytes, sign: Callable[[bytes], bytes]) -> str:
    """A checkpoint with its signature line; the key goes by the checkpoint's origin."""
    text = checkpoint.text()
    signed = _base64(key_id(checkpoint.origin, public) + sign(text.encode()))
    return f"{text}\n\u2014 {checkpoint.origin} {signed}\n"


def read_note(note: str) -> Note:
    """A checkpoint with its signatures, not yet verified; further text lines and signatures may follow.

    Raises DeskError `journal.note-unreadable`.
    """
    try:
        text, divided, signed = note.rpartition("\n\n")
        if not divided or not signed.endswith("\n"):
            raise ValueError("not a note")
        lines = text.split("\n")
        origin, size, root = lines[:3]
        if not origin or size != str(int(size)) or int(size) < 0 or len(_bytes(root)) != 32 or "" in lines:
            raise ValueError("not a checkpoint")
        signatures = tuple(_signature(line) for line in signed[:-1].split("\n"))
        return Note(Checkpoint(origin, int(size), _bytes(root)), f"{text}\n", signatures)
    except ValueError as error:
        raise DeskError("journal.note-unreadable", blame="environment") from error


def signature_by(read: Note, public: bytes) -> bytes | None:
    """The signature over `read.text` by the key that goes by the checkpoint's origin, if there is one."""
    origin = read.checkpoint.origin
    wanted = key_id(origin, public)
    found = (signature for name, known_as, signature in read.signatures if (name, known_as) == (origin, wanted))
    return next(found, None)


def _signature(line: str) -> tuple[str, bytes, bytes]:
    dash, name, encoded = line.split(" ")
    signed = _bytes(encoded)
    if dash != "\u2014" or not name or len(signed) < 5:
        raise ValueError("not a signature")
    return name, signed[:4], signed[4:]


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    """Base64 in its one canonical form: spare bits that a decoder ignores could hide a change."""
    try:
        value = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if _base64(value) != text:
        raise ValueError("not canonical base64")
    return value
