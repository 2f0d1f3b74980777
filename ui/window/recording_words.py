"""What the inspector says of a recording, as plain lines. In: a RecordingDetail. Out: labelled text."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from recorder_desk.domain.facts import CaseSealed, Fact, NamesRead, RecordingReceived, SealBegun, TwinMet
from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.plan import NEEDS_PROXY
from recorder_desk.domain.recording import LinkRow, RecordingDetail
from recorder_desk.domain.stamps import HOURS_APART
from ui import formats
from ui.clock_words import true_words
from ui.phrases import Phrases

Lines = list[tuple[str, str]]

_CODECS = {
    "h264": "H.264", "hevc": "H.265", "mpeg4": "MPEG-4", "mjpeg": "MJPEG", "vp9": "VP9", "av1": "AV1",
    "aac": "AAC", "mp3": "MP3", "opus": "Opus", "flac": "FLAC", "amr_nb": "AMR", "ac3": "AC-3",
}  # fmt: skip


def codec_name(codec: str) -> str:
    """A codec as people write it; unknown ones as the probe calls them."""
    return "PCM" if codec.startswith("pcm_") else _CODECS.get(codec, codec.upper())


def codec_line(media: MediaInfo) -> str:
    """`H.264 · 1920×1080 · 25 fps · AAC 48 kHz`."""
    parts: list[str] = []
    if media.video_codec:
        parts.append(codec_name(media.video_codec))
    if media.width:
        parts.append(f"{media.width}×{media.height}")
    if media.frame_rate and media.kind == "video":
        parts.append(f"{_rate(media.frame_rate)} fps")
    if media.audio_codec:
        kilohertz = f" {media.audio_rate / 1000:g} kHz" if media.audio_rate else ""
        parts.append(codec_name(media.audio_codec) + kilohertz)
    return " · ".join(parts)


def _rate(text: str) -> str:
    try:
        return f"{float(Fraction(text)):.4g}"
    except (ValueError, ZeroDivisionError):
        return text


def about(detail: RecordingDetail, phrases: Phrases) -> Lines:
    """When, how long, how big, from which recorder, of which making."""
    row, media = detail.row, detail.media

    def say(name: str, **told: object) -> str:
        return phrases.say(f"window.inspector.{name}", **told)

    lines: Lines = [(say("recorder"), _recorder(detail))]
    lines.append((say("recorded"), formats.local_time(row.recorded_at) or phrases.say("window.row.no-time")))
    lines.append((say("true-time"), true_words(detail.true_time, phrases)))
    lines.append((say("received"), formats.local_time(row.received_at)))
    lines += named(detail, phrases)
    size = formats.size(row.bytes)
    both = f"{formats.clock(row.duration_ms)} · {size}" if row.duration_ms else size
    lines.append((say("length") if row.duration_ms else say("size"), both))
    if media is not None:
        lines.append((say("media"), codec_line(media) or media.container))
        if media.latitude:
            lines.append((say("place"), f"{media.latitude}, {media.longitude}"))
    lines.append((say("plays"), plays(detail, phrases)))
    lines.append((say("sidecar-of" if row.kind == "sidecar" else "sidecars"), came_with(detail)))
    lines.append((say("alike"), alike(detail, phrases)))
    return [(label, text) for label, text in lines if text]


def came_with(detail: RecordingDetail) -> str:
    """The names of its sidecars, or of the recordings it is a sidecar of."""
    return ", ".join(each.name for each in detail.beside)


def alike(detail: RecordingDetail, phrases: Phrases) -> str:
    """Which recordings seem to show the same footage, and how sure that is."""
    return "; ".join(
        phrases.say("word.alike", name=each.name, agree=each.agree, of=each.of, at=formats.clock(abs(each.shift_ms)))
        for each in detail.alike
    )


def _recorder(detail: RecordingDetail) -> str:
    """The register's serial and who wore it that day, else what the media calls its maker."""
    row, media = detail.row, detail.media
    return " · ".join(filter(None, (row.recorder_serial, row.wearer))) or (media.device if media else "")


def named(detail: RecordingDetail, phrases: Phrases) -> Lines:
    """What the name tells, a quiet line each, and where the media's own time is whole hours off."""
    row, hours = detail.row, detail.stamps.hours_apart
    part = phrases.say("window.inspector.part", number=row.segment, count=row.segments) if row.take else ""
    marks = {"important": row.important, "encrypted": detail.encrypted}
    told = {
        "device-number": row.device_number,
        "user-number": row.user_number,
        "named": row.named_at.replace("T", " "),
        "sequence": "" if row.sequence < 0 else str(row.sequence),
        "marks": ", ".join(phrases.word(mark) for mark, there in marks.items() if there),
        "company": detail.company,
        "take": part,
        "stamps": phrases.say(HOURS_APART, hours=hours) if hours else "",
    }
    return [(phrases.say(f"window.inspector.{name}"), text) for name, text in told.items()]


def plays(detail: RecordingDetail, phrases: Phrases) -> str:
    """Whether and how it plays: as it is, as a proxy, not yet, never."""
    if detail.play_role == "original":
        return phrases.say("window.plays.original")
    if detail.play_role == "proxy":
        return phrases.say("window.plays.proxy")
    if detail.play_role == "rescue":
        return phrases.say("window.plays.rescue")
    if detail.plan in NEEDS_PROXY:
        return phrases.say("window.plays.owed")
    return phrases.say("window.plays.unknown" if not detail.plan else "window.plays.never")


def digest_lines(digest: str) -> str:
    """A digest in groups of eight, four groups a line, to be read aloud and compared."""
    value = digest.rpartition(":")[2]
    groups = [value[at : at + 8] for at in range(0, len(value), 8)]
    return "\n".join(" ".join(groups[at : at + 4]) for at in range(0, len(groups), 4))


def read_back(detail: RecordingDetail) -> str:
    """How the original was re-read when it was received (`direct`, `dropped`, `cached`), or ''."""
    for entry in detail.history:
        original = entry.body.get("original")
        if entry.fact == "RecordingReceived" and isinstance(original, Mapping):
            return str(original.get("read_back", ""))
    return ""


def checked(detail: RecordingDetail, phrases: Phrases) -> tuple[str, str]:
    """The last check in words, and its tone."""
    at = formats.local_time(detail.checked_at)
    if not at:
        return phrases.say("window.check.never"), ""
    if detail.check_code:
        return phrases.say("window.check.bad", at=at, why=phrases.say(detail.check_code)), "bad"
    return phrases.say("window.check.good", at=at), "good"


def link_range(link: LinkRow, phrases: Phrases) -> str:
    """The part of a recording a link means, or '' for all of it."""
    if not link.from_ms and not link.until_ms:
        return ""
    until = formats.clock(link.until_ms) if link.until_ms else phrases.say("window.link.to-end")
    return f"{formats.clock(link.from_ms)} – {until}"


def touches(fact: Fact, recording: str) -> bool:
    """Whether a fact may change what is shown of a recording."""
    if isinstance(fact, RecordingReceived | TwinMet):
        return fact.origin.recording == recording or getattr(fact, "recording", "") == recording
    if isinstance(fact, SealBegun | CaseSealed):
        return True
    if isinstance(fact, NamesRead):
        return any(each.recording == recording for each in fact.names)
    return bool(getattr(fact, "recording", "") == recording)
