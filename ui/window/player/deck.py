"""One opened recording: picture or waveform, controls, timeline. In: a file and acts. Out: what shows.

Built anew for each opening and thrown away with it, so that nothing of one recording can be seen
in the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from recorder_desk.domain.times import moment
from recorder_desk.ports import Frames
from ui.formats import clock
from ui.phrases import Phrases
from ui.window.player.controls import Controls, Standing
from ui.window.player.drive import Drive
from ui.window.player.frames import rate_of
from ui.window.player.motion import Motion
from ui.window.player.sound import SoundSurface
from ui.window.player.surface import VideoSurface
from ui.window.theme import Theme
from ui.window.widgets.timeline import Timeline
from ui.window.widgets.timeline_ground import Band, Strip


@dataclass(frozen=True, slots=True)
class Reel:
    """What is put on the deck. `origin` is the UTC stamp of its beginning, as the recorder told, or ''."""

    path: str
    kind: str
    length_ms: int = 0
    frame_rate: str = ""
    origin: str = ""
    strip: Strip = field(default_factory=Strip)
    peaks: Sequence[float] = ()
    bands: Sequence[Band] = ()
    picture: QImage | None = None
    overlay: str = ""


class Deck(QWidget):
    """Plays a film or a sound, or shows a photo."""

    failed = Signal(str)
    """It cannot be played (any further): a code."""
    ended = Signal()
    """It played to its end."""
    closing = Signal()
    """It is about to let its file go."""

    def __init__(self, reel: Reel, phrases: Phrases, theme: Theme, volume: int, frames: Frames | None = None) -> None:
        """`volume` in per cent; negative while silenced. `frames` opens films for exact frames."""
        super().__init__()
        self.reel, self._phrases = reel, phrases
        self.drive: Drive | None = None
        self._plays = False
        self.surface, self.sound = VideoSurface(), SoundSurface()
        self.controls, self.timeline = Controls(phrases, theme), Timeline(theme)
        self.timeline.setAccessibleName(phrases.say("player.timeline"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self.surface, 1), (self.sound, 1), (self.controls, 0), (self.timeline, 0)):
            column.addWidget(widget, stretch)
        self.surface.setVisible(reel.kind != "audio")
        self.sound.setVisible(reel.kind == "audio")
        self.set_overlay(reel.overlay)
        if reel.kind == "photo":
            self.controls.hide()
            self.timeline.hide()
            self.surface.show_image(reel.picture or QImage())
        else:
            self._thread_film(volume, frames)

    def _thread_film(self, volume: int, frames: Frames | None) -> None:
        reel = self.reel
        self.timeline.set_length(reel.length_ms, reel.origin)
        self.timeline.set_strip(reel.strip)
        self.timeline.set_peaks(reel.peaks)
        self.timeline.set_bands(reel.bands)
        self.sound.set_peaks(reel.peaks)
        motion = Motion(self, rate_of(reel.frame_rate), reel.kind != "audio", frames=frames)
        self.drive = drive = Drive(motion, volume, self)
        motion.framed.connect(self.surface.show_frame)
        motion.moved.connect(self._show_standing)
        motion.sized.connect(self._show_length)
        motion.failed.connect(self.failed)
        motion.ended.connect(self.ended)
        drive.changed.connect(self._show_range)
        self.controls.acted.connect(drive.act)
        self.timeline.scrubbed.connect(drive.seek)
        for picture in (self.surface, self.sound):
            picture.clicked.connect(drive.toggle)
        self._show_standing()

    @property
    def motion(self) -> Motion | None:
        """What moves, while it is open."""
        return self.drive.motion if self.drive else None

    @property
    def shown_range(self) -> tuple[int, int]:
        """The chosen range for a link (from, until; 0 until: to the end)."""
        if self.drive is None:
            return 0, 0
        return max(0, self.drive.in_ms), max(0, self.drive.out_ms)

    def start(self, at_ms: int, *, plays: bool = False) -> None:
        """Open the file and show what is at a position, holding still or playing."""
        if self.drive is not None:
            self._plays = plays
            self.drive.motion.open(self.reel.path, at_ms)

    def close_media(self) -> None:
        """Let the file go. Nothing can be played here afterwards."""
        self.closing.emit()
        if self.drive is not None:
            self.drive.stop()
            self.drive.motion.close()
            self.drive = None

    def set_overlay(self, words: str) -> None:
        """The faint line over what is shown: who is watching, and when."""
        self.surface.set_overlay(words)
        self.sound.set_overlay(words)

    def set_bands(self, bands: Sequence[Band]) -> None:
        """The linked ranges, as they are now."""
        self.timeline.set_bands(bands)

    # -- showing ---------------------------------------------------------------------------------

    @Slot()
    def _show_length(self) -> None:
        if self.drive is not None:
            self.timeline.set_length(self.drive.motion.length_ms or self.reel.length_ms, self.reel.origin)
            self._show_standing()
            if self._plays:
                self._plays = False
                self.drive.motion.play()

    @Slot()
    def _show_range(self) -> None:
        if self.drive is not None:
            self.timeline.set_range(self.drive.in_ms, self.drive.out_ms)
            self._show_standing()

    @Slot()
    def _show_standing(self) -> None:
        if self.drive is None:
            return
        motion, say = self.drive.motion, self._phrases.say
        length = motion.length_ms or self.reel.length_ms
        self.timeline.set_position(motion.position_ms)
        self.sound.set_share(motion.position_ms / length if length else 0.0)
        frames = motion.frames
        frame = say("player.frame-of", frame=motion.frame + 1, frames=frames) if frames else ""
        self.controls.show_standing(
            Standing(
                playing=motion.playing,
                time_of_day=self._time_of_day(motion.position_ms),
                position=f"{exact(motion.position_ms)} / {clock(length)}",
                frame=frame,
                speed=f"{motion.speed:g}×",
                range=self._range(),
                muted=self.drive.volume <= 0,
                volume=f"{abs(self.drive.volume)}%",
            ),
            steps=self.reel.kind != "audio",
        )

    def _time_of_day(self, position_ms: int) -> str:
        if not self.reel.origin:
            return ""
        return f"{(moment(self.reel.origin) + timedelta(milliseconds=position_ms)).astimezone():%H:%M:%S}"

    def _range(self) -> str:
        if self.drive is None or (self.drive.in_ms < 0 and self.drive.out_ms < 0):
            return ""
        since = exact(max(0, self.drive.in_ms))
        until = exact(self.drive.out_ms) if self.drive.out_ms >= 0 else self._phrases.say("player.to-end")
        return self._phrases.say("player.range-of", since=since, until=until)


def exact(position_ms: int) -> str:
    """A position to the millisecond: `0:03:12.240`."""
    return f"{clock(position_ms)}.{position_ms % 1000:03d}"
