"""Working days: which years are known, their days, and when a limit ends. In: notices as JSON. Out: SetCalendarYear.

A year without a notice counts its weekends alone: what ends in it is provisional (暂估), and is told so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from recorder_desk.commands.calendars import SetCalendarYear
from recorder_desk.domain.calendars import CalendarDay, CalendarYear, WorkCalendar, read_year
from recorder_desk.domain.deadlines import UNITS, due, read_limit, read_start
from recorder_desk.domain.encodings import read_text
from recorder_desk.domain.facts import CalendarYearSet, Fact
from recorder_desk.errors import DeskError
from recorder_desk.queries.calendars import CalendarYears
from ui.errands import Errand
from ui.sheets import bytes_of
from ui.window.bureau.section import Section
from ui.window.page import Page
from ui.window.widgets.controls import across, down, frame
from ui.window.widgets.dropdowns import DropDown
from ui.window.widgets.label import Label
from ui.window.widgets.plain_rows import PlainTable
from ui.window.widgets.wiring import splitter


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year, and its notice, where there is one."""

    year: int
    known: CalendarYear | None


def years_around(known: Sequence[CalendarYear], today: date) -> list[YearRow]:
    """From the first known year to the one after this, newest first: those between may be unknown."""
    by_year = {each.year: each for each in known}
    last = max([today.year + 1, *by_year])
    first = min([today.year, *by_year])
    return [YearRow(year, by_year.get(year)) for year in range(last, first - 1, -1)]


class CalendarSection(Section):
    """Years at the left, the days of one at the right, the reckoner below."""

    name = "calendar"
    icon = "calendar-days"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._calendar = WorkCalendar(())
        self._wanted = date.today().year
        say = self.phrases.say
        heads = [say(f"terminal.column.{each}") for each in ("year", "state", "off", "made-up", "source")]
        self.years = PlainTable(heads, self._year_cells, (64, 190, 80, 80, 0), say("bureau.calendar.years"))
        heads = [say(f"terminal.column.{each}") for each in ("day", "state", "name")]
        self.days = PlainTable(heads, self._day_cells, (150, 90, 0), say("bureau.calendar.days"))
        self.years.selectionModel().currentRowChanged.connect(self._show_days)
        self.none = Label("", "quiet", wrap=True)
        self._build()
        self.setFocusProxy(self.years)
        self.bridge.facts.connect(self._hear)

    def _build(self) -> None:
        self.import_button = self.button("bureau.calendar.import", self.take_in, icon="download", primary=True)
        right = QWidget()
        self.none.setContentsMargins(16, 12, 16, 12)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside = down(self.none, self.days, gap=0)
        inside.setStretch(0, 1)
        inside.setStretch(1, 1)
        right.setLayout(inside)
        parts = splitter((self.years, right), 0, self.context.memory, "bureau-calendar", [620, 400])
        box = down(self.bar(self.import_button), gap=0)
        if not self.works:
            told = Label(self.phrases.say("bureau.look-only"), "quiet", wrap=True)
            told.setContentsMargins(16, 8, 16, 8)
            box.addWidget(told)
        box.addWidget(parts, 1)
        box.addWidget(self._reckoner())
        self.setLayout(box)

    def _reckoner(self) -> QWidget:
        """When a limit ends."""
        say, theme = self.phrases.say, self.theme
        self.start, self.number, self.unit = QLineEdit(date.today().isoformat()), QLineEdit("7"), DropDown(theme)
        self.number.setMaximumWidth(72)
        for short, unit in UNITS.items():
            self.unit.addItem(say(f"bureau.unit.{unit}"), short)
        self.unit.setCurrentIndex(self.unit.findData("wd"))
        self.due, self.sure = Label("", "head", copies=True), Label("", "quiet")
        fields = (("start", self.start), ("number", self.number), ("unit", self.unit))
        row = across(Label(say("bureau.calendar.reckon"), "section"), gap=8, margins=(16, 10, 16, 12))
        for name, field in fields:
            words = say(f"bureau.calendar.{name}")
            field.setAccessibleName(words)
            label = Label(words, "quiet")
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field)
        self.start.setMaximumWidth(170)
        row.addSpacing(8)
        row.addWidget(self.due)
        row.addWidget(self.sure)
        row.addStretch(1)
        self.start.textChanged.connect(self._reckon)
        self.number.textChanged.connect(self._reckon)
        self.unit.currentIndexChanged.connect(self._reckon)
        return frame("foot", row)

    # -- what is shown --------------------------------------------------------------------------------

    def came_into_sight(self) -> None:
        """The years there are by now."""
        self.bridge.ask(CalendarYears(), self._take, self.fail)

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(each, CalendarYearSet) for each in facts):
            self.came_into_sight()

    def _take(self, years: tuple[CalendarYear, ...]) -> None:
        self._calendar = WorkCalendar(years)
        self.years.rows.show_rows(years_around(years, date.today()))
        self.count.setText(self.phrases.say("bureau.calendar.count", count=len(years)))
        self.show_year(self._wanted)
        self._reckon()

    def show_year(self, year: int) -> None:
        """The days of a year."""
        rows = self.years.rows
        at = next((n for n in range(rows.rowCount()) if rows.row(n).year == year), 0)
        self.years.setCurrentIndex(rows.index(at, 0))
        self._show_days()

    def _year_cells(self, row: YearRow) -> Sequence[object]:
        if row.known is None:
            return row.year, self.phrases.say("bureau.calendar.provisional"), "", "", ""
        days, word = row.known.days, self.phrases.word
        return (row.year, word("calendar-shipped" if row.known.shipped else "calendar-entered"),
                sum(day.off for day in days), sum(not day.off for day in days), row.known.source)  # fmt: skip

    @Slot()
    def _show_days(self) -> None:
        row = self.years.rows.row(self.years.currentIndex().row())
        known = row.known if isinstance(row, YearRow) else None
        self.days.rows.show_rows(known.days if known is not None else ())
        self.days.setVisible(known is not None)
        self.none.setVisible(known is None)
        if isinstance(row, YearRow):
            self._wanted = row.year
            self.none.setText(self.phrases.say("bureau.calendar.unknown", year=row.year))

    def _day_cells(self, day: CalendarDay) -> Sequence[object]:
        at = QDate.fromString(day.date, Qt.DateFormat.ISODate)
        weekday = self.phrases.say(f"bureau.weekday.{at.dayOfWeek()}")
        return f"{day.date} {weekday}", self.phrases.word("day-off" if day.off else "day-worked"), day.name

    @Slot()
    def _reckon(self) -> None:
        """As soon as something is typed."""
        try:
            limit = read_limit(f"{self.number.text().strip()}{self.unit.currentData()}")
            found = due(read_start(self.start.text()), limit, self._calendar)
        except DeskError as error:
            self.due.setText("")
            self.sure.setText(self.phrases.say(error.code, **error.facts))
            self.sure.set_tone("bad")
            return
        self.due.setText(self.phrases.say("bureau.calendar.due", due=found.due.replace("T", " ")))
        code = "bureau.calendar.provisional-due" if found.provisional else "bureau.calendar.sure"
        self.sure.setText(self.phrases.say(code))
        self.sure.set_tone("care" if found.provisional else "")

    # -- a notice -------------------------------------------------------------------------------------

    def take_in(self) -> None:
        """A year's notice from a file."""
        if self.works and (path := self.ask_table("bureau.calendar.import-title")):
            errand = Errand(lambda ask: read_year(read_text(bytes_of(Path(path))).text))
            self.bridge.ask(errand, self._read, self.fail)

    def _read(self, year: CalendarYear) -> None:
        self._wanted = year.year
        self.bridge.do(SetCalendarYear(year.year, year.source, year.days), self._set, self.fail)

    def _set(self, facts: tuple[Fact, ...]) -> None:
        self.say("terminal.calendar.set" if facts else "terminal.calendar.same", year=self._wanted)
        self.came_into_sight()
