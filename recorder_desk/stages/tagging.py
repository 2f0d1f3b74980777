"""Decisions about tags and notes, and how tagging and linking is undone. In: commands. Out: facts.

Undoing is a new command: its facts reverse those of the one before, and both stay in the journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from recorder_desk.casefile import linked, local_day, open_case_of
from recorder_desk.commands import cases as cc
from recorder_desk.commands import review as rc
from recorder_desk.commands import tagging as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.mark import MarkFields, MarkRow
from recorder_desk.domain.recording import LinkRow
from recorder_desk.domain.review import Rectification, RectificationFields, Score
from recorder_desk.domain.tagging import REASONED, changed, checked
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries import tagging as q
from recorder_desk.queries.cases import LinksOf, ShowCase
from recorder_desk.queries.marks import Marks
from recorder_desk.queries.recordings import ShowRecording
from recorder_desk.queries.review import FindRectification, ShowReview

_FREE_WHEN_SEALED = ("note",)
_ASKING: dict[str, str] = {
    **dict.fromkeys(("RecordingLinked", "RecordingUnlinked"), cc.LinkRecording.permission),
    "CriterionScored": rc.ScoreCriteria.permission,
    **dict.fromkeys(("RectificationAdded", "RectificationWithdrawn"), rc.AddRectification.permission),
}
"""Facts that ask for a right of their own to be reversed."""


def tag_recordings(command: c.TagRecordings, context: Context) -> Iterator[f.Fact]:
    """Only what changes is told."""
    for recording in dict.fromkeys(command.recordings):
        context.ask(ShowRecording(recording))
        tags = set(context.ask(q.TagsOf(recording))[0])
        becomes = set(changed(tags, command.add, command.remove, only=command.only))
        if tags != becomes:
            yield f.RecordingTagged(recording, tuple(sorted(becomes - tags)), tuple(sorted(tags - becomes)))


def note_recordings(command: c.NoteRecordings, context: Context) -> Iterator[f.Fact]:
    """Only what changes is told."""
    value, reason = checked(command.field, command.value), command.reason.strip()
    if command.field in REASONED and not reason:
        raise DeskError("tag.reason-missing")
    for recording in dict.fromkeys(command.recordings):
        row = context.ask(ShowRecording(recording)).row
        before = getattr(context.ask(q.TagsOf(recording))[1], command.field)
        if row.state == "sealed" and command.field not in _FREE_WHEN_SEALED and before != value:
            raise DeskError("tag.sealed", name=row.name)
        if before != value:
            yield f.RecordingNoted(recording, command.field, before, value, reason)


def link_recordings(command: c.LinkRecordings, context: Context) -> Iterator[f.Fact]:
    """One after the other, as single ones are; what they had else in the case goes first where only this is to be."""
    item = command.item.strip().upper()
    for recording in dict.fromkeys(command.recordings):
        for each in _links(recording, command.case, context) if command.only else ():
            if (each.item, each.from_ms, each.until_ms) != (item, 0, 0):
                yield f.RecordingUnlinked(each.id, recording, each.case_id, command.reason.strip())
        try:
            yield linked(cc.LinkRecording(recording, command.case, command.item, reason=command.reason), context)
        except DeskError as error:
            if error.code != "link.exists":
                raise


def unlink_recordings(command: c.UnlinkRecordings, context: Context) -> Iterator[f.Fact]:
    """Those that are there; each link stays as a trace."""
    case, item = open_case_of(context, command.case).row.id, command.item.strip().upper()
    for recording in dict.fromkeys(command.recordings):
        for each in _links(recording, case, context):
            if not item or each.item == item:
                yield f.RecordingUnlinked(each.id, recording, case, command.reason.strip())


def _links(recording: str, case: str, context: Context) -> list[LinkRow]:
    return [each for each in context.ask(LinksOf(recording)) if each.case_id == case and not each.unlinked_at]


def undo(command: c.Undo, context: Context) -> Iterator[f.Fact]:
    """The newest step of this actor."""
    yield from _reversed(context.ask(q.LastReversible(context.actor.name)), context, redo=False)


def redo(command: c.Redo, context: Context) -> Iterator[f.Fact]:
    """The step that was undone last."""
    yield from _reversed(context.ask(q.LastReversible(context.actor.name, redo=True)), context, redo=True)


def _reversed(found: q.Reversible | None, context: Context, *, redo: bool) -> Iterator[f.Fact]:
    if found is None:
        raise DeskError("undo.nothing")
    for asked in sorted({_ASKING[fact] for fact, _ in found.facts if fact in _ASKING}):
        if not context.actor.may(asked):
            raise DeskError("desk.not-permitted", permission=asked, actor=context.actor.name)
    yield f.ActionUndone(found.first, found.last, redo)
    for fact, body in reversed(found.facts):
        yield from _REVERSE[fact](body, context)


def _untag(body: dict[str, Any], context: Context) -> Iterator[f.Fact]:
    tags = set(context.ask(q.TagsOf(body["recording"]))[0])
    added = tuple(each for each in body["removed"] if each not in tags)
    removed = tuple(each for each in body["added"] if each in tags)
    if added or removed:
        yield f.RecordingTagged(body["recording"], added, removed)


def _unnote(body: dict[str, Any], context: Context) -> Iterator[f.Fact]:
    now = getattr(context.ask(q.TagsOf(body["recording"]))[1], body["field"])
    sealed = context.ask(ShowRecording(body["recording"])).row.state == "sealed"
    if now != body["after"] or (sealed and body["field"] not in _FREE_WHEN_SEALED):
        raise DeskError("undo.impossible")
    yield f.RecordingNoted(body["recording"], body["field"], now, body["before"], body["reason"])


def _unlink(body: dict[str, Any], context: Context) -> Iterator[f.Fact]:
    _open(body["case"], context)
    links = {each.id: each for each in context.ask(LinksOf(body["recording"]))}
    found = links.get(body["link"])
    if found is None or found.unlinked_at:
        raise DeskError("undo.impossible")
    yield f.RecordingUnlinked(found.id, found.recording, found.case_id, "")


def _relink(body: dict[str, Any], context: Context) -> Iterator[f.Fact]:
    _open(body["case"], context)
    links = context.ask(LinksOf(body["recording"]))
    (was,) = [each for each in links if each.id == body["link"]]
    place = (was.case_id, was.item, was.from_ms, was.until_ms)
    if any((each.case_id, each.item, each.from_ms, each.until_ms) == place for each in links if not each.unlinked_at):
        raise DeskError("undo.impossible")
    yield f.RecordingLinked(
        new_id(), was.recording, was.case_id, was.item, was.from_ms, was.until_ms, was.reason, was.signs
    )


def _unmark(body: dict[str, Any], context: Context) -> Iterator[f.Fact]:
    now = _mark(body, context)
    if now is None or now.fields != (told := msgspec.convert(body["fields"], MarkFields)):
        raise DeskError("undo.impossible")
    yield f.MarkRemoved(body["mark"], body["recording"], body["code"], told)


def _mark_again(body: dict[str, Any], context: Context) -> Iterator[f.Fact]:
    if _mark(body, context) is not None:
        raise DeskError("undo.impossible")
    yield f.MarkAdded(body["mark"], body["recording"], body["code"], msgspec.convert(body["fields"], MarkFields))


def _change_back(body: dict[str, Any], context: Context) -> Iterator[f.Fact]:
    before, after = (msgspec.convert(body[each], MarkFields) for each in ("before", "fields"))
    now = _mark(body, context)
    if now is None or now.fields != after:
        raise DeskError("undo.impossible")
    yield f.MarkChanged(body["mark"], body["recording"], after, before)


def _mark(body: dict[str, Any], context: Context) -> MarkRow | None:
    return next((each for each in context.ask(Marks(body["recording"])) if each.id == body["mark"]), None)


def _score_back(body: dict[str, Any], context: Context) -> Iterator[f.Fact]:
    before, after = (msgspec.convert(body[each], Score) for each in ("before", "score"))
    detail = context.ask(ShowReview(body["review"], local_day(context)))
    now = next((each.score for each in detail.lines if each.criterion.code == body["criterion"]), Score())
    if detail.row.state != "open" or now != after:
        raise DeskError("undo.impossible")
    yield f.CriterionScored(body["review"], body["case"], body["criterion"], now, before)


def _unfix(body: dict[str, Any], context: Context) -> Iterator[f.Fact]:
    now = _fix(body, context)
    if not now.open or now.fields != msgspec.convert(body["fields"], RectificationFields):
        raise DeskError("undo.impossible")
    yield f.RectificationWithdrawn(now.id, now.review, now.case, "")


def _fix_again(body: dict[str, Any], context: Context) -> Iterator[f.Fact]:
    now = _fix(body, context)
    if not now.withdrawn:
        raise DeskError("undo.impossible")
    yield f.RectificationAdded(now.id, now.review, now.case, now.fields)


def _fix(body: dict[str, Any], context: Context) -> Rectification:
    return context.ask(FindRectification(body["rectification"], local_day(context)))


def _open(case: str, context: Context) -> None:
    if context.ask(ShowCase(case)).row.state != "open":
        raise DeskError("undo.impossible")


_REVERSE = {
    "RecordingTagged": _untag,
    "RecordingNoted": _unnote,
    "RecordingLinked": _unlink,
    "RecordingUnlinked": _relink,
    "MarkAdded": _unmark,
    "MarkChanged": _change_back,
    "MarkRemoved": _mark_again,
    "CriterionScored": _score_back,
    "RectificationAdded": _unfix,
    "RectificationWithdrawn": _fix_again,
}
"""How each fact is reversed; what is not here cannot be undone."""
