"""What else is told of a recording on its timeline. In: a deck. Out: stretches that deserve a look, speed."""

from __future__ import annotations

from PySide6.QtCore import QObject

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.track import Track
from recorder_desk.queries.recordings import ShowTrack
from recorder_desk.queries.takes import ContinuityFindings
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.player.deck import Deck
from ui.window.player.reel import patches_of


class Telling(QObject):
    """Asks once, when a recording is put on a deck; goes with the deck."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, recording: str, deck: Deck) -> None:
        super().__init__(deck)
        self._phrases, self._deck = phrases, deck
        bridge.ask(ContinuityFindings(recording), self._take_findings)
        bridge.ask(ShowTrack(recording), self._take_track)

    def _take_findings(self, findings: tuple[Finding, ...]) -> None:
        self._deck.timeline.set_patches(patches_of(findings, self._deck.reel.sound.clipped, self._phrases))

    def _take_track(self, track: Track | None) -> None:
        if track is not None and any(each.speed >= 0 for each in track.points):
            self._deck.timeline.set_speeds(track.points)
