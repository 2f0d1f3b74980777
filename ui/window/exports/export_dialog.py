"""What the dialogs for stills and clips share: where it goes, why, under which mark, and what becomes of it.

In: a recording. Out: OrderExport; then its course. The dialog may be left while the file is made: it is made all the
same, and stands with the recording's exports.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QWidget

from recorder_desk.commands.exports import OrderExport
from recorder_desk.domain import facts as f
from recorder_desk.domain.export import ExportWish
from recorder_desk.domain.names import shown_path
from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.errors import DeskError
from recorder_desk.queries.viewings import ViewingAsks
from ui.phrases import Phrases
from ui.window import dialogs
from ui.window.bridge import DeskBridge
from ui.window.exports.course import Course
from ui.window.exports.film_keeper import FilmKeeper
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import Label


class ExportDialog(QDialog):
    """Show it with `open()`; Esc leaves."""

    kind = "still"
    ending = ".png"

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, theme: Theme, detail: RecordingDetail, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.bridge, self.phrases, self.theme, self.detail = bridge, phrases, theme, detail
        say = phrases.say
        whole = detail.media is not None and not detail.row.problem
        self.keeper = FilmKeeper(bridge.session.frames, detail.original_path if whole else detail.play_path)
        self.setWindowTitle(say(f"window.export.{self.kind}"))
        self.watermark, self.reason, self.path = QLineEdit(), QLineEdit(), QLineEdit()
        self.path.setText(os.path.join(str(Path.home()), self.proposed()))
        self.flag = Label("", tone="care", wrap=True)
        self.flag.hide()
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.error.hide()
        self.course = Course(bridge, phrases, theme)
        self.course.over.connect(self._over)
        self.go = Button(theme, say(f"window.export.do-{self.kind}"), self.order, primary=True)
        self.leave = Button(theme, say("window.code.close"), self.reject)
        self.leave.setAutoDefault(False)
        self.finished.connect(self._closed)
        bridge.ask(ViewingAsks(detail.row.id), self._asks)

    def proposed(self) -> str:
        """A name for the new file."""
        return f"{Path(self.detail.row.name).stem}-{self.phrases.word(f'export-{self.kind}')}{self.ending}"

    def wish(self, path: str) -> ExportWish:
        """What was chosen. Raises DeskError for what cannot be read."""
        raise NotImplementedError

    def form(self, *rows: tuple[str, QWidget]) -> QFormLayout:
        """Rows of a name and a field, then those every export has."""
        say, form = self.phrases.say, QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        choose = Button(self.theme, say("window.export.choose"), self._choose)
        choose.setAutoDefault(False)
        place = QWidget()
        place.setLayout(across(self.path, choose))
        self.watermark.setPlaceholderText(say("window.export.watermark-hint"))
        shared: tuple[tuple[str, QWidget], ...] = (
            ("watermark", self.watermark), ("reason", self.reason), ("path", place),
        )  # fmt: skip
        for name, field in (*rows, *shared):
            label = Label(say(f"window.export.{name}"), "quiet")
            target = self.path if field is place else field
            label.setBuddy(target)
            target.setAccessibleName(label.text())
            form.addRow(label, field)
        return form

    def foot(self) -> tuple[QWidget, ...]:
        """What stands below the fields."""
        buttons = QWidget()
        buttons.setLayout(across(1, self.leave, self.go))
        self.go.setDefault(True)
        return self.flag, self.error, self.course, buttons

    def head(self) -> QWidget:
        """Which recording it is."""
        top = QWidget()
        row = self.detail.row
        about = " · ".join(filter(None, (row.case_number, row.item)))
        top.setLayout(down(Label(row.name, "head"), Label(about, "quiet"), gap=2))
        return top

    # -- acting --------------------------------------------------------------------------------------

    def _asks(self, asks: tuple[str, ...]) -> None:
        if asks:
            self.flag.setText(self.phrases.say("window.export.flagged"))
            self.flag.show()
            self.flagged()

    def flagged(self) -> None:
        """The material may leave with a watermark only."""

    @Slot()
    def _choose(self) -> None:
        chosen = dialogs.ask_save_path(self, self.windowTitle(), self.path.text(), f"*{self.ending}")
        if chosen:
            self.path.setText(chosen if chosen.lower().endswith(self.ending) else chosen + self.ending)

    @Slot()
    def order(self) -> None:
        """Order it; what is refused is said here and nothing is lost."""
        if not self.go.isEnabled():
            return
        self.error.hide()
        path = os.path.abspath(os.path.expanduser(self.path.text().strip()))
        try:
            wish = self.wish(shown_path(path))
        except DeskError as error:
            self.refused(error)
            return
        self.go.setEnabled(False)
        self.bridge.session.letters.prepare()
        self.bridge.do(OrderExport(self.detail.row.id, wish, self.reason.text()), self._ordered, self.refused)

    def _ordered(self, facts: tuple[f.Fact, ...]) -> None:
        ordered = next(each for each in facts if isinstance(each, f.ExportOrdered))
        self.course.follow(ordered.export, os.path.abspath(os.path.expanduser(self.path.text().strip())))

    def refused(self, error: DeskError) -> None:
        """Say why."""
        self.go.setEnabled(True)
        self.error.setText(f"{self.phrases.say(error.code, **error.facts)} ({error.code})")
        self.error.show()
        if error.code == "export.reason-missing":
            self.reason.setFocus()

    @Slot(bool)
    def _over(self, made: bool) -> None:
        self.go.setEnabled(True)
        (self.leave if made else self.path).setFocus()

    @Slot()
    def _closed(self) -> None:
        self.keeper.close()
