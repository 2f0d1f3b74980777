"""Where the chosen recordings may go. In: a recording, what the desk suggests for it. Out: a case, an item, a reason.

The suggestion in force gives the case; where nothing is suggested, the case chosen last by hand is kept. The items are
those of the case's own list, each with the key that picks it.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QListWidgetItem, QVBoxLayout

from recorder_desk.domain.case import CaseDetail, CaseRow
from recorder_desk.domain.suggesting import Suggested, Suggestion
from recorder_desk.queries.cases import Cases, ShowCase
from recorder_desk.queries.suggesting import SuggestionsFor
from ui.window.cases.item_choices import item_choices
from ui.window.inbox.keys import ITEM_KEYS
from ui.window.inbox.suggested import SHOWN, SuggestedCard
from ui.window.page import Page
from ui.window.widgets.chooser import Choice, Chooser
from ui.window.widgets.controls import down, empty
from ui.window.widgets.label import ElidedLabel, Label


class PlacePanel(QFrame):
    """Suggestions, the case in force, its record items."""

    picked = Signal(str, str, str)
    """Link what is chosen: to this case, under this item, for this reason."""
    left = Signal()
    """Nothing is typed here any more: the keyboard belongs to the list again."""

    def __init__(self, page: Page) -> None:
        """Empty until `show_recording`."""
        super().__init__()
        self.setObjectName("side")
        self._page, self._question = page, 0
        self._suggested: Suggested | None = None
        self._at = -1  # which suggestion is in force; -1: none
        self._row: CaseRow | None = None  # the case in force
        self._mine: CaseRow | None = None
        self._rows: dict[str, CaseRow] = {}
        self._typed, self._entered = False, False  # what was typed is not answered yet; Enter was pressed meanwhile
        say = page.phrases.say
        self.cards = QVBoxLayout()
        self.cards.setSpacing(6)
        self.case = ElidedLabel("", "head")
        self.cases = Chooser(page.theme, say("inbox.case"), say("inbox.case.hint"), narrows=False)
        self.items = Chooser(page.theme, say("inbox.item"), say("inbox.item.hint"))
        self.cases.hide()
        column = down(Label(say("inbox.suggested"), "section"), gap=8, margins=(16, 14, 16, 10))
        column.addLayout(self.cards)
        column.addSpacing(6)
        for part in (Label(say("inbox.case"), "section"), self.case, self.cases, Label(say("inbox.item"), "section")):
            column.addWidget(part)
        column.addWidget(self.items, 1)
        self.setLayout(column)
        self.setMinimumWidth(300)
        self.cases.typed.connect(self._ask_cases)
        self.cases.list.itemClicked.connect(self._case_clicked)
        self.items.list.itemDoubleClicked.connect(self._item_clicked)

    # -- what is suggested -----------------------------------------------------------------------

    def show_recording(self, recording: str) -> None:
        """Ask what is suggested for it; '' clears."""
        self._page.bridge.forget(self._question)
        self._suggested, self._at = None, -1
        self.cases.hide()
        if not recording:
            empty(self.cards)
            self._show_case(None)
            return
        self._question = self._page.bridge.ask(SuggestionsFor(recording), self._take, self._page.notice.emit)

    def _take(self, found: Suggested) -> None:
        self._suggested = found
        self._choose(0 if found.candidates else -1)

    def _choose(self, at: int) -> None:
        """Put a suggestion in force (-1: the case chosen last by hand)."""
        self._at = at
        self._fill_cards()
        told = self._told
        if told is None:
            self._show_case(self._mine)
        elif self._row is None or self._row.id != told.case:
            self._question = self._page.bridge.ask(ShowCase(told.case), self._take_case, self._page.notice.emit)
        else:
            self._show_case(self._row)

    @property
    def _told(self) -> Suggestion | None:
        found = self._suggested
        return found.candidates[self._at] if found is not None and self._at >= 0 else None

    def _fill_cards(self) -> None:
        empty(self.cards)
        found, page = self._suggested, self._page
        if found is None:
            return
        for number, each in enumerate(found.candidates[:SHOWN]):
            self.cards.addWidget(SuggestedCard(page, each, on=number == self._at, sure=found.sure and not number))
        words = page.phrases.say(found.why_not) if found.why_not else page.phrases.say("suggest.sure")
        self.cards.addWidget(Label(words, "quiet", wrap=True))
        for miss in found.misses:
            self.cards.addWidget(Label("· " + page.phrases.say(miss.code, **miss.facts), "quiet", wrap=True))

    def other(self) -> None:
        """Put the next suggestion in force, after the last the first again."""
        if self._suggested is not None and (count := len(self._suggested.candidates[:SHOWN])):
            self._choose((self._at + 1) % count)

    # -- the case --------------------------------------------------------------------------------

    def _take_case(self, detail: CaseDetail) -> None:
        if self._told is not None and detail.row.id == self._told.case:
            self._show_case(detail.row)

    def _show_case(self, row: CaseRow | None) -> None:
        self._row = row
        phrases = self._page.phrases
        words = "  ".join(filter(None, (row.number, row.title))) if row else phrases.say("inbox.no-case")
        self.case.setText(words)
        items = self._page.bridge.session.items_of(row) if row else self._page.context.items
        keyed = [
            replace(each, title=f"{ITEM_KEYS[at] if at < len(ITEM_KEYS) else '·'}   {each.title}")
            for at, each in enumerate(item_choices(items, phrases))
        ]
        self.items.set_choices(keyed, self._told.item if self._told else "")

    def find_case(self) -> None:
        """Let a case be typed."""
        self.cases.show()
        self.cases.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.cases.field.selectAll()
        self._ask_cases(self.cases.field.text())

    @Slot(str)
    def _ask_cases(self, words: str) -> None:
        self._typed, self._entered = True, False
        wish = Cases(words.strip(), "open", limit=50)
        self._question = self._page.bridge.ask(wish, self._take_cases, self._page.notice.emit, self._question)

    def _take_cases(self, rows: tuple[CaseRow, ...]) -> None:
        self._rows = {row.id: row for row in rows}
        choices = [Choice(row.id, row.number, " · ".join(filter(None, (row.title, row.party)))) for row in rows]
        self.cases.set_choices(choices, rows[0].id if rows else "")
        self._typed = False
        if self._entered:
            self._use_case()

    @Slot(QListWidgetItem)
    def _case_clicked(self, item: QListWidgetItem) -> None:
        self._use_case()

    def _use_case(self) -> None:
        self._entered = self._typed
        row = self._rows.get(self.cases.key)
        if row is None or self._typed:
            return  # never a case that fitted other words
        self._mine, self._at = row, -1
        self.cases.hide()
        self._fill_cards()
        self._show_case(row)
        self.left.emit()

    # -- the item --------------------------------------------------------------------------------

    def find_item(self) -> None:
        """Let an item be typed."""
        self.items.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.items.field.selectAll()

    @Slot(QListWidgetItem)
    def _item_clicked(self, item: QListWidgetItem) -> None:
        self._give(self.items.key)

    def pick(self, at: int) -> None:
        """Pick the item at this place of the case's list."""
        items = (self._page.bridge.session.items_of(self._row) if self._row else self._page.context.items).items
        if 0 <= at < len(items):
            self._give(items[at].code)

    def enter(self) -> None:
        """Enter: use the case that is typed, take the item that is typed, or accept what is suggested."""
        if self.cases.field.hasFocus():
            self._use_case()
        elif self.items.field.hasFocus():
            if self.items.key:
                self._give(self.items.key)
                self.leave()
        else:
            self.accept()

    def leave(self) -> None:
        """Escape: nothing is typed here any more."""
        self.cases.hide()
        self.items.field.clear()
        self.left.emit()

    def accept(self) -> None:
        """What is suggested, under the item it names."""
        told = self._told
        if told is not None and told.item and self._row is not None and self._row.id == told.case:
            say = self._page.phrases.say
            why = "; ".join(say(each.code, **each.facts) for each in told.reasons)
            self.picked.emit(told.case, told.item, say("window.suggest.reason", why=why))
        else:
            self._say("inbox.choose-item" if self._row else "inbox.choose-case")

    def _give(self, item: str) -> None:
        if self._row is None:
            self._say("inbox.choose-case")
        else:
            self.picked.emit(self._row.id, item, "")

    def _say(self, code: str) -> None:
        self._page.say.emit(self._page.phrases.say(code))
