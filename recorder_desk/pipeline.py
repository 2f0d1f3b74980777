"""What happens in which order, and who decides what: two tables.

`STEPS`: a query says what is owed, a lane does it, a command records it. There is no queue of jobs
to keep in step with reality: recovery after a crash is the ordinary path. `DECISIONS`: what each
command leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from recorder_desk.commands import alignments as alignments_commands
from recorder_desk.commands import archive, cases, codes, dock, recordings
from recorder_desk.commands import calendars as calendars_commands
from recorder_desk.commands import casework as casework_commands
from recorder_desk.commands import clock as clocks
from recorder_desk.commands import documents as documents_commands
from recorder_desk.commands import exports as exports_commands
from recorder_desk.commands import items as items_commands
from recorder_desk.commands import marks as marks_commands
from recorder_desk.commands import mirror as mirrors
from recorder_desk.commands import names as naming
from recorder_desk.commands import people as people_commands
from recorder_desk.commands import recorders as recording_devices
from recorder_desk.commands import registers as registers_commands
from recorder_desk.commands import release as releases
from recorder_desk.commands import rescue as rescues
from recorder_desk.commands import review as review_commands
from recorder_desk.commands import searches as searches_commands
from recorder_desk.commands import tagging as tagging_commands
from recorder_desk.commands import takes as taking
from recorder_desk.commands.base import Command
from recorder_desk.domain.facts import Fact
from recorder_desk.ports import Context, Job, Step
from recorder_desk.stages import alignments as deciding_alignments
from recorder_desk.stages import calendars as deciding_calendars
from recorder_desk.stages import cases as deciding_cases
from recorder_desk.stages import casework as deciding_casework
from recorder_desk.stages import (
    check,
    clock,
    describe,
    documents,
    mirror,
    names,
    placing,
    recorders,
    register,
    release,
    rescue,
    seal,
    takes,
    view,
)
from recorder_desk.stages import codes as seeking
from recorder_desk.stages import dock as docking
from recorder_desk.stages import exports as exporting
from recorder_desk.stages import items as deciding_items
from recorder_desk.stages import marks as deciding_marks
from recorder_desk.stages import people as deciding_people
from recorder_desk.stages import registers as deciding_registers
from recorder_desk.stages import review as deciding_reviews
from recorder_desk.stages import searches as deciding_searches
from recorder_desk.stages import tagging as deciding_tagging
from recorder_desk.stages.receive import receive


def _records_itself(job: Job, code: str) -> None:
    """The step has recorded each failure already, or is simply owed again."""


STEPS: tuple[Step, ...] = (
    Step("receive", "copy", docking.jobs, receive, _records_itself),
    Step("attach", "copy", documents.jobs, documents.attach, _records_itself),
    Step("release", "copy", release.jobs, release.release, _records_itself),
    Step("names", "names", names.jobs, names.catch_up, _records_itself),
    Step("describe", "media", describe.unprobed, describe.describe, partial(describe.failed, "describe")),
    Step("pictures", "media", describe.unpictured, describe.picture, partial(describe.failed, "pictures")),
    Step("proxy", "media", describe.unproxied, describe.make_proxy, partial(describe.failed, "proxy")),
    Step("rescue", "media", rescue.owed, rescue.rescue, partial(describe.failed, "rescue")),
    Step("continuity", "media", takes.unmeasured, takes.measure, partial(describe.failed, "continuity")),
    Step("stretches", "media", takes.unsought, takes.seek, partial(describe.failed, "stretches")),
    Step("export", "export", exporting.owed, exporting.make_export, exporting.failed),
    Step("codes", "media", seeking.unsought, seeking.seek_codes, seeking.failed),
    Step("places", "places", placing.jobs, placing.place, _records_itself),
    Step("mirror", "mirror", mirror.jobs, mirror.mirror, _records_itself),
    Step("seal", "archive", seal.jobs, seal.write_seal, _records_itself),
)

Decision = Callable[[Any, Context], Iterable[Fact]]

DECISIONS: Mapping[type[Command], Decision] = {
    dock.AddDropFolder: docking.add_drop_folder,
    dock.RemoveDropFolder: docking.remove_drop_folder,
    dock.OfferPath: docking.offer_path,
    dock.CloseOffer: docking.close_offer,
    dock.RegisterFiles: register.register_files,
    releases.OrderRelease: release.order_release,
    releases.IntendRemoval: release.intend_removal,
    releases.NoteReleased: release.note_released,
    releases.EndRelease: release.end_release,
    mirrors.AppointMirror: mirror.appoint_mirror,
    mirrors.DismissMirror: mirror.dismiss_mirror,
    mirrors.NoteMirrored: mirror.note_mirrored,
    naming.ReadNames: names.read_names,
    recording_devices.AddRecorder: recorders.add_recorder,
    recording_devices.AmendRecorder: recorders.amend_recorder,
    recording_devices.MarkRecorder: recorders.mark_recorder,
    recording_devices.NoteDocking: recorders.note_docking,
    recording_devices.AssignRecorder: recorders.assign_recorder,
    recording_devices.EndWearing: recorders.end_wearing,
    recording_devices.WithdrawWearing: recorders.withdraw_wearing,
    recording_devices.HandOut: recorders.hand_out,
    recording_devices.NoteHandIn: recorders.note_hand_in,
    recording_devices.ExplainLate: recorders.explain_late,
    taking.NoteContinuity: takes.note_continuity,
    taking.NoteStretches: takes.note_stretches,
    taking.RuleTake: takes.rule_take,
    clocks.AddClockPoint: clock.add_clock_point,
    clocks.WithdrawClockPoint: clock.withdraw_clock_point,
    recordings.DescribeMedia: describe.describe_media,
    recordings.AddDerivatives: describe.add_derivatives,
    recordings.ForgetDerivatives: check.forget_derivatives,
    recordings.NoteStepFailed: describe.note_step_failed,
    recordings.OrderRetry: describe.order_retry,
    recordings.OpenViewing: view.open_viewing,
    recordings.NoteWatched: view.note_watched,
    recordings.RecordCheck: view.record_check,
    rescues.OrderRescue: rescue.order_rescue,
    codes.NoteCodes: seeking.note_codes,
    cases.OpenCase: deciding_cases.open_case,
    cases.OpenCases: deciding_cases.open_cases,
    cases.AmendCase: deciding_cases.amend_case,
    cases.LinkRecording: deciding_cases.link_recording,
    cases.UnlinkRecording: deciding_cases.unlink_recording,
    cases.SeekPlaces: placing.seek_places,
    calendars_commands.SetCalendarYear: deciding_calendars.set_calendar_year,
    people_commands.WriteOfficers: deciding_people.write_officers,
    people_commands.NoteLeft: deciding_people.note_left,
    casework_commands.NoteStage: deciding_casework.note_stage,
    casework_commands.PlanEvent: deciding_casework.plan_event,
    casework_commands.AmendEvent: deciding_casework.amend_event,
    casework_commands.CancelEvent: deciding_casework.cancel_event,
    casework_commands.JudgeItem: deciding_casework.judge_item,
    documents_commands.AttachDocuments: documents.attach_documents,
    documents_commands.NoteAttached: documents.note_attached,
    documents_commands.RefuseDocument: documents.refuse_document,
    documents_commands.DetachDocument: documents.detach_document,
    documents_commands.RecordDocumentCheck: documents.record_document_check,
    documents_commands.ViewDocument: documents.view_document,
    searches_commands.SaveSearch: deciding_searches.save_search,
    searches_commands.ForgetSearch: deciding_searches.forget_search,
    tagging_commands.TagRecordings: deciding_tagging.tag_recordings,
    tagging_commands.NoteRecordings: deciding_tagging.note_recordings,
    tagging_commands.LinkRecordings: deciding_tagging.link_recordings,
    tagging_commands.UnlinkRecordings: deciding_tagging.unlink_recordings,
    tagging_commands.Undo: deciding_tagging.undo,
    tagging_commands.Redo: deciding_tagging.redo,
    marks_commands.AddMarks: deciding_marks.add_marks,
    marks_commands.ChangeMark: deciding_marks.change_mark,
    marks_commands.RemoveMark: deciding_marks.remove_mark,
    review_commands.IssueCriteria: deciding_reviews.issue_criteria,
    review_commands.BeginReview: deciding_reviews.begin_review,
    review_commands.ScoreCriteria: deciding_reviews.score_criteria,
    review_commands.FinishReview: deciding_reviews.finish_review,
    review_commands.ReopenReview: deciding_reviews.reopen_review,
    review_commands.AddRectification: deciding_reviews.add_rectification,
    review_commands.AmendRectification: deciding_reviews.amend_rectification,
    review_commands.CloseRectification: deciding_reviews.close_rectification,
    review_commands.WithdrawRectification: deciding_reviews.withdraw_rectification,
    alignments_commands.AlignRecordings: deciding_alignments.align_recordings,
    exports_commands.OrderExport: exporting.order_export,
    exports_commands.NoteExported: exporting.note_exported,
    exports_commands.EndExport: exporting.end_export,
    items_commands.IssueItemList: deciding_items.issue_item_list,
    registers_commands.WriteMatters: deciding_registers.write_matters,
    registers_commands.WriteParties: deciding_registers.write_parties,
    archive.SealCase: seal.begin_seal,
    archive.FinishSeal: seal.finish_seal,
    archive.ChangeSetting: view.change_setting,
    archive.RecoverFacts: view.recover_facts,
}
