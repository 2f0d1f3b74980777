"""Bringing one object of the vault to the mirror, or the versions of it that the mirror lacks.

In: the object's folder in the vault and the mirror's rooms. Out: the same files there, flushed and re-read
before they are put in place. An object of the mirror that is not as it should be is set aside, never removed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass

from recorder_desk.domain.ids import new_id
from recorder_desk.domain.mirror import MirrorOwed
from recorder_desk.errors import DeskError
from recorder_desk.ports import Cancelled, Report
from storage import ocfl
from storage.durable import folder_at, make_folder
from storage.faultpoints import point
from storage.object_check import check_object
from storage.ocfl_rules import BrokenRuleError, check_sidecar, parse_inventory
from storage.reading import read_bytes, read_medium
from storage.rooms import Rooms
from storage.system import Folder
from storage.versions import finish_place, put_version


class _CancelledError(Exception):
    """Somebody stopped it; nothing of the object is left half."""


def bring(work: Bringing) -> bool:
    """See `Mirror.bring`. Raises also OSError: the mirror's."""
    inventory = work.inventory()
    if os.path.isdir(work.target):
        finish_place(work.rooms, work.target)
        if not _agrees(work, inventory):
            _set_aside(work)
    try:
        if os.path.isdir(work.target):
            _bring_versions(work, inventory)
        else:
            _bring_whole(work, inventory)
    except _CancelledError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Bringing:
    """One object on its way: from `source` (its folder in the vault) into the mirror's rooms."""

    rooms: Rooms
    damaged: str
    source: str
    owed: MirrorOwed
    report: Report
    cancelled: Cancelled

    @property
    def target(self) -> str:
        """Its folder in the mirror."""
        return os.path.join(self.rooms.root, *self.owed.object_path.split("/"))

    def inventory(self) -> ocfl.Inventory:
        """The vault's inventory of the object, sound."""
        inventory = self.parsed(ocfl.INVENTORY)
        data, side = self.read(ocfl.INVENTORY), self.read(f"{ocfl.INVENTORY}.{inventory.algorithm}")
        try:
            check_sidecar(data, side, inventory.algorithm)
        except BrokenRuleError as error:
            raise self.broken(ocfl.INVENTORY) from error
        return inventory

    def parsed(self, path: str) -> ocfl.Inventory:
        """One of the object's inventories."""
        try:
            return parse_inventory(self.read(path))
        except BrokenRuleError as error:
            raise self.broken(path) from error

    def read(self, path: str, digest: str = "", algorithm: str = ocfl.ALGORITHM) -> bytes:
        """A small file of the vault's object, with that digest ('' is not compared)."""
        try:
            data = read_bytes(os.path.join(self.source, *path.split("/")))
        except OSError as error:
            raise self.broken(path) from error
        if digest and hashlib.new(algorithm, data).hexdigest() != digest.lower():
            raise self.broken(path)
        return data

    def broken(self, file: str) -> DeskError:
        """The vault's own object is not as it should be."""
        return DeskError("mirror.source-damaged", name=self.owed.name, file=file)

    def copy(self, staging: Folder, name: str, path: str, digest: str, algorithm: str) -> None:
        """One file into staging, hashed as it is read: the vault's own damage is not copied."""
        hashed = hashlib.new(algorithm)
        fd = staging.create(name)
        written = True

        def each(chunk: memoryview) -> None:
            nonlocal written
            if self.cancelled():
                raise _CancelledError
            hashed.update(chunk)
            self.report(len(chunk))
            written = False
            done = os.write(fd, chunk)
            while done < len(chunk):
                done += os.write(fd, chunk[done:])
            written = True

        try:
            read_medium(os.path.join(self.source, *path.split("/")), each)
        except OSError as error:
            if not written:
                raise
            raise self.broken(path) from error
        finally:
            os.close(fd)
        if digest and hashed.hexdigest() != digest.lower():
            raise self.broken(path)


def _agrees(work: Bringing, inventory: ocfl.Inventory) -> bool:
    """Whether what the mirror has is a state this very object was in; its content is re-read unless it was before."""
    try:
        there = read_bytes(os.path.join(work.target, ocfl.INVENTORY))
        older = parse_inventory(there)
    except (BrokenRuleError, OSError):
        return False
    if older.number > inventory.number or there != work.read(f"{older.head}/{ocfl.INVENTORY}"):
        return False
    return work.owed.before or not check_object(work.owed.id, work.target, work.report, id=inventory.id)


def _set_aside(work: Bringing) -> None:
    make_folder(work.damaged)
    parent, name = os.path.split(work.target)
    with folder_at(parent) as before, folder_at(work.damaged) as after:
        before.move(name, after, f"{name}-{new_id()}")
        before.flush(("",))
        after.flush(("",))
    point("mirror.set-aside")


def _bring_versions(work: Bringing, inventory: ocfl.Inventory) -> None:
    """Each version the mirror lacks, oldest first; what they bring are documents."""
    older = parse_inventory(read_bytes(os.path.join(work.target, ocfl.INVENTORY)))
    for number in range(older.number + 1, inventory.number + 1):
        path = f"v{number}/{ocfl.INVENTORY}"
        fresh, data = work.parsed(path), work.read(path)
        prefix = f"{fresh.head}/{fresh.content_directory}/"
        content = {
            each.removeprefix(prefix): work.read(each, digest, fresh.algorithm)
            for each, digest in fresh.by_path().items()
            if each.startswith(prefix)
        }
        put_version(work.rooms, work.target, work.owed.object_path, fresh, data, content)


def _bring_whole(work: Bringing, inventory: ocfl.Inventory) -> None:
    name, shared = f"mirror-{new_id()}", work.owed.object_path.partition("/")[0]
    files = list(_files(inventory))
    folders = _folders(name, files)
    with folder_at(work.rooms.staging) as staging, folder_at(work.rooms.root) as root:
        try:
            for folder in folders:
                staging.make(folder)
            for path, digest in files:
                work.copy(staging, f"{name}/{path}", path, digest, inventory.algorithm)
            point("mirror.staged")
            staging.flush((*(f"{name}/{path}" for path, _ in files), *folders, ""))
            point("mirror.flushed")
            if check_object(work.owed.id, os.path.join(staging.path, name), work.report, id=inventory.id):
                raise DeskError("mirror.copy-differs", blame="environment", name=work.owed.name)
            if not os.path.isdir(os.path.join(work.rooms.root, shared)):
                root.make(shared)
            staging.move(name, root, work.owed.object_path)
            point("mirror.renamed")
            root.flush((shared, ""))
        finally:
            staging.remove(name)
    point("mirror.done")


def _files(inventory: ocfl.Inventory) -> Iterator[tuple[str, str]]:
    """Every file of an object with its digest, or '' for what the inventory does not list."""
    yield ocfl.OBJECT_DECLARATION, ""
    yield from sorted(inventory.by_path().items())
    for folder in ("", *(f"{name}/" for name in inventory.versions)):
        yield f"{folder}{ocfl.INVENTORY}", ""
        yield f"{folder}{ocfl.INVENTORY}.{inventory.algorithm}", ""


def _folders(name: str, files: list[tuple[str, str]]) -> list[str]:
    """The folders of an object, each after the one it lies in."""
    made: dict[str, None] = {name: None}
    for path, _ in files:
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            made["/".join((name, *parts[:depth]))] = None
    return list(made)
