"""After a crash: what was completed in the vault is registered, what was only staged is gone.

In: the batches the vault says a crash left behind. Out: RegisterFiles for originals, NoteAttached for documents, that
were renamed into place but never committed. Runs before anything is received.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recorder_desk.commands.base import Command
from recorder_desk.commands.dock import Arrival, RegisterFiles
from recorder_desk.commands.documents import NoteAttached
from recorder_desk.domain.documents import DOCUMENT, RECORDING, document_origin_of, origin_of
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.recording import Original
from recorder_desk.ports import Ask, Vault
from recorder_desk.queries.dock import Holders, SeenBelow
from recorder_desk.queries.documents import DocumentsKept
from recorder_desk.queries.recordings import ToCheck

EMPTY = "media.empty"


def recover(vault: Vault, ask: Ask, record: Callable[[Command], tuple[Fact, ...]]) -> int:
    """Register what a crash left complete but unregistered; how many that were."""
    count = 0
    for batch, originals in vault.unfinished():
        ids = tuple(each.recording for each in originals)
        known = {row[0] for row in ask(ToCheck(ids))} | ask(DocumentsKept(ids)) if originals else set()
        left = [each for each in originals if each.recording not in known]
        papers = {each.recording: told for each in left if (told := _beside(vault, each, DOCUMENT)) is not None}
        for each in left:
            if each.recording in papers and not record(
                NoteAttached(document_origin_of(papers[each.recording]), each, recovered=True)
            ):
                batch.withdraw((each.recording,))  # nobody waits for it
        unknown = _arrivals(vault, [each for each in left if each.recording not in papers])
        since = {each.original.recording for each in unknown if _held_since(each, ask)}
        batch.withdraw(since)
        arrivals = tuple(each for each in unknown if each.original.recording not in since)
        if arrivals:
            record(RegisterFiles(arrivals=arrivals))
        batch.close()
        count += len(arrivals) + len(papers)
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
        Arrival(origin_of(_beside(vault, each, RECORDING) or b""), each, "" if each.bytes else EMPTY, recovered=True)
        for each in originals
    )


def _beside(vault: Vault, original: Original, name: str) -> bytes | None:
    """What stands beside an original under a name, or None."""
    folder = original.content_path.rsplit("/", 1)[0]
    try:
        return vault.path_of(original.object_path, f"{folder}/{name}").read_bytes()
    except FileNotFoundError:
        return None
