"""What a crash left in staging, brought to an end.

In: the name of something in staging. Out: for a batch whose objects reached the storage root, those
objects, re-read and compared; everything that was only staged is gone, and a version that was half
put in place is in place or gone.
"""

from __future__ import annotations

import os
from contextlib import suppress

from recorder_desk.domain.recording import Original
from storage import intent, ocfl, versions
from storage.durable import folder_at, vault_failure
from storage.faultpoints import point
from storage.reading import reread
from storage.rooms import Rooms


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
        meant = intent.read(os.path.join(path, intent.NAME))
        with folder_at(rooms.staging) as staging:
            if not meant:
                staging.remove(name)
                point("unfinished.left-removed")
                _remove_empty(rooms.root)
                return None
            for entry in os.listdir(path):
                if entry != intent.NAME:
                    staging.remove(f"{name}/{entry}")
        point("unfinished.left-removed")
        _remove_empty(rooms.root)
        found = [original for each in meant if (original := _completed(rooms, each)) is not None]
        _flush_parents(rooms, found)
    except OSError as error:
        raise vault_failure(error) from error
    point("unfinished.found")
    return found


def _completed(rooms: Rooms, meant: intent.Meant) -> Original | None:
    place = os.path.join(rooms.root, *meant.object_path.split("/"))
    if not os.path.isdir(place):
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


def _remove_empty(root: str) -> None:
    """A shared folder made for an object that never came must not stay (OCFL 1.1, E073)."""
    for shared in os.listdir(root):
        with suppress(OSError):  # it holds something: the usual case
            os.rmdir(os.path.join(root, shared))
