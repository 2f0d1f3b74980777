"""The files of a believable morning, made with ffmpeg's own sources.

In: an empty folder and the ffmpeg program. Out: three recorders' cards and a phone's folder as they
come in from an inspection: segmented video with sound, containers and codecs that do and do not play
everywhere, a voice memo, photos, a sidecar log, a twin, a truncated file, an empty one, one that is
not media and one that is still being written. Nothing in them shows a person.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from recorder_desk.errors import DeskError

_SIGHT = {
    "street": "testsrc2=size=1280x720:rate=25",
    "office": "mandelbrot=size=960x540:rate=25:maxiter=256",
    "hall": "smptebars=size=1280x720:rate=25",
    "old": "testsrc2=size=640x480:rate=25",
    "photo": "testsrc2=size=2560x1440:rate=1",
    "paper": "smptebars=size=2560x1440:rate=1",
}
_SOUND = {
    "voice": "sine=frequency=220:beep_factor=3:sample_rate=48000",
    "room": "anoisesrc=color=pink:amplitude=0.08:sample_rate=48000",
}
_H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-g", "50", "-pix_fmt", "yuv420p"]
_H264 += ["-c:a", "aac", "-b:a", "96k"]
_TS = [*_H264, "-f", "mpegts"]
_AVI = ["-c:v", "mpeg4", "-q:v", "6", "-c:a", "pcm_s16le", "-f", "avi"]
_PHOTO = ["-frames:v", "1", "-q:v", "4", "-pix_fmt", "yuvj420p"]


@dataclass(frozen=True, slots=True)
class _Sample:
    """One made file: where, from what sources, how, how long, from which second of them, and
    how many seconds after the morning's beginning it was recorded."""

    path: str
    sight: str
    sound: str
    how: tuple[str, ...]
    seconds: int = 0
    start: int = 0
    at: int = 0


def _morning(day: str) -> list[_Sample]:
    def clock(at: int) -> str:
        seconds = 8 * 3600 + 6 + at
        return f"{seconds // 3600:02d}{seconds // 60 % 60:02d}{seconds % 60:02d}"

    card, second, old = "执法记录仪 01/DCIM/100MEDIA", "DSJ_000005/DCIM/2026", "MDVR/record"
    h264, photo, wav = tuple(_H264), tuple(_PHOTO), ("-c:a", "pcm_s16le", "-ar", "16000")
    samples = []
    for number in range(3):  # one act, split by the recorder into segments without a gap
        at = 3000 + 8 * number
        name = f"{card}/JGR1503_370102_{day}{clock(at)}_{number + 1:04d}.MP4"
        samples.append(_Sample(name, "street", "voice", h264, 8, 8 * number, at))
    for number, (at, sight) in enumerate(((3480, "photo"), (3540, "paper")), 4):
        name = f"{card}/JGR1503_370102_{day}{clock(at)}_{number:04d}.JPG"
        samples.append(_Sample(name, sight, "", photo, 0, number, at))
    dsj = f"{second}/DSJ_000005_370118_{day}"
    return [
        *samples,
        _Sample(f"{dsj}_{clock(3120)}.ts", "hall", "room", tuple(_TS), 8, 0, 3120),
        _Sample(f"{dsj}_{clock(4500)}_IMP.mp4", "office", "voice", h264, 6, 0, 4500),
        _Sample(f"{dsj}_{clock(4800)}.mp4", "hall", "voice", h264, 6, 0, 4800),
        _Sample(f"{old}/H{day}-{clock(3840)}P1N2P0.avi", "old", "room", tuple(_AVI), 8, 0, 3840),
        _Sample(f"录音笔/询问笔录 {day[4:]} 王某.wav", "", "voice", wav, 12, 0, 5700),
    ]


def make_samples(folder: Path, ffmpeg: Path) -> tuple[Path, ...]:
    """Fill a folder; the files in the order in which they would be docked, their times this morning's.

    About 15 MB and, on two cores, some five seconds. Raises DeskError `media.ffmpeg-missing`,
    `media.samples-failed`.
    """
    today = datetime.now().astimezone().replace(hour=8, minute=0, second=6, microsecond=0)
    morning = today if datetime.now().astimezone() > today + timedelta(hours=2) else today - timedelta(days=1)
    samples = _morning(f"{morning:%Y%m%d}")
    with ThreadPoolExecutor(2, "samples") as pool:
        list(pool.map(lambda sample: _make(folder, ffmpeg, sample, morning), samples))
    made = [folder / sample.path for sample in samples]
    made += _by_hand(folder, made, morning)
    return tuple(made)


def _make(folder: Path, ffmpeg: Path, sample: _Sample, morning: datetime) -> None:
    target = folder / sample.path
    target.parent.mkdir(parents=True, exist_ok=True)
    when = morning + timedelta(seconds=sample.at)
    sources = [each for each in (_SIGHT.get(sample.sight), _SOUND.get(sample.sound)) if each]
    command = [os.fspath(ffmpeg), "-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
    for source in sources:
        command += ["-ss", str(sample.start), "-f", "lavfi", "-i", source]
    if sample.seconds:
        command += ["-t", str(sample.seconds)]
        command += ["-metadata", f"creation_time={when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"]
    _run([*command, "-threads", "1", *sample.how, f"file:{target}"], target.name)
    _stamp(target, when + timedelta(seconds=sample.seconds))


def _run(command: list[str], name: str) -> None:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    except FileNotFoundError as error:
        raise DeskError("media.ffmpeg-missing", blame="environment", path=command[0]) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DeskError("media.samples-failed", blame="environment", name=name) from error
    if done.returncode:
        raise DeskError("media.samples-failed", blame="environment", name=name, status=done.returncode)


def _stamp(path: Path, when: datetime) -> None:
    os.utime(path, (when.timestamp(), when.timestamp()))


def _by_hand(folder: Path, made: list[Path], morning: datetime) -> list[Path]:
    """What no encoder makes: the log, the twin, and everything that goes wrong on a card."""
    card = made[0].parent
    second = made[6].parent
    day = f"{morning:%Y%m%d}"
    log = card / f"log-{day}.log"
    log.write_text("".join(_log_lines(made[:3], morning)), "utf-8")
    twin = second / "SOS" / made[0].name
    twin.parent.mkdir()
    shutil.copyfile(made[0], twin)
    cut = card / f"JGR1503_370102_{day}090706_0006.MP4"
    with open(made[1], "rb") as whole:
        cut.write_bytes(whole.read()[: made[1].stat().st_size * 3 // 5])
    empty = second / f"DSJ_000005_370118_{day}_093006.mp4"
    empty.touch()
    note = folder / "录音笔" / "现场检查笔录.docx"
    note.write_bytes(b"PK\x03\x04" + b"Recorder Desk demo: a document, not media\n" * 40)
    half = second / f"DSJ_000005_370118_{day}_093206.mp4.part"
    half.write_bytes(made[7].read_bytes()[: made[7].stat().st_size // 2])
    by_hand = [log, twin, cut, empty, note, half]
    for minutes, path in enumerate(by_hand, 67):
        _stamp(path, morning + timedelta(minutes=minutes))
    return by_hand


def _log_lines(segments: list[Path], morning: datetime) -> list[str]:
    lines = [f"{morning + timedelta(minutes=48):%Y-%m-%d %H:%M:%S} POWER ON battery=96% free=27.4GB\n"]
    for number, segment in enumerate(segments):
        when = morning + timedelta(seconds=3000 + 8 * number)
        lines.append(f"{when:%Y-%m-%d %H:%M:%S} REC START {segment.name}\n")
    lines.append(f"{morning + timedelta(minutes=66):%Y-%m-%d %H:%M:%S} POWER OFF battery=71%\n")
    return lines
