"""One opened recording: picture or waveform, controls, timeline. In: a file and acts. Out: what shows.

Built anew for each opening and thrown away with it, so that nothing of one recording can be seen
in the next.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from recorder_desk.errors import DeskError
from recorder_desk.ports import Frames
from ui.formats import clock
from ui.phrases import Phrases
from ui.window.player.adjust_bar import AdjustBar
from ui.window.player.bar import Shelf
from ui.window.player.controls import Controls
from ui.window.player.drive import Drive
from ui.window.player.frames import rate_of
from ui.window.player.go_bar import GoBar
from ui.window.player.going import read_goal
from ui.window.player.hovering import Hovering
from ui.window.player.looking import Looking
from ui.window.player.motion import Motion
from ui.window.player.reel import Reel
from ui.window.player.sound import SoundSurface
from ui.window.player.standing import Standing, exact
from ui.window.player.surface import VideoSurface
from ui.window.theme import Theme
from ui.window.widgets.timeline import Timeline

_WAVE_COLUMNS = 2048
_TIMES = {"time_in": 1.5, "time_out": 1 / 1.5}


class Deck(QWidget):
    """Plays a film or a sound, or shows a photo."""

    failed = Signal(str)
    """It cannot be played (any further): a code."""
    ended = Signal()
    """It played to its end."""
    closing = Signal()
    """It is about to let its file go."""
    asked = Signal(str)
    """An act that is not the deck's."""
    left = Signal()
    """A bar was closed: the keyboard is the player's again."""

    def __init__(self, reel: Reel, phrases: Phrases, theme: Theme, volume: int, frames: Frames | None = None) -> None:
        """`volume` in per cent; negative while silenced. `frames` opens films for exact frames."""
        super().__init__()
        self.reel, self._phrases, self._theme = reel, phrases, theme
        self.hovering: Hovering | None = None
        self.drive: Drive | None = None
        self._plays = False
        self.surface, self.sound = VideoSurface(), SoundSurface()
        self.controls, self.timeline = Controls(phrases, theme, reel.kind), Timeline(theme, phrases)
        self.timeline.setAccessibleName(phrases.say("player.timeline"))
        self.looking = Looking(self.surface, self)
        self.shelf, self.go_bar = Shelf(), GoBar(phrases)
        self.adjust_bar = AdjustBar(self.surface, phrases, theme)
        self._lay_out()
        self.set_overlay(reel.overlay)
        self.controls.acted.connect(self._act_or_ask)
        if reel.kind == "photo":
            self.timeline.hide()
            self.surface.show_image(reel.picture or QImage())
        else:
            self._thread_film(volume, frames)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        parts = ((self.surface, 1), (self.sound, 1), (self.shelf, 0), (self.controls, 0), (self.timeline, 0))
        for widget, stretch in parts:
            column.addWidget(widget, stretch)
        self.surface.setVisible(self.reel.kind != "audio")
        self.sound.setVisible(self.reel.kind == "audio")
        self.shelf.put(self.go_bar)
        self.shelf.put(self.adjust_bar)
        self.shelf.closed.connect(self.left)
        self.go_bar.told.connect(self._go)

    def _thread_film(self, volume: int, frames: Frames | None) -> None:
        reel, line = self.reel, self.timeline
        self._size_timeline(reel.length_ms)
        line.set_strip(reel.strip)
        line.set_sound(reel.sound.loudness, reel.sound.speech)
        line.set_bands(reel.bands)
        if reel.sound.loudness:
            self.sound.set_peaks(reel.sound.loudness.columns(0, reel.length_ms, _WAVE_COLUMNS))
        motion = Motion(self, rate_of(reel.frame_rate), reel.kind != "audio", frames=frames)
        self.drive = drive = Drive(motion, volume, self)
        motion.framed.connect(self.surface.show_frame)
        motion.moved.connect(self._show_standing)
        motion.sized.connect(self._show_length)
        motion.failed.connect(self.failed)
        drive.finished.connect(self.ended)
        drive.changed.connect(self._show_range)
        line.scrubbed.connect(drive.seek)
        self.hovering = Hovering(line, reel, motion, self._theme, self)
        for picture in (self.surface, self.sound):
            picture.clicked.connect(drive.toggle)
        self._show_standing()

    @property
    def motion(self) -> Motion | None:
        """What moves, while it is open."""
        return self.drive.motion if self.drive else None

    @property
    def length_ms(self) -> int:
        """How long it is, as far as is known."""
        return (self.drive.motion.length_ms if self.drive else 0) or self.reel.length_ms

    @property
    def position_ms(self) -> int:
        """Where it stands."""
        return self.drive.motion.position_ms if self.drive else 0

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
        if self.hovering is not None:
            self.hovering.close()
        if self.drive is not None:
            self.drive.stop()
            self.drive.motion.close()
            self.drive = None

    def set_overlay(self, words: str) -> None:
        """The faint line over what is shown: who is watching, and when."""
        self.surface.set_overlay(words)
        self.sound.set_overlay(words)

    # -- acts ------------------------------------------------------------------------------------

    def act(self, name: str) -> bool:
        """Do what a key or a button asks; False when it is not the deck's."""
        if name == "adjust":
            if self.reel.kind != "audio":
                self.shelf.show_bar(self.adjust_bar)
            return True
        if self.reel.kind != "audio" and self.looking.act(name):
            return True
        if self.drive is None:
            return False
        if name == "go":
            self.shelf.show_bar(self.go_bar)
        elif name in _TIMES:
            self.timeline.zoom(_TIMES[name])
        elif name == "time_all":
            self.timeline.show_all()
        else:
            return self.drive.act(name)
        return True

    @Slot(str)
    def _act_or_ask(self, name: str) -> None:
        if not self.act(name):
            self.asked.emit(name)

    @Slot(str)
    def _go(self, text: str) -> None:
        if self.drive is None:
            return
        motion = self.drive.motion
        try:
            goal = read_goal(text, motion.position_ms, self.length_ms, self.reel.day, motion.frames)
        except DeskError as error:
            self.go_bar.refuse(error)
            return
        self.drive.go(goal)
        self.shelf.close_bar()

    # -- showing ---------------------------------------------------------------------------------

    def _size_timeline(self, length_ms: int) -> None:
        rate, index = rate_of(self.reel.frame_rate), self.motion.index if self.motion else None
        frame_ms = float(1000 / rate) if rate and self.reel.kind == "video" else 0.0
        if index is not None and len(index):
            frame_ms = (index.end_us - index.times_us[0]) / len(index) / 1000
        self.timeline.set_length(length_ms, self.reel.day.origin, frame_ms)

    @Slot()
    def _show_length(self) -> None:
        if self.drive is not None:
            self._size_timeline(self.length_ms)
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
        if self.drive is not None:
            self.timeline.set_position(self.position_ms)
            self.sound.set_share(self.position_ms / self.length_ms if self.length_ms else 0.0)
            self.controls.show_standing(standing_of(self.drive, self.reel, self.length_ms, self._phrases))


def standing_of(drive: Drive, reel: Reel, length_ms: int, phrases: Phrases) -> Standing:
    """How the film stands, in words."""
    motion, say = drive.motion, phrases.say
    frames = motion.frames
    return Standing(
        playing=motion.playing,
        time_of_day=reel.day.words(motion.position_ms, phrases),
        day_tip=reel.day.tip(motion.position_ms, phrases),
        position=f"{exact(motion.position_ms)} / {clock(length_ms)}",
        frame=say("player.frame-of", frame=motion.frame + 1, frames=frames) if frames else "",
        speed=f"{drive.speed:g}×".replace("-", "−"),
        range=range_words(drive, phrases),
        muted=drive.volume <= 0,
        volume=f"{abs(drive.volume)}%",
        channel=say(f"player.channel.{drive.side}") if drive.side != "both" else "",
        loops=drive.loops,
    )


def range_words(drive: Drive, phrases: Phrases) -> str:
    """The chosen range, or ''."""
    if drive.in_ms < 0 and drive.out_ms < 0:
        return ""
    until = exact(drive.out_ms) if drive.out_ms >= 0 else phrases.say("player.to-end")
    return phrases.say("player.range-of", since=exact(max(0, drive.in_ms)), until=until)
