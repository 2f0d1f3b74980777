"""Giving recordings a place in a case. In: ids, a range. Out: one LinkRecording for each.

Two lists side by side (case, record item), then range and reason. Enter links. What fails stays in
the dialog with its reason; what is done is not asked for again.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QWidget

from recorder_desk.commands.cases import LinkRecording
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.errors import DeskError
from recorder_desk.queries.cases import Cases
from recorder_desk.queries.recordings import ShowRecording
from ui.formats import clock
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.cases.item_choices import ItemHelp, item_choices
from ui.window.cases.words import parse_clock
from ui.window.page import WindowContext
from ui.window.theme import Theme
from ui.window.widgets.chooser import Choice, Chooser
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import ElidedLabel, Label


class LinkDialog(QDialog):
    """Asks for case, record item, range and reason. Show it with `open()`."""

    linked = Signal(int)
    """So many recordings were linked."""

    def __init__(
        self,
        bridge: DeskBridge,
        phrases: Phrases,
        theme: Theme,
        context: WindowContext,
        recordings: list[str],
        parent: QWidget,
        from_ms: int = 0,
        until_ms: int = 0,
        *,
        case: str = "",
        item: str = "",
    ) -> None:
        """`recordings` are ids; `until_ms` 0 means to the end; `case` and `item` are chosen already."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.bridge, self.phrases, self.context = bridge, phrases, context
        self._recordings, self._done, self._waiting = list(dict.fromkeys(recordings)), 0, 0
        self._failures: dict[str, str] = {}
        self._rows: dict[str, CaseRow] = {}
        self._case, self._item, self._question = case, item, 0
        say = phrases.say
        self.setWindowTitle(say("cases.link.title"))
        self.what = ElidedLabel(say("cases.link.many", count=len(self._recordings)), "head", middle=True)
        self.cases = Chooser(theme, say("cases.link.case"), say("cases.link.case.hint"), narrows=False)
        self.items = Chooser(theme, say("cases.link.item"), say("cases.link.item.hint"))
        self.help = ItemHelp(phrases)
        self.since = QLineEdit(clock_text(from_ms))
        self.until = QLineEdit(clock_text(until_ms) if until_ms else "")
        self.reason, self.errors = QLineEdit(), Label("", tone="bad", wrap=True, copies=True)
        self.accept_button = Button(theme, say("cases.link.do"), self.accept, primary=True)
        self._lay_out(theme)
        self.cases.typed.connect(self._ask_cases)
        self.cases.chosen.connect(self._case_chosen)
        self.items.chosen.connect(self._item_chosen)
        self._ask_cases("")
        if len(self._recordings) == 1:
            bridge.ask(ShowRecording(self._recordings[0]), self._take_detail, self._show_error)
        self.cases.setFocus() if not case else self.items.setFocus()

    def _lay_out(self, theme: Theme) -> None:
        say = self.phrases.say
        for field, name, hint in (
            (self.since, "cases.link.from", "0:00:00"),
            (self.until, "cases.link.until", say("cases.range.end")),
            (self.reason, "cases.link.reason", say("cases.link.reason.hint")),
        ):
            field.setAccessibleName(say(name))
            field.setPlaceholderText(hint)
        self.since.setMaximumWidth(130)
        self.until.setMaximumWidth(130)
        left = down(Label(say("cases.link.case"), "section"), self.cases)
        right = down(Label(say("cases.link.item"), "section"), self.items, self.help)
        right.setStretch(1, 1)
        lists = across(gap=20)
        lists.addLayout(left, 2)
        lists.addLayout(right, 3)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        self.range_label = Label(say("cases.link.range"), "quiet")
        self.range_row = QWidget()
        self.range_row.setLayout(across(self.since, Label("–"), self.until, 1))
        form.addRow(self.range_label, self.range_row)
        form.addRow(Label(say("cases.link.reason"), "quiet"), self.reason)
        one = len(self._recordings) == 1
        self.range_label.setVisible(one)
        self.range_row.setVisible(one)
        buttons = across(1, Button(theme, say("cases.cancel"), self.reject), self.accept_button)
        whole = down(self.what, gap=12, margins=(20, 16, 20, 16))
        whole.addLayout(lists, 1)
        whole.addLayout(form)
        whole.addWidget(self.errors)
        whole.addLayout(buttons)
        self.setLayout(whole)
        self.errors.hide()
        self.resize(900, 640)
        self.accept_button.setDefault(True)

    # -- choices ---------------------------------------------------------------------------------

    @Slot(str)
    def _ask_cases(self, words: str) -> None:
        wish = Cases(words.strip(), "open")
        self._question = self.bridge.ask(wish, self._take_cases, self._show_error, self._question)

    def _take_cases(self, rows: tuple[CaseRow, ...]) -> None:
        self._rows = {row.id: row for row in rows}
        choices = [Choice(row.id, row.number, " · ".join(filter(None, (row.title, row.party)))) for row in rows]
        wanted = self._case or (rows[0].id if len(rows) == 1 else "")
        self.cases.set_choices(choices, wanted)
        if not rows and not self.cases.field.text():
            self._show_text(self.phrases.say("cases.link.no-case"))

    @Slot(str)
    def _case_chosen(self, case: str) -> None:
        self._case = case or self._case
        row = self._rows.get(case)
        items = self.bridge.session.items_of(row) if row else self.context.items
        self.items.set_choices(item_choices(items, self.phrases), self._item)

    @Slot(str)
    def _item_chosen(self, item: str) -> None:
        self._item = item or self._item
        row = self._rows.get(self.cases.key)
        items = self.bridge.session.items_of(row) if row else self.context.items
        self.help.show_item(items.item(item))

    def _take_detail(self, detail: RecordingDetail) -> None:
        self.what.setText(detail.row.name)
        still = detail.row.kind not in ("video", "audio")
        self.range_label.setVisible(not still)
        self.range_row.setVisible(not still)

    # -- linking ---------------------------------------------------------------------------------

    def accept(self) -> None:
        """Link every recording that is not linked yet; close when all are."""
        if self._waiting:
            return
        problem, since, until = self._read()
        if problem:
            self._show_text(self.phrases.say(problem))
            return
        self._failures.clear()
        self.errors.hide()
        self.accept_button.setEnabled(False)
        self._waiting = len(self._recordings)
        for recording in self._recordings:
            command = LinkRecording(recording, self.cases.key, self.items.key, since, until, self.reason.text().strip())
            self.bridge.do(command, partial(self._succeeded, recording), partial(self._failed, recording))

    def _read(self) -> tuple[str, int, int]:
        if not self.cases.key:
            self.cases.setFocus()
            return "cases.link.choose-case", 0, 0
        if not self.items.key:
            self.items.setFocus()
            return "cases.link.choose-item", 0, 0
        if self.range_row.isHidden():  # several, or nothing that lasts
            return "", 0, 0
        since = parse_clock(self.since.text()) if self.since.text().strip() else 0
        until = parse_clock(self.until.text()) if self.until.text().strip() else 0
        if since is None or until is None:
            (self.since if since is None else self.until).setFocus()
            return "cases.link.bad-time", 0, 0
        return "", since, until

    def _succeeded(self, recording: str, facts: tuple[Fact, ...]) -> None:
        self._recordings.remove(recording)
        self._done += 1
        self._count_down()

    def _failed(self, recording: str, error: DeskError) -> None:
        said = self.phrases.say(error.code, **error.facts)
        name = str(error.facts.get("name", recording[-8:]))
        self._failures[recording] = f"{name}: {said} ({error.code})" if self._many() else f"{said} ({error.code})"
        self._count_down()

    def _many(self) -> bool:
        return self._done + len(self._recordings) > 1

    def _count_down(self) -> None:
        self._waiting -= 1
        if self._waiting:
            return
        self.accept_button.setEnabled(True)
        if self._done:
            self.linked.emit(self._done)
        if not self._failures:
            super().accept()
            return
        if self._many():
            head = self.phrases.say("cases.link.some-failed", done=self._done, left=len(self._failures))
            self._show_text("\n".join([head, *self._failures.values()]))
        else:
            self._show_text(*self._failures.values())

    @Slot(object)
    def _show_error(self, error: DeskError) -> None:
        self._show_text(f"{self.phrases.say(error.code, **error.facts)} ({error.code})")

    def _show_text(self, text: str) -> None:
        self.errors.setText(text)
        self.errors.show()


def clock_text(milliseconds: int) -> str:
    """A position for a field: `0:01:02.5`, whole seconds without the point."""
    rest = f"{milliseconds % 1000:03d}".rstrip("0")
    return clock(milliseconds) + (f".{rest}" if rest else "")
