"""From what the desk knows of a recording to what is put on the deck. Values in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtGui import QImage

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.recording import LinkRow, RecordingDetail
from ui.phrases import Phrases
from ui.window.player.day_clock import DayClock
from ui.window.player.stills import ReadStills, Sound, Stills, derivative
from ui.window.widgets.timeline_ground import Band, Strip
from ui.window.widgets.timeline_lanes import Patch, PatchKind

_PATCHES: dict[str, PatchKind] = {
    "continuity.black": "black",
    "continuity.frozen": "frozen",
    "continuity.silent": "silent",
    "continuity.picture-hole": "hole",
    "continuity.sound-hole": "mute",
    "continuity.picture-short": "hole",
    "continuity.sound-short": "mute",
}


@dataclass(frozen=True, slots=True)
class Reel:
    """What is put on the deck. `day` tells the time of day along it."""

    path: str
    kind: str
    length_ms: int = 0
    frame_rate: str = ""
    day: DayClock = field(default_factory=DayClock)
    strip: Strip = field(default_factory=Strip)
    sound: Sound = field(default_factory=Sound)
    bands: Sequence[Band] = ()
    picture: QImage | None = None
    overlay: str = ""


def stills_of(detail: RecordingDetail) -> ReadStills:
    """Which stills to read: the photo itself where it is one, else the poster."""
    poster = derivative(detail.derivatives, "poster")
    photo = detail.row.kind == "photo" and detail.play_role != "none"
    picture = detail.play_path if photo else poster.path if poster and detail.play_role == "none" else ""
    strip, wave = (derivative(detail.derivatives, role) for role in ("filmstrip", "waveform"))
    return ReadStills(picture, strip, wave)


def reel_of(detail: RecordingDetail, stills: Stills, actor: str) -> Reel:
    """What the deck shows; the faint line over the picture tells who is watching, and since when."""
    row, media = detail.row, detail.media
    return Reel(
        path=detail.play_path,
        kind=row.kind,
        length_ms=row.duration_ms,
        frame_rate=media.frame_rate if media else "",
        day=DayClock(row.recorded_at, detail.true_time),
        strip=stills.strip,
        sound=stills.sound,
        bands=bands_of(detail),
        picture=stills.picture,
        overlay=f"{actor}  {datetime.now().astimezone():%Y-%m-%d %H:%M}",
    )


def bands_of(detail: RecordingDetail) -> list[Band]:
    """The ranges of a recording that are linked now."""
    return [Band(link.from_ms, link.until_ms, _band_name(link)) for link in detail.links if not link.unlinked_at]


def _band_name(link: LinkRow) -> str:
    return f"{link.item} · {link.case_number}"


def patches_of(findings: Sequence[Finding], clipped: Sequence[tuple[int, int]], phrases: Phrases) -> list[Patch]:
    """The stretches that deserve a look: what packets and pictures told, and where the sound is clipped."""
    found = []
    for each in findings:
        kind = _PATCHES.get(each.code)
        since, until = each.facts.get("from_ms"), each.facts.get("until_ms")
        if kind is not None and isinstance(since, int) and isinstance(until, int):
            found.append(Patch(kind, since, until, phrases.say(f"player.patch.{kind}")))
    found += [Patch("clipped", since, until, phrases.say("player.patch.clipped")) for since, until in clipped]
    return sorted(found, key=lambda patch: patch.from_ms)
