"""The way from the player to an export. In: a recording, `still` or `clip`, positions. Out: the dialog, open."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.errors import DeskError
from recorder_desk.queries.recordings import ShowRecording
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.exports.clip_dialog import ClipDialog
from ui.window.exports.film_keeper import SeeFrame, see_frame
from ui.window.exports.still_dialog import StillDialog
from ui.window.theme import Theme


class Exporting(QObject):
    """Opens the dialogs above the window; nothing is exported of what cannot be decoded."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge, self._phrases, self._theme, self._parent = bridge, phrases, theme, parent
        self.dialog: StillDialog | ClipDialog | None = None
        bridge.session.desk.answer_live(SeeFrame, see_frame)

    def open(self, recording: str, kind: str, at_ms: int, since: int, until: int) -> None:
        """Ask what the recording is, then show the dialog."""
        self._bridge.ask(ShowRecording(recording), partial(self._open, kind, at_ms, since, until))

    def _open(self, kind: str, at_ms: int, since: int, until: int, detail: RecordingDetail) -> None:
        if self._bridge.session.mode != "work":
            self._bridge.failed.emit(DeskError("desk.look-only"))
        elif detail.row.kind not in ("video", "audio"):
            self._bridge.failed.emit(DeskError("export.bad-kind"))
        elif kind == "still" and detail.row.kind != "video":
            self._bridge.failed.emit(DeskError("export.no-frames"))
        else:
            parts = (self._bridge, self._phrases, self._theme, detail)
            if kind == "still":
                self.dialog = StillDialog(*parts, at_ms, self._parent)
            else:
                self.dialog = ClipDialog(*parts, (since, until), self._parent)
            self.dialog.open()
