"""What a crash left in staging, brought to an end.

In: the name of something in staging. Out: for a batch whose objects reached the storage root, those
objects, re-read and compared; everything that was only staged is gone, and a version that was half
put in place is in place or gone.
"""

from __future__ import annotations

import os
from contextlib import suppress

import msgspec

from recorder_desk.domain.recording import Original
from storage import ocfl, versions
from storage.batch import INTENT
from storage.durable import folder_at, vault_failure
from storage.faultpoints import point
from storage.reading import reread
from storage.rooms import Rooms


class _Meant(msgspec.Struct, frozen=True):
    """One line of a batch's intent."""

    recording: str
    digest: str
    bytes: int
    object_path: str
    content_path: str


_intent = msgspec.json.Decoder(list[_Meant])


def settle(rooms: Rooms, name: str) -> list[Original] | None:
    """The completed objects of a batch a crash left behind, or None when nothing is to register.

    An object in the root that differs from what was meant is neither handed back nor removed: it
    may be registered already, and then the check must find it. Raises DeskError
    `receive.vault-unwritable`, `vault.object-damaged`.
    """
    path = os.path.join(rooms.staging, name)
    try:
        if name.startswith(versions.PREFIX):
            versions.finish(rooms, name)
        meant = _meant(os.path.join(path, INTENT))
        with folder_at(rooms.staging) as staging:
            if not meant:
                staging.remove(name)
                point("unfinished.left-removed")
                return None
            for entry in os.listdir(path):
                if entry != INTENT:
                    staging.remove(f"{name}/{entry}")
        point("unfinished.left-removed")
        found = [original for each in meant if (original := _completed(rooms, each)) is not None]
        _flush_parents(rooms, found)
    except OSError as error:
        raise vault_failure(error) from error
    point("unfinished.found")
    return found


def _meant(path: str) -> list[_Meant]:
    """The intent of a batch; one that was never flushed whole means that nothing was renamed."""
    try:
        with open(path, "rb") as file:
            return _intent.decode(file.read())
    except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError, UnicodeDecodeError):
        return []


def _completed(rooms: Rooms, meant: _Meant) -> Original | None:
    place = os.path.join(rooms.root, *meant.object_path.split("/"))
    if not os.path.isdir(place):
        with suppress(OSError):  # a shared folder made for it alone must not stay empty (E073)
            os.rmdir(os.path.dirname(place))
        return None
    try:
        found = reread(os.path.join(place, *meant.content_path.split("/")))
    except FileNotFoundError:
        return None
    if (f"{ocfl.ALGORITHM}:{found.digest}", found.bytes) != (meant.digest, meant.bytes):
        return None
    return Original(
        recording=meant.recording,
        digest=meant.digest,
        bytes=meant.bytes,
        object_path=meant.object_path,
        content_path=meant.content_path,
        read_back=found.read_back,
    )


def _flush_parents(rooms: Rooms, found: list[Original]) -> None:
    """The crash may have come before the folders were flushed."""
    with folder_at(rooms.root) as root:
        root.flush(("", *{each.object_path.partition("/")[0] for each in found}))
