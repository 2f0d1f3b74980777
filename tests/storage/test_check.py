"""What a check notices: on our own objects, and on the OCFL editors' good and bad ones."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.recording import Original
from recorder_desk.ports import VaultObject
from storage.object_check import check_object
from storage.vault import OcflVault
from tests.storage.vaults import open_vault, received, silent

FIXTURES = Path(__file__).parents[3] / "shared" / "conformance" / "ocfl" / "1.1"


def fixtures(kind: str) -> list[Path]:
    folder = FIXTURES / f"{kind}-objects"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def found(place: Path) -> list[Finding]:
    return check_object("fixture", str(place), silent)


needs_fixtures = pytest.mark.skipif(not fixtures("good"), reason="the OCFL fixtures are not beside this tree")


@needs_fixtures
@pytest.mark.parametrize("place", [*fixtures("good"), *fixtures("warn")], ids=lambda path: path.name)
def test_good_objects_are_accepted(place: Path) -> None:
    assert found(place) == []


@needs_fixtures
@pytest.mark.parametrize("place", fixtures("bad"), ids=lambda path: path.name)
def test_bad_objects_are_noticed(place: Path) -> None:
    assert found(place), "nothing was noticed"


@needs_fixtures
def test_every_fixture_was_there() -> None:
    assert [len(fixtures(kind)) for kind in ("good", "warn", "bad")] == [8, 4, 32]


@pytest.fixture
def kept(tmp_path: Path) -> tuple[OcflVault, Original, Path]:
    vault = open_vault(tmp_path)
    (tmp_path / "a.mp4").write_bytes(os.urandom(1_500_000))
    (original,) = received(vault, tmp_path / "a.mp4")
    vault.add_version(original.recording, original.object_path, {"archive.json": b"{}"}, "sealed")
    return vault, original, vault.path_of(original.object_path, "inventory.json").parent


def flip(path: Path, at: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


DAMAGE: list[tuple[str, str, Callable[[Path], object]]] = [
    ("check.original-differs", "v1/content/original.mp4", lambda p: flip(p / "v1/content/original.mp4", 1_499_999)),
    ("check.original-differs", "v1/content/original.mp4", lambda p: os.truncate(p / "v1/content/original.mp4", 9)),
    ("check.original-missing", "v1/content/original.mp4", lambda p: (p / "v1/content/original.mp4").unlink()),
    ("check.document-differs", "v1/content/recording.json", lambda p: flip(p / "v1/content/recording.json")),
    ("check.document-differs", "v2/content/archive.json", lambda p: (p / "v2/content/archive.json").unlink()),
    ("check.inventory-damaged", "inventory.json", lambda p: flip(p / "inventory.json", 30)),
    ("check.inventory-damaged", "inventory.json", lambda p: (p / "inventory.json").unlink()),
    ("check.inventory-damaged", "inventory.json", lambda p: (p / "inventory.json.sha512").unlink()),
    ("check.inventory-damaged", "v1/inventory.json", lambda p: flip(p / "v1/inventory.json", 30)),
    ("check.inventory-damaged", "v2/inventory.json", lambda p: flip(p / "v2/inventory.json", 30)),
    ("check.inventory-damaged", "0=ocfl_object_1.1", lambda p: (p / "0=ocfl_object_1.1").unlink()),
    ("check.file-untracked", "v1/content/extra", lambda p: (p / "v1/content/extra").write_bytes(b"")),
    ("check.file-untracked", "extra", lambda p: (p / "extra").write_bytes(b"")),
    ("check.file-untracked", "v3", lambda p: (p / "v3").mkdir()),
]


@pytest.mark.skipif(os.name == "nt", reason="damages read-only files the POSIX way")
@pytest.mark.parametrize(("code", "file", "damage"), DAMAGE, ids=lambda value: value if isinstance(value, str) else "-")
def test_every_damage_has_its_code_and_its_file(
    kept: tuple[OcflVault, Original, Path], code: str, file: str, damage: Callable[[Path], object]
) -> None:
    vault, original, place = kept
    for path in (place / "v1/content").iterdir():
        path.chmod(0o600)
    damage(place)
    findings = vault.check(original.recording, original.object_path, original.digest, silent)
    assert [(finding.code, finding.facts["file"]) for finding in findings] == [(code, file)]
    assert findings[0].subject == original.recording


def test_an_object_the_catalogue_knows_otherwise(kept: tuple[OcflVault, Original, Path]) -> None:
    vault, original, _ = kept
    other = f"sha512:{'0' * 128}"
    codes = [f.code for f in vault.check(original.recording, original.object_path, other, silent)]
    assert codes == ["check.original-differs"]
    codes = [f.code for f in vault.check("other-id", original.object_path, original.digest, silent)]
    assert codes == ["check.inventory-damaged"]
    codes = [f.code for f in vault.check(original.recording, "00/gone", original.digest, silent)]
    assert codes == ["check.object-missing"]


def test_a_check_reports_every_byte_it_reads(kept: tuple[OcflVault, Original, Path]) -> None:
    vault, original, _ = kept
    told: list[int] = []
    vault.check(original.recording, original.object_path, original.digest, told.append)
    assert sum(told) >= original.bytes


@pytest.mark.skipif(os.name == "nt", reason="damages read-only files the POSIX way")
def test_a_damaged_object_does_not_hide_the_others(kept: tuple[OcflVault, Original, Path], tmp_path: Path) -> None:
    vault, original, place = kept
    (tmp_path / "b.mp4").write_bytes(b"second")
    received(vault, tmp_path / "b.mp4")
    flip(place / "inventory.json", 30)
    (vault.root / "stray").write_bytes(b"")
    found = list(vault.objects())
    assert sorted(each.code for each in found if isinstance(each, Finding)) == [
        "check.file-untracked",
        "check.inventory-damaged",
    ]
    assert len([each for each in found if isinstance(each, VaultObject)]) == 1
    damaged = [each for each in found if isinstance(each, Finding) and each.code == "check.inventory-damaged"]
    assert damaged[0].subject == original.object_path
