"""The vault: an OCFL 1.1 storage root of originals, write-once, readable without this program.

In: docked files and documents. Out: objects that any OCFL tool validates. See
`recorder_desk.ports.Vault`, whose promises this keeps; batches, versions and checks have a module each.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.mirror import MirrorPlace
from recorder_desk.domain.recording import Original
from recorder_desk.errors import DeskError
from recorder_desk.ports import Batch, Report, VaultObject
from storage import ocfl, unfinished, versions
from storage.batch import OcflBatch
from storage.durable import folder_at, make_folder, replace_durably, vault_failure
from storage.object_check import check_object
from storage.object_walk import walk_objects
from storage.reading import read_medium
from storage.rooms import Rooms
from storage.second import NO_SECOND, Second
from storage.system import ReadBack

OpenSecond = Callable[[MirrorPlace], Second]


def no_second(mirror: MirrorPlace) -> Second:
    """A vault without a mirror."""
    return NO_SECOND


class OcflVault:
    """An OCFL 1.1 storage root and its staging folder, both on one file system.

    Made when absent. Raises DeskError `vault.not-a-vault` (a folder with other things in it, or of
    another layout), `vault.unwritable` and `receive.disk-full`.
    """

    def __init__(
        self, root: Path, staging: Path, *, owner_name: str, owner_address: str, second: OpenSecond = no_second
    ) -> None:
        """`second` opens the second copies of a batch, where the mirror asked for is there."""
        self.root = root
        self._one_version = threading.Lock()
        self._live: set[str] = set()
        self._second = second
        here, there = os.path.abspath(root), os.path.abspath(staging)
        try:
            make_folder(here)
            make_folder(there)
            _prepare_root(here)
            if os.stat(here).st_dev != os.stat(there).st_dev:
                raise DeskError("vault.unwritable", blame="environment", path=there, reason="other volume")
            read_back = _how_to_read_back(there)
        except OSError as error:
            code, reason = vault_failure(error, "vault.unwritable").code, str(error.strerror)
            raise DeskError(code, blame="environment", path=here, reason=reason) from error
        self._rooms = Rooms(here, there, ocfl.User(owner_name, owner_address), read_back)

    def batch(self, mirror: MirrorPlace | None = None) -> Batch:
        """See `Vault.batch`. Raises DeskError `receive.vault-unwritable`, `receive.disk-full`."""
        name = new_id()
        self._live.add(name)
        return OcflBatch(self._rooms, name, second=NO_SECOND if mirror is None else self._second(mirror))

    @property
    def rooms(self) -> Rooms:
        """Where this vault lies, for the mirror that is one."""
        return self._rooms

    def unfinished(self) -> Iterator[tuple[Batch, Sequence[Original]]]:
        """See `Vault.unfinished`. Batches of this very vault that are still at work are not touched."""
        for name in sorted(os.listdir(self._rooms.staging)):
            if name not in self._live:
                found = unfinished.settle(self._rooms, name)
                if found is not None:
                    self._live.add(name)
                    yield OcflBatch(self._rooms, name, found), found

    def path_of(self, object_path: str, content_path: str) -> Path:
        """See `Vault.path_of`. Raises DeskError `vault.object-missing` for a path that leads out."""
        parts = (*object_path.split("/"), *content_path.split("/"))
        if any(part in ("", ".", "..") or os.sep in part or ":" in part for part in parts):
            raise DeskError("vault.object-missing", blame="defect", path=object_path)
        return self.root.joinpath(*parts)

    def document(self, object_path: str, name: str) -> bytes | None:
        """See `Vault.document`. A version that failed halfway is brought to an end first. Raises DeskError
        `vault.object-damaged` where its bytes differ too."""
        place = str(self.path_of(object_path, ocfl.INVENTORY).parent)
        try:
            with self._one_version:
                return versions.document(self._rooms, place, name)
        except OSError as error:
            raise vault_failure(error, "vault.object-damaged") from error

    def add_version(self, id: str, object_path: str, documents: Mapping[str, bytes], message: str) -> int:
        """See `Vault.add_version`."""
        with self._one_version:
            return versions.add_version(self._rooms, _full(id), object_path, documents, message)

    def add_object(self, id: str, documents: Mapping[str, bytes], message: str) -> str:
        """See `Vault.add_object`; other documents than it has become a new version of it."""
        with self._one_version:
            return versions.add_object(self._rooms, _full(id), documents, message)

    def check(self, id: str, object_path: str, digest: str, report: Report) -> list[Finding]:
        """See `Vault.check`. Each finding tells the file, and the rule of OCFL where one is broken."""
        subject = ocfl.subject_of(id)
        path = str(self.path_of(object_path, ocfl.INVENTORY).parent)
        return check_object(subject, path, report, id=_full(id), digest=digest)

    def objects(self) -> Iterator[VaultObject | Finding]:
        """See `Vault.objects`."""
        return walk_objects(self._rooms.root)

    def free_bytes(self) -> int:
        """See `Vault.free_bytes`."""
        return shutil.disk_usage(self._rooms.root).free


def _full(id: str) -> str:
    return id if id.startswith("urn:") else ocfl.object_id(id)


def _prepare_root(root: str) -> None:
    """Make an empty folder a storage root; a root that exists must be ours (OCFL 1.1, 4.1).

    The declaration comes last, whole: a root half made by a crash or on a full disk has none and is
    finished here.
    """
    files = ocfl.root_files()
    entries = set(os.listdir(root))
    if ocfl.ROOT_DECLARATION in entries:
        for name, data in files.items():
            if not _has(os.path.join(root, *name.split("/")), data):
                raise DeskError("vault.not-a-vault", blame="environment", path=root, file=name)
        return
    if entries - {"extensions", "ocfl_layout.json", *(f".{name}.new" for name in files)}:
        raise DeskError("vault.not-a-vault", blame="environment", path=root)
    config = os.path.dirname(next(iter(files)))
    make_folder(os.path.join(root, *config.split("/")))
    for name, data in files.items():
        replace_durably(Path(root, *name.split("/")), data)


def _has(path: str, data: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(data) + 1) == data
    except FileNotFoundError:
        return False


def _how_to_read_back(staging: str) -> ReadBack:
    """Tried once with a file: `direct`, `dropped` or `cached`."""
    name = f"probe-{new_id()}"
    with folder_at(staging) as folder:
        folder.put(name, bytes(8192))
        folder.flush((name, ""))
        try:
            return read_medium(os.path.join(staging, name), lambda chunk: None)
        finally:
            folder.remove(name)
