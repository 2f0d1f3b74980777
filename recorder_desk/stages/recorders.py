"""Decisions about recorders: the register, who wears them, when they come back. In: commands. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from recorder_desk.commands import recorders as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.recorder import FOREIGN, KINDS, HandIn, RecorderDetail, RecorderFields, Wearing, is_mark
from recorder_desk.domain.times import moment, stamp
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries import recorders as q


def add_recorder(command: c.AddRecorder, context: Context) -> Iterator[f.Fact]:
    """A new recorder and the marks it is known by."""
    recorder = new_id()
    fields = _sound(command.fields, recorder, context)
    yield f.RecorderAdded(recorder, fields)
    for each in dict.fromkeys(command.marks):
        if not is_mark(each):
            raise DeskError("recorder.bad-mark", mark=each)
        if context.ask(q.WhoseMark(each)):
            raise DeskError("recorder.mark-taken", mark=each)
        yield f.RecorderMarked(recorder, each)


def amend_recorder(command: c.AmendRecorder, context: Context) -> Iterator[f.Fact]:
    """Other words, if they are others."""
    row = _show(command.recorder, context).row
    fields = _sound(command.fields, command.recorder, context)
    if fields != RecorderFields(row.serial, row.model, row.kind, row.user_number, row.remark):
        yield f.RecorderAmended(command.recorder, fields)


def _sound(fields: RecorderFields, recorder: str, context: Context) -> RecorderFields:
    told = RecorderFields(
        fields.serial.strip(), fields.model.strip(), fields.kind, fields.user_number.strip(), fields.remark.strip()
    )
    if not told.serial:
        raise DeskError("recorder.serial-missing")
    if told.kind not in KINDS:
        raise DeskError("recorder.bad-kind", kind=told.kind)
    for each in context.ask(q.Recorders(_today(context))):
        if each.serial.lower() == told.serial.lower() and each.id != recorder:
            raise DeskError("recorder.serial-taken", serial=told.serial)
    return told


def mark_recorder(command: c.MarkRecorder, context: Context) -> Iterator[f.Fact]:
    """A mark means this recorder from now on, whatever it meant before."""
    if not is_mark(command.mark):
        raise DeskError("recorder.bad-mark", mark=command.mark)
    if command.recorder != FOREIGN:
        _show(command.recorder, context)
    if context.ask(q.WhoseMark(command.mark)) != command.recorder:
        yield f.RecorderMarked(command.recorder, command.mark)


def note_docking(command: c.NoteDocking, context: Context) -> Iterator[f.Fact]:
    """Told once for each text."""
    if command.sn and context.ask(q.LastDocked(command.device)) != command.sn:
        yield f.RecorderDocked(command.device, command.sn)


def assign_recorder(command: c.AssignRecorder, context: Context) -> Iterator[f.Fact]:
    """One wearer at a time."""
    _show(command.recorder, context)
    if not command.officer.strip():
        raise DeskError("recorder.officer-missing")
    since = _day(command.since)
    for each in _open(command.recorder, context):
        if not each.until or each.until > since:
            raise DeskError("recorder.worn-already", officer=each.officer, since=each.since)
    officer, certificate = command.officer.strip(), command.certificate.strip()
    yield f.RecorderWorn(new_id(), command.recorder, officer, certificate, since)


def end_wearing(command: c.EndWearing, context: Context) -> Iterator[f.Fact]:
    """The entry that is open ends."""
    _show(command.recorder, context)
    until = _day(command.until)
    worn = next((each for each in _open(command.recorder, context) if not each.until), None)
    if worn is None:
        raise DeskError("recorder.not-worn")
    if until < worn.since:
        raise DeskError("recorder.bad-date", date=command.until)
    yield f.WearingEnded(worn.id, until)


def withdraw_wearing(command: c.WithdrawWearing, context: Context) -> Iterator[f.Fact]:
    """A wrong entry is marked as such and counts no more."""
    if not command.reason.strip():
        raise DeskError("recorder.reason-missing")
    found = [each for each in context.ask(q.Wearings(wearing=command.wearing)) if not each.withdrawn]
    if not found:
        raise DeskError("recorder.not-worn")
    yield f.WearingWithdrawn(found[0].id, command.reason.strip())


def hand_out(command: c.HandOut, context: Context) -> Iterator[f.Fact]:
    """It goes out until it comes back."""
    _show(command.recorder, context)
    if _out(command.recorder, context) is not None:
        raise DeskError("recorder.out-already")
    expected = context.now + timedelta(hours=context.settings.hand_in_hours)
    if command.expected_at:
        try:
            expected = moment(command.expected_at)
        except ValueError as error:
            raise DeskError("recorder.bad-date", date=command.expected_at) from error
    yield f.RecorderHandedOut(new_id(), command.recorder, stamp(expected))


def note_hand_in(command: c.NoteHandIn, context: Context) -> Iterator[f.Fact]:
    """It is back."""
    out = _out(command.recorder, context)
    if out is None:
        raise DeskError("recorder.not-out")
    yield f.RecorderHandedIn(out.id)


def explain_late(command: c.ExplainLate, context: Context) -> Iterator[f.Fact]:
    """Only what is late needs a reason."""
    if not command.reason.strip():
        raise DeskError("recorder.reason-missing")
    known = {each.id: each for each in context.ask(q.HandIns(stamp(context.now), limit=1_000_000))}
    if command.handin not in known or not known[command.handin].late:
        raise DeskError("recorder.not-late")
    yield f.LateHandInExplained(command.handin, command.reason.strip())


def _today(context: Context) -> str:
    return context.now.astimezone().date().isoformat()


def _show(recorder: str, context: Context) -> RecorderDetail:
    return context.ask(q.ShowRecorder(recorder, _today(context)))


def _open(recorder: str, context: Context) -> list[Wearing]:
    return [each for each in context.ask(q.Wearings(recorder)) if not each.withdrawn]


def _out(recorder: str, context: Context) -> HandIn | None:
    handins = context.ask(q.HandIns(stamp(context.now), recorder))
    return next((each for each in handins if not each.in_at), None)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise DeskError("recorder.bad-date", date=text) from error
