"""Marks in the player: the acts on them, between the panel, the timeline and the film. In: acts. Out: marks, seeks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from recorder_desk.domain.recording import LinkRow
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.cases.words import item_title
from ui.window.page import WindowContext
from ui.window.player.deck import Deck
from ui.window.player.mark_form import Place
from ui.window.player.mark_panel import MarkPanel
from ui.window.player.marking import Marking
from ui.window.theme import Theme

_SHOWN = "player.marks"
ACTS = frozenset({"mark", "marks", "mark_before", "mark_after"})


class MarkSide(QObject):
    """Holds the marks of the recording on a deck, and the panel that lists them."""

    left = Signal()
    """The keyboard is the player's again."""

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._phrases, self._context = phrases, context
        self._deck: Deck | None = None
        self._links: Sequence[LinkRow] = ()
        self.marking = Marking(bridge, phrases, self)
        self.panel = MarkPanel(self.marking, bridge, phrases, theme)
        self.panel.allow(context.mode == "work")
        self.panel.hide()
        self.marking.changed.connect(self._show_flags)
        self.panel.go.connect(self._go)
        self.panel.closed.connect(self._close)
        self.panel.left.connect(self.left)

    def follow(self, recording: str, deck: Deck, links: Sequence[LinkRow]) -> None:
        """The marks of what was put on the deck."""
        self._deck = deck
        self.show_links(links)
        self.panel.length_ms = deck.reel.length_ms
        self.panel.setVisible(bool(self._context.memory.number(_SHOWN)))
        self.marking.follow(recording)

    def show_links(self, links: Sequence[LinkRow]) -> None:
        """The ranges that are linked, as they are now: a mark takes its record item from the one it lies in."""
        self._links = [each for each in links if not each.unlinked_at]

    def leave(self) -> None:
        """Nothing is on the deck any more."""
        self._deck = None
        self.panel.forget()
        self.panel.hide()
        self.marking.follow("")

    def act(self, name: str) -> bool:
        """Do what a key or a button asks; False when it is none of these."""
        if name not in ACTS or self._deck is None:
            return False
        if name == "mark":
            self._mark(self._deck)
        elif name == "marks":
            self._show_panel(self.panel.isHidden())
        else:
            row = self.marking.beside(self._deck.position_ms, 1 if name == "mark_after" else -1)
            if row is not None:
                self._go(row.fields.at_ms)
        return True

    def _mark(self, deck: Deck) -> None:
        if self._context.mode != "work":
            return
        since, until = deck.shown_range
        at = since if until > since else deck.position_ms
        self._show_panel(True)
        self.panel.mark(Place(at, until if until > since else 0, self._item_at(at)), self._items())

    def _items(self) -> list[tuple[str, str]]:
        found = {}
        for link in self._links:
            item = self._context.lists.item(link.item)
            found[link.item] = item_title(item, self._phrases) if item else link.item
        return [(code, name) for code, name in found.items() if code]

    def _item_at(self, at_ms: int) -> str:
        """The record item of the one link this place lies in; '' where there are none or several."""
        here = {
            each.item for each in self._links if each.from_ms <= at_ms and (not each.until_ms or at_ms <= each.until_ms)
        }
        return here.pop() if len(here) == 1 else ""

    def _show_panel(self, shown: bool) -> None:
        self.panel.setVisible(shown)
        self._context.memory.keep(_SHOWN, int(shown))
        if not shown:
            self.left.emit()

    @Slot()
    def _close(self) -> None:
        self._show_panel(False)

    @Slot()
    def _show_flags(self) -> None:
        if self._deck is not None:
            self._deck.timeline.set_flags(self.marking.flags())

    @Slot(int)
    def _go(self, at_ms: int) -> None:
        if self._deck is not None and self._deck.drive is not None:
            self._deck.drive.seek(at_ms)
