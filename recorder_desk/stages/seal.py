"""Sealing a case per the record item list.

In: SealCase, then owed work. Out: SealBegun (from then on nothing in the case changes), a new OCFL
version of every recording, the case's own object, and last CaseSealed. Each write can be repeated,
so a crash anywhere is finished by the next start.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from recorder_desk.casefile import items_of
from recorder_desk.commands.archive import FinishSeal, SealCase
from recorder_desk.domain import facts as f
from recorder_desk.domain.archive import archival_class, archival_code, retention_code
from recorder_desk.domain.case import CaseRow, SealEntry, SealWork
from recorder_desk.domain.documents import ARCHIVE, MANIFEST, archive_document, case_documents, digest_of
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.record_item import RecordItemList
from recorder_desk.domain.recording import LinkRow, RecordingDetail
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask, Bench, Context, Job, Now
from recorder_desk.queries import documents as qd
from recorder_desk.queries.cases import LastNumber, SealsUnfinished, ShowCase
from recorder_desk.queries.recordings import ShowRecording


def begin_seal(command: SealCase, context: Context) -> Iterator[f.Fact]:
    """Give every link of an open case its archival code and retention."""
    case = context.ask(ShowCase(command.case))
    if case.row.state != "open":
        raise DeskError("case.sealed", number=case.row.number, state=case.row.state)
    links = [link for link in case.links if not link.unlinked_at]
    if not links:
        raise DeskError("seal.nothing-linked", number=case.row.number)
    if not context.settings.fonds_code.strip():
        raise DeskError("seal.fonds-missing")
    _look_at_documents(case.row, context)
    given: Counter[tuple[str, str, str]] = Counter()
    details = {link.recording: context.ask(ShowRecording(link.recording)) for link in links}
    items = items_of(context, case.row)
    assignments = tuple(_assign(link, details[link.recording], items, given, context) for link in links)
    yield f.SealBegun(new_id(), case.row.id, assignments)


def _look_at_documents(row: CaseRow, context: Context) -> None:
    """A case is sealed with its documents: none on its way, none damaged."""
    if owed := context.ask(qd.DocumentsOwed(row.id)):
        raise DeskError("seal.documents-owed", number=row.number, count=len(owed))
    for each in context.ask(qd.DocumentsOf(row.id)):
        if each.code:
            raise DeskError("seal.document-damaged", title=each.title, finding=each.code)


def _assign(
    link: LinkRow,
    detail: RecordingDetail,
    items: RecordItemList,
    given: Counter[tuple[str, str, str]],
    context: Context,
) -> f.Assignment:
    row, settings = detail.row, context.settings
    if detail.check_code:
        raise DeskError("seal.recording-damaged", name=row.name, finding=detail.check_code)
    item = items.item(link.item)
    if item is None:
        raise DeskError("link.unknown-item", item=link.item, items=items.label)
    retention = retention_code(item.retention_in_case or item.retention, settings.case_retention)
    kind, year = archival_class(row.kind), (row.recorded_at or row.received_at)[:4]
    group = (kind, year, retention)
    if group not in given:
        given[group] = context.ask(LastNumber(*group))
    given[group] += 1
    code = archival_code(
        settings.archival_code_template, fonds=settings.fonds_code, kind=row.kind, year=year, retention=retention,
        number=given[group],
    )  # fmt: skip
    return f.Assignment(link.id, row.id, code, retention, year, kind, given[group], item.name_zh, item.stage)


def finish_seal(command: FinishSeal, context: Context) -> Iterator[f.Fact]:
    """The vault holds it all: the case is sealed. Told once."""
    owed = {(work.seal, work.case.id) for work in context.ask(SealsUnfinished(limit=1000))}
    if (command.seal, command.case) in owed:
        yield f.CaseSealed(command.seal, command.case, command.object_path, command.manifest_digest)


def jobs(ask: Ask, now: Now) -> Sequence[Job]:
    """Seals that were begun and are not in the vault yet."""
    return [Job(each.seal, each.case.number, each.case.id, "things", each) for each in ask(SealsUnfinished())]


def write_seal(job: Job, bench: Bench) -> None:
    """Write a seal into the vault, recordings first and the case last, then say so."""
    work = job.about
    assert isinstance(work, SealWork)
    by_recording: dict[str, list[SealEntry]] = defaultdict(list)
    for entry in work.entries:
        by_recording[entry.recording].append(entry)
    bench.meter.total(len(by_recording) + 1)
    for recording, entries in by_recording.items():
        before = bench.vault.document(entries[0].object_path, ARCHIVE)
        content = archive_document(before, work, entries, bench.station)
        bench.vault.add_version(recording, entries[0].object_path, {ARCHIVE: content}, _said(work, entries))
        bench.meter.add(1)
    documents = case_documents(work, bench.station)
    object_path = bench.vault.add_object(work.case.id, documents, f"sealed {work.case.number}")
    digest = digest_of(documents[MANIFEST])
    bench.meter.add(1)
    bench.record(FinishSeal(work.seal, work.case.id, object_path, digest))


def _said(work: SealWork, entries: list[SealEntry]) -> str:
    return f"sealed in {work.case.number} as {', '.join(each.archival_code for each in entries)}"
