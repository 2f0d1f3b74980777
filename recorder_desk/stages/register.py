"""Registering what one durability point brought. In: RegisterFiles. Out: one fact a file."""

from __future__ import annotations

from collections.abc import Iterator

from recorder_desk.commands import dock as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.names import shown_path
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries import dock as q


def register_files(command: c.RegisterFiles, context: Context) -> Iterator[f.Fact]:
    """Turn arrivals, twins, refusals and failures into facts; a digest is never registered twice."""
    digests = [each.original.digest for each in command.arrivals if each.original.bytes]
    held = context.ask(q.Holders(tuple(digests)))
    if held or len(set(digests)) < len(digests):
        raise DeskError("receive.already-registered", blame="defect", digest=next(iter(held), "twice"))
    for arrival in command.arrivals:
        yield f.RecordingReceived(arrival.origin, arrival.original, arrival.problem, arrival.recovered)
    if command.arrivals:
        paths = ((each.origin.recording, each.origin.path) for each in command.arrivals)
        yield f.NamesRead(context.names.digest, context.names.names(paths))
    for met in command.twins:
        yield f.TwinMet(met.recording, met.digest, met.origin)
    for kind, declined in ((f.FileRefused, command.refused), (f.FileFailed, command.failed)):
        for each in declined:
            file = each.file
            yield kind(shown_path(file.path), file.device, file.size, file.mtime_ns, each.code)
