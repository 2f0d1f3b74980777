"""The list of recordings that need a place, oldest first. In: the desk's recordings. Out: which are chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from recorder_desk.domain import facts as f
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries import recordings as q
from ui import formats
from ui.window.delegates import RecordingDelegate
from ui.window.page import Page
from ui.window.pictures import pictures_of
from ui.window.recording_rows import CONCERNS, columns
from ui.window.row_cache import PAGE
from ui.window.rows_model import Feed, RowsModel
from ui.window.widgets.tables import Repaint, RowsTable, choose_row

WAITING = q.Filter(waiting="yes")
FEED = Feed(
    (*CONCERNS, f.RecordingNoted), q.RecordingKeys(WAITING, "recorded_at", False), q.RecordingsByKey,
    head=q.RecordingKeys(WAITING, "recorded_at", False, PAGE),
)  # fmt: skip
_NEAR = 60


class WaitingList(RowsTable):
    """One of its rows is always chosen while it has any."""

    shown = Signal(object)
    """The first of what is chosen (a RecordingRow, or None), each time it is another one or is known at last."""

    def __init__(self, page: Page) -> None:
        """Asks the desk when `model.show(FEED)` says so."""
        self.waiting = RowsModel(page.bridge, [each for each in columns(page.phrases, page.context.lists)
                                               if each.name == "name"], page)  # fmt: skip
        super().__init__(self.waiting, page.context.memory, "inbox")
        pictures = pictures_of(page.bridge)
        self.setItemDelegate(_Delegate(page.theme, page.phrases, pictures, self))
        self.horizontalHeader().hide()
        self.setAccessibleName(page.phrases.say(page.title_code))
        self._repaint = Repaint(self, pictures)
        self._at, self._wanted = 0, ""
        self._last: object = ""
        self.chosen.connect(self._tell_first)
        self.waiting.filled.connect(self._filled)
        self.waiting.dataChanged.connect(self._fetched)

    def ids(self) -> tuple[str, ...]:
        """The ids of what is chosen, in order."""
        rows = [self.waiting.row(place) for place in self.chosen_places()]
        return tuple(row.id for row in rows if isinstance(row, RecordingRow))

    def go_on(self) -> None:
        """Choose the one after what is chosen; after the last, the one before."""
        if places := self.chosen_places():
            after = places[-1] + 1
            choose_row(self, after if after < self.waiting.rowCount() else max(0, places[0] - 1))

    def look_for(self, recording: str) -> None:
        """It comes back to the list: show it when it is there, near where it was."""
        self._wanted = recording

    @Slot(int)
    def _filled(self, count: int) -> None:
        if count and not self.chosen_places():
            choose_row(self, min(self._at, count - 1))
        self._fetched()

    @Slot()
    def _fetched(self) -> None:
        count = self.waiting.rowCount()
        for place in range(max(0, self._at - _NEAR), min(self._at + _NEAR, count)) if self._wanted else ():
            row = self.waiting.row(place)
            if isinstance(row, RecordingRow) and row.id == self._wanted:
                self._wanted = ""
                choose_row(self, place)
                return
        self._tell_first()

    @Slot()
    def _tell_first(self) -> None:
        places = self.chosen_places()
        row = self.waiting.row(places[0]) if places else None
        self._at = places[0] if places else self._at
        told = (row.id if isinstance(row, RecordingRow) else "", len(places))
        if told != self._last:
            self._last = told
            self.shown.emit(row if isinstance(row, RecordingRow) else None)


class _Delegate(RecordingDelegate):
    """A row says when it was recorded, and by whom, below its name."""

    def _origin(self, row: RecordingRow) -> str:
        told = (formats.local_time(row.recorded_at)[:16], row.wearer or row.recorder_serial)
        return " · ".join(filter(None, told)) or super()._origin(row)
