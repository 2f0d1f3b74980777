"""The dialog for a clip: range, exact or as it is, what is drawn, hidden and silenced. In: a recording and a range.

Rectangles are drawn on the frame that is shown: each drawing is a place of the chosen rectangle at that moment.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton, QSlider, QWidget

from recorder_desk.domain.export import ExportWish, Hush
from recorder_desk.domain.mark_import import read_time, time_text
from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.errors import DeskError
from ui.export_words import hush_of, position
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.exports.export_dialog import ExportDialog
from ui.window.exports.film_keeper import SeeFrame, Seen
from ui.window.exports.veil_board import VeilBoard
from ui.window.exports.veil_list import VeilList
from ui.window.theme import Theme
from ui.window.widgets.controls import across, down
from ui.window.widgets.label import Label


class ClipDialog(ExportDialog):
    """Left the picture, right what becomes of it."""

    kind = "clip"

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, theme: Theme, detail: RecordingDetail, span: tuple[int, int],
        parent: QWidget,
    ) -> None:  # fmt: skip
        """`span`: from, until (ms; 0 until: to the end)."""
        self.ending = ".mp4" if detail.row.kind == "video" else ".m4a"
        super().__init__(bridge, phrases, theme, detail, parent)
        since, until = span[0], span[1] or detail.row.duration_ms
        self._question, say = 0, phrases.say
        self.since, self.until = QLineEdit(time_text(since)), QLineEdit(time_text(until))
        self.exact, self.fast = QRadioButton(say("window.export.exact")), QRadioButton(say("window.export.fast"))
        self.time, self.case = QCheckBox(say("window.export.time")), QCheckBox(say("window.export.case"))
        self.mute, self.tone = QLineEdit(), QCheckBox(say("window.export.tone"))
        self.mute.setPlaceholderText("00:01.500-00:02.500 …")
        self.veils = VeilList(phrases, theme)
        self.board = VeilBoard(theme, draws=True)
        self.where = QSlider(Qt.Orientation.Horizontal)
        self.which = Label("", "small")
        self._lay_out(detail)
        self.exact.setChecked(True)
        self.where.setRange(0, max(1, detail.row.duration_ms))
        self.where.setValue(since)
        self.where.valueChanged.connect(self._see)
        self.board.drawn.connect(self._drawn)
        self.veils.changed.connect(self._show_veils)
        self.fast.toggled.connect(self._free)
        self.since.setFocus()
        if detail.row.kind == "video":
            self._see()

    def _lay_out(self, detail: RecordingDetail) -> None:
        say, film = self.phrases.say, detail.row.kind == "video"
        self.board.setAccessibleName(say("window.export.picture"))
        self.where.setAccessibleName(say("window.export.where"))
        hint = Label(say("window.export.veil-hint"), "quiet", wrap=True)
        left = down(gap=8)
        left.addWidget(self.board, 1)
        left.addLayout(across(self.where, self.which))
        left.addWidget(hint)
        left.addWidget(self.veils)
        self.case.setEnabled(bool(detail.row.case_number))
        self.time.setEnabled(bool(detail.row.recorded_at))
        span, how, sound, drawn = QWidget(), QWidget(), QWidget(), QWidget()
        how.setLayout(down(self.exact, self.fast, gap=6))
        span.setLayout(across(self.since, Label("–"), self.until))
        sound.setLayout(across(self.mute, self.tone))
        drawn.setLayout(down(self.time, self.case, gap=6))
        for field, name in ((self.since, "since"), (self.until, "until")):
            field.setAccessibleName(say(f"window.export.{name}"))
        rows = [("range", span), ("how", how)]
        rows += [("drawn", drawn)] if film else []
        rows += [("mute", sound)] if detail.media is None or detail.media.audio_codec else []
        right = down(self.head(), self.form(*rows), 1, *self.foot(), gap=12)
        box = across(gap=20, margins=(20, 18, 20, 16))
        if film:
            box.addLayout(left, 3)
        box.addLayout(right, 2)
        self.setLayout(box)
        self.setMinimumSize(1060 if film else 520, 640 if film else 420)

    def flagged(self) -> None:
        """A fast clip cannot have a watermark."""
        self.exact.setChecked(True)
        self.fast.setEnabled(False)

    @Slot()
    def _free(self) -> None:
        """A fast clip is as it is."""
        for field in (self.time, self.case, self.mute, self.tone, self.veils, self.watermark):
            field.setEnabled(not self.fast.isChecked())
        self.case.setEnabled(self.case.isEnabled() and bool(self.detail.row.case_number))
        self.time.setEnabled(self.time.isEnabled() and bool(self.detail.row.recorded_at))

    # -- looking -------------------------------------------------------------------------------------

    @Slot()
    def _see(self) -> None:
        query = SeeFrame(self.keeper, self.where.value())
        self._question = self.bridge.ask(query, self._show, self.refused, self._question)
        self._show_veils()

    def _show(self, seen: Seen) -> None:
        if seen.number >= 0:
            self.board.show_frame(seen.image)
            at = position(seen.at_us)
            self.which.setText(self.phrases.say("export.words.frame", frame=seen.number, at=at))

    @Slot()
    def _show_veils(self) -> None:
        self.board.show_veils(self.veils.at(self.where.value()), self.veils.chosen)

    @Slot(QRect)
    def _drawn(self, box: QRect) -> None:
        if not self.fast.isChecked():
            self.veils.put(self.where.value(), box)

    # -- what was chosen -----------------------------------------------------------------------------

    def wish(self, path: str) -> ExportWish:
        """Range, ways, and what is drawn, hidden and silenced."""
        since, until = (self._moment(each.text()) for each in (self.since, self.until))
        if self.fast.isChecked():
            return ExportWish("clip", path, from_ms=since, until_ms=until, fast=True)
        hushes: list[Hush] = [hush_of(each, tone=self.tone.isChecked()) for each in self.mute.text().split()]
        return ExportWish(
            "clip",
            path,
            from_ms=since,
            until_ms=until,
            time_of_day=self.time.isChecked(),
            case_number=self.case.isChecked(),
            watermark=self.watermark.text(),
            hushes=tuple(hushes),
            veils=self.veils.veils(),
        )

    def _moment(self, text: str) -> int:
        try:
            return read_time(text)
        except DeskError as error:
            raise DeskError("export.range-unread", text=text[:40]) from error
