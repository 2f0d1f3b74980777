"""New versions of objects, and objects of documents alone.

In: an object and documents. Out: one more version folder, moved in whole, and the inventory that
names it. Older content is never touched. Whatever a crash leaves is finished or removed by the next
call or the next start:

    1  staging/version-…/    the version folder, inventory and sidecar, flushed and re-read
    2  <object>/vN           renamed in, flushed: readers see one folder too many
    3  <object>/inventory.json, then its sidecar, each by rename: the version is there
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime

from recorder_desk.domain.ids import new_id
from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from storage import ocfl
from storage.durable import folder_at, vault_failure
from storage.faultpoints import point
from storage.ocfl_rules import BrokenRuleError, check_sidecar, parse_inventory
from storage.reading import read_bytes
from storage.rooms import Rooms, put_object_documents, staged_names
from storage.system import Folder

PREFIX = "version-"
_PLACE, _TREE = "object.txt", "tree"


def add_version(rooms: Rooms, id: str, object_path: str, documents: Mapping[str, bytes], message: str) -> int:
    """See `Vault.add_version`."""
    place = os.path.join(rooms.root, *object_path.split("/"))
    try:
        if not os.path.isdir(place):
            raise DeskError("vault.object-missing", blame="environment", id=id, path=object_path)
        finish_place(rooms, place)
        inventory = _load(place, id)
        if ocfl.holds(inventory, documents):
            return inventory.number
        fresh, content = ocfl.next_inventory(
            inventory, documents, created=stamp(datetime.now(UTC)), message=message, user=rooms.owner
        )
        put_version(rooms, place, object_path, fresh, ocfl.inventory_bytes(fresh), content)
    except OSError as error:
        raise vault_failure(error, "vault.unwritable") from error
    return fresh.number


def add_object(rooms: Rooms, id: str, documents: Mapping[str, bytes], message: str) -> str:
    """See `Vault.add_object`."""
    object_path = ocfl.object_path(id)
    if os.path.isdir(os.path.join(rooms.root, *object_path.split("/"))):
        add_version(rooms, id, object_path, documents, message)
        return object_path
    try:
        _put_object(rooms, id, object_path, dict(documents), message)
    except OSError as error:
        raise vault_failure(error, "vault.unwritable") from error
    return object_path


def document(rooms: Rooms, place: str, name: str) -> bytes | None:
    """The newest version's document of a logical name. Raises DeskError `vault.object-missing`,
    `vault.object-damaged`, and OSError."""
    if not os.path.isdir(place):
        raise DeskError("vault.object-missing", blame="environment", path=place)
    finish_place(rooms, place)
    inventory = _load(place, "")
    digest = inventory.newest().get(name)
    if digest is None:
        return None
    data = read_bytes(os.path.join(place, *inventory.manifest[digest][0].split("/")))
    if hashlib.new(inventory.algorithm, data).hexdigest() != digest:
        raise DeskError("vault.object-damaged", blame="environment", path=place, file=name)
    return data


def _put_object(rooms: Rooms, id: str, object_path: str, documents: dict[str, bytes], message: str) -> None:
    files = [(name, ocfl.sha512_hex(data)) for name, data in sorted(documents.items())]
    created = stamp(datetime.now(UTC))
    inventory = ocfl.first_inventory(id, files, created=created, message=message, user=rooms.owner)
    first_names = {paths[0].rpartition("/")[2] for paths in inventory.manifest.values()}
    content = {name: data for name, data in documents.items() if name in first_names}
    name, data = f"object-{new_id()}", ocfl.inventory_bytes(inventory)
    shared = object_path.partition("/")[0]
    with folder_at(rooms.staging) as staging, folder_at(rooms.root) as root:
        try:
            staging.make(name)
            with folder_at(os.path.join(staging.path, name)) as own:
                _stage_object(own, content, data)
                if not os.path.isdir(os.path.join(rooms.root, shared)):
                    root.make(shared)
                own.move(_TREE, root, object_path)
            point("object.renamed")
            root.flush((shared, ""))
        finally:
            staging.remove(name)
    point("object.done")


def _stage_object(own: Folder, content: dict[str, bytes], inventory: bytes) -> None:
    """A whole object of documents in `own`, flushed and re-read."""
    for made in (_TREE, f"{_TREE}/v1", f"{_TREE}/v1/content"):
        own.make(made)
    own.put(ocfl.OBJECT_DECLARATION, ocfl.OBJECT_DECLARATION_TEXT)
    put_object_documents(own, _TREE, content, inventory)
    point("object.staged")
    own.flush((*staged_names(_TREE, list(content)), ""))
    point("object.flushed")
    written = {f"v1/content/{name}": data for name, data in content.items()} | {ocfl.INVENTORY: inventory}
    _compare(os.path.join(own.path, _TREE), written)


def _load(place: str, id: str) -> ocfl.Inventory:
    """The inventory of an object, sound and of that id ('' is not compared).

    Raises DeskError `vault.object-damaged`.
    """
    try:
        data, side = read_bytes(os.path.join(place, ocfl.INVENTORY)), b""
        inventory = parse_inventory(data)
        side = read_bytes(os.path.join(place, f"{ocfl.INVENTORY}.{inventory.algorithm}"))
        check_sidecar(data, side, inventory.algorithm)
    except (BrokenRuleError, FileNotFoundError) as error:
        raise DeskError("vault.object-damaged", blame="environment", id=id, reason=str(error)) from error
    if id and inventory.id != id:
        raise DeskError("vault.object-damaged", blame="environment", id=id, reason=inventory.id)
    return inventory


def put_version(
    rooms: Rooms, place: str, object_path: str, fresh: ocfl.Inventory, data: bytes, content: Mapping[str, bytes]
) -> None:
    """Add a version to the object at `place`: `fresh` is its inventory, `data` that inventory's bytes, and
    `content` what it brings, by path below its content folder. Raises OSError, DeskError `receive.digest-differs`."""
    name, head = f"{PREFIX}{new_id()}", fresh.head
    side_name = f"{ocfl.INVENTORY}.{fresh.algorithm}"
    files = {f"{head}/{fresh.content_directory}/{each}": body for each, body in content.items()}
    files[f"{head}/{ocfl.INVENTORY}"] = data
    files[f"{head}/{side_name}"] = ocfl.sidecar(data, fresh.algorithm)
    folders = [name, f"{name}/{head}"]
    if content:
        folders.append(f"{name}/{head}/{fresh.content_directory}")
    with folder_at(rooms.staging) as staging, folder_at(place) as target:
        try:
            for made in folders:
                staging.make(made)
            staging.put(f"{name}/{_PLACE}", object_path.encode())
            for path, body in files.items():
                staging.put(f"{name}/{path}", body)
            point("version.staged")
            staging.flush((*(f"{name}/{path}" for path in (*files, _PLACE)), *folders, ""))
            point("version.flushed")
            _compare(os.path.join(staging.path, name), files)
            staging.move(f"{name}/{head}", target, head)
            point("version.content-moved")
            target.flush(("",))
            point("version.content-flushed")
            _put_inventory(staging, name, target, data, side_name)
        finally:
            staging.remove(name)
    point("version.done")


def _put_inventory(staging: Folder, name: str, target: Folder, data: bytes, side_name: str) -> None:
    """Make an inventory the object's own: the inventory first, then its sidecar, each at once.

    Between the two a reader sees a sidecar that differs; the copy in the version folder tells the
    next call which of them is right.
    """
    side = ocfl.sidecar(data, side_name.rpartition(".")[2])
    staging.put(f"{name}/{ocfl.INVENTORY}", data)
    staging.put(f"{name}/{side_name}", side)
    staging.flush((f"{name}/{ocfl.INVENTORY}", f"{name}/{side_name}"))
    staging.replace(f"{name}/{ocfl.INVENTORY}", target, ocfl.INVENTORY)
    point("version.inventory-replaced")
    staging.replace(f"{name}/{side_name}", target, side_name)
    point("version.sidecar-replaced")
    target.flush((ocfl.INVENTORY, side_name, ""))


def _compare(base: str, files: Mapping[str, bytes]) -> None:
    """Raises DeskError `receive.digest-differs` unless every file is on the medium as meant."""
    for path, data in files.items():
        if read_bytes(os.path.join(base, *path.split("/"))) != data:
            raise DeskError("receive.digest-differs", blame="environment", path=path)


def finish(rooms: Rooms, name: str) -> None:
    """Bring a version that a crash interrupted to an end; its staging folder is the caller's."""
    try:
        with open(os.path.join(rooms.staging, name, _PLACE), encoding="utf-8") as file:
            object_path = file.read()
    except (FileNotFoundError, UnicodeDecodeError):
        return
    parts = object_path.split("/")
    place = os.path.join(rooms.root, *parts)
    if all(part not in ("", ".", "..") for part in parts) and os.path.isdir(place):
        finish_place(rooms, place)


def finish_place(rooms: Rooms, place: str) -> None:
    """Put the inventory of an object's newest whole version folder in place; a broken folder is removed.

    Only a folder one above the object's own newest version, or the very version whose sidecar is
    missing, is looked at: nothing that the inventory names is ever removed.
    """
    try:
        data = read_bytes(os.path.join(place, ocfl.INVENTORY))
        inventory = parse_inventory(data)
        side_name = f"{ocfl.INVENTORY}.{inventory.algorithm}"
        check_sidecar(data, read_bytes(os.path.join(place, side_name)), inventory.algorithm)
    except BrokenRuleError as broken:
        if broken.rule == "E060":
            _finish_sidecar(rooms, place, data, inventory, side_name)
        return
    except FileNotFoundError:
        return
    head = f"v{inventory.number + 1}"
    if not os.path.isdir(os.path.join(place, head)):
        return
    fresh = _whole_version(place, head, inventory)
    name = f"{PREFIX}{new_id()}"
    with folder_at(rooms.staging) as staging, folder_at(place) as target:
        staging.make(name)
        try:
            if fresh is None:
                target.move(head, staging, f"{name}/{head}")
                target.flush(("",))
            else:
                _put_inventory(staging, name, target, fresh, side_name)
        finally:
            staging.remove(name)


def _finish_sidecar(rooms: Rooms, place: str, data: bytes, inventory: ocfl.Inventory, side_name: str) -> None:
    copy = os.path.join(place, inventory.head, ocfl.INVENTORY)
    try:
        same = read_bytes(copy) == data
        check_sidecar(data, read_bytes(os.path.join(place, inventory.head, side_name)), inventory.algorithm)
    except (FileNotFoundError, BrokenRuleError):
        return
    if same:
        name = f"{PREFIX}{new_id()}"
        with folder_at(rooms.staging) as staging, folder_at(place) as target:
            staging.make(name)
            try:
                _put_inventory(staging, name, target, data, side_name)
            finally:
                staging.remove(name)


def _whole_version(place: str, head: str, before: ocfl.Inventory) -> bytes | None:
    """The inventory of a version folder that is whole and follows `before`, else None."""
    try:
        data = read_bytes(os.path.join(place, head, ocfl.INVENTORY))
        fresh = parse_inventory(data)
        side = read_bytes(os.path.join(place, head, f"{ocfl.INVENTORY}.{fresh.algorithm}"))
        check_sidecar(data, side, fresh.algorithm)
        follows = (fresh.id, fresh.head, fresh.algorithm) == (before.id, head, before.algorithm) and all(
            fresh.versions.get(name) == version for name, version in before.versions.items()
        )
        for path, digest in fresh.by_path().items():
            if path.startswith(f"{head}/"):
                body = read_bytes(os.path.join(place, *path.split("/")))
                follows = follows and ocfl.sha512_hex(body) == digest
    except (FileNotFoundError, BrokenRuleError):
        return None
    return data if follows else None
