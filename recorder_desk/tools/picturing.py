"""Poster, filmstrip and waveform.

In: an original and what it is. Out: finished pictures, or the proof that nothing in it can be decoded.
What one pass did not yield is tried once more the patient way: every frame, from the start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from recorder_desk.domain.media import Made, MediaInfo
from recorder_desk.domain.plan import DAMAGED_PARTS
from recorder_desk.domain.waveform import Waveform, pack
from recorder_desk.errors import DeskError
from recorder_desk.ports import Cancelled
from recorder_desk.tools import graphs, making
from recorder_desk.tools.limits import limits_for
from recorder_desk.tools.making import Maker
from recorder_desk.tools.runner import Sink, run
from recorder_desk.tools.waveform import STRETCH_MS, Peaks

POSTER, FILMSTRIP, WAVEFORM = "poster.jpg", "filmstrip.jpg", "waveform.bin"
NOTHING = "media.no-decodable-stream"
_REFUSED = re.compile(r"\[dec:[^\]]*\] (?:Error submitting packet to decoder|Decoding error)")
"""What ffmpeg says of a packet that a decoder does not take; what it conceals itself is another matter."""
_LEAST_BITS_A_SECOND = 1_000_000
_SECONDS_AT_MOST = 6 * 3600


@dataclass(frozen=True, slots=True)
class Easel:
    """What pictures are made with and of."""

    program: Path
    maker: Maker
    source: Path
    info: MediaInfo
    into: Path
    cancelled: Cancelled
    damaged: list[str] = field(default_factory=list)
    """What decoders refused."""

    def paint(self, argv: list[str], sink: Sink | None = None) -> None:
        """Run one pass. What came of it shows in the files; only want of room is an error."""
        limits = limits_for(length_ms(self.source, self.info), self.info.width * self.info.height, written=64 << 20)
        ended = run(argv, limits, source=self.source, into=self.into, sink=sink, cancelled=self.cancelled)
        self.damaged.extend(_REFUSED.findall(ended.complaints))
        if ended.full:
            raise DeskError("media.disk-full", blame="environment", path=str(self.into))


def length_ms(source: Path, info: MediaInfo) -> int:
    """How long a medium may be, for limits: as it says, else as long as it would be at a megabit a second."""
    if info.duration_ms or info.kind == "photo":
        return info.duration_ms
    try:
        size = source.stat().st_size
    except OSError:
        size = 0
    return min(size * 8 // _LEAST_BITS_A_SECOND, _SECONDS_AT_MOST) * 1000


def make_pictures(easel: Easel) -> tuple[list[Made], str]:
    """Everything the medium has to show, and a problem code or ''.

    Raises DeskError `media.ffmpeg-missing`, `media.timeout`, `media.cancelled`, `media.disk-full`.
    """
    if not graphs.safe(easel.source):
        return [], "media.unreadable"
    names = (POSTER, FILMSTRIP, WAVEFORM)
    poster, filmstrip, waveform = (making.part_of(easel.into, name) for name in names)
    with making.dropping(poster, filmstrip, waveform):
        if easel.info.kind == "photo":
            return _photo(easel, poster)
        if easel.info.kind == "audio":
            made, problem = _sound(easel, poster, waveform)
        else:
            made, problem = _video(easel, poster, filmstrip, waveform)
        return made, problem or (DAMAGED_PARTS if easel.damaged else "")


def _photo(easel: Easel, poster: Path) -> tuple[list[Made], str]:
    argv = graphs.first_picture(easel.program, easel.source, easel.info, poster)
    easel.paint(argv)
    if not making.is_picture(poster):
        return [], NOTHING
    return [_made(easel, poster, "poster", argv, {})], ""


def _sound(easel: Easel, poster: Path, waveform: Path) -> tuple[list[Made], str]:
    # A resampler swallows what is shorter than its filter: then at the sound's own rate.
    for rate in (graphs.WAVE_RATE, easel.info.audio_rate):
        peaks = Peaks(rate)
        argv = graphs.sound_pictures(easel.program, easel.source, easel.info, poster, rate)
        easel.paint(argv, peaks)
        wave = peaks.finish()
        if len(wave):
            made = [_made(easel, poster, "poster", argv, {})] if making.is_picture(poster) else []
            return [*made, _wave(easel, waveform, wave, argv)], ""
        if not 0 < easel.info.duration_ms < graphs.SHORT_MS:
            break
    return [], NOTHING


def _video(easel: Easel, poster: Path, filmstrip: Path, waveform: Path) -> tuple[list[Made], str]:
    info = easel.info
    peaks = Peaks(graphs.WAVE_RATE)
    made: list[Made] = []
    parts = {"poster": poster, "filmstrip": filmstrip}
    wanted = parts | ({"waveform": waveform} if info.audio_codec else {})
    keys = not graphs.worth_all_frames(info)
    argv = graphs.pictures(easel.program, easel.source, info, wanted, keys=keys)
    if info.video_codec:
        easel.paint(argv, peaks)
    wave = peaks.finish()
    if info.audio_codec and not len(wave):
        sound = graphs.pictures(easel.program, easel.source, info, {"waveform": waveform}, keys=False)
        easel.paint(sound, peaks)
        wave = peaks.finish()
    if info.video_codec:
        made += _frames(easel, poster, filmstrip, argv, keys)
    problem = "" if made else NOTHING
    if len(wave):
        made.append(_wave(easel, waveform, wave, argv))
    return made, problem


def _frames(easel: Easel, poster: Path, filmstrip: Path, argv: list[str], keys: bool) -> list[Made]:
    """Poster and filmstrip from their parts; what is missing there is made from every frame."""
    made: list[Made] = []
    again = argv
    if not making.is_picture(poster):  # black all along, or no key frame where it was looked for
        again = graphs.first_picture(easel.program, easel.source, easel.info, poster)
        easel.paint(again)
    if not making.is_picture(poster):
        return made
    made.append(_made(easel, poster, "poster", again, {}))
    if keys and not making.is_picture(filmstrip):
        argv = graphs.pictures(easel.program, easel.source, easel.info, {"filmstrip": filmstrip}, keys=False)
        easel.paint(argv)
    if making.is_picture(filmstrip):
        strip = graphs.strip_for(easel.info)
        facts: dict[str, str | int] = {
            "columns": strip.columns,
            "rows": strip.rows,
            "count": strip.count,
            "interval_ms": strip.interval_ms,
            "tile_width": graphs.TILE_WIDTH,
            "tile_height": graphs.TILE_HEIGHT,
        }
        made.append(_made(easel, filmstrip, "filmstrip", argv, facts))
    return made


def _made(easel: Easel, part: Path, role: str, argv: list[str], facts: dict[str, str | int]) -> Made:
    if role == "poster":
        return making.finished(part, "poster", easel.maker, argv, easel.source, facts)
    return making.finished(part, "filmstrip", easel.maker, argv, easel.source, facts)


def _wave(easel: Easel, part: Path, wave: Waveform, argv: list[str]) -> Made:
    with making.translated(easel.into):
        part.write_bytes(pack(wave))
    facts: dict[str, str | int] = {
        "stretch_us": wave.stretch_us,
        "count": len(wave),
        "duration_ms": len(wave) * STRETCH_MS,
    }
    return making.finished(part, "waveform", easel.maker, argv, easel.source, facts)
