"""The bar over the player: back, what is shown, from what, and the way into a case."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout

from recorder_desk.domain.recording import RecordingDetail
from ui.formats import clock, local_time, size
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.controls import IconButton
from ui.window.widgets.label import ElidedLabel, Label, plain_tip


class Head(QFrame):
    """Says which recording it is and whether the original or a proxy is shown."""

    back = Signal()
    link_wanted = Signal()
    together_wanted = Signal(str)
    """What ran while this recording (id) did is to be seen beside it."""

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._phrases, self._theme, self._ranged = phrases, theme, ""
        self._back = QToolButton()
        self._back.setIconSize(QSize(20, 20))
        self._back.setToolTip(plain_tip(phrases.say("player.back")))
        self._back.setAccessibleName(phrases.say("player.back"))
        self.name, self.about = ElidedLabel("", "head", middle=True), ElidedLabel("", "quiet")
        self.source = Label("", "small")
        self.source.setAccessibleName(phrases.say("player.source"))
        self.link = QPushButton(phrases.say("player.link"))
        self.link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.together = IconButton(theme, "layout-grid", phrases.say("player.act.together"), self.ask_together)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.name)
        names.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self._back)
        row.addLayout(names, 1)
        row.addWidget(self.source)
        row.addSpacing(8)
        row.addWidget(self.together)
        row.addWidget(self.link)
        self._back.clicked.connect(self.back)
        self.link.clicked.connect(self.link_wanted)
        theme.changed.connect(self._tint)
        self._tint()

    def show_detail(self, detail: RecordingDetail | None, refusal: str) -> None:
        """What is known of it; `refusal` says why it cannot be linked ('' where it can)."""
        self._ranged = ""
        if detail is None:
            for label in (self.name, self.about, self.source):
                label.setText("")
            self.link.hide()
            self.together.hide()
            return
        row, say = detail.row, self._phrases.say
        self.name.setText(row.name)
        parts = [local_time(row.recorded_at) and say("player.recorded", time=local_time(row.recorded_at))]
        parts += [clock(row.duration_ms) if row.duration_ms else "", size(row.bytes)]
        parts += [f"{row.case_number} · {row.item}" if row.case_number else ""]
        self.about.setText(" · ".join(part for part in parts if part))
        role = detail.play_role
        self.source.setText(say(f"player.source.{role}") if role != "none" else "")
        self.source.setToolTip(plain_tip(say(f"player.source.{role}.tip") if role != "none" else ""))
        ranged = row.kind in ("video", "audio") and role != "none"
        self.link.setText(say("player.link" if ranged else "player.link.whole"))
        self.link.setVisible(True)
        self._ranged = row.id if ranged else ""
        self.together.setVisible(ranged)
        self.link.setEnabled(not refusal)
        self.link.setToolTip(plain_tip(refusal or say("player.link.tip")))

    @Slot()
    def ask_together(self) -> None:
        """Where there is something to see or to hear over time."""
        if self._ranged:
            self.together_wanted.emit(self._ranged)

    @Slot()
    def _tint(self) -> None:
        self._back.setIcon(self._theme.icon("arrow-left", "text"))
        self.link.setIcon(self._theme.icon("link", "text", 16))
