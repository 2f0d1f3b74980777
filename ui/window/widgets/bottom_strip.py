"""The strip at the bottom: watch state, who is on, what is owed, how media programs are confined, disk, clock.

In: the desk. Out: looks.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QFrame

from recorder_desk.domain.docked import DockState
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.happening import Progress
from recorder_desk.queries.archive import SeeSandbox
from recorder_desk.queries.base import Query
from recorder_desk.queries.dock import DockStates
from recorder_desk.queries.recordings import OwedCounts
from ui import formats
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.page import WindowContext
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, Sign, across
from ui.window.widgets.label import ElidedLabel, Label, plain_tip
from ui.window.widgets.wiring import timer
from ui.window.widgets.work_panel import WorkPanel

AGAIN_MS = 700
DISK_MS = 20_000


@dataclass(frozen=True, slots=True)
class ReadDisk(Query[tuple[int, int]]):
    """Free and total bytes of the disk a path is on; (0, 0) if it cannot be told."""

    path: str


def read_disk(query: ReadDisk) -> tuple[int, int]:
    """Asked on a reader thread: a share that hangs must not stop the window."""
    try:
        usage = shutil.disk_usage(query.path)
    except OSError:
        return (0, 0)
    return usage.free, usage.total


class BottomStrip(QFrame):
    """Everything in it is asked from the desk: at start, and after facts and dock states."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        """Asks at once."""
        super().__init__()
        self.setObjectName("foot")
        self.setFixedHeight(36)
        self._bridge, self._phrases, self._context = bridge, phrases, context
        self._owed_question = self._dock_question = 0
        self._sign = Sign(theme, "eye", "quiet", 16)
        self._watch = Label("", "quiet")
        self._who = ElidedLabel(phrases.say("window.strip.who", name=context.actor), "quiet")
        self._owed = Button(theme, "", self._show_work, flat=True)
        self.sandbox = Sign(theme, "shield-check", "quiet", 16)
        self.sandbox.hide()
        self._disk_sign, self._disk = Sign(theme, "hard-drive", "quiet", 16), Label("", "quiet")
        self._clock = Label("", "quiet")
        self.work = WorkPanel(bridge, phrases, theme, self)
        row = across(self._sign, self._watch, Sign(theme, "user-round", "quiet", 16), gap=8, margins=(14, 0, 14, 0))
        row.addWidget(self._who, 1)
        for part in (
            self._owed,
            self.sandbox,
            self._disk_sign,
            self._disk,
            Sign(theme, "clock", "quiet", 16),
            self._clock,
        ):
            row.addWidget(part)
        self.setLayout(row)
        bridge.session.desk.answer_live(ReadDisk, read_disk)
        self._again = timer(self, AGAIN_MS, self.ask, once=True)
        timer(self, DISK_MS, self._ask_disk).start()
        timer(self, 1000, self._tick).start()
        bridge.facts.connect(self._hear)
        bridge.docks.connect(self._stir)
        bridge.progress.connect(self._hear_progress)
        bridge.ask(SeeSandbox(), self._take_sandbox)
        self._tick()
        self._ask_disk()
        self.ask()

    @Slot()
    def ask(self) -> None:
        """Ask what is owed and what is watched."""
        bridge = self._bridge
        query = OwedCounts(self._context.profile)
        self._owed_question = bridge.ask(query, self._take_owed, instead=self._owed_question)
        self._dock_question = bridge.ask(DockStates(), self._take_docks, instead=self._dock_question)

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        self._stir()

    @Slot(object)
    def _hear_progress(self, progress: Progress) -> None:
        if progress.ended:
            self._stir()

    @Slot()
    def _stir(self) -> None:
        if not self._again.isActive():
            self._again.start()

    def _take_owed(self, counts: dict[str, int]) -> None:
        given_up = counts.get("given-up", 0)
        owed = sum(count for step, count in counts.items() if step != "given-up")
        self.work.show_counts(counts)
        if not owed and not given_up:
            words = self._phrases.say("window.strip.nothing-owed")
        elif given_up:
            words = self._phrases.say("window.strip.given-up", count=owed, gone=given_up)
        else:
            words = self._phrases.say("window.strip.owed", count=owed)
        self._owed.setText(words)
        self._owed.setAccessibleName(words)

    def _take_docks(self, states: Sequence[DockState]) -> None:
        watched = [state for state in states if not state.offer]
        here = [state for state in watched if state.phase != "gone"]
        if self._context.mode == "look":
            icon, token, words = "lock", "care", self._phrases.say("window.strip.look")
        elif not watched:
            icon, token, words = "eye", "quiet", self._phrases.say("window.strip.no-watch")
        else:
            icon, token = "eye", "good" if here else "quiet"
            words = self._phrases.say("window.strip.watch", count=len(watched), here=len(here))
        self._sign.show_icon(icon, token)
        self._watch.setText(words)

    def _take_sandbox(self, level: str) -> None:
        if not level:
            return
        words = self._phrases.say("window.strip.sandbox", how=self._phrases.say(f"sandbox.{level}"))
        loose = level == "limits"
        self.sandbox.show_icon("shield-alert" if loose else "shield-check", "care" if loose else "quiet")
        self.sandbox.setToolTip(plain_tip(words))
        self.sandbox.setAccessibleName(words)
        self.sandbox.show()
        self.work.show_sandbox(words)

    @Slot()
    def _ask_disk(self) -> None:
        path = str(self._context.home.vault(self._context.settings))
        self._bridge.ask(ReadDisk(path), self._take_disk)

    def _take_disk(self, answer: tuple[int, int]) -> None:
        free, total = answer
        short = bool(total) and free < max(2 * self._context.settings.reserve_bytes, total // 50)
        code = "window.strip.disk-short" if short else "window.strip.disk"
        self._disk.setText(self._phrases.say(code, free=formats.size(free)) if total else "—")
        self._disk.set_tone("bad" if short else "")
        self._disk_sign.show_icon("hard-drive", "bad" if short else "quiet")

    @Slot()
    def _tick(self) -> None:
        self._clock.setText(f"{datetime.now():%H:%M:%S}")

    @Slot()
    def _show_work(self) -> None:
        corner = self._owed.mapToGlobal(QPoint(self._owed.width(), 0))
        self.work.show_above(corner)
