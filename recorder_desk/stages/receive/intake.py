"""Copying files into the vault in batches, one being made durable while the next is copied.

In: settled files. Out: RegisterFiles a batch, and the outcome of each file, told after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from os.path import basename

from recorder_desk.commands.dock import Arrival, Declined, Met, RegisterFiles
from recorder_desk.domain.docked import DockedFile, FileOutcome, Outcome
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.names import shown, shown_path
from recorder_desk.domain.recording import Origin, Original
from recorder_desk.domain.tally import Tally
from recorder_desk.domain.times import stamp, stamp_of_ns
from recorder_desk.errors import DeskError
from recorder_desk.ports import Batch, Bench, Staged
from recorder_desk.queries.dock import Holders, SeenBelow
from recorder_desk.queries.mirror import WhichMirror

BATCH_BYTES = 64 << 20
BATCH_FILES = 512
EMPTY = "media.empty"

Taken = list[tuple[DockedFile, Staged]]
Again = list[tuple[DockedFile, Staged, str]]


def copy(files: Sequence[DockedFile], tally: Tally, bench: Bench) -> None:
    """Receive these files; those that fail are told, recorded and still owed."""
    before: list[Future[None]] = []
    try:
        for group in _groups(files):
            if bench.cancelled():
                break
            tally.phase("copying")
            try:
                batch = bench.vault.batch(bench.ask(WhichMirror()))
            except DeskError as error:  # no room even for a folder: the next group will find the same
                _fail([Declined(file, error.code) for file in group], tally, bench)
                continue
            taken = _take_in(batch, group, tally, bench)
            _wait_for(before)
            before.append(bench.overlap(_finishing(batch, taken, tally, bench)))
        tally.phase("verifying")
    finally:
        _wait_for(before)


def _wait_for(before: list[Future[None]]) -> None:
    """Each is waited for once, also one that failed."""
    while before:
        before.pop().result()


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
        fresh, same, again = _split_twins(batch, taken, bench)
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
        met = tuple(Met(staged.origin, recording, staged.digest) for _, staged, recording in (*twins, *again))
        if arrivals or met:
            _register(batch, RegisterFiles(tuple(arrivals), met), bench)
    except DeskError as error:
        if error.blame != "environment":
            raise
        arrivals, met = [], ()
        failures = [Declined(file, error.code) for file, _ in taken]
    finally:
        batch.close()
    for arrival in arrivals:
        _tell(arrival.origin, "received", arrival.original, arrival.problem, tally, bench)
    for each in met:
        _tell(each.origin, "twins", each, "", tally, bench)
    _fail(failures, tally, bench)


def _register(batch: Batch, command: RegisterFiles, bench: Bench) -> None:
    """Enter a batch in the catalogue; when that fails, nothing of it stays in the vault either."""
    try:
        bench.record(command)
    except DeskError as error:
        if error.code == "catalogue.unwritable":  # a flush that failed may have written the commit all the same
            batch.leave()
        else:
            batch.withdraw(each.original.recording for each in command.arrivals)
        raise


def _split_twins(batch: Batch, taken: Taken, bench: Bench) -> tuple[Taken, Taken, Again]:
    """Files with bytes that nobody holds, files whose bytes are held or come twice in the batch, and
    empty files met again where they lay, each with the recording it became."""
    held = set(bench.ask(Holders(tuple({staged.digest for _, staged in taken}))))
    fresh: Taken = []
    same: Taken = []
    again: Again = []
    for file, staged in taken:
        recording = "" if staged.bytes else _empty_before(file, bench)
        if recording:
            again.append((file, staged, recording))
        elif staged.bytes and staged.digest in held:
            same.append((file, staged))
        else:
            held.add(staged.digest)
            fresh.append((file, staged))
            continue
        batch.drop(staged)
    return fresh, same, again


def _empty_before(file: DockedFile, bench: Bench) -> str:
    """What this very file became, which has no bytes to be known by: '' unless place and times agree."""
    path = shown_path(file.path)
    seen = bench.ask(SeenBelow(path)).get(path)
    if seen is None or (seen.device, seen.bytes, seen.modified_ns) != (file.device, 0, file.mtime_ns):
        return ""
    return seen.recording


def _no_report(done: int) -> None:
    """Re-reading is not counted: the card counts bytes copied."""


def _tell(origin: Origin, outcome: str, what: Original | Met, problem: str, tally: Tally, bench: Bench) -> None:
    tally.count(outcome, origin.name)
    told: Outcome = "twin" if outcome == "twins" else "received"
    bench.tell(FileOutcome(origin.path, told, what.recording, what.digest, origin.bytes, problem))


def _fail(failures: Sequence[Declined], tally: Tally, bench: Bench) -> None:
    if not failures:
        return
    try:
        bench.record(RegisterFiles(failed=tuple(failures)))
    except DeskError as error:  # a full disk may not even take that; they are owed whether it is noted or not
        if error.blame != "environment":
            raise
    for each in failures:
        tally.count("failed", shown(basename(each.file.path)), each.code)
        bench.tell(FileOutcome(shown_path(each.file.path), "failed", bytes=each.file.size, code=each.code))
