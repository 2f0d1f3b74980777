"""Commands about the documents of cases, and about saved searches, each one that would be carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace

from recorder_desk.commands import documents, searches, tagging
from recorder_desk.commands.base import Command
from recorder_desk.domain import facts as f
from recorder_desk.domain.actor import Actor
from recorder_desk.domain.case_document import DocumentCase, DocumentOrigin
from recorder_desk.domain.ids import new_id
from tests.recorder_desk.commands.room import LINKED, Room, arrived


def _ordered(room: Room) -> str:
    (ordered,) = room.do(documents.AttachDocuments(room.open, (f"/tmp/{new_id()}.pdf",)))
    assert isinstance(ordered, f.DocumentOrdered)
    return ordered.document


def _kept(room: Room) -> documents.NoteAttached:
    origin, original = arrived("a.pdf", b"%PDF")
    paper = _ordered(room)
    case = DocumentCase(room.open, "1", "t", "p", "", "", "")
    known = {each.name: getattr(origin, each.name) for each in fields(origin)} | {"recording": paper}
    told = DocumentOrigin(**known, case=case, title="告知书", document_kind="notice")
    return documents.NoteAttached(told, replace(original, recording=paper))


def _paper(room: Room) -> str:
    (attached,) = room.do(_kept(room))
    assert isinstance(attached, f.DocumentAttached)
    return attached.document


ONLY = Actor("王芳", frozenset({"recordings.view"}))


def _forgotten(room: Room) -> Command:
    for actor in (ONLY, room.session.actor):  # each forgets only what is theirs
        room.do(searches.SaveSearch("常用", new_id()), actor)
    return searches.ForgetSearch("常用")


PAPERS: Mapping[type[Command], Callable[[Room], Command]] = {
    documents.AttachDocuments: lambda room: documents.AttachDocuments(room.open, ("/tmp/a.pdf",)),
    documents.NoteAttached: _kept,
    documents.RefuseDocument: lambda room: documents.RefuseDocument(_ordered(room), "document.gone"),
    documents.DetachDocument: lambda room: documents.DetachDocument(_paper(room), "附错"),
    documents.RecordDocumentCheck: lambda room: documents.RecordDocumentCheck(_paper(room), "sha512:00", ()),
    tagging.UnlinkRecordings: lambda room: tagging.UnlinkRecordings((room.recordings[LINKED],), room.open),
    searches.SaveSearch: lambda room: searches.SaveSearch(new_id(), "询问", (("kind", "video"),)),
    searches.ForgetSearch: _forgotten,
    documents.ViewDocument: lambda room: documents.ViewDocument(_paper(room)),
}
