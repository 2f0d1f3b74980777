"""The journal's witness, beside its entries: verify, the signed checkpoint, one entry to the letter.

In: the desk's journal head and findings. Out: what an outsider needs to check the journal himself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLayout, QPlainTextEdit

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.recording import HistoryRow
from recorder_desk.errors import DeskError
from recorder_desk.queries.archive import JournalFindings, JournalHead, ShowJournalHead
from ui import formats
from ui.window.journal_rows import body_text
from ui.window.page import Page
from ui.window.theme import mono_font
from ui.window.widgets.controls import Button, Sign, across, down, empty, frame, hairline
from ui.window.widgets.label import Label, repolish

MOST = 12


class Witness(QFrame):
    """Verifying goes on while other pages are looked at."""

    def __init__(self, page: Page) -> None:
        """Asks for the head when `ask` is called."""
        super().__init__()
        self.setObjectName("side")
        self._page, self._say = page, page.phrases.say
        self._note = ""
        self._question = 0
        theme = page.theme
        self._size, self._signed = Label("", "big"), Label("", "quiet", wrap=True)
        self._verify = Button(theme, self._say("window.journal.verify"), self.verify, icon="shield-check", primary=True)
        self._result = down(gap=4)
        self._card = frame("card", self._wrap(self._result))
        self._card.hide()
        self._anchor = _text(self._say("window.journal.anchor"), 84)
        self._anchor.setReadOnly(False)
        self._anchor.setPlaceholderText(self._say("window.journal.anchor"))
        self._anchor.hide()
        more = Button(theme, self._say("window.journal.compare"), self._compare, flat=True)
        self._checkpoint = _text(self._say("window.journal.checkpoint"), 128)
        copy = Button(theme, self._say("window.copy"), self.copy, icon="copy", flat=True)
        head = across(Label(self._say("window.journal.checkpoint"), "section"), 1, copy)
        self._entry_title = Label(self._say("window.journal.entry"), "section", wrap=True)
        self._entry = _text(self._say("window.journal.entry"), 0)
        box = down(
            self._size, self._signed, across(self._verify, 1), across(more, 1), self._anchor, self._card, hairline(),
            head, self._checkpoint, hairline(), self._entry_title, self._entry,
            gap=10, margins=(16, 14, 16, 14),
        )  # fmt: skip
        box.setStretch(box.count() - 1, 1)
        self.setLayout(box)
        self.setMinimumWidth(300)

    def _wrap(self, box: QLayout) -> QLayout:
        self._sign = Sign(self._page.theme, "shield-check", "good", 22)
        line = across(down(self._sign, 1), gap=10, margins=(12, 10, 12, 10))
        line.addLayout(box, 1)
        return line

    @Slot()
    def ask(self) -> None:
        """Ask for the newest checkpoint."""
        self._question = self._page.bridge.ask(ShowJournalHead(), self._take, instead=self._question)

    def _take(self, head: JournalHead) -> None:
        self._note = head.note
        self._size.setText(self._say("window.journal.size", count=f"{head.size:,}"))
        at = formats.local_time(head.at)
        self._signed.setText(self._say("window.journal.signed", at=at) if at else self._say("window.journal.unsigned"))
        if self._checkpoint.toPlainText() != head.note:
            self._checkpoint.setPlainText(head.note)

    # -- verifying -----------------------------------------------------------------------------------

    @Slot()
    def verify(self) -> None:
        """Verify the whole journal, also against a checkpoint kept elsewhere if one was pasted."""
        self._verify.setEnabled(False)
        self._verify.setText(self._say("window.journal.verifying"))
        anchor = self._anchor.toPlainText() if self._anchor.isVisible() else ""
        if anchor and not anchor.endswith("\n"):
            anchor += "\n"
        self._page.bridge.ask(JournalFindings(anchor), self._verified, self._unverified)

    def _verified(self, findings: Sequence[Finding]) -> None:
        self._ready()
        lines = [self._say("window.journal.whole")] if not findings else []
        if findings:
            lines.append(self._say("window.journal.broken", count=len(findings)))
        for finding in findings[:MOST]:
            lines.append(f"{finding.subject} · {self._say(finding.code, **finding.facts)} ({finding.code})")
        if len(findings) > MOST:
            lines.append(self._say("window.inspector.more", count=len(findings) - MOST))
        self._show_result(lines, "bad" if findings else "good")

    def _unverified(self, error: DeskError) -> None:
        self._ready()
        self._page.notice.emit(error)

    def _ready(self) -> None:
        self._verify.setEnabled(True)
        self._verify.setText(self._say("window.journal.verify"))

    def _show_result(self, lines: list[str], tone: str) -> None:
        empty(self._result)
        for number, line in enumerate(lines):
            self._result.addWidget(Label(line, "" if number == 0 else "small", "" if number else tone, wrap=True))
        self._sign.show_icon("shield-check" if tone == "good" else "shield-alert", tone)
        self._card.setProperty("tone", tone)
        self._card.setAccessibleName(" ".join(lines))
        repolish(self._card)
        self._card.show()

    @Slot()
    def _compare(self) -> None:
        self._anchor.setVisible(not self._anchor.isVisible())
        if self._anchor.isVisible():
            self._anchor.setFocus()

    @Slot()
    def copy(self) -> None:
        """Put the checkpoint into the clipboard, to be kept outside this machine."""
        QGuiApplication.clipboard().setText(self._note)
        self._page.say.emit(self._say("window.journal.copied"))

    def show_entry(self, row: HistoryRow | None) -> None:
        """Show one entry to the letter."""
        if row is None:
            self._entry.clear()
            return
        title = f"#{row.seq} · {row.fact} · {self._page.phrases.word(row.actor)} · {row.at}"
        self._entry_title.setText(title)
        text = body_text(row)
        if self._entry.toPlainText() != text:
            self._entry.setPlainText(text)


def _text(name: str, height: int) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setReadOnly(True)
    field.setFont(mono_font())
    field.setAccessibleName(name)
    field.setTabChangesFocus(True)
    if height:
        field.setFixedHeight(height)
    return field
