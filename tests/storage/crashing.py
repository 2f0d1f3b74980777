"""Run as a program: receives a folder, seals it, and dies where RECORDER_DESK_FAULT says.

`python -m tests.storage.crashing PLACE`: PLACE/card is received into PLACE/vault; what is registered
is a line in PLACE/register, written as the catalogue would, after publish and before close. Started
again it first finishes what was left, then does what is still owed: an ordinary start of the desk.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from recorder_desk.domain.recording import Original
from storage.vault import OcflVault
from tests.storage.vaults import docked, open_vault, origin_of, silent

CASE = "0190aaaa-0000-7000-8000-000000000001"


def registered(place: Path) -> dict[str, tuple[str, str]]:
    """Digest -> (recording, object path)."""
    register = place / "register"
    lines = register.read_text().splitlines() if register.exists() else []
    return {digest: (recording, path) for digest, recording, path in map(str.split, lines)}


def _register(place: Path, originals: Iterable[Original]) -> None:
    known = {recording for recording, _ in registered(place).values()}
    with open(place / "register", "a") as file:
        for each in originals:
            if each.recording not in known:
                file.write(f"{each.digest} {each.recording} {each.object_path}\n")
        file.flush()
        os.fsync(file.fileno())


def _receive(place: Path, vault: OcflVault) -> None:
    done = registered(place)
    batch = vault.batch()
    for path in sorted((place / "card").iterdir()):
        file = docked(path)
        staged = batch.take_in(file, origin_of(file), silent)
        if staged.digest in done:
            batch.drop(staged)
    _register(place, [each for each in batch.publish(silent) if isinstance(each, Original)])
    batch.close()


def run(place: Path) -> None:
    """One start of the desk."""
    vault = open_vault(place)
    for batch, originals in vault.unfinished():
        _register(place, originals)
        batch.close()
    _receive(place, vault)
    for recording, object_path in registered(place).values():
        for text in (b"first", b"second"):
            documents = {"archive.json": text, "links.json": b"links"}
            document = vault.document(object_path, "archive.json")
            if not (text == b"first" and document == b"second"):
                vault.add_version(recording, object_path, documents, text.decode())
    vault.add_object(CASE, {"case.json": b"{}", "catalogue.json": b"[]"}, "sealed")


if __name__ == "__main__":
    run(Path(sys.argv[1]))
