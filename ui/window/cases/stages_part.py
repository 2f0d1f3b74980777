"""The stages a case goes through: which were reached when, noting one, taking one back. In: a case. Out: NoteStage."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from recorder_desk.commands.casework import NoteStage
from recorder_desk.domain import facts as f
from recorder_desk.domain.case_stages import shipped_stages
from recorder_desk.errors import DeskError
from recorder_desk.queries.casework import StageRow, StagesOf
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.cases.reason_line import ReasonLine
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.dropdowns import DateField
from ui.window.widgets.label import Label

_CODE = int(Qt.ItemDataRole.UserRole)


class StagesPart(QWidget):
    """Every stage of the plan with its day; the limits that run stand in the head of the case."""

    failed = Signal(object)

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self.bridge, self.phrases, self._theme = bridge, phrases, theme
        self._case, self._question, self._fixed = "", 0, ""
        self._reached: dict[str, StageRow] = {}
        say = phrases.say
        self.list = QListWidget()
        self.list.setObjectName("choices")
        self.list.setAccessibleName(say("casework.stages"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.on = DateField(theme)
        self.on.setDate(QDate.currentDate())
        self.on.setAccessibleName(say("casework.stage.on"))
        self.note_button = Button(theme, say("casework.stage.note"), self.note, icon="check")
        self.undo_button = Button(theme, say("casework.stage.undo"), self.undo, icon="rotate-ccw", flat=True)
        self.reason, self.error = ReasonLine(phrases, theme), Label("", "small", "bad", wrap=True)
        self.error.hide()
        self._hands = QWidget()
        self._hands.setLayout(down(across(self.on, self.note_button, 1), across(self.undo_button, 1), gap=4))
        self.setFocusProxy(self.list)
        head = Label(say("casework.stages"), "section")
        self.setLayout(down(head, self.list, self._hands, self.reason, self.error, gap=8, margins=(12, 12, 12, 12)))
        self.list.currentRowChanged.connect(self._look)
        self.list.itemActivated.connect(self.note)
        self.reason.given.connect(self._undo)
        bridge.facts.connect(self._hear)

    def show_case(self, case: str) -> None:
        """The stages of another case."""
        self._case = case
        self.reason.hide()
        self.error.hide()
        self._ask()

    def show_fixed(self, fixed: str) -> None:
        """Why nothing can be changed ('' where it can)."""
        self._fixed = fixed
        self._hands.setVisible(not fixed)

    @property
    def stage(self) -> str:
        """The code of the chosen stage."""
        item = self.list.currentItem()
        return str(item.data(_CODE)) if item is not None else ""

    def _ask(self) -> None:
        self._question = self.bridge.ask(StagesOf(self._case), self._show, self._fail, self._question)

    def _show(self, rows: tuple[StageRow, ...]) -> None:
        self._reached = {row.stage: row for row in rows}
        place = self.list.currentRow()
        self.list.clear()
        for stage in shipped_stages().stages:
            name, row = stage.name(self.phrases.language), self._reached.get(stage.code)
            item = QListWidgetItem(f"{name}　{row.on}" if row else name)
            item.setData(_CODE, stage.code)
            told = self.phrases.say("casework.stage.reached", name=name, on=row.on, by=row.noted_by) if row else name
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
            item.setIcon(self._theme.icon("circle-check" if row else "minus", "good" if row else "edge", 16))
            if row is None:
                item.setForeground(self._theme.colour("quiet"))
            self.list.addItem(item)
        self.list.setCurrentRow(place if place >= 0 else len(rows) and 0)
        self._look()

    @Slot()
    def _look(self) -> None:
        row = self._reached.get(self.stage)
        self.undo_button.setEnabled(row is not None)
        self.note_button.setEnabled(bool(self.stage))
        if row is not None:
            self.on.setDate(QDate.fromString(row.on, Qt.DateFormat.ISODate))

    @Slot()
    def note(self) -> None:
        """The chosen stage was reached on the day in the field."""
        if self.stage and not self._fixed:
            self.error.hide()
            on = self.on.date().toString(Qt.DateFormat.ISODate)
            self.bridge.do(NoteStage(self._case, self.stage, on), None, self._fail)

    @Slot()
    def undo(self) -> None:
        """Ask why what was noted is taken back."""
        if self.stage in self._reached and not self._fixed:
            name = shipped_stages().stage(self.stage).name(self.phrases.language)
            self.reason.ask(self.phrases.say("casework.stage.undo.ask", name=name), self.phrases.say("casework.reason"))

    @Slot(str)
    def _undo(self, reason: str) -> None:
        self.bridge.do(NoteStage(self._case, self.stage, "", reason), None, self._fail)

    @Slot(object)
    def _hear(self, facts: tuple[f.Fact, ...]) -> None:
        if self._case and any(isinstance(fact, f.StageNoted) and fact.case == self._case for fact in facts):
            self._ask()

    def _fail(self, error: DeskError) -> None:
        names = {each.code: each.name(self.phrases.language) for each in shipped_stages().stages}
        told = {name: names.get(str(value), value) for name, value in error.facts.items()}
        self.error.setText(f"{self.phrases.say(error.code, **told)} ({error.code})")
        self.error.show()
