"""Copying files into the vault in batches, one being made durable while the next is copied.

In: settled files. Out: RegisterFiles a batch, and the outcome of each file, told after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from os.path import basename

from recorder_desk.commands.dock import Arrival, Declined, Met, RegisterFiles
from recorder_desk.domain.docked import DockedFile, FileOutcome
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.names import shown, shown_path
from recorder_desk.domain.recording import Origin, Original
from recorder_desk.domain.tally import Tally
from recorder_desk.domain.times import stamp, stamp_of_ns
from recorder_desk.errors import DeskError
from recorder_desk.ports import Batch, Bench, Staged
from recorder_desk.queries.dock import Holders

BATCH_BYTES = 64 << 20
BATCH_FILES = 512
EMPTY = "media.empty"

Taken = list[tuple[DockedFile, Staged]]


def copy(files: Sequence[DockedFile], tally: Tally, bench: Bench) -> None:
    """Receive these files; those that fail are told, recorded and still owed."""
    before: Future[None] | None = None
    try:
        for group in _groups(files):
            if bench.cancelled():
                break
            tally.phase("copying")
            batch = bench.vault.batch()
            taken = _take_in(batch, group, tally, bench)
            before, earlier = None, before
            if earlier is not None:
                earlier.result()
            before = bench.overlap(_finishing(batch, taken, tally, bench))
        tally.phase("verifying")
    finally:
        if before is not None:
            before.result()


def _groups(files: Sequence[DockedFile]) -> Iterator[list[DockedFile]]:
    group: list[DockedFile] = []
    size = 0
    for file in files:
        if group and (size + file.size > BATCH_BYTES or len(group) >= BATCH_FILES):
            yield group
            group, size = [], 0
        group.append(file)
        size += file.size
    if group:
        yield group


def _take_in(batch: Batch, group: Sequence[DockedFile], tally: Tally, bench: Bench) -> Taken:
    taken: Taken = []
    failures: list[Declined] = []
    room = bench.vault.free_bytes() - bench.settings.reserve_bytes

    def report(done: int) -> None:
        tally.copied(done)
        bench.meter.add(done)

    for file in group:
        if bench.cancelled():
            break
        try:
            if file.size > room:
                raise DeskError("receive.disk-full", blame="environment", path=shown_path(file.path))
            taken.append((file, batch.take_in(file, _origin(file, bench), report)))
            room -= file.size
        except DeskError as error:
            failures.append(Declined(file, error.code))
    _fail(failures, tally, bench)
    return taken


def _origin(file: DockedFile, bench: Bench) -> Origin:
    return Origin(
        recording=new_id(),
        kind=file.kind or "unknown",
        name=shown(basename(file.path)),
        path=shown_path(file.path),
        device=file.device,
        bytes=file.size,
        modified_at=stamp_of_ns(file.mtime_ns),
        modified_ns=file.mtime_ns,
        received_at=stamp(bench.clock.now()),
        station=bench.station,
        actor=bench.actor,
    )


def _finishing(batch: Batch, taken: Taken, tally: Tally, bench: Bench) -> Callable[[], None]:
    def finish() -> None:
        digests = {staged.digest for _, staged in taken if staged.bytes}
        with bench.claims.hold(digests):
            _finish(batch, taken, tally, bench)

    return finish


def _finish(batch: Batch, taken: Taken, tally: Tally, bench: Bench) -> None:
    """Sort out twins, publish the rest, register all, and only then tell anybody."""
    try:
        fresh, same = _split_twins(batch, taken, bench)
        answers = batch.publish(_no_report) if fresh else ()
        ours: dict[str, str] = {}
        arrivals: list[Arrival] = []
        failures: list[Declined] = []
        for (file, staged), answer in zip(fresh, answers, strict=True):
            if isinstance(answer, Original):
                arrivals.append(Arrival(staged.origin, answer, "" if staged.bytes else EMPTY))
                ours[staged.digest] = staged.origin.recording
            else:
                failures.append(Declined(file, answer.code))
        held = {**bench.ask(Holders(tuple({staged.digest for _, staged in same}))), **ours}
        twins = [(f, s, held[s.digest]) for f, s in same if s.digest in held]
        failures += [Declined(f, "receive.read-back-differs") for f, s in same if s.digest not in held]
        met = tuple(Met(staged.origin, recording, staged.digest) for _, staged, recording in twins)
        if arrivals or met:
            bench.record(RegisterFiles(tuple(arrivals), met))
    finally:
        batch.close()
    for arrival in arrivals:
        _tell(arrival.origin, "received", arrival.original.recording, arrival.original.digest, tally, bench)
    for each in met:
        _tell(each.origin, "twins", each.recording, each.digest, tally, bench)
    _fail(failures, tally, bench)


def _split_twins(batch: Batch, taken: Taken, bench: Bench) -> tuple[Taken, Taken]:
    """Files with bytes that nobody holds, and files whose bytes are held or come twice in the batch."""
    held = set(bench.ask(Holders(tuple({staged.digest for _, staged in taken}))))
    fresh: Taken = []
    same: Taken = []
    for file, staged in taken:
        if staged.bytes and staged.digest in held:
            same.append((file, staged))
            batch.drop(staged)
        else:
            held.add(staged.digest)
            fresh.append((file, staged))
    return fresh, same


def _no_report(done: int) -> None:
    """Re-reading is not counted: the card counts bytes copied."""


def _tell(origin: Origin, outcome: str, recording: str, digest: str, tally: Tally, bench: Bench) -> None:
    tally.count(outcome, origin.name)
    told = "twin" if outcome == "twins" else "received"
    bench.tell(FileOutcome(origin.path, told, recording, digest, origin.bytes))  # type: ignore[arg-type]


def _fail(failures: Sequence[Declined], tally: Tally, bench: Bench) -> None:
    if not failures:
        return
    bench.record(RegisterFiles(failed=tuple(failures)))
    for each in failures:
        tally.count("failed", shown(basename(each.file.path)), each.code)
        bench.tell(FileOutcome(shown_path(each.file.path), "failed", bytes=each.file.size, code=each.code))
