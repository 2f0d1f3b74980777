"""The searches a person keeps, above the facets. In: what the list is narrowed to. Out: a search that is wanted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from recorder_desk.commands.searches import ForgetSearch, SaveSearch
from recorder_desk.domain import facts as f
from recorder_desk.domain.saved_search import SavedSearch
from recorder_desk.errors import DeskError
from recorder_desk.queries.recordings import Filter
from recorder_desk.queries.searches import SavedSearches
from ui.window.page import Page
from ui.window.widgets.controls import Button, IconButton, across, down, empty
from ui.window.widgets.label import Label, plain_tip


class SavedPart(QWidget):
    """A name a line; the plus keeps what is searched for now, the cross of a line forgets it."""

    wanted = Signal(object)
    """Show what this `Filter` asks for."""

    def __init__(self, page: Page) -> None:
        """Asks at once, and whenever somebody keeps or forgets one."""
        super().__init__()
        self._page, self._which = page, Filter()
        self.kept: tuple[SavedSearch, ...] = ()
        say = page.phrases.say
        self.add = IconButton(page.theme, "bookmark-plus", say("casework.search.keep"), self.ask_name)
        self.field, self.error = QLineEdit(), Label("", "small", "bad", wrap=True)
        self.field.setPlaceholderText(say("casework.search.name"))
        self.field.setAccessibleName(say("casework.search.name"))
        self.field.returnPressed.connect(self._save)
        self.field.hide()
        self.error.hide()
        self._lines = down(gap=0)
        head = across(Label(say("casework.search.kept"), "section"), 1, self.add)
        self.setLayout(down(head, self.field, self.error, self._lines, gap=4, margins=(16, 10, 8, 4)))
        page.bridge.facts.connect(self._hear)
        self._ask()

    def show_filter(self, which: Filter) -> None:
        """What the list is narrowed to now."""
        self._which = which
        self.add.setEnabled(which != Filter() and self._page.context.mode == "work")

    def _ask(self) -> None:
        self._page.bridge.ask(SavedSearches(self._page.bridge.session.actor.name), self._show)

    def _show(self, kept: tuple[SavedSearch, ...]) -> None:
        self.kept = kept
        empty(self._lines)
        say = self._page.phrases.say
        for each in kept:
            button = Button(self._page.theme, each.name, partial(self._want, each), flat=True)
            told = " ".join([each.words, *(f"{name}:{value}" for name, value in each.facets)]).strip()
            button.setToolTip(plain_tip(told))
            button.setStyleSheet("text-align: left")
            gone = IconButton(
                self._page.theme,
                "x",
                say("casework.search.forget", name=each.name),
                partial(self._forget, each),
                size=14,
            )
            line = QWidget()
            row = across(gap=0)
            row.addWidget(button, 1)
            row.addWidget(gone)
            line.setLayout(row)
            self._lines.addWidget(line)

    def _want(self, kept: SavedSearch) -> None:
        self.wanted.emit(Filter(words=kept.words, **dict(kept.facets)))

    def _forget(self, kept: SavedSearch) -> None:
        self._page.bridge.do(ForgetSearch(kept.name), None, self._fail)

    @Slot()
    def ask_name(self) -> None:
        """Under which name what is searched for now is kept."""
        self.error.hide()
        self.field.setText(self._which.words)
        self.field.show()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _save(self) -> None:
        which = self._which
        facets = tuple((name, getattr(which, name)) for name in Filter.__slots__ if name != "words")
        self._page.bridge.do(SaveSearch(self.field.text(), which.words, facets), self._saved, self._fail)

    def _saved(self, facts: tuple[f.Fact, ...]) -> None:
        self.error.hide()
        self.field.hide()
        self._page.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc keeps nothing."""
        if event.key() == Qt.Key.Key_Escape and self.field.isVisible():
            self._saved(())
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _hear(self, facts: tuple[f.Fact, ...]) -> None:
        if any(isinstance(fact, f.SearchSaved | f.SearchForgotten) for fact in facts):
            self._ask()

    def _fail(self, error: DeskError) -> None:
        self.error.setText(f"{self._page.phrases.say(error.code, **error.facts)} ({error.code})")
        self.error.show()
