"""Originals on their way into the vault, sharing one durability point.

In: docked files. Out: OCFL objects in the storage root, flushed and re-read, or nothing of them.

    staging/<batch>/<recording>/…       an object, complete but for its documents
    staging/<batch>/objects.json        what is about to be renamed into the root

The intent is on the medium before the first rename, so that after a crash `storage/unfinished.py`
knows which objects were completed but perhaps never registered.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.recording import Origin, Original
from recorder_desk.ports import DeskFailure, Report, Staged
from storage import ocfl
from storage.copying import Buffers, Copied, copy
from storage.durable import folder_at, vault_failure
from storage.faultpoints import point
from storage.platform import open_folder
from storage.reading import read_bytes, reread
from storage.rooms import Rooms, put_object_documents, staged_names
from storage.source import opened

INTENT = "objects.json"
_LARGE = 64 << 20
_READERS = min(2, os.cpu_count() or 1)


@dataclass(slots=True)
class _Held:
    """A staged original on its way: `code` says why it will not arrive."""

    staged: Staged
    name: str
    object_path: str
    documents: dict[str, bytes] = field(default_factory=dict)
    inventory: bytes = b""
    code: str = ""
    moved: bool = False
    original: Original | None = None

    def answer(self) -> Original | DeskFailure:
        """The original, or why there is none."""
        if self.code or self.original is None:
            return DeskFailure(self.staged.origin.recording, self.code)
        return self.original


class OcflBatch:
    """See `recorder_desk.ports.Batch`. One thread at a time; batches do not know each other."""

    def __init__(self, rooms: Rooms, name: str, *, fresh: bool = True) -> None:
        self._rooms = rooms
        self._name = name
        self._held: dict[str, _Held] = {}
        self._buffers = Buffers()
        if fresh:
            try:
                os.mkdir(os.path.join(rooms.staging, name), 0o750)
            except OSError as error:
                raise vault_failure(error) from error
        # Opened before anything is written: its flush reports every write error from here on.
        self._folder = open_folder(os.path.join(rooms.staging, name))
        self._root = open_folder(rooms.root)

    def take_in(self, source: DockedFile, origin: Origin, report: Report) -> Staged:
        """See `Batch.take_in`."""
        name = ocfl.original_name(origin.name)
        copied: Copied | None = None
        whole = False
        try:
            with opened(source) as read_fd:
                copied = self._copy(source, read_fd, f"{origin.recording}/v1/content/{name}", report)
            whole = True
        finally:
            if not whole:
                self._discard(origin.recording)
        point("receive.copied")
        staged = Staged(origin, f"{ocfl.ALGORITHM}:{copied.digest}", copied.bytes)
        path = ocfl.object_path(ocfl.object_id(origin.recording))
        self._held[origin.recording] = _Held(staged, name, path)
        return staged

    def _copy(self, source: DockedFile, read_fd: int, name: str, report: Report) -> Copied:
        object_name, version, content, _ = name.split("/")
        try:
            self._folder.make(object_name)
            self._folder.make(f"{object_name}/{version}")
            self._folder.make(f"{object_name}/{version}/{content}")
            point("receive.staged-folder")
            write_fd = self._folder.create(name)
        except OSError as error:
            raise vault_failure(error) from error
        try:
            copied = copy(source, read_fd, write_fd, self._buffers, report)
        except BaseException:
            os.close(write_fd)
            raise
        try:
            os.close(write_fd)
        except OSError as error:
            raise vault_failure(error) from error
        return copied

    def drop(self, staged: Staged) -> None:
        """See `Batch.drop`."""
        self._held.pop(staged.origin.recording, None)
        self._discard(staged.origin.recording)

    def _discard(self, name: str) -> None:
        # What cannot be removed now is removed at the next start; the first error is the one to tell.
        with suppress(OSError):
            self._folder.remove(name)

    def publish(self, report: Report) -> Sequence[Original | DeskFailure]:
        """See `Batch.publish`."""
        held = list(self._held.values())
        self._held = {}
        for each in held:
            self._write_documents(each)
        point("publish.documents-written")
        if any(not each.code for each in held):
            self._publish([each for each in held if not each.code], report)
        return [each.answer() for each in held]

    def _publish(self, held: list[_Held], report: Report) -> None:
        try:
            self._folder.put(INTENT, _intent(held))
            point("publish.intent-written")
            self._folder.flush(_names(held))
        except OSError as error:
            self._withdraw(held, error)
            return
        point("publish.flushed")
        self._read_back(held, report)
        point("publish.read-back")
        moved = [each for each in held if not each.code and self._move(each)]
        try:
            self._root.flush(("", *{each.object_path.partition("/")[0] for each in moved}))
            self._folder.flush(("",))
        except OSError as error:
            self._withdraw(moved, error)
        point("publish.folders-flushed")

    def _write_documents(self, each: _Held) -> None:
        origin, id = each.staged.origin, ocfl.object_id(each.staged.origin.recording)
        digest = each.staged.digest
        document = ocfl.recording_document(origin, digest, self._rooms.read_back)
        files = (
            (each.name, digest.partition(":")[2]),
            (ocfl.RECORDING_DOCUMENT, ocfl.sha512_hex(document)),
        )
        inventory = ocfl.first_inventory(
            id, files, created=origin.received_at, message="received", user=self._rooms.owner
        )
        each.documents = {ocfl.RECORDING_DOCUMENT: document}
        each.inventory = ocfl.inventory_bytes(inventory)
        try:
            put_object_documents(self._folder, origin.recording, each.documents, each.inventory)
        except OSError as error:
            self._withdraw([each], error)

    def _read_back(self, held: list[_Held], report: Report) -> None:
        """Re-read every staged object; small ones by two threads, since hashing leaves the lock."""
        for each in held:
            if each.staged.bytes >= _LARGE:
                self._compare(each, report)
        groups = _groups([each for each in held if each.staged.bytes < _LARGE])
        with ThreadPoolExecutor(_READERS, "read-back") as pool:
            for size in pool.map(self._compare_group, groups):
                report(size)
        for each in held:
            if each.code:
                self._discard(each.staged.origin.recording)

    def _compare_group(self, held: list[_Held]) -> int:
        for each in held:
            self._compare(each, None)
        return sum(each.staged.bytes for each in held)

    def _compare(self, each: _Held, report: Report | None) -> None:
        staged = each.staged
        base = os.path.join(self._folder.path, staged.origin.recording)
        try:
            found = reread(os.path.join(base, "v1", "content", each.name), report)
            whole = all(
                read_bytes(os.path.join(base, "v1", "content", name)) == data for name, data in each.documents.items()
            ) and (read_bytes(os.path.join(base, ocfl.INVENTORY)) == each.inventory)
        except OSError as error:
            each.code = vault_failure(error).code
            return
        if not whole or f"{ocfl.ALGORITHM}:{found.digest}" != staged.digest or found.bytes != staged.bytes:
            each.code = "receive.digest-differs"
            return
        each.original = Original(
            recording=staged.origin.recording,
            digest=staged.digest,
            bytes=staged.bytes,
            object_path=each.object_path,
            content_path=f"v1/content/{each.name}",
            read_back=found.read_back,
        )

    def _move(self, each: _Held) -> bool:
        name = each.staged.origin.recording
        try:
            self._folder.protect(f"{name}/v1/content/{each.name}")
            try:
                self._folder.move(name, self._root, each.object_path)
            except FileNotFoundError:
                with suppress(FileExistsError):
                    self._root.make(each.object_path.partition("/")[0])
                point("publish.shared-folder")
                self._folder.move(name, self._root, each.object_path)
        except OSError as error:
            self._withdraw([each], error)
            return False
        each.moved = True
        point("publish.renamed")
        return True

    def _withdraw(self, held: list[_Held], error: OSError) -> None:
        """These did not arrive: nothing of them is left, in staging or in the root.

        Nobody has been told of them yet, so that taking one back out of the root loses nothing.
        """
        code = vault_failure(error).code
        for each in held:
            each.code = code
            name = each.staged.origin.recording
            if each.moved:
                with suppress(OSError):
                    self._root.move(each.object_path, self._folder, name)
                each.moved = False
            self._discard(name)

    def close(self) -> None:
        """See `Batch.close`."""
        self._folder.close()
        self._root.close()
        self._buffers = Buffers()
        with folder_at(self._rooms.staging) as staging, suppress(OSError):
            staging.remove(self._name)
        point("batch.closed")


def _intent(held: Iterable[_Held]) -> bytes:
    """What is about to be renamed into the root, for `storage/unfinished.py`."""
    return ocfl.json_bytes(
        [
            {
                "recording": each.staged.origin.recording,
                "digest": each.staged.digest,
                "bytes": each.staged.bytes,
                "object_path": each.object_path,
                "content_path": f"v1/content/{each.name}",
            }
            for each in held
        ]
    )


def _names(held: Iterable[_Held]) -> Iterator[str]:
    for each in held:
        yield from staged_names(each.staged.origin.recording, [each.name, ocfl.RECORDING_DOCUMENT])
    yield INTENT
    yield ""


def _groups(held: Iterable[_Held]) -> Iterator[list[_Held]]:
    """Some megabytes at a time: enough to be worth handing over, little enough to share evenly."""
    group: list[_Held] = []
    size = 0
    for each in held:
        group.append(each)
        size += each.staged.bytes + 4096
        if size >= 4 << 20:
            yield group
            group, size = [], 0
    if group:
        yield group
