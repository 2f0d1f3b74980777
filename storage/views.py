"""Looking at the catalogue: read-only connections, one a thread, and who answers which query."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from recorder_desk.queries import alignments as q_alignments
from recorder_desk.queries import archive as qa
from recorder_desk.queries import asking as q_asking
from recorder_desk.queries import calendars as q_calendars
from recorder_desk.queries import cases as qc
from recorder_desk.queries import casework as q_casework
from recorder_desk.queries import clock as qk
from recorder_desk.queries import codes as qf
from recorder_desk.queries import dock as qd
from recorder_desk.queries import documents as q_documents
from recorder_desk.queries import exports as qx
from recorder_desk.queries import items as q_items
from recorder_desk.queries import marks as q_marks
from recorder_desk.queries import mirror as qm
from recorder_desk.queries import names as qn
from recorder_desk.queries import people as q_people
from recorder_desk.queries import recorders as qw
from recorder_desk.queries import recordings as qr
from recorder_desk.queries import registers as q_registers
from recorder_desk.queries import release as qe
from recorder_desk.queries import rescue as qs
from recorder_desk.queries import review as q_review
from recorder_desk.queries import searches as q_searches
from recorder_desk.queries import sheets as q_sheets
from recorder_desk.queries import suggesting as q_suggesting
from recorder_desk.queries import tagging as q_tagging
from recorder_desk.queries import takes as qt
from recorder_desk.queries import viewings as q_viewings
from recorder_desk.queries.base import Query
from storage import (
    alignments_table,
    archive_views,
    asking_views,
    beside_views,
    calendars_table,
    cases_views,
    casework_table,
    clock_table,
    codes_table,
    coverage_views,
    dock_table,
    documents_table,
    exports_table,
    facets_views,
    item_lists_table,
    likeness_table,
    marks_table,
    mirror_table,
    names_table,
    owed_views,
    people_table,
    placing_table,
    recorders_views,
    recordings_found,
    recordings_views,
    registers_table,
    release_table,
    rescue_table,
    review_table,
    review_views,
    searches_table,
    sheets_views,
    suggesting_views,
    tagging_table,
    takes_views,
    timeline_views,
    viewings_table,
)
from storage.bits_kept import BitsKept
from storage.database import open_for_reading, translated
from storage.migrating import refuse_newer
from storage.places import Places

T = TypeVar("T")

Answer = Callable[[sqlite3.Connection, Places, Any], Any]


def _plain(look: Callable[[sqlite3.Connection, Any], Any]) -> Answer:
    def looked(connection: sqlite3.Connection, places: Places, query: Any) -> Any:
        return look(connection, query)

    return looked


ANSWERS: Mapping[type[Query[Any]], Answer] = {
    qd.DropFolders: _plain(dock_table.drop_folders),
    qd.SeenBelow: _plain(dock_table.seen_below),
    qd.Holders: _plain(dock_table.holders),
    qd.DockTroubles: _plain(dock_table.troubles),
    qw.Recorders: _plain(recorders_views.recorders),
    qw.FindRecorder: _plain(recorders_views.find),
    qw.ShowRecorder: _plain(recorders_views.show),
    qw.WhoseMark: _plain(recorders_views.whose),
    qw.LastDocked: _plain(recorders_views.last_docked),
    qw.Wearings: _plain(recorders_views.wearings),
    qw.UnknownRecorders: _plain(recorders_views.strangers),
    qw.HandIns: _plain(recorders_views.handins),
    qw.DockRecorders: _plain(recorders_views.dock_recorders),
    qt.ContinuityUnmeasured: takes_views.unmeasured,
    qt.StretchesUnsought: takes_views.unsought,
    qt.NeighboursOf: _plain(takes_views.neighbours),
    qt.Takes: _plain(takes_views.takes),
    qt.ShowTake: _plain(takes_views.show),
    qt.ContinuityFindings: _plain(takes_views.findings),
    qk.ClockPoints: _plain(clock_table.points),
    qk.ShowClock: _plain(clock_table.show),
    qk.ClocksOff: _plain(clock_table.off),
    qr.RecordingKeys: _plain(recordings_found.keys),
    qr.RecordingsByKey: recordings_views.by_key,
    qx.Exports: _plain(exports_table.exports),
    qx.ShowExport: _plain(exports_table.show),
    qx.ExportsOwed: _plain(exports_table.owed),
    qx.ExportsWithDigest: _plain(exports_table.with_digest),
    qs.RescueSiblings: rescue_table.siblings,
    qs.OrderedSibling: rescue_table.ordered,
    qs.RescuesOwed: rescue_table.unmade,
    qr.ShowTrack: beside_views.show_track,
    qr.RecordingsPage: recordings_views.page,
    qr.RecordingFacets: _plain(facets_views.facets),
    qr.FindRecording: _plain(recordings_views.find),
    qr.ShowRecording: recordings_views.show,
    qr.ProbeRaw: recordings_views.probe_raw,
    qr.MediaUnprobed: owed_views.unprobed,
    qr.PicturesMissing: owed_views.unpictured,
    qr.ProxiesMissing: owed_views.unproxied,
    qr.FailedAttempts: _plain(owed_views.failed_attempts),
    qr.OwedCounts: _plain(owed_views.owed_counts),
    qr.ToCheck: _plain(recordings_views.to_check),
    qr.DerivativesUnfound: _plain(recordings_views.unfound),
    qe.Releases: _plain(release_table.releases),
    qe.ReleasesOwed: _plain(release_table.owed),
    qe.ShowRelease: _plain(release_table.show),
    qe.ProveEntries: release_table.proved,
    qe.ReportFindings: release_table.report_findings,
    qn.NamesUnread: _plain(names_table.unread),
    q_calendars.CalendarYears: _plain(calendars_table.years),
    q_people.Officers: _plain(people_table.officers),
    q_people.FindOfficer: _plain(people_table.find),
    q_people.WhoseCertificate: _plain(people_table.whose_certificate),
    q_casework.StagesOf: _plain(casework_table.stages_of),
    q_casework.CaseClocks: _plain(casework_table.clocks),
    q_casework.Events: _plain(casework_table.events),
    q_casework.FindEvent: _plain(casework_table.find_event),
    q_casework.CaseTimeline: _plain(timeline_views.show),
    q_casework.CoverageOf: _plain(coverage_views.show),
    q_documents.DocumentsOf: documents_table.documents,
    q_documents.ShowDocument: documents_table.show,
    q_documents.FindDocument: _plain(documents_table.find),
    q_documents.DocumentsOwed: _plain(documents_table.owed),
    q_documents.DocumentTwin: _plain(documents_table.twin),
    q_documents.DocumentsToCheck: _plain(documents_table.to_check),
    q_documents.DocumentsKept: _plain(documents_table.kept),
    q_searches.SavedSearches: _plain(searches_table.saved),
    q_searches.FindSearch: _plain(searches_table.find),
    q_tagging.TagsOf: _plain(tagging_table.tags_of),
    q_tagging.SaidOf: _plain(tagging_table.said_of),
    q_tagging.TagTree: _plain(tagging_table.tree),
    q_tagging.LastReversible: _plain(tagging_table.last_reversible),
    q_marks.Marks: _plain(marks_table.marks),
    q_marks.FindMark: _plain(marks_table.find),
    q_marks.CodeTaken: _plain(marks_table.taken),
    q_sheets.CatalogueOf: sheets_views.catalogue,
    q_sheets.MarkSheetOf: sheets_views.mark_sheet,
    q_sheets.StatementOf: sheets_views.statement,
    q_viewings.ViewingAsks: _plain(viewings_table.viewing_asks),
    q_viewings.FindViewing: _plain(viewings_table.find),
    q_viewings.Viewings: _plain(viewings_table.viewings),
    q_viewings.Seen: _plain(viewings_table.seen),
    q_review.CriteriaVersions: _plain(review_table.versions),
    q_review.Reviews: _plain(review_views.reviews),
    q_review.FindReview: _plain(review_views.find),
    q_review.ShowReview: _plain(review_views.show),
    q_review.HandsOn: _plain(review_views.hands_on),
    q_review.Rectifications: _plain(review_views.rectifications),
    q_review.FindRectification: _plain(review_views.find_rectification),
    q_review.ReviewStatistics: _plain(review_views.tell),
    q_alignments.Together: _plain(alignments_table.together),
    q_alignments.Overlapping: _plain(alignments_table.overlapping),
    q_asking.SearchAll: _plain(asking_views.search_all),
    q_suggesting.SuggestionsFor: suggesting_views.suggestions,
    q_suggesting.PlacesUnsought: _plain(placing_table.unsought),
    q_suggesting.Unlinked: _plain(suggesting_views.unlinked),
    q_items.ItemListVersions: _plain(item_lists_table.versions),
    q_registers.Matters: _plain(registers_table.matters),
    q_registers.LegalBases: _plain(registers_table.legal_bases),
    q_registers.Parties: _plain(registers_table.parties),
    q_registers.FindParty: _plain(registers_table.find_party),
    qm.WhichMirror: _plain(mirror_table.which),
    qm.ShowMirror: _plain(mirror_table.show),
    qm.MirroredObjects: _plain(mirror_table.mirrored),
    qm.ObjectsUnmirrored: _plain(mirror_table.owed),
    qf.CodesUnsought: owed_views.unsought,
    qf.CodesIn: _plain(codes_table.codes_in),
    qf.FootageLike: _plain(likeness_table.alike),
    qf.CaseOfCode: _plain(codes_table.case_of),
    qc.Cases: _plain(cases_views.cases),
    qc.CasesByNumber: _plain(cases_views.by_number),
    qc.CaseNumbersLike: _plain(cases_views.numbers_like),
    qc.FindCase: _plain(cases_views.find),
    qc.ShowCase: _plain(cases_views.show),
    qc.LinksOf: _plain(cases_views.links_of),
    qc.SealsUnfinished: _plain(cases_views.unfinished),
    qc.LastNumber: _plain(cases_views.last_number),
    qa.JournalPage: _plain(archive_views.journal_page),
    qa.ShowJournalHead: _plain(archive_views.journal_head),
    qa.JournalFindings: archive_views.journal_findings,
    qa.ShowStatus: _plain(archive_views.status),
}


def answer(connection: sqlite3.Connection, places: Places, query: Query[T]) -> T:
    """The answer to a query on a connection."""
    return cast(T, ANSWERS[type(query)](connection, places, query))


class SqliteViews:
    """The readers' side of the catalogue (ports.Views)."""

    def __init__(self, path: Path, places: Places) -> None:
        self._path, self._places = path, places
        self._local = threading.local()
        self._bits = BitsKept()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def ask(self, query: Query[T]) -> T:
        """The answer, from one consistent state of the catalogue."""
        connection = self._connection()
        with translated(self._path):
            connection.execute("BEGIN")
            try:
                return answer(connection, self._places, query)
            finally:
                connection.execute("COMMIT")

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = open_for_reading(self._path)
            connection.bits = self._bits
            with self._lock:
                self._opened.append(connection)
            with translated(self._path):
                refuse_newer(connection, self._path)
            self._local.connection = connection
        return connection

    def close(self) -> None:
        """Close every connection; nobody may ask any more."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
