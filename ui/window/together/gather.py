"""What must be known and entered before several recordings are shown. In: their ids. Out: `ready`, or `refused`.

Each opening is a viewing of its own, with its own entry in the journal; a reason is asked once, and given for those
that ask for one after it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from recorder_desk.domain.alignment import Lane
from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.queries.alignments import Together
from recorder_desk.queries.recordings import ShowRecording
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.player.curtain import Curtain
from ui.window.player.entry import Entry


@dataclass(frozen=True, slots=True)
class Opened:
    """A recording that may be shown: where it lies, what is known of it, and its viewing."""

    lane: Lane
    detail: RecordingDetail
    viewing: str


class Gather(QObject):
    """One set of recordings at a time."""

    ready = Signal(object)
    """A tuple of Opened, and the names of those that cannot be played now."""
    refused = Signal(object)
    """A DeskError."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, curtain: Curtain, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._wanted: tuple[str, ...] = ()
        self._lanes: tuple[Lane, ...] = ()
        self._details: dict[str, RecordingDetail] = {}
        self._opened: list[Opened] = []
        self._question, self._reason = 0, ""
        self._left_out: tuple[str, ...] = ()
        self._entry = Entry(bridge, phrases, curtain, self)
        self._entry.entered.connect(self._enter)
        self._entry.refused.connect(self.refused)

    def ask(self, recordings: tuple[str, ...], reason: str = "") -> None:
        """Begin with these, the first being the time line."""
        self.leave()
        self._reason, self._left_out = reason, ()
        self._begin(recordings)

    def _begin(self, recordings: tuple[str, ...]) -> None:
        self._wanted, self._details = recordings, {}
        self._question = self._bridge.ask(Together(recordings), self._take_lanes, self.refused.emit)

    def leave(self) -> None:
        """They are not wanted any more."""
        self._bridge.forget(self._question)
        self._entry.leave()
        self._wanted, self._lanes, self._details, self._opened = (), (), {}, []

    def _take_lanes(self, lanes: tuple[Lane, ...]) -> None:
        self._lanes = lanes
        for lane in lanes:
            self._bridge.ask(ShowRecording(lane.recording), self._take_detail, self.refused.emit)

    def _take_detail(self, detail: RecordingDetail) -> None:
        if detail.row.id in self._wanted:
            self._details[detail.row.id] = detail
            if len(self._details) == len(self._wanted):
                self._sift()

    def _sift(self) -> None:
        """What cannot be played is left out; the others are laid on the time line of the first of them."""
        good = tuple(each.recording for each in self._lanes if self._plays(each))
        if len(good) == len(self._lanes):
            self._next()
            return
        self._left_out = tuple(each.name for each in self._lanes if not self._plays(each))
        if len(good) < 2:
            self.ready.emit(((), self._left_out))
        else:
            self._begin(good)

    def _next(self) -> None:
        """The next one is entered; when all are, they are ready."""
        if len(self._opened) < len(self._lanes):
            self._entry.ask(self._lanes[len(self._opened)].recording, self._reason)
        else:
            self.ready.emit((tuple(self._opened), self._left_out))

    def _plays(self, lane: Lane) -> bool:
        return self._details[lane.recording].play_role != "none" and lane.kind in ("video", "audio")

    @Slot(str)
    def _enter(self, viewing: str) -> None:
        lane = self._lanes[len(self._opened)]
        self._reason = self._entry.reason
        self._opened.append(Opened(lane, self._details[lane.recording], viewing))
        self._next()
