"""From what the desk knows of a recording to what is put on the deck. Values in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from recorder_desk.domain.recording import RecordingDetail
from ui.window.player.deck import Reel
from ui.window.player.stills import ReadStills, Stills, derivative
from ui.window.widgets.timeline_ground import Band


def stills_of(detail: RecordingDetail) -> ReadStills:
    """Which stills to read: the photo itself where it is one, else the poster."""
    poster = derivative(detail.derivatives, "poster")
    photo = detail.row.kind == "photo" and detail.play_role != "none"
    picture = detail.play_path if photo else poster.path if poster and detail.play_role == "none" else ""
    strip, wave = (derivative(detail.derivatives, role) for role in ("filmstrip", "waveform"))
    return ReadStills(picture, strip, wave, detail.row.duration_ms)


def reel_of(detail: RecordingDetail, stills: Stills, bands: Sequence[Band], actor: str) -> Reel:
    """What the deck shows; the faint line over the picture tells who is watching, and since when."""
    row, media = detail.row, detail.media
    return Reel(
        path=detail.play_path,
        kind=row.kind,
        length_ms=row.duration_ms,
        frame_rate=media.frame_rate if media else "",
        origin=row.recorded_at,
        strip=stills.strip,
        peaks=stills.peaks,
        bands=bands,
        picture=stills.picture,
        overlay=f"{actor}  {datetime.now().astimezone():%Y-%m-%d %H:%M}",
    )
