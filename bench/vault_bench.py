"""How long the vault takes for a folder of files: take in, publish, both overlapped.

In: a folder of files and a place to build a vault in. Out: seconds, as a line of text.

    python -m bench.vault_bench SOURCE PLACE
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.names import shown, shown_path
from recorder_desk.domain.recording import Origin, Original
from recorder_desk.domain.times import stamp_of_ns
from recorder_desk.ports import Batch
from storage.vault import OcflVault

BATCH_FILES, BATCH_BYTES = 256, 256 << 20


def docked(path: Path) -> DockedFile:
    """A file as a scan would see it."""
    state = path.lstat()
    return DockedFile(str(path), "bench", state.st_size, state.st_mtime_ns, state.st_ino)


def origin(file: DockedFile) -> Origin:
    """An origin for a docked file, whatever fields it has."""
    told = {
        "recording": new_id(),
        "kind": "video",
        "name": shown(os.path.basename(file.path)),
        "path": shown_path(file.path),
        "device": file.device,
        "bytes": file.size,
        "modified_at": stamp_of_ns(file.mtime_ns),
        "modified_ns": file.mtime_ns,
        "received_at": "2026-11-23T02:46:32.123Z",
        "inode": file.inode,
        "station": "bench",
        "actor": "bench",
    }
    return Origin(**{name: told[name] for name in Origin.__slots__})  # type: ignore[arg-type]


def batches(source: Path) -> Iterator[list[DockedFile]]:
    """Files in batches of BATCH_FILES files or BATCH_BYTES bytes."""
    batch: list[DockedFile] = []
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        batch.append(docked(path))
        if len(batch) >= BATCH_FILES or sum(file.size for file in batch) >= BATCH_BYTES:
            yield batch
            batch = []
    if batch:
        yield batch


def receive(vault: OcflVault, source: Path) -> dict[str, float]:
    """Everything in a folder into the vault, publishing one batch while the next is taken in.

    Returns seconds: `total`, `take_in` and `publish` (the two overlap).
    """
    spent = {"take_in": 0.0, "publish": 0.0}
    began = time.perf_counter()

    def publish(batch: Batch) -> None:
        start = time.perf_counter()
        answers = batch.publish(lambda done: None)
        assert all(isinstance(answer, Original) for answer in answers), answers
        batch.close()
        spent["publish"] += time.perf_counter() - start

    with ThreadPoolExecutor(1) as pool:
        waiting = []
        for files in batches(source):
            start = time.perf_counter()
            batch = vault.batch()
            for file in files:
                batch.take_in(file, origin(file), lambda done: None)
            spent["take_in"] += time.perf_counter() - start
            if waiting:
                waiting.pop().result()
            waiting.append(pool.submit(publish, batch))
        for each in waiting:
            each.result()
    return spent | {"total": time.perf_counter() - began}


def main() -> None:
    """Run once and print."""
    source, place = Path(sys.argv[1]), Path(sys.argv[2])
    shutil.rmtree(place, ignore_errors=True)
    vault = OcflVault(place / "vault", place / "staging", owner_name="bench", owner_address="mailto:b@example.org")
    print({name: round(seconds, 2) for name, seconds in receive(vault, source).items()})
    shutil.rmtree(place)


if __name__ == "__main__":
    main()
