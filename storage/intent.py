"""A batch's intent: the objects it is about to rename into the root, written down before.

In: what is meant. Out: bytes of `objects.json` in the batch's folder, and back after a crash.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from storage.ocfl import json_bytes

NAME = "objects.json"


class Meant(msgspec.Struct, frozen=True):
    """One object: the recording, its original's digest (`sha512:hex`) and size, and its place."""

    recording: str
    digest: str
    bytes: int
    object_path: str
    content_path: str


_decoder = msgspec.json.Decoder(list[Meant])


def encode(meant: Iterable[Meant]) -> bytes:
    """The bytes of an intent."""
    return json_bytes(list(meant))


def read(path: str) -> list[Meant]:
    """The intent of a batch. One that is not there whole was never flushed: nothing was renamed."""
    try:
        with open(path, "rb") as file:
            return _decoder.decode(file.read())
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError, UnicodeDecodeError):
        return []
