"""After a crash: what was completed in the vault is registered, what was only staged is gone.

In: the batches the vault says a crash left behind. Out: RegisterFiles for originals that were
renamed into place but never committed. Runs before anything is received.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recorder_desk.commands.dock import Arrival, RegisterFiles
from recorder_desk.domain.documents import RECORDING, origin_of
from recorder_desk.domain.recording import Original
from recorder_desk.ports import Ask, Vault
from recorder_desk.queries.dock import Holders, SeenBelow
from recorder_desk.queries.recordings import ToCheck

EMPTY = "media.empty"


def recover(vault: Vault, ask: Ask, record: Callable[[RegisterFiles], object]) -> int:
    """Register what a crash left complete but unregistered; how many that were."""
    count = 0
    for batch, originals in vault.unfinished():
        known = {row[0] for row in ask(ToCheck(tuple(each.recording for each in originals)))} if originals else set()
        unknown = _arrivals(vault, [each for each in originals if each.recording not in known])
        since = {each.original.recording for each in unknown if _held_since(each, ask)}
        batch.withdraw(since)
        arrivals = tuple(each for each in unknown if each.original.recording not in since)
        if arrivals:
            record(RegisterFiles(arrivals=arrivals))
        batch.close()
        count += len(arrivals)
    return count


def _held_since(arrival: Arrival, ask: Ask) -> bool:
    """Whether the same file was received again after the batch was left; an empty one is known by its place."""
    origin, original = arrival.origin, arrival.original
    if original.bytes:
        return bool(ask(Holders((original.digest,))))
    seen = ask(SeenBelow(origin.path)).get(origin.path)
    same = seen is not None and (seen.device, seen.bytes, seen.modified_ns) == (origin.device, 0, origin.modified_ns)
    return same and seen is not None and bool(seen.recording)


def _arrivals(vault: Vault, originals: Sequence[Original]) -> tuple[Arrival, ...]:
    return tuple(
        Arrival(origin_of(_document(vault, each)), each, "" if each.bytes else EMPTY, recovered=True)
        for each in originals
    )


def _document(vault: Vault, original: Original) -> bytes:
    folder = original.content_path.rsplit("/", 1)[0]
    return vault.path_of(original.object_path, f"{folder}/{RECORDING}").read_bytes()
