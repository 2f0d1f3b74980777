"""What lies in a drop folder, and what of it may be taken now.

In: what a scan found, and what we remember. Out: files to receive; refusals are recorded here.
"""

from __future__ import annotations

from collections.abc import Sequence
from os.path import basename
from typing import Literal

from recorder_desk.commands.dock import Declined, RegisterFiles
from recorder_desk.domain.docked import DockedFile, FileOutcome, LeftAlone
from recorder_desk.domain.names import shown, shown_path
from recorder_desk.domain.tally import Tally
from recorder_desk.ports import Bench
from recorder_desk.queries.dock import DropFolder, Seen, SeenBelow

Fate = Literal["known", "waits", "refused", "ready"]
_UNREMARKABLE = "dock.temporary-name"
NOT_MEDIA = "receive.not-media"


def sort_out(
    folder: DropFolder, found: Sequence[DockedFile], left: Sequence[LeftAlone], tally: Tally, bench: Bench
) -> list[DockedFile]:
    """The settled files that are owed, sorted as the scan had them."""
    seen = bench.ask(SeenBelow(folder.path))
    _leave(folder, left, seen, tally, bench)
    ready: list[DockedFile] = []
    refused: list[Declined] = []
    for file in found:
        path = shown_path(file.path)
        fate = _fate(folder, file, seen.get(path), bench)
        if fate == "known":
            tally.known()
        elif fate == "waits":
            tally.waits(shown(basename(file.path)))
            bench.tell(FileOutcome(path, "waiting", bytes=file.size, code="dock.still-growing"))
        elif fate == "refused":
            refused.append(Declined(file, NOT_MEDIA))
        else:
            ready.append(file)
    _refuse(refused, tally, bench)
    size = sum(file.size for file in ready)
    tally.expect(len(ready), size)
    bench.meter.total(size)
    return ready


def _fate(folder: DropFolder, file: DockedFile, seen: Seen | None, bench: Bench) -> Fate:
    if _dealt_with(folder, file, seen):
        return "known"
    if not bench.dock.settled(file, bench.settings.settle_seconds):
        return "waits"
    if file.kind is None and not bench.dock.looks_like_media(file):
        return "refused"
    return "ready"


def _dealt_with(folder: DropFolder, file: DockedFile, seen: Seen | None) -> bool:
    if seen is None or seen.outcome == "failed":
        return False
    if folder.offer and seen.seen_at < folder.added_at:
        return False  # offered again by hand: read it again, whatever we remember
    return (seen.device, seen.bytes, seen.modified_ns) == (file.device, file.size, file.mtime_ns)


def _refuse(refused: Sequence[Declined], tally: Tally, bench: Bench) -> None:
    if refused:
        bench.record(RegisterFiles(refused=tuple(refused)))
    for each in refused:
        tally.count("refused", shown(basename(each.file.path)), each.code)
        bench.tell(FileOutcome(shown_path(each.file.path), "refused", bytes=each.file.size, code=each.code))


def _leave(folder: DropFolder, left: Sequence[LeftAlone], seen: dict[str, Seen], tally: Tally, bench: Bench) -> None:
    """What is not taken is told; what a person should know of is recorded, once."""
    remarkable: list[Declined] = []
    for each in left:
        path = shown_path(each.path)
        tally.left_alone(each.code)
        known = seen.get(path)
        if each.code != _UNREMARKABLE and (known is None or known.code != each.code):
            remarkable.append(Declined(DockedFile(each.path, "", 0, 0, 0), each.code))
        bench.tell(FileOutcome(path, "refused", code=each.code))
    if remarkable:
        bench.record(RegisterFiles(refused=tuple(remarkable)))
