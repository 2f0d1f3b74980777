"""Settings: each with its sentence, changed in its cell and journalled; and where everything lies. In: hands. Out:
ChangeSetting."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from recorder_desk import __version__
from recorder_desk.commands.archive import ChangeSetting
from recorder_desk.config import change_setting, read_settings, setting_names
from recorder_desk.domain.facts import Fact, SettingChanged
from recorder_desk.domain.settings import Settings
from recorder_desk.errors import DeskError
from recorder_desk.queries.archive import DeskStatus, SeeSandbox, ShowStatus
from ui.errands import Errand
from ui.phrases import Phrases
from ui.window.bureau.section import Section
from ui.window.page import Page
from ui.window.widgets.controls import down, frame
from ui.window.widgets.label import ElidedLabel, Label, plain_tip

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
HEADS = ("meaning", "value", "name")
VALUE = 1
CHOICES = {"language": ("", "zh_CN", "en"), "theme": ("", "light", "dark")}
ROW = 34


class SettingsModel(QAbstractTableModel):
    """Every setting there is; what is typed into a value is told, and stands there once it is kept."""

    wanted = Signal(str, str)
    """A name, and the value somebody wants, as text."""

    def __init__(self, phrases: Phrases, *, works: bool) -> None:
        super().__init__()
        self._phrases, self._works = phrases, works
        self._names = setting_names()
        self._values = asdict(Settings())
        self.refused = ""

    def show_settings(self, settings: Settings) -> None:
        """These are kept."""
        self._values = asdict(settings)
        self.tell()

    def tell(self) -> None:
        """Whatever is shown may have changed."""
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._names) - 1, len(HEADS) - 1))

    def name(self, row: int) -> str:
        """The name of the setting in a row."""
        return self._names[row]

    def place(self, name: str) -> int:
        """The row of a setting."""
        return self._names.index(name)

    def text(self, name: str) -> str:
        """A value as it is written."""
        value = self._values[name]
        return str(value).lower() if isinstance(value, bool) else str(value)

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """How many settings."""
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Its sentence, its value, its name."""
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        name, roles = self._names[index.row()], Qt.ItemDataRole
        told = self.text(name)
        if role == roles.EditRole and index.column() == VALUE:
            return told
        meaning = self._phrases.say(f"terminal.setting.{name}")
        cells = (meaning[:1].upper() + meaning[1:], shown(self._phrases, name, told), name)
        if role in (roles.DisplayRole, roles.AccessibleTextRole):
            return cells[index.column()]
        return plain_tip(cells[index.column()]) if role == roles.ToolTipRole else None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what is wanted."""
        name = self._names[index.row()]
        if role == Qt.ItemDataRole.EditRole and str(value) != self.text(name):
            self.wanted.emit(name, str(value))
            return True
        return False

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Values can be changed."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self._works and index.column() == VALUE else flags

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's title."""
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._phrases.say(f"terminal.column.{HEADS[section]}")
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class ValueDelegate(QStyledItemDelegate):
    """A choice where there are few values, else a line."""

    def __init__(self, phrases: Phrases, parent: QWidget) -> None:
        super().__init__(parent)
        self._phrases = phrases

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """A field for the value."""
        model = index.model()
        assert isinstance(model, SettingsModel)
        name = model.name(index.row())
        values = choices_of(name)
        editor: QWidget = QComboBox(parent) if values else QLineEdit(parent)
        editor.setAccessibleName(name)
        if isinstance(editor, QComboBox):
            for each in values:
                editor.addItem(shown(self._phrases, name, each), each)
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """What is kept now."""
        told = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(told)))
        elif isinstance(editor, QLineEdit):
            editor.setText(told)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """What is wanted."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)


class SettingsSection(Section):
    """The table, and below it where everything lies."""

    name = "settings"
    icon = "settings"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._wanted = ""
        self.model = SettingsModel(self.phrases, works=self.works)
        self.table = QTableView()
        self.told = Label("", "quiet", wrap=True, copies=True)
        self._build()
        self.model.wanted.connect(self._change)
        self.setFocusProxy(self.table)
        self.bridge.facts.connect(self._hear)

    def _build(self) -> None:
        table, triggers = self.table, QAbstractItemView.EditTrigger
        table.setModel(self.model)
        table.setItemDelegate(ValueDelegate(self.phrases, table))
        table.setAccessibleName(self.title)
        table.setObjectName("plain")
        table.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(ROW)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(1, 330)
        table.setColumnWidth(2, 200)
        table.setCurrentIndex(self.model.index(0, VALUE))
        self.told.setText(self.phrases.say("bureau.settings.hint" if self.works else "bureau.look-only"))
        box = down(self.bar(), gap=0)
        box.addWidget(frame("bar", down(self.told, margins=(16, 8, 16, 8))))
        box.addWidget(table, 1)
        box.addWidget(self._facts())
        self.setLayout(box)

    def _facts(self) -> QWidget:
        """Where everything lies, and which versions these are."""
        form, home = QFormLayout(), self.context.home
        form.setContentsMargins(16, 10, 16, 12)
        form.setHorizontalSpacing(16)
        self.sandbox, self.schema = ElidedLabel(""), Label("")
        rows = (("home", ElidedLabel(str(home.path), middle=True)),
                ("vault", ElidedLabel(str(home.vault(self.context.settings)), middle=True)),
                ("version", self.schema), ("sandbox", self.sandbox))  # fmt: skip
        for name, label in rows:
            label.setAccessibleName(self.phrases.say(f"bureau.settings.{name}"))
            form.addRow(Label(self.phrases.say(f"bureau.settings.{name}"), "quiet"), label)
        holder = QWidget()
        holder.setLayout(form)
        return frame("foot", down(holder))

    # -- what is shown --------------------------------------------------------------------------------

    def came_into_sight(self) -> None:
        """What is kept by now."""
        path = self.context.home.settings
        self.bridge.ask(Errand(lambda ask: read_settings(path)), self.model.show_settings, self._refused)
        self.bridge.ask(SeeSandbox(), self._take_sandbox, self.fail)
        self.bridge.ask(ShowStatus(), self._take_status, self.fail)

    def _take_sandbox(self, level: str) -> None:
        self.sandbox.setText(self.phrases.say(f"sandbox.{level}") if level else "—")

    def _take_status(self, status: DeskStatus) -> None:
        self.schema.setText(self.phrases.say("bureau.settings.versions", version=__version__, schema=status.schema))

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(each, SettingChanged) for each in facts):
            self.came_into_sight()

    # -- changing -------------------------------------------------------------------------------------

    @Slot(str, str)
    def _change(self, name: str, text: str) -> None:
        """Into the file first, as the terminal does it; then it is journalled."""
        path, self._wanted = self.context.home.settings, name
        self.bridge.ask(Errand(lambda ask: (name, change_setting(path, name, text))), self._changed, self._refused)

    def _changed(self, told: tuple[str, Settings]) -> None:
        name, settings = told
        self.model.show_settings(settings)
        self.bridge.do(ChangeSetting(name, self.model.text(name)), self._journalled, self._refused)

    def _journalled(self, facts: tuple[Fact, ...]) -> None:
        value = shown(self.phrases, self._wanted, self.model.text(self._wanted)) or "—"
        self.told.set_tone("good")
        self.told.setText(self.phrases.say("bureau.settings.kept", name=self._wanted, value=value))

    def _refused(self, error: DeskError) -> None:
        self.told.set_tone("bad")
        words = self.phrases.say(error.code, **error.facts)
        self.told.setText(f"{self._wanted}: {words} ({error.code})")
        if self._wanted:
            self.table.setCurrentIndex(self.model.index(self.model.place(self._wanted), VALUE))
            self.table.setFocus()


def choices_of(name: str) -> tuple[str, ...]:
    """The values a setting can have, where they are few."""
    if isinstance(getattr(Settings(), name), bool):
        return ("true", "false")
    return CHOICES.get(name, ())


def shown(phrases: Phrases, name: str, told: str) -> str:
    """A value as a person reads it."""
    if name in CHOICES:
        return phrases.say(f"window.{name}.{told}" if told else "window.theme.system")
    return phrases.say(f"bureau.value.{told}") if choices_of(name) else told
