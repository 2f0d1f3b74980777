"""Documents of cases: into the vault as recordings go, verified, and only then called attached.

In: AttachDocuments, then owed work. Out: NoteAttached once the vault holds a document, or RefuseDocument with the
reason. A crash anywhere leaves it owed; what it completed is noted by the next start (`stages/recover.py`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from os.path import basename

from recorder_desk.casefile import open_case_of
from recorder_desk.commands import documents as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.case_document import (
    DocumentCase,
    DocumentOrder,
    DocumentOrigin,
    checked_kind,
    checked_title,
)
from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.names import raw, shown, shown_path
from recorder_desk.domain.recording import Original
from recorder_desk.domain.times import stamp, stamp_of_ns
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask, Batch, Bench, Context, Job, Now, Staged
from recorder_desk.queries import documents as q
from recorder_desk.queries.cases import ShowCase
from recorder_desk.queries.mirror import WhichMirror

GONE, MISSING = "document.gone", "dock.folder-missing"
NOT_A_FILE, WRITTEN, EMPTY, TWIN = "document.not-a-file", "document.being-written", "document.empty", "document.twin"
_OURS = frozenset({"receive.disk-full", "receive.vault-unwritable", "vault.unwritable"})
"""What says nothing against the file: it stays owed."""
_CHUNK = 1 << 20


def attach_documents(command: c.AttachDocuments, context: Context) -> Iterator[f.Fact]:
    """Each file gets its place; reading it is owed work."""
    row = open_case_of(context, command.case).row
    kind, title = checked_kind(command.kind), checked_title(command.title)
    paths = tuple(dict.fromkeys(shown_path(os.path.abspath(each)) for each in command.paths))
    if not paths:
        raise DeskError("document.no-files")
    for number, path in enumerate(paths, start=1):
        named = f"{title} ({number})" if title and len(paths) > 1 else title
        yield f.DocumentOrdered(new_id(), row.id, path, named, kind)


def note_attached(command: c.NoteAttached, context: Context) -> Iterator[f.Fact]:
    """Told once; a document nobody waits for is not noted."""
    origin = command.origin
    if origin.recording in {each.document for each in context.ask(q.DocumentsOwed(origin.case.id, limit=-1))}:
        yield f.DocumentAttached(origin.recording, origin.case.id, origin, command.original, command.recovered)


def refuse_document(command: c.RefuseDocument, context: Context) -> Iterator[f.Fact]:
    """Told once."""
    for each in context.ask(q.DocumentsOwed(limit=-1)):
        if each.document == command.document:
            yield f.DocumentRefused(each.document, each.case, command.code)


def detach_document(command: c.DetachDocument, context: Context) -> Iterator[f.Fact]:
    """It stays as a trace, in the vault too."""
    row = context.ask(q.ShowDocument(command.document))
    open_case_of(context, row.case)
    if row.state != "attached":
        raise DeskError("document.not-attached", title=row.title)
    if not command.reason.strip():
        raise DeskError("case.reason-missing")
    yield f.DocumentDetached(row.id, row.case, command.reason.strip())


def record_document_check(command: c.RecordDocumentCheck, context: Context) -> Iterator[f.Fact]:
    """What re-reading a document showed."""
    row = context.ask(q.ShowDocument(command.document))
    yield f.DocumentChecked(row.id, row.case, command.digest, command.findings)


def view_document(command: c.ViewDocument, context: Context) -> Iterator[f.Fact]:
    """Every look leaves an entry."""
    row = context.ask(q.ShowDocument(command.document))
    if not row.path:
        raise DeskError("document.not-there", title=row.title)
    yield f.DocumentViewed(row.id, row.case)


def jobs(ask: Ask, now: Now) -> Sequence[Job]:
    """Documents to be attached."""
    return [Job(each.document, basename(each.path), each.case, "bytes", each) for each in ask(q.DocumentsOwed())]


def attach(job: Job, bench: Bench) -> None:
    """Attach one, or say why not. Raises DeskError for what lies with the desk's own disk: it stays owed."""
    order = job.about
    assert isinstance(order, DocumentOrder)
    try:
        file = _found(order, bench)
        bench.meter.total(file.size)
        batch = bench.vault.batch(bench.ask(WhichMirror()))
        try:
            _attach(batch, file, order, bench)
        finally:
            batch.close()
    except DeskError as error:
        if error.code in _OURS or error.code.startswith("catalogue."):
            raise
        bench.record(c.RefuseDocument(order.document, GONE if error.code == MISSING else error.code))


def _found(order: DocumentOrder, bench: Bench) -> DockedFile:
    """The one file that is meant, whole. Raises DeskError."""
    path = raw(order.path)
    found, left = bench.dock.scan(path)
    if left and left[0].path == path:
        raise DeskError(left[0].code, path=order.path)
    if len(found) != 1 or found[0].path != path:
        raise DeskError(NOT_A_FILE, path=order.path)
    if not found[0].size:
        raise DeskError(EMPTY, path=order.path)
    if not bench.dock.settled(found[0], 0):
        raise DeskError(WRITTEN, path=order.path)
    if found[0].size > bench.vault.free_bytes() - bench.settings.reserve_bytes:
        raise DeskError("receive.disk-full", blame="environment", path=order.path)
    return found[0]


def _attach(batch: Batch, file: DockedFile, order: DocumentOrder, bench: Bench) -> None:
    staged = batch.take_in(file, _origin(file, order, bench), bench.meter.add)
    with bench.claims.hold([f"{order.case}/{staged.digest}"]):
        if bench.ask(q.DocumentTwin(order.case, staged.digest)):
            batch.drop(staged)
            raise DeskError(TWIN, path=order.path)
        (answer,) = batch.publish(_no_report)
        if not isinstance(answer, Original):
            raise DeskError(answer.code, blame="environment", path=order.path)
        _note(batch, staged, answer, bench)


def _note(batch: Batch, staged: Staged, original: Original, bench: Bench) -> None:
    """Enter it in the catalogue; when that fails, nothing of it stays in the vault either."""
    origin = staged.origin
    assert isinstance(origin, DocumentOrigin)
    try:
        told = bench.record(c.NoteAttached(origin, original))
    except DeskError as error:
        if error.code == "catalogue.unwritable":  # a flush that failed may have written the commit all the same
            batch.leave()
        else:
            batch.withdraw((origin.recording,))
        raise
    if not told:
        batch.withdraw((origin.recording,))


def _origin(file: DockedFile, order: DocumentOrder, bench: Bench) -> DocumentOrigin:
    row, name = bench.ask(ShowCase(order.case)).row, shown(basename(file.path))
    return DocumentOrigin(
        recording=order.document,
        kind="unknown",
        name=name,
        path=shown_path(file.path),
        device=file.device,
        bytes=file.size,
        modified_at=stamp_of_ns(file.mtime_ns),
        modified_ns=file.mtime_ns,
        received_at=stamp(bench.clock.now()),
        station=bench.station,
        actor=order.ordered_by,
        case=DocumentCase(row.id, row.number, row.title, row.party, row.matter, row.opened_on, row.item_list),
        title=order.title or name,
        document_kind=order.kind,
    )


def _no_report(done: int) -> None:
    """Re-reading is not counted."""


def take_copy(ask: Ask, query: q.TakeCopy) -> int:
    """See `TakeCopy`. What was begun and is not the document is removed again."""
    row = ask(q.ShowDocument(query.document))
    if not row.path or not os.path.isfile(row.path):
        raise DeskError("document.not-there", title=row.title)
    try:
        descriptor = os.open(query.to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o400)
    except OSError as error:
        raise _unwritable(query.to, error) from error
    whole = False
    try:
        with open(descriptor, "wb") as target:
            whole = _copied(row.path, target.write) == row.digest
    except OSError as error:
        raise _unwritable(query.to, error) from error
    finally:
        if not whole:
            os.unlink(query.to)
    if not whole:
        raise DeskError("document.differs", blame="environment", title=row.title)
    return row.bytes


def _copied(path: str, write: Callable[[bytes], object]) -> str:
    """Copy through `write`; the digest of what was read. Raises OSError."""
    hashed = hashlib.sha512()
    with open(path, "rb") as source:
        while chunk := source.read(_CHUNK):
            hashed.update(chunk)
            write(chunk)
    return f"sha512:{hashed.hexdigest()}"


def _unwritable(path: str, error: OSError) -> DeskError:
    return DeskError("document.unwritable", blame="environment", path=path, reason=str(error.strerror))
