"""What the vault's tests share: a vault in a folder, docked files, an OCFL referee."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.names import shown, shown_path
from recorder_desk.domain.recording import Origin, Original
from recorder_desk.domain.times import stamp_of_ns
from storage.vault import OcflVault


def open_vault(place: Path) -> OcflVault:
    """The vault below a folder, made when absent."""
    return OcflVault(
        place / "vault", place / "staging", owner_name="Station 7", owner_address="mailto:desk@example.org"
    )


def docked(path: str | Path) -> DockedFile:
    """A file as a scan sees it."""
    state = os.lstat(path)
    return DockedFile(os.fspath(path), "card", state.st_size, state.st_mtime_ns, state.st_ino)


def origin_of(file: DockedFile, recording: str = "") -> Origin:
    """Where a docked file came from."""
    return Origin(
        recording=recording or new_id(),
        kind="video",
        name=shown(os.path.basename(file.path)),
        path=shown_path(file.path),
        device=file.device,
        bytes=file.size,
        modified_at=stamp_of_ns(file.mtime_ns),
        modified_ns=file.mtime_ns,
        received_at="2026-11-23T02:46:32.123Z",
        station="7",
        actor="desk",
    )


def silent(done: int) -> None:
    """A report nobody reads."""


def received(vault: OcflVault, *paths: str | Path) -> list[Original]:
    """Take files in as one batch, publish and close it; all must arrive."""
    batch = vault.batch()
    for path in paths:
        file = docked(path)
        batch.take_in(file, origin_of(file), silent)
    answers = batch.publish(silent)
    batch.close()
    originals = [answer for answer in answers if isinstance(answer, Original)]
    assert len(originals) == len(paths), answers
    return originals


def sha512(path: str | Path) -> str:
    """The digest of a file as the catalogue writes it."""
    with open(path, "rb") as file:
        return f"sha512:{hashlib.file_digest(file, 'sha512').hexdigest()}"


def staged(place: Path) -> list[str]:
    """What lies in staging."""
    return sorted(os.listdir(place / "staging"))


def referee(*roots: Path) -> str:
    """What ocfl-py says against storage roots: '' when there is neither error nor warning.

    Asked for a root its program stays silent about errors in objects (2.1.0): each object is named.
    """
    program = Path(sys.executable).parent / "ocfl-validate.py"
    objects = [place for root in roots for place in root.glob("??/*")]
    done = subprocess.run(
        [sys.executable, str(program), *map(str, (*roots, *objects))],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("INFO:")]
    said = [line for line in lines if not line.endswith(" is VALID")]
    sound = done.returncode == 0 and len(lines) - len(said) == len(objects)
    return "" if sound and not said else "\n".join(["not sound", *said])
