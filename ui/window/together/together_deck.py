"""Recordings that are open side by side: pictures, controls, lanes. In: what was opened, acts. Out: what shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from recorder_desk.commands.alignments import AlignRecordings
from recorder_desk.domain.alignment import Alignment
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.times import moment, stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries.alignments import HearAlignment
from ui.align_words import error_words, how_words, offset_words
from ui.formats import clock
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.page import WindowContext
from ui.window.player.deck import Deck
from ui.window.player.watched import Watched
from ui.window.theme import Theme
from ui.window.together.bar import Bar
from ui.window.together.conductor import Conductor
from ui.window.together.gather import Opened
from ui.window.together.keys import NUDGES
from ui.window.together.lanes import Bar as LaneBar
from ui.window.together.lanes import Lanes
from ui.window.together.panes import Pane, Panes
from ui.window.together.part import Part
from ui.window.widgets.controls import down

_LAYOUT, _VOLUME, _STEP = "together.layout", "player.volume", 5


class TogetherDeck(QWidget):
    """Built anew for each opening, and thrown away with it."""

    said = Signal(str)
    """Something was done."""

    def __init__(
        self, opened: Sequence[Opened], bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext
    ) -> None:  # fmt: skip
        """Opens nothing until `start`."""
        super().__init__()
        self._bridge, self._phrases, self._context = bridge, phrases, context
        parts = [Part(each.lane, each.detail.play_path, _rate(each)) for each in opened]
        self.conductor = Conductor(parts, self)
        self._kept = [part.alignment if part.lane.kept else None for part in parts]
        self._listening: set[int] = set()
        self._unclear: dict[int, str] = {}
        panes = [Pane(at, part, opened[at].detail, phrases, theme) for at, part in enumerate(parts)]
        self.panes, self.bar, self.lanes = Panes(panes), Bar(phrases, theme), Lanes(theme)
        self.lanes.setAccessibleName(phrases.say("together.lanes"))
        for pane, each in zip(panes, opened, strict=True):
            Watched(bridge, each.viewing, cast(Deck, pane))
            pane.part.changed.connect(self._show)
        column = down(gap=0)
        column.addWidget(self.panes, 1)
        column.addWidget(self.bar)
        column.addWidget(self.lanes)
        self.setLayout(column)
        self._origin = parts[0].lane.began_at
        self.conductor.moved.connect(self._move)
        self.conductor.changed.connect(self._show)
        self.bar.acted.connect(self.act)
        self.lanes.scrubbed.connect(self._scrub)
        self.lanes.picked.connect(self.conductor.choose)
        self.panes.pressed.connect(self._press)

    def start(self) -> None:
        """Open every film, and listen where nothing better than clocks is known."""
        self.conductor.set_volume(abs(self._context.memory.number(_VOLUME, 80)))
        self.panes.arrange(self._context.memory.text(_LAYOUT, "grid"), 0)
        self.conductor.open()
        first = self.conductor.parts[0].lane
        for at, part in enumerate(self.conductor.parts[1:], 1):
            if not part.lane.kept and first.sound and part.lane.sound:
                self._listening.add(at)
                query = HearAlignment(first.recording, part.lane.recording)
                self._bridge.ask(query, partial(self._heard, at), partial(self._unheard, at))
        self._show()

    def close_media(self) -> None:
        """Let every file go."""
        for pane in self.panes.panes:
            pane.closing.emit()
        self.conductor.close()

    # -- how they lie --------------------------------------------------------------------------------

    def _heard(self, at: int, told: Alignment) -> None:
        self._listening.discard(at)
        if not told.clear:
            self._unclear[at] = self._phrases.say("together.unclear")
        elif self.conductor.parts[at].alignment.by == "clock":  # a hand may have been quicker
            self.conductor.align(at, told)
        self._show()

    def _unheard(self, at: int, error: DeskError) -> None:
        self._listening.discard(at)
        self._unclear[at] = self._phrases.say(error.code, **error.facts)
        self._show()

    @property
    def keeps(self) -> bool:
        """Whether there is something to keep, and one may."""
        return self._context.mode == "work" and bool(self._unkept())

    def _unkept(self) -> list[int]:
        """What was heard or moved, and is not kept so. What clocks say need not be kept."""
        parts = self.conductor.parts
        return [at for at in range(1, len(parts)) if parts[at].alignment.by != "clock" and not self._is_kept(at)]

    def _is_kept(self, at: int) -> bool:
        now = self.conductor.parts[at].alignment
        return self._kept[at] is not None and self._kept[at] == replace(now, clear=True, clearness=0)

    def keep(self) -> None:
        """Keep how they lie."""
        parts, which = self.conductor.parts, self._unkept()
        if self.keeps:
            told = tuple((parts[at].lane.recording, parts[at].alignment) for at in which)
            then = partial(self._are_kept, {at: parts[at].alignment for at in which})
            self._bridge.do(AlignRecordings(parts[0].lane.recording, told), then)

    def _are_kept(self, told: dict[int, Alignment], _facts: tuple[Fact, ...]) -> None:
        for at, each in told.items():
            self._kept[at] = replace(each, clear=True, clearness=0)
        self.said.emit(self._phrases.say("together.kept"))
        self._show()

    # -- acts ----------------------------------------------------------------------------------------

    @Slot(str)
    def act(self, name: str) -> bool:
        """Do what a key or a button asks; False when there is no such act."""
        conductor = self.conductor
        if name in NUDGES:
            conductor.nudge(NUDGES[name])
        elif name.startswith("hear_"):
            conductor.choose(int(name[5:]) - 1)
        elif name == "layout":
            self._turn_layout()
        elif name == "keep":
            self.keep()
        elif name in _ACTS:
            _ACTS[name](conductor)
        else:
            return False
        return True

    def _turn_layout(self) -> None:
        name = "one" if self.panes.layout_name == "grid" else "grid"
        self._context.memory.keep(_LAYOUT, name)
        self.panes.arrange(name, self.conductor.chosen)

    @Slot(int)
    def _press(self, number: int) -> None:
        self.conductor.choose(number)

    @Slot(float)
    def _scrub(self, at_ms: float) -> None:
        self.conductor.seek(self.conductor.since_ms + at_ms)

    # -- showing -------------------------------------------------------------------------------------

    @Slot()
    def _move(self) -> None:
        conductor = self.conductor
        self.lanes.show_position(conductor.time_ms - conductor.since_ms)
        self.bar.show_standing(self._position(), f"{conductor.speed:g}×", playing=conductor.playing, keeps=self.keeps)

    def _position(self) -> str:
        conductor = self.conductor
        gone = f"{clock(round(conductor.time_ms - conductor.since_ms))}"
        if not self._origin:
            return gone
        now = (moment(self._origin) + timedelta(milliseconds=conductor.time_ms)).astimezone()
        return f"{now:%H:%M:%S}.{now.microsecond // 100_000}  {gone}"

    @Slot()
    def _show(self) -> None:
        conductor = self.conductor
        since = conductor.since_ms
        bars = []
        for part in conductor.parts:
            holes = tuple((part.alignment.there(a) - since, part.alignment.there(b) - since) for a, b in part.lane.gaps)
            bars.append(LaneBar(part.lane.name, part.since_ms - since, part.until_ms - since, holes, bool(part.broken)))
        origin = stamp(moment(self._origin) + timedelta(milliseconds=since)) if self._origin else ""
        self.lanes.show_bars(bars, conductor.until_ms - since, origin, conductor.chosen)
        for at, pane in enumerate(self.panes.panes):
            pane.drive.volume = conductor.volume if at == conductor.chosen else 0
            pane.show_state(*self._state(at, pane.part, pane.source), chosen=at == conductor.chosen)
        if self.panes.layout_name == "one":
            self.panes.arrange("one", conductor.chosen)
        chosen = conductor.parts[conductor.chosen]
        self.bar.said.setText(self._phrases.say("together.nudged-one", name=chosen.lane.name) if chosen.broken else "")
        self._move()

    def _state(self, at: int, part: Part, source: str) -> tuple[str, str]:
        """What is said below a picture, and more of it in the tip."""
        say = self._phrases.say
        if part.broken:
            return say("together.broken"), say(part.broken)
        if at == 0:
            lies = say("align.first")
        elif at in self._listening:
            lies = say("together.listening")
        else:
            how = how_words(part.alignment, self._is_kept(at), self._phrases)
            lies = f"{how} {error_words(part.alignment, self._phrases)}"
        where = "" if part.inside else say("together.not-then")
        tip = "\n".join(
            filter(None, (offset_words(part.alignment, self._phrases) if at else "", self._unclear.get(at, "")))
        )
        return " · ".join(filter(None, (where, lies, source))), tip


def _rate(each: Opened) -> str:
    return each.detail.media.frame_rate if each.detail.media else ""


_ACTS: dict[str, Callable[[Conductor], None]] = {
    "toggle": Conductor.toggle,
    "hold": Conductor.pause,
    "frame_back": partial(Conductor.step, count=-1),
    "frame_on": partial(Conductor.step, count=1),
    "second_back": partial(Conductor.skip, by_ms=-1000),
    "second_on": partial(Conductor.skip, by_ms=1000),
    "to_start": Conductor.to_start,
    "to_end": Conductor.to_end,
    "slower": partial(Conductor.faster, step=-1),
    "faster": partial(Conductor.faster, step=1),
    "louder": partial(Conductor.louder, by=_STEP),
    "quieter": partial(Conductor.louder, by=-_STEP),
    "mute": Conductor.mute,
}
