"""Re-reading originals to be sure. In: which recordings. Out: RecordCheck each, findings in all."""

from __future__ import annotations

from recorder_desk.commands.recordings import RecordCheck
from recorder_desk.domain.finding import Finding
from recorder_desk.ports import Bench
from recorder_desk.queries.recordings import ToCheck


def check(recordings: tuple[str, ...], bench: Bench) -> tuple[Finding, ...]:
    """Re-read the named originals (none named: all, the longest unchecked first) past the page cache.

    Each is recorded as it is done, so that an interrupted check goes on where it stopped.
    """
    rows = bench.ask(ToCheck(recordings))
    bench.meter.total(sum(size for *_, size in rows))
    findings: list[Finding] = []
    for recording, _, object_path, digest, _ in rows:
        if bench.cancelled():
            break
        found = bench.vault.check(recording, object_path, digest, bench.meter.add)
        bench.record(RecordCheck(recording, digest, tuple(found)))
        findings += found
    return tuple(findings)
