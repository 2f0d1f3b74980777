"""One place of a recording in a case, in the inspector. In: a link. Out: open the case, or unlink.

Taking a recording out of a case is asked about in place, with a reason; it leaves a trace.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from recorder_desk.domain.recording import LinkRow
from ui import formats
from ui.link_words import why_linked
from ui.phrases import Phrases
from ui.window.recording_words import link_range
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import ElidedLabel, Label


class LinkCard(QFrame):
    """A link that holds, or the trace of one that does not any more."""

    open_case = Signal(str)
    unlink = Signal(object, str)
    """The LinkRow and the reason given."""

    def __init__(self, theme: Theme, phrases: Phrases, link: LinkRow, item: str) -> None:
        """`item` is the record item's name."""
        super().__init__()
        self.setObjectName("card")
        self._link, self._phrases = link, phrases
        number = Button(theme, link.case_number, self._open, flat=True)
        number.setAccessibleName(phrases.say("window.link.open", number=link.case_number))
        box = down(gap=2, margins=(6, 6, 8, 8))
        top = across(number, 1)
        box.addLayout(top)
        lines = [f"{link.item}  {item}", link_range(link, phrases), why_linked(link, phrases)]
        if link.archival_code:
            lines.append(phrases.say("window.link.code", code=link.archival_code))
        if link.unlinked_at:
            at = formats.local_time(link.unlinked_at)
            lines.append(
                phrases.say("window.link.gone", at=at, who=link.unlinked_by, why=link.unlink_reason).rstrip(" ·")
            )
        for text in filter(None, lines):
            label = Label(text, "quiet" if link.unlinked_at else "small", wrap=True)
            label.setContentsMargins(7, 0, 0, 0)
            box.addWidget(label)
        if not link.unlinked_at and not link.archival_code:
            self._away = Button(theme, phrases.say("window.link.unlink"), self._ask, flat=True)
            top.addWidget(self._away)
            box.addWidget(self._question(theme))
        self.setLayout(box)

    def _question(self, theme: Theme) -> QWidget:
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(self._phrases.say("window.link.unlink-reason"))
        self._reason.setAccessibleName(self._phrases.say("window.link.unlink-reason"))
        self._reason.returnPressed.connect(self._confirm)
        self._asks = QWidget()
        keep = Button(theme, self._phrases.say("window.cancel"), self._drop, flat=True)
        confirm = Button(theme, self._phrases.say("window.link.unlink"), self._confirm)
        hint = Label(self._phrases.say("window.link.unlink-hint"), "quiet", wrap=True)
        self._asks.setLayout(down(hint, self._reason, across(1, keep, confirm), gap=6, margins=(6, 4, 0, 0)))
        self._asks.hide()
        return self._asks

    @Slot()
    def _open(self) -> None:
        self.open_case.emit(self._link.case_id)

    @Slot()
    def _ask(self) -> None:
        self._asks.show()
        self._away.hide()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _drop(self) -> None:
        self._asks.hide()
        self._away.show()

    @Slot()
    def _confirm(self) -> None:
        self.unlink.emit(self._link, self._reason.text().strip())


def labelled(rows: list[tuple[str, str]], phrases: Phrases) -> QWidget:
    """Labels and what they say, two columns."""
    holder = QWidget()
    box = down(gap=7)
    for label, text in rows:
        left = Label(label, "quiet")
        left.setFixedWidth(76 if phrases.language.startswith("zh") else 84)
        left.setAlignment(Qt.AlignmentFlag.AlignTop)
        right = Label(text, wrap=True, copies=True) if len(text) < 48 else ElidedLabel(text, middle=True)
        right.setAccessibleName(f"{label}: {text}")
        line = across(left, gap=8)
        line.addWidget(right, 1)
        box.addLayout(line)
    holder.setLayout(box)
    return holder
