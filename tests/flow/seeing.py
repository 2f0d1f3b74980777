"""Looking at media with other eyes than the program's: plain ffmpeg without guards, and Qt's own player.

In: files. Out: what really decodes, whether a file decodes whole, what a player shows of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.recorder_desk.tools.films import PROGRAMS

PLAY = """
import json, sys
from PySide6.QtCore import QEventLoop, QLoggingCategory, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtMultimedia import QAudioBufferOutput, QMediaPlayer, QVideoSink

QLoggingCategory.setFilterRules("*=false")
app = QGuiApplication([])


def played(path):
    told = {"frames": 0, "sounds": 0, "error": "", "loaded": False, "width": 0, "height": 0}
    player, sink, heard, loop = QMediaPlayer(), QVideoSink(), QAudioBufferOutput(), QEventLoop()
    player.setVideoSink(sink)
    player.setAudioBufferOutput(heard)  # no device: it would need the interpreter (the player's law)

    def framed(frame):
        if frame.isValid():
            told.update(frames=told["frames"] + 1, width=frame.width(), height=frame.height())

    def status(now):
        told["loaded"] |= now in (QMediaPlayer.MediaStatus.LoadedMedia, QMediaPlayer.MediaStatus.BufferedMedia)

    def look():
        told["left"] -= 1
        shown = told["frames"] or not player.hasVideo()
        loud = told["sounds"] or not player.hasAudio()
        if told["error"] or told["left"] < 0 or (told["loaded"] and shown and loud):
            loop.quit()

    told["left"] = 200
    sink.videoFrameChanged.connect(framed)
    heard.audioBufferReceived.connect(lambda each: told.update(sounds=told["sounds"] + 1))
    player.errorOccurred.connect(lambda kind, words: told.update(error=words))
    player.mediaStatusChanged.connect(status)
    player.setSource(QUrl.fromLocalFile(path))
    player.play()
    timer = QTimer(interval=25)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    told.update(has_video=player.hasVideo(), has_audio=player.hasAudio(), duration_ms=player.duration())
    player.stop()
    for each in (timer, player, sink, heard, loop):
        each.deleteLater()
    app.processEvents()
    return told


for path in json.load(sys.stdin):
    print(json.dumps(played(path)), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What plain ffmpeg decodes of a file: pictures, pieces of sound, and when the last ends (seconds)."""

    pictures: int = 0
    sounds: int = 0
    pictures_end: float = 0.0
    sounds_end: float = 0.0

    @property
    def end(self) -> float:
        """When all of it is over, in seconds."""
        return max(self.pictures_end, self.sounds_end)


def seen(path: Path) -> Seen:
    """Decode everything, as anybody would: no guards, no options; streams one by one where one spoils all."""
    tries = [_decoded(path, "0:v?", "0:a?")]
    if not tries[0].pictures:
        tries += [_decoded(path, stream) for stream in ("0:v:0", "0:v:1", "0:a:0")]
    shown, heard = max(tries, key=lambda each: each.pictures), max(tries, key=lambda each: each.sounds)
    return Seen(shown.pictures, heard.sounds, shown.pictures_end, heard.sounds_end)


def all_seen(paths: Sequence[Path]) -> dict[Path, Seen]:
    """`seen` of many, two at once."""
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(paths, pool.map(seen, paths), strict=True))


def _decoded(path: Path, *streams: str) -> Seen:
    maps = [word for stream in streams for word in ("-map", stream)]
    command = [str(PROGRAMS.ffmpeg), "-nostdin", "-v", "error", "-i", f"file:{path}", *maps, "-f", "framecrc", "-"]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=120, check=False)
    return _counted(done.stdout.decode("utf-8", "replace"))


def _counted(said: str) -> Seen:
    """Lines of framecrc: stream, dts, pts, duration, size, checksum; above them each stream's time base."""
    kinds: dict[str, str] = {}
    bases: dict[str, Fraction] = {}
    counts, ends = {"video": 0, "audio": 0}, {"video": 0.0, "audio": 0.0}
    for line in said.splitlines():
        name, _, value = line.partition(":")
        if name.startswith("#tb "):
            bases[name[4:]] = Fraction(value.strip())
        elif name.startswith("#media_type "):
            kinds[name[12:]] = value.strip()
        elif line and not line.startswith("#"):
            stream, _, pts, duration, *_ = (word.strip() for word in line.split(","))
            kind = kinds[stream]
            counts[kind] += 1
            ends[kind] = max(ends[kind], float((int(pts) + int(duration)) * bases[stream]))
    return Seen(counts["video"], counts["audio"], ends["video"], ends["audio"])


def complaints_of(path: Path) -> str:
    """What ffmpeg has to say against a file while it decodes all of it; '' when nothing."""
    command = [str(PROGRAMS.ffmpeg), "-nostdin", "-v", "error", "-xerror", "-err_detect", "explode"]
    command += ["-i", f"file:{path}", "-map", "0", "-fps_mode", "passthrough", "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=120, check=False)
    return done.stderr.decode("utf-8", "replace") or ("" if done.returncode == 0 else f"exit {done.returncode}")


def probed(path: Path) -> dict[str, Any]:
    """`format` and `streams` as plain ffprobe has them."""
    command = [str(PROGRAMS.ffprobe), "-v", "error", "-of", "json", "-show_format", "-show_streams", f"file:{path}"]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def played(paths: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What Qt's player shows of each file, in a process of its own that may crash without us."""
    done = subprocess.run(
        [sys.executable, "-c", PLAY],
        input=json.dumps(list(paths)),
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and len(told) == len(paths), f"{done.returncode}: {done.stderr[-2000:]}"
    return dict(zip(paths, told, strict=True))
