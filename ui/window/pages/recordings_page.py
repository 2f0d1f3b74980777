"""Recordings: search, facets, table or posters, and the inspector beside them.

In: the desk's recordings under a filter. Out: what to play, link or open. The filter, the order and
the widths are remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from recorder_desk.domain.facts import Fact
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries import recordings as q
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.page import Page, WindowContext
from ui.window.recording_rows import CONCERNS, Choice, columns, feed
from ui.window.rows_model import RowsModel
from ui.window.theme import Theme
from ui.window.widgets.controls import down, frame
from ui.window.widgets.facets import FacetPanel
from ui.window.widgets.inspector import WIDTH, Inspector
from ui.window.widgets.list_bar import ListBar
from ui.window.widgets.recording_views import RecordingViews
from ui.window.widgets.saved_searches import SavedPart
from ui.window.widgets.say_dialog import KEYS
from ui.window.widgets.tables import MOST_CHOSEN
from ui.window.widgets.wiring import keys, splitter, timer

FACETS_AGAIN_MS = 400


class RecordingsPage(Page):
    """Enter or Space plays, Ctrl+B plays in step, Ctrl+L links, Ctrl+T tags, Ctrl+F searches, Ctrl+G shows posters."""

    name = "recordings"
    icon = "clapperboard"
    title_code = "window.recordings.title"

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        """Asks the desk when it first comes into sight."""
        super().__init__(bridge, phrases, theme, context)
        self._facet_question = 0
        self.model = RowsModel(bridge, columns(phrases, context.lists), self)
        self._build()
        self._facets_again = timer(self, FACETS_AGAIN_MS, self._ask_facets, once=True)
        self.model.filled.connect(self._filled)
        self.model.begun.connect(self.views.show_count)
        bridge.facts.connect(self._hear)
        self._shortcuts()
        self._show_view(context.memory.text("recordings/view", "table"))
        self._apply(Choice.remembered(context.memory))

    # -- making --------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.views = RecordingViews(self, self.model, "recordings")
        self.table, self.grid = self.views.table, self.views.grid
        self.setFocusProxy(self.views)
        self.table.sort_wanted.connect(self._sort_by)
        self.views.chosen.connect(self._chosen)
        self.views.opened.connect(self._open)
        self.views.too_many.connect(self._too_many)
        self.facets = FacetPanel(self.theme, self.phrases, self.context.lists)
        self.facets.chosen.connect(self._facet_chosen)
        self.saved = SavedPart(self)
        self.saved.wanted.connect(self._show_saved)
        self.facets.setMinimumWidth(150)
        self.inspector = Inspector(self)
        self.inspector.play.connect(self._play)
        self.inspector.link.connect(self.link_recordings)
        self.inspector.open_case.connect(self.open_case)
        self._bar = ListBar(self.theme, self.phrases, self.phrases.say(self.title_code))
        self._bar.field.searched.connect(self._search)
        self._bar.field.left_down.connect(self._to_list)
        self._bar.ordered.connect(self._sort_by)
        self._bar.viewed.connect(self._show_view)
        self._arrange()

    def _arrange(self) -> None:
        side = frame("side", down(self.saved, self.facets, gap=0))
        side.setProperty("edge", "left")
        middle = QWidget()
        middle.setLayout(down(self._bar, self.views, gap=0))
        parts = (side, middle, self.inspector)
        self.setLayout(down(splitter(parts, 1, self.context.memory, "recordings", [190, 720, WIDTH])))

    def _shortcuts(self) -> None:
        keys(
            self,
            {"Ctrl+F": self._focus_field, "Ctrl+L": self._link, "Ctrl+B": self._together, "Ctrl+G": self._switch_view},
        )
        keys(self, {KEYS: self.inspector.say_of_them})
        keys(self.views, {"Space": self._play_chosen})

    # -- filter and order ----------------------------------------------------------------------------

    def _apply(self, choice: Choice) -> None:
        self._choice = choice
        choice.keep(self.context.memory)
        self.saved.show_filter(choice.which)
        self.table.show_order(choice.sort, choice.descending)
        self._bar.show_order(choice.sort, choice.descending)
        self.model.show(feed(choice.which, choice.sort, choice.descending))
        self._ask_facets()

    @Slot(str)
    def _search(self, words: str) -> None:
        if words != self._choice.which.words:
            self._apply(replace(self._choice, which=replace(self._choice.which, words=words)))

    @Slot(str, str)
    def _facet_chosen(self, facet: str, value: str) -> None:
        self._apply(replace(self._choice, which=replace(self._choice.which, **{facet: value})))

    @Slot(str, bool)
    def _sort_by(self, sort: str, descending: bool) -> None:
        self._apply(replace(self._choice, sort=cast(q.Sort, sort), descending=descending))

    @Slot(object)
    def _show_saved(self, which: q.Filter) -> None:
        self._apply(replace(self._choice, which=which))
        self._bar.field.setText(which.words)

    @Slot()
    def clear_filter(self) -> None:
        """Show all recordings again."""
        self._look_for("")

    def _look_for(self, words: str) -> None:
        self._apply(replace(self._choice, which=q.Filter(words=words)))
        self._bar.field.setText(words)

    @Slot()
    def _ask_facets(self) -> None:
        query = q.RecordingFacets(self._choice.which)
        self._facet_question = self.bridge.ask(query, self._counted, instead=self._facet_question)

    def _counted(self, counts: Mapping[str, Sequence[q.FacetCount]]) -> None:
        self.facets.show_counts(counts, self._choice.which)

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact, CONCERNS) for fact in facts) and self.isVisible():
            self._facets_again.start()

    # -- the list ------------------------------------------------------------------------------------

    @Slot(str)
    def _show_view(self, name: str) -> None:
        grid = name == "grid"
        self.context.memory.keep("recordings/view", "grid" if grid else "table")
        self._bar.show_view(name)
        self.views.show_view(grid=grid)
        self._chosen()

    def _switch_view(self) -> None:
        self._show_view("table" if self.views.view is self.grid else "grid")

    @Slot(int)
    def _filled(self, count: int) -> None:
        self._bar.show_count(count)
        if not count:
            _say_empty(self, self._choice.which)
        self.views.show_count(count)

    @Slot()
    def _chosen(self) -> None:
        rows = self.views.chosen_rows()
        self.inspector.show_chosen([row.id for row in rows if row is not None])
        if None in rows and self.isVisible():  # chosen by scrolling on: its row is under way
            QTimer.singleShot(60, self, self._chosen)

    @Slot()
    def _too_many(self) -> None:
        self.say.emit(self.phrases.say("window.recordings.too-many", most=f"{MOST_CHOSEN:,}"))

    # -- going elsewhere -----------------------------------------------------------------------------

    @Slot(object)
    def _open(self, row: RecordingRow) -> None:
        self._play(row.id)

    @Slot(str)
    def _play(self, recording: str) -> None:
        self.open_recording.emit(recording, 0)

    @Slot()
    def _play_chosen(self) -> None:
        row = self.views.current_row()
        if row is not None:
            self._play(row.id)

    @Slot()
    def _link(self) -> None:
        ids = [row.id for row in self.views.chosen_rows() if row is not None]
        if ids:
            self.link_recordings.emit(ids)

    @Slot()
    def _together(self) -> None:
        self.open_together.emit([row.id for row in self.views.chosen_rows() if row is not None])

    def show_item(self, item: str) -> None:
        """Show this recording: the end of its number is searched for, so that it can be undone there."""
        self._look_for(item[-8:])
        self._to_list()

    def search(self, words: str) -> None:
        """Search for these words among all recordings."""
        self._look_for(words)
        self._focus_field()

    @Slot()
    def _focus_field(self) -> None:
        self._bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.field.selectAll()

    @Slot()
    def _to_list(self) -> None:
        self.views.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def came_into_sight(self) -> None:
        """Ask for what is new since."""
        self.model.wake()
        self._ask_facets()
        self._chosen()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight, nothing is asked."""
        super().hideEvent(event)
        self.model.sleep()


def _say_empty(page: RecordingsPage, which: q.Filter) -> None:
    """Nothing is there, or nothing fits."""
    say = page.phrases.say
    if which == q.Filter():
        page.views.none.tell(say("window.recordings.empty"), say("window.recordings.empty-what"))
    else:
        words, what = say("window.recordings.no-match"), say("window.recordings.no-match-what")
        page.views.none.tell(words, what, say("window.recordings.clear"), page.clear_filter)
