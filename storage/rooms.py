"""Where the vault works: its storage root, its staging, and in whose name.

In: paths and an owner. Out: what batches and versions share, and the one way they write objects.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass

from storage.ocfl import (
    INVENTORY,
    OBJECT_DECLARATION,
    OBJECT_DECLARATION_TEXT,
    SIDECAR_NAME,
    User,
    sidecar,
)
from storage.system import Folder, ReadBack

_NO_LINK = frozenset({errno.EPERM, errno.EACCES, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL})


@dataclass(frozen=True, slots=True)
class Rooms:
    """`root` and `staging` are absolute paths on one file system; `read_back` is how staging can be
    re-read, found out once when the vault was opened."""

    root: str
    staging: str
    owner: User
    read_back: ReadBack


def put_object_documents(folder: Folder, name: str, documents: dict[str, bytes], inventory: bytes) -> None:
    """Write everything of a new object but its original: declaration, documents, both inventories.

    What says the same twice is one file with two names where the file system can: the declarations
    of a batch, and a first version's inventory with the object's own (the next version parts them).
    That gives up a second copy on the same disk, of text that can be made again from the content;
    and new files are dear. On ext4 after many removals one costs 1 ms: 1,000 objects of 100 kB took
    2.5 s with links and 6.2 s with copies (0.0 s apart on a fresh file system).
    """
    _put_again(folder, f"{name}/{OBJECT_DECLARATION}", OBJECT_DECLARATION, OBJECT_DECLARATION_TEXT)
    for logical, data in documents.items():
        folder.put(f"{name}/v1/content/{logical}", data)
    side = sidecar(inventory)
    folder.put(f"{name}/{INVENTORY}", inventory)
    folder.put(f"{name}/{SIDECAR_NAME}", side)
    _put_again(folder, f"{name}/v1/{INVENTORY}", f"{name}/{INVENTORY}", inventory)
    _put_again(folder, f"{name}/v1/{SIDECAR_NAME}", f"{name}/{SIDECAR_NAME}", side)


def _put_again(folder: Folder, name: str, of: str, data: bytes) -> None:
    """A second name for a file of the same bytes, or a copy: no links here, or too many already."""
    try:
        folder.link(name, of)
    except OSError as error:
        if error.errno not in _NO_LINK:
            raise
        folder.put(name, data)


def staged_names(name: str, content: list[str]) -> Iterator[str]:
    """Every file and folder of a staged new object, for a flush one by one."""
    for logical in content:
        yield f"{name}/v1/content/{logical}"
    for where in (f"{name}/v1", name):
        yield f"{where}/{INVENTORY}"
        yield f"{where}/{SIDECAR_NAME}"
    yield f"{name}/{OBJECT_DECLARATION}"
    yield f"{name}/v1/content"
    yield f"{name}/v1"
    yield name
