"""Review: the list of reviews, what is to be put right, what many reviews tell; and one review whole.

In: facts about reviews. Out: wishes to play, to open a case. The tab and the words searched for are remembered.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget

from recorder_desk.domain import facts as f
from recorder_desk.domain.review import Rectification, ReviewRow
from recorder_desk.domain.review_statistics import Statistics
from recorder_desk.queries.review import Rectifications, Reviews, ReviewStatistics
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.delegates import TextDelegate
from ui.window.page import Page, WindowContext
from ui.window.review.begin_dialog import BeginDialog
from ui.window.review.review_rows import fix_columns, fix_icon, review_columns, review_icon
from ui.window.review.review_view import ReviewView
from ui.window.review.statistics_panel import StatisticsPanel
from ui.window.rows_model import Feed, RowsModel
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down, frame
from ui.window.widgets.empty import EmptyState
from ui.window.widgets.label import Label
from ui.window.widgets.search_field import SearchField
from ui.window.widgets.tables import RowsTable, choose_row
from ui.window.widgets.wiring import keys

CONCERNS: tuple[type[f.Fact], ...] = (
    f.ReviewBegun, f.CriterionScored, f.ReviewFinished, f.ReviewReopened, f.RectificationAdded, f.RectificationAmended,
    f.RectificationClosed, f.RectificationWithdrawn, f.CatalogueRebuilt, f.CaseAmended,
)  # fmt: skip
TABS = ("reviews", "due", "statistics")
ROW_HEIGHT = 40


class ReviewPage(Page):
    """Ctrl+N begins a review; Enter opens one, Esc goes back to the list."""

    name = "review"
    icon = "clipboard-check"
    title_code = "window.review.title"

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        super().__init__(bridge, phrases, theme, context)
        self._tab, self._question, self._reviews = 0, 0, 0
        self.tabs = QButtonGroup(self)
        self.words = SearchField(theme, phrases.say("window.review.search"))
        self.rows = RowsModel(bridge, review_columns(phrases), self)
        self.table = RowsTable(self.rows, context.memory, "review-list", ROW_HEIGHT)
        self.fixes = RowsModel(bridge, fix_columns(phrases), self)
        self.due = RowsTable(self.fixes, context.memory, "review-due", ROW_HEIGHT)
        self.statistics = StatisticsPanel(phrases, theme)
        self.view = ReviewView(bridge, phrases, theme, context)
        self.blank = EmptyState(theme, self.icon)
        self.middle, self.whole = QStackedWidget(), QStackedWidget()
        self.setFocusProxy(self.table)
        self._lay_out()
        self._wire()
        self._ask()
        self.fixes.show(Feed(CONCERNS, Rectifications(date.today().isoformat()), None, _id))
        last = context.memory.text("review/tab", TABS[0])
        self.choose_tab(TABS.index(last) if last in TABS else 0)

    def _lay_out(self) -> None:
        say, theme = self.phrases.say, self.theme
        self.new_button = Button(theme, say("window.review.new"), self.new_review, icon="plus", primary=True)
        self.new_button.setEnabled(self.context.mode == "work")
        for table, icon_of, words in ((self.table, review_icon, "reviews"), (self.due, fix_icon, "due")):
            table.setItemDelegate(TextDelegate(theme, table, ROW_HEIGHT, icon_of))
            table.setAccessibleName(say(f"window.review.tab.{words}"))
        top = across(
            Label(say(self.title_code), "head"), _segments(self.tabs, self.phrases), 1, gap=12, margins=(16, 10, 12, 10)
        )
        top.addWidget(self.words, 8)
        top.addWidget(self.new_button)
        for part in (self.blank, self.table, self.due, self.statistics):
            self.middle.addWidget(part)
        overview = QWidget()
        overview.setLayout(down(frame("bar", top), self.middle, gap=0))
        self.whole.addWidget(overview)
        self.whole.addWidget(self.view)
        self.setLayout(down(self.whole, gap=0))

    def _wire(self) -> None:
        self.words.searched.connect(self._ask)
        self.words.left_down.connect(self.table.enter)
        self.tabs.idClicked.connect(self.choose_tab)
        self.table.opened.connect(self._open_row)
        self.due.opened.connect(self._open_fix)
        self.statistics.opened.connect(self.show_item)
        self.rows.filled.connect(self._filled)
        self.fixes.filled.connect(self._filled_fixes)
        self.view.play.connect(self.open_recording)
        self.view.open_case.connect(self.open_case)
        self.view.failed.connect(self.notice)
        self.view.said.connect(self.say)
        self.view.back.connect(self.leave_review)
        self.bridge.facts.connect(self._hear)
        keys(self, {"Ctrl+N": self.new_review, "Ctrl+F": self.words.setFocus})

    # -- what the window may say -----------------------------------------------------------------

    def show_item(self, item: str) -> None:
        """Show a review by its id."""
        self.view.show_review(item)
        self.whole.setCurrentWidget(self.view)
        self.setFocusProxy(self.view.list)
        self.view.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self, words: str) -> None:
        """Put words into the search field."""
        self.leave_review()
        self.choose_tab(0)
        self.words.setText(words)
        self.words.setFocus()
        self._ask()

    def came_into_sight(self) -> None:
        """Ask anew."""
        self.rows.refresh()
        self.fixes.refresh()
        self.view.refresh()
        self._count()

    @Slot()
    def leave_review(self) -> None:
        """Back to the lists."""
        self.view.leave()
        self.whole.setCurrentIndex(0)
        self._show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the lists -------------------------------------------------------------------------------

    @Slot()
    def _ask(self) -> None:
        self.rows.show(Feed(CONCERNS, Reviews(words=self.words.text().strip()), None, _id))

    @Slot(int)
    def choose_tab(self, number: int) -> None:
        """Reviews, due, statistics."""
        self._tab = number
        self.tabs.button(number).setChecked(True)
        self.context.memory.keep("review/tab", TABS[number])
        self.words.setVisible(number == 0)
        self._count()
        self._show()

    @Slot(int)
    def _filled(self, count: int) -> None:
        if count and not self.table.chosen_places():
            choose_row(self.table, 0)
        self._show()

    @Slot(int)
    def _filled_fixes(self, count: int) -> None:
        if count and not self.due.chosen_places():
            choose_row(self.due, 0)
        self.tabs.button(1).setText(self._titled("due", count))
        self._show()

    def _titled(self, name: str, count: int) -> str:
        title = self.phrases.say(f"window.review.tab.{name}")
        return f"{title} ({count})" if count else title

    def _count(self) -> None:
        if self._tab == TABS.index("statistics"):
            self._question = self.bridge.ask(ReviewStatistics(), self._counted, None, self._question)

    def _counted(self, told: Statistics) -> None:
        self._reviews = told.reviews
        self.statistics.show_statistics(told)
        self._show()

    def _show(self) -> None:
        """The list that is chosen, or what it says while it is empty."""
        counts = (self.rows.rowCount(), self.fixes.rowCount(), self._reviews)
        if counts[self._tab]:
            self.middle.setCurrentIndex(self._tab + 1)
            self._take_keyboard(self.due if self._tab == 1 else self.table if self._tab == 0 else self.statistics)
            return
        narrowed = self._tab == 0 and bool(self.words.text().strip())
        kind = "none-found" if narrowed else TABS[self._tab]
        say = self.phrases.say
        begin = self._tab == 0 and not narrowed and self.context.mode == "work"
        self.blank.tell(
            say(f"window.review.empty.{kind}"), say(f"window.review.empty.{kind}.text"),
            say("window.review.new") if begin else "", self.new_review,
        )  # fmt: skip
        self.middle.setCurrentWidget(self.blank)
        self._take_keyboard(self.new_button)

    def _take_keyboard(self, part: QWidget) -> None:
        """Where the keyboard is when the page has it: never on what is hidden."""
        if self.whole.currentIndex():
            return
        held = self.focusProxy()
        lost = held is not None and held is not part and (held.hasFocus() or not held.isVisible())
        self.setFocusProxy(part)
        if lost and self.isVisible() and not self.words.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _open_row(self, row: ReviewRow) -> None:
        self.show_item(row.id)

    @Slot(object)
    def _open_fix(self, fix: Rectification) -> None:
        self.show_item(fix.review)
        self.view.tabs.setCurrentIndex(1)
        self.view.fixes.choose(fix.id)

    @Slot()
    def new_review(self) -> None:
        """Ask which case."""
        if self.context.mode == "work":
            dialog = BeginDialog(self.bridge, self.phrases, self.theme, self.context, self)
            dialog.begun.connect(self.show_item)
            dialog.open()

    @Slot(object)
    def _hear(self, facts: tuple[f.Fact, ...]) -> None:
        if self.isVisible() and any(isinstance(fact, CONCERNS) for fact in facts):
            self._count()


def _id(row: ReviewRow | Rectification) -> str:
    return row.id


def _segments(tabs: QButtonGroup, phrases: Phrases) -> QWidget:
    """A button for each tab, beside each other."""
    line = across(gap=4)
    for number, name in enumerate(TABS):
        button = QPushButton(phrases.say(f"window.review.tab.{name}"))
        button.setProperty("flat", "true")
        button.setCheckable(True)
        button.setObjectName("segment")
        button.setMinimumWidth(button.sizeHint().width() + 10)  # the chosen one is bold
        tabs.addButton(button, number)
        line.addWidget(button)
    holder = QWidget()
    holder.setLayout(line)
    return holder
