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
from contextlib import suppress
from dataclasses import replace

from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.recording import Origin, Original
from recorder_desk.ports import DeskFailure, Report, Staged
from storage import intent, ocfl
from storage.copying import Buffers, Copied, copy
from storage.durable import folder_at, vault_failure
from storage.faultpoints import point
from storage.platform import open_folder
from storage.read_back import Held, read_back_all
from storage.rooms import Rooms, put_object_documents, staged_names
from storage.second import NO_SECOND, Second
from storage.source import opened
from storage.system import Folder


class OcflBatch:
    """See `recorder_desk.ports.Batch`. One thread at a time; batches do not know each other."""

    def __init__(
        self, rooms: Rooms, name: str, left: Sequence[Original] | None = None, second: Second = NO_SECOND
    ) -> None:
        """`left`: what a crash left of this batch in the root; None begins a new one."""
        self._rooms, self._name, self._second = rooms, name, second
        self._held: dict[str, Held] = {}
        self._published = {each.recording: each.object_path for each in left or ()}
        self._owing = False
        self._buffers = Buffers()
        if left is None:
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
                copied = self._copy(source, read_fd, origin.recording, name, report)
            whole = True
        finally:
            if not whole:
                self.discard(origin.recording)
                self._second.drop(origin.recording)
        point("receive.copied")
        staged = Staged(origin, f"{ocfl.ALGORITHM}:{copied.digest}", copied.bytes)
        self.hold(staged, name)
        self._second.hold(staged, name)
        return staged

    def _copy(self, source: DockedFile, read_fd: int, recording: str, name: str, report: Report) -> Copied:
        write_fd = self.begin(recording, name)
        try:
            self._second.begin(recording, name)
            copied = copy(source, read_fd, write_fd, self._buffers, report, self._second.write)
        except BaseException:
            os.close(write_fd)
            raise
        _close(write_fd)
        return copied

    def begin(self, recording: str, name: str) -> int:
        """A descriptor for the original of a new object. Raises DeskError as `take_in`."""
        try:
            for folder in (recording, f"{recording}/v1", f"{recording}/v1/content"):
                self._folder.make(folder)
            point("receive.staged-folder")
            return self._folder.create(f"{recording}/v1/content/{name}")
        except OSError as error:
            raise vault_failure(error) from error

    def hold(self, staged: Staged, name: str) -> None:
        """All of an original's bytes are in staging."""
        path = ocfl.object_path(ocfl.object_id(staged.origin.recording))
        self._held[staged.origin.recording] = Held(staged, name, path)

    def complete_as(self, held: Iterable[Held]) -> None:
        """Give these originals the documents another batch gave them; the others are forgotten."""
        ours, self._held = self._held, _completed_as(self._held, held)
        for name in ours.keys() - self._held.keys():
            self.discard(name)

    def drop(self, staged: Staged) -> None:
        """See `Batch.drop`."""
        self.discard(staged.origin.recording)
        self._second.drop(staged.origin.recording)

    def discard(self, name: str) -> None:
        """Forget an original in staging."""
        self._held.pop(name, None)
        # What cannot be removed now is removed at the next start; the first error is the one to tell.
        with suppress(OSError):
            self._folder.remove(name)

    def publish(self, report: Report) -> Sequence[Original | DeskFailure]:
        """See `Batch.publish`."""
        held = list(self._held.values())
        self._held = {}
        if held:
            self._declare(held)
        for each in held:
            if not each.code:
                self._write_documents(each)
        point("publish.documents-written")
        if any(not each.code for each in held):
            self._publish([each for each in held if not each.code], report)
            self._mirror([each for each in held if each.moved])
        self._published = {each.staged.origin.recording: each.object_path for each in held if each.moved}
        return [each.answer() for each in held]

    def _mirror(self, moved: list[Held]) -> None:
        """Complete the second copies of what is in the vault."""
        copied = self._second.publish(moved)
        for each in moved:
            if each.original is not None and each.original.recording in copied:
                each.original = replace(each.original, mirror=self._second.mirror)

    def _declare(self, held: list[Held]) -> None:
        """The one declaration that every object of this batch gets a link to."""
        try:
            self._folder.remove(ocfl.OBJECT_DECLARATION)
            self._folder.put(ocfl.OBJECT_DECLARATION, ocfl.OBJECT_DECLARATION_TEXT)
        except OSError as error:
            self._withdraw(held, error)

    def _publish(self, held: list[Held], report: Report) -> None:
        try:
            self._folder.put(intent.NAME, intent.encode(each.meant() for each in held))
            point("publish.intent-written")
            self._folder.flush(_names(held))
        except OSError as error:
            self._withdraw(held, error)
            return
        point("publish.flushed")
        read_back_all(held, self._folder.path, report)
        for each in held:
            if each.code:
                self.discard(each.staged.origin.recording)
        point("publish.read-back")
        moved = [each for each in held if not each.code and self._move(each)]
        try:
            self._root.flush(("", *{each.object_path.partition("/")[0] for each in moved}))
            self._folder.flush(("",))
        except OSError as error:
            self._withdraw(moved, error)
        point("publish.folders-flushed")

    def _write_documents(self, each: Held) -> None:
        name = each.staged.origin.recording
        if not each.inventory:
            each.documents, each.inventory = _documents_of(each, self._rooms)
        try:
            put_object_documents(self._folder, name, each.documents, each.inventory)
        except OSError as error:
            self._withdraw([each], error)

    def _move(self, each: Held) -> bool:
        try:
            _move(each, self._folder, self._root)
        except OSError as error:
            self._withdraw([each], error)
            return False
        each.moved = True
        point("publish.renamed")
        return True

    def _withdraw(self, held: list[Held], error: OSError) -> None:
        """These did not arrive: nothing of them is left, in staging or in the root. Nobody has been told of them
        yet, so that taking one back out of the root loses nothing."""
        code = vault_failure(error).code
        for each in held:
            each.code = code
            if each.moved:
                each.moved = False
                self._take_back(each.staged.origin.recording, each.object_path)
            else:
                self.discard(each.staged.origin.recording)
                _remove_if_empty(self._rooms.root, each.object_path)

    def withdraw(self, recordings: Iterable[str]) -> None:
        """See `Batch.withdraw`. What has no second copy either way is passed over."""
        recordings = [each for each in recordings if each in self._published]
        self._second.withdraw(recordings)
        for recording in recordings:
            self._take_back(recording, self._published.pop(recording))

    def _take_back(self, recording: str, object_path: str) -> None:
        """Out of the root again; where that fails the intent stays, so that the next start looks."""
        try:
            self._root.move(object_path, self._folder, recording)
        except OSError:
            self._owing = True
            return
        self.discard(recording)
        _remove_if_empty(self._rooms.root, object_path)

    def leave(self) -> None:
        """See `Batch.leave`."""
        self._owing = True

    def close(self) -> None:
        """See `Batch.close`."""
        self._second.close()
        self._folder.close()
        self._root.close()
        self._buffers = Buffers()
        if self._owing:
            return
        with suppress(OSError), folder_at(self._rooms.staging) as staging:  # else the next start removes it
            staging.remove(self._name)
        point("batch.closed")


def _remove_if_empty(root: str, object_path: str) -> None:
    """The shared folder above an object that is gone must not stay empty (OCFL 1.1, E073)."""
    with suppress(OSError):  # it holds others
        os.rmdir(os.path.join(root, object_path.partition("/")[0]))


def _names(held: Iterable[Held]) -> Iterator[str]:
    for each in held:
        yield from staged_names(each.staged.origin.recording, [each.name, ocfl.origin_name(each.staged.origin)])
    yield intent.NAME
    yield ""


def _close(fd: int) -> None:
    try:
        os.close(fd)
    except OSError as error:
        raise vault_failure(error) from error


def _completed_as(ours: dict[str, Held], others: Iterable[Held]) -> dict[str, Held]:
    names = ((each.staged.origin.recording, each) for each in others)
    return {
        name: replace(ours[name], documents=each.documents, inventory=each.inventory, beside=each.beside)
        for name, each in names
        if name in ours
    }


def _documents_of(each: Held, rooms: Rooms) -> tuple[dict[str, bytes], bytes]:
    """What stands beside an original, and the inventory of a new object."""
    origin, digest = each.staged.origin, each.staged.digest
    name, document = ocfl.origin_name(origin), ocfl.origin_document(origin, digest, rooms.read_back)
    files = (
        (each.name, digest.partition(":")[2]),
        (name, ocfl.sha512_hex(document)),
    )
    inventory = ocfl.first_inventory(
        ocfl.object_id(origin.recording), files, created=origin.received_at, message="received", user=rooms.owner
    )
    return {name: document}, ocfl.inventory_bytes(inventory)


def _move(each: Held, folder: Folder, root: Folder) -> None:
    """Rename a complete object into the storage root. Raises OSError."""
    name = each.staged.origin.recording
    folder.protect(f"{name}/v1/content/{each.name}")
    try:
        folder.move(name, root, each.object_path)
    except FileNotFoundError:
        with suppress(FileExistsError):
            root.make(each.object_path.partition("/")[0])
        point("publish.shared-folder")
        folder.move(name, root, each.object_path)
