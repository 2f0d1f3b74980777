"""What the vault promises when nothing goes wrong."""

from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest

from recorder_desk.errors import DeskError
from recorder_desk.ports import VaultObject
from storage import ocfl
from storage.vault import OcflVault
from tests.hostile import NAMES
from tests.storage.vaults import (
    docked,
    open_vault,
    origin_of,
    received,
    referee,
    sha512,
    silent,
    staged,
)

MIB = 1 << 20
SIZES = (0, 1, 4095, 4096, 100_000, MIB - 1, MIB, MIB + 1, 3 * MIB + 5, 20 * MIB + 1)


def test_every_size_arrives_byte_for_byte_and_the_referee_agrees(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    files = []
    for size in SIZES:
        files.append(tmp_path / f"{size}.MP4")
        files[-1].write_bytes(os.urandom(size))
    originals = received(vault, *files)
    for file, original in zip(files, originals, strict=True):
        lies = vault.path_of(original.object_path, original.content_path)
        assert original.content_path == "v1/content/original.mp4"
        assert lies.read_bytes() == file.read_bytes()
        assert original.digest == sha512(file)
        assert original.bytes == file.stat().st_size
        assert original.read_back in ("direct", "dropped")
        assert vault.check(original.recording, original.object_path, original.digest, silent) == []
    assert referee(vault.root) == ""
    assert staged(tmp_path) == []


def test_the_referee_is_awake(tmp_path: Path) -> None:
    vault = OcflVault(tmp_path / "vault", tmp_path / "staging", owner_name="x", owner_address="")
    vault.add_object("c-1", {"case.json": b"{}"}, "sealed")
    assert "W008" in referee(vault.root)
    next(vault.root.rglob("case.json")).unlink()
    assert "E092" in referee(vault.root)


def test_reports_add_up_to_the_bytes_twice_over(tmp_path: Path) -> None:
    vault, told = open_vault(tmp_path), []
    file = tmp_path / "a.mp4"
    file.write_bytes(os.urandom(3 * MIB + 7))
    batch = vault.batch()
    batch.take_in(docked(file), origin_of(docked(file)), told.append)
    assert sum(told) == 3 * MIB + 7
    batch.publish(told.append)
    batch.close()
    assert sum(told) == 2 * (3 * MIB + 7)


def test_recording_document_tells_the_whole_origin(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    file = tmp_path / "x.mov"
    file.write_bytes(b"moving")
    (original,) = received(vault, file)
    document = vault.document(original.object_path, "recording.json")
    assert document is not None
    told = json.loads(document)
    assert told["digest"] == original.digest
    assert told["read_back"] == original.read_back
    assert told["name"] == "x.mov"
    assert told["modified_ns"] == file.stat().st_mtime_ns
    assert vault.document(original.object_path, "archive.json") is None
    with pytest.raises(DeskError, match=r"vault\.object-missing"):
        vault.document("00/nothing", "recording.json")


@pytest.mark.skipif(os.name == "nt", reason="names of bytes are a matter of POSIX")
def test_hostile_names_never_reach_the_vault(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    card = os.fsencode(tmp_path / "card")
    os.mkdir(card)
    names = (*NAMES, b"n" * 251 + b".mp4", b"e.%s" % ("é" * 50).encode(), b"-rf.mp4", b"x.mp4\x01", b"y.exe")
    paths = []
    for count, name in enumerate(names):
        paths.append(os.fsdecode(os.path.join(card, name)))
        with open(paths[-1], "wb") as file:
            file.write(b"content %d" % count)
    originals = received(vault, *paths)
    assert len({original.object_path for original in originals}) == len(names)
    assert {original.content_path for original in originals} == {
        "v1/content/original.mp4",
        "v1/content/original.bin",
    }
    for path, original in zip(paths, originals, strict=True):
        assert original.digest == sha512(path)
        assert original.object_path.isascii()
    assert referee(vault.root) == ""


@pytest.mark.skipif(os.name == "nt", reason="modes are a matter of POSIX")
def test_published_files_cannot_be_written_and_the_source_is_as_before(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    file = tmp_path / "a.mp4"
    file.write_bytes(b"12345")
    before = file.stat()
    (original,) = received(vault, file)
    place = vault.path_of(original.object_path, "inventory.json").parent
    for each in place.rglob("*"):
        mode = stat.S_IMODE(each.stat().st_mode)
        assert mode & 0o227 == (0o200 if each.is_dir() else 0), each
    after = file.stat()
    assert (after.st_mtime_ns, after.st_ctime_ns, after.st_mode) == (
        before.st_mtime_ns,
        before.st_ctime_ns,
        before.st_mode,
    )


def test_a_dropped_twin_leaves_nothing(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    (tmp_path / "a.mp4").write_bytes(b"same")
    (tmp_path / "b.mp4").write_bytes(b"same")
    batch = vault.batch()
    first, twin = (
        batch.take_in(docked(tmp_path / name), origin_of(docked(tmp_path / name)), silent)
        for name in ("a.mp4", "b.mp4")
    )
    assert first.digest == twin.digest
    batch.drop(twin)
    assert len(batch.publish(silent)) == 1
    batch.close()
    assert len(list(vault.objects())) == 1
    assert staged(tmp_path) == []


def test_an_empty_batch_publishes_nothing(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    batch = vault.batch()
    assert list(batch.publish(silent)) == []
    batch.close()
    assert staged(tmp_path) == []


def test_batches_work_beside_each_other(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    files = []
    for count in range(40):
        files.append(tmp_path / f"{count}.mp4")
        files[-1].write_bytes(os.urandom(70_000 + count))
    threads = [threading.Thread(target=received, args=(vault, *files[part::4])) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [each for each in vault.objects() if isinstance(each, VaultObject) and each.original]
    assert {each.original.digest for each in found if each.original} == {sha512(file) for file in files}
    assert referee(vault.root) == ""
    assert {thread.name for thread in threading.enumerate()} == {"MainThread"}


def test_objects_are_read_as_a_rebuild_needs_them(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    (tmp_path / "a.wav").write_bytes(b"sound")
    (original,) = received(vault, tmp_path / "a.wav")
    vault.add_version(original.recording, original.object_path, {"archive.json": b"{}"}, "sealed")
    case = vault.add_object("c-1", {"case.json": b'{"n": 1}'}, "sealed")
    found = {each.id: each for each in open_vault(tmp_path).objects() if isinstance(each, VaultObject)}
    assert found[original.recording].original == original
    assert found[original.recording].version == 2
    assert set(found[original.recording].documents) == {"archive.json", "recording.json"}
    assert found["c-1"] == VaultObject("c-1", case, 1, None, {"case.json": b'{"n": 1}'})


def test_where_objects_lie_is_fixed_for_ever() -> None:
    assert (
        ocfl.object_path("urn:uuid:01a20673-0fb5-787e-b00a-7fada3c4029d")
        == "7e/urn%3auuid%3a01a20673-0fb5-787e-b00a-7fada3c4029d"
    )
    # The example of extension 0003, with one tuple of two instead of three of three.
    assert ocfl.object_path("..hor/rib:le-$id") == "48/%2e%2ehor%2frib%3ale-%24id"


@pytest.mark.parametrize("bad", ["../x", "a/../../x", "/etc", "a//b", "c:/x"])
def test_no_path_leads_out_of_the_vault(tmp_path: Path, bad: str) -> None:
    with pytest.raises(DeskError, match=r"vault\.object-missing"):
        open_vault(tmp_path).path_of(bad, "v1/content/original.mp4")


def test_a_folder_with_other_things_is_not_a_vault(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(DeskError, match=r"vault\.not-a-vault"):
        open_vault(tmp_path)
    assert os.listdir(tmp_path / "vault") == ["holiday.jpg"]


def test_a_root_of_another_layout_is_refused_and_a_half_made_one_finished(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    declaration = vault.root / "0=ocfl_1.1"
    declaration.unlink()
    open_vault(tmp_path)
    assert declaration.read_bytes() == b"ocfl_1.1\n"
    layout = vault.root / "ocfl_layout.json"
    layout.chmod(0o600)
    layout.write_text("{}")
    with pytest.raises(DeskError, match=r"vault\.not-a-vault"):
        open_vault(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="/dev/full is a matter of POSIX")
def test_a_vault_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DeskError, match=r"vault\.unwritable") as raised:
        OcflVault(tmp_path / "file" / "v", tmp_path / "s", owner_name="x", owner_address="mailto:x@y.z")
    assert raised.value.blame == "environment"
