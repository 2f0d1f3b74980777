"""Re-reading originals to be sure, and noticing derivatives that are gone.

In: which recordings (none named: documents of cases too). Out: RecordCheck and RecordDocumentCheck each, findings in
all; ForgetDerivatives for what is not as it was made, so that the pipeline makes it again. A lost derivative says
nothing against an original.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from recorder_desk.commands.documents import RecordDocumentCheck
from recorder_desk.commands.recordings import ForgetDerivatives, RecordCheck
from recorder_desk.domain import facts as f
from recorder_desk.domain.finding import Finding
from recorder_desk.ports import Ask, Bench, Context
from recorder_desk.queries.documents import DocumentsToCheck
from recorder_desk.queries.recordings import DerivativesUnfound, ProbeRaw, ShowRecording, ToCheck

MISSING, DIFFERS = "check.derivative-missing", "check.derivative-differs"
PROBE, PROBE_FILE = "probe", "probe.json"
_AT_ONCE = 500


def check(recordings: tuple[str, ...], bench: Bench) -> tuple[Finding, ...]:
    """Re-read the named originals (none named: all, the longest unchecked first) past the page cache.

    Each is recorded as it is done, so that an interrupted check goes on where it stopped.
    """
    rows = bench.ask(ToCheck(recordings))
    documents = () if recordings else bench.ask(DocumentsToCheck())
    bench.meter.total(sum(row[4] for row in rows) + sum(row[3] for row in documents))
    findings: list[Finding] = []
    for recording, _, object_path, digest, _ in rows:
        if bench.cancelled():
            break
        found = bench.vault.check(recording, object_path, digest, bench.meter.add)
        bench.record(RecordCheck(recording, digest, tuple(found)))
        lost = dict(_lost(recording, bench))
        if lost:
            bench.record(ForgetDerivatives(((recording, tuple(lost)),)))
        findings += (*found, *lost.values())
    for document, object_path, digest, _ in documents:
        if bench.cancelled():
            break
        found = bench.vault.check(document, object_path, digest, bench.meter.add)
        bench.record(RecordDocumentCheck(document, digest, tuple(found)))
        findings += found
    return tuple(findings)


def forget_derivatives(command: ForgetDerivatives, context: Context) -> Iterator[f.Fact]:
    """What is not there is not claimed."""
    for recording, roles in command.lost:
        context.ask(ShowRecording(recording))
        yield f.DerivativesForgotten(recording, roles)


def miss_derivatives(derivatives: Path, ask: Ask, record: Callable[[ForgetDerivatives], object]) -> int:
    """Forget what lay in folders that are gone (thrown away, left out of a backup); of how many recordings.

    Looks at the topmost folders only, 256 at most: quick enough for every start. Single files that
    are gone are for a check to find.
    """
    try:
        there = tuple(os.listdir(derivatives))
    except FileNotFoundError:
        there = ()
    except OSError:  # there, but not to be read now: no reason to make everything again
        return 0
    lost = ask(DerivativesUnfound(there))
    for start in range(0, len(lost), _AT_ONCE):
        record(ForgetDerivatives(tuple((each, (*roles, PROBE)) for each, roles in lost[start : start + _AT_ONCE])))
    return len(lost)


def _lost(recording: str, bench: Bench) -> Iterator[tuple[str, Finding]]:
    detail = bench.ask(ShowRecording(recording))
    if detail.media is not None and detail.media.container and not bench.ask(ProbeRaw(recording)):
        yield PROBE, Finding(MISSING, recording, {"file": PROBE_FILE})
    for made in detail.derivatives:
        if bench.cancelled():
            return
        digest = _digest_of(Path(made.path), made.digest.partition(":")[0])
        if digest != made.digest:
            yield made.role, Finding(DIFFERS if digest else MISSING, recording, {"file": Path(made.path).name})


def _digest_of(path: Path, algorithm: str) -> str:
    try:
        with path.open("rb") as file:
            return f"{algorithm}:{hashlib.file_digest(file, algorithm).hexdigest()}"
    except OSError:
        return ""
