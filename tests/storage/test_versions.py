"""New versions: older bytes stay, repetition adds nothing, damage is not built upon."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from recorder_desk.domain.recording import Original
from recorder_desk.errors import DeskError
from storage.durable import folder_at
from storage.system import Folder
from storage.vault import OcflVault
from tests.storage.vaults import open_vault, received, referee, silent, staged


@pytest.fixture
def kept(tmp_path: Path) -> tuple[OcflVault, Original, Path]:
    vault = open_vault(tmp_path)
    (tmp_path / "a.mp4").write_bytes(os.urandom(100_000))
    (original,) = received(vault, tmp_path / "a.mp4")
    return vault, original, vault.path_of(original.object_path, "inventory.json").parent


def test_the_same_documents_repeated_add_nothing(kept: tuple[OcflVault, Original, Path]) -> None:
    vault, original, place = kept
    documents = {"archive.json": b'{"code": "0000-LX"}', "links.json": b"[]"}
    where = (original.recording, original.object_path)
    assert vault.add_version(*where, documents, "sealed") == 2
    before = sorted((path, path.stat().st_mtime_ns) for path in place.rglob("*"))
    assert vault.add_version(*where, documents, "sealed") == 2
    assert vault.add_version(*where, {"links.json": b"[]"}, "sealed") == 2
    assert sorted((path, path.stat().st_mtime_ns) for path in place.rglob("*")) == before
    assert vault.add_version(*where, {"links.json": b"[1]"}, "again") == 3
    assert vault.document(original.object_path, "archive.json") == documents["archive.json"]
    assert vault.document(original.object_path, "links.json") == b"[1]"
    assert vault.check(*where, original.digest, silent) == []
    assert referee(vault.root) == ""


def test_older_versions_are_never_touched(kept: tuple[OcflVault, Original, Path]) -> None:
    vault, original, place = kept
    before = {path: (path.stat().st_ino, path.read_bytes()) for path in (place / "v1").rglob("*.*")}
    for count in range(3):
        vault.add_version(original.recording, original.object_path, {"n.json": b"%d" % count}, "n")
    assert {path: (path.stat().st_ino, path.read_bytes()) for path in (place / "v1").rglob("*.*")} == before


def test_bytes_the_object_has_already_are_named_and_not_written(kept: tuple[OcflVault, Original, Path]) -> None:
    vault, original, place = kept
    where = (original.recording, original.object_path)
    vault.add_version(*where, {"a.json": b"same", "b.json": b"same"}, "two names")
    vault.add_version(*where, {"a.json": b"other"}, "changed")
    vault.add_version(*where, {"a.json": b"same"}, "back")
    assert not (place / "v4" / "content").exists()
    assert vault.document(original.object_path, "a.json") == b"same"
    assert vault.check(*where, original.digest, silent) == []
    assert referee(vault.root) == ""


@pytest.mark.parametrize("fails", ["inventory.json", "inventory.json.sha512"])
def test_a_version_that_fails_halfway_is_finished_by_the_next_try(
    kept: tuple[OcflVault, Original, Path], monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """The disk answers with an error while the object's own inventory is exchanged; nobody starts the desk anew."""
    vault, original, place = kept
    where = (original.recording, original.object_path)
    with folder_at(str(place)) as folder:
        kind = type(folder)
    replace = kind.replace

    def broken(self: Folder, name: str, into: Folder, new_name: str) -> None:
        if new_name == fails:
            raise OSError(errno.EIO, "the disk")
        replace(self, name, into, new_name)

    with monkeypatch.context() as patched:
        patched.setattr(kind, "replace", broken)
        with pytest.raises(DeskError, match=r"vault\.unwritable"):
            vault.add_version(*where, {"archive.json": b"1"}, "sealed")
    assert vault.document(original.object_path, "archive.json") == b"1"
    assert vault.add_version(*where, {"archive.json": b"1"}, "sealed") == 2
    assert vault.check(*where, original.digest, silent) == []
    assert referee(vault.root) == ""


def test_a_case_is_an_object_too_and_may_change(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    documents = {"case.json": b"{}", "catalogue.json": b"[]"}
    path = vault.add_object("case-1", documents, "sealed")
    assert vault.add_object("case-1", documents, "sealed") == path
    assert not (vault.path_of(path, "v2/x").parent).exists()
    vault.add_object("case-1", {"case.json": b"{1}"}, "sealed again")
    assert vault.document(path, "case.json") == b"{1}"
    assert vault.document(path, "catalogue.json") == b"[]"
    assert vault.check("case-1", path, "", silent) == []
    assert referee(vault.root) == ""
    assert staged(tmp_path) == []


def test_nothing_is_built_on_a_missing_or_damaged_object(kept: tuple[OcflVault, Original, Path]) -> None:
    vault, original, place = kept
    with pytest.raises(DeskError, match=r"vault\.object-missing"):
        vault.add_version("other", "00/urn%3auuid%3aother", {"a.json": b""}, "x")
    with pytest.raises(DeskError, match=r"vault\.object-damaged"):
        vault.add_version("other", original.object_path, {"a.json": b""}, "x")
    inventory = place / "inventory.json"
    damaged = inventory.read_bytes().replace(b"received", b"recieved")
    inventory.unlink()
    inventory.write_bytes(damaged)
    with pytest.raises(DeskError, match=r"vault\.object-damaged"):
        vault.add_version(original.recording, original.object_path, {"a.json": b""}, "x")
    assert not (place / "v2").exists()


def test_a_broken_version_folder_nobody_names_is_removed(kept: tuple[OcflVault, Original, Path]) -> None:
    vault, original, place = kept
    (place / "v2" / "content").mkdir(parents=True)
    (place / "v2" / "content" / "a.json").write_bytes(b"half")
    assert vault.add_version(original.recording, original.object_path, {"a.json": b"whole"}, "x") == 2
    assert vault.check(original.recording, original.object_path, original.digest, silent) == []
    assert referee(vault.root) == ""


def test_a_version_the_medium_lost_is_refused(
    kept: tuple[OcflVault, Original, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, original, place = kept
    real = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda fd, data: real(fd, bytes(len(data))))
        with pytest.raises(DeskError, match=r"receive\.digest-differs"):
            vault.add_version(original.recording, original.object_path, {"a.json": b"truth"}, "x")
    assert not (place / "v2").exists()
    assert vault.check(original.recording, original.object_path, original.digest, silent) == []
    assert staged(place.parents[2]) == []
