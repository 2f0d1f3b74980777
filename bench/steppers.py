"""Three ways to a certain frame: ours, mpv, and PyAV as anybody would write it.

In: a film. Out: a frame, by its number, ready when the call is over. mpv decodes and shows it nowhere (`--vo=null`),
the other two give its colours.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, Protocol

import av

from recorder_desk.tools.frames import WorkerFrames

WAIT_SECONDS = 60.0
RATE = 25
MPV = ("--no-config", "--hr-seek=yes", "--vo=null", "--ao=null", "--pause", "--keep-open=yes", "--no-terminal")


class Stepper(Protocol):
    """An opened film."""

    def show(self, number: int) -> None:
        """The frame of this number, from anywhere."""
        ...

    def back(self) -> None:
        """The frame before the one shown."""
        ...

    def close(self) -> None:
        """Let it go."""
        ...


class Ours:
    """The frames of the desk's own port, each film with a worker process."""

    def __init__(self, path: Path) -> None:
        """Open, and have the first frame."""
        self._frames = WorkerFrames()
        self._film = self._frames.open(path)
        self._here = 0
        self.show(0)

    def show(self, number: int, width: int = 0) -> None:
        """See `Stepper`."""
        self._here = number
        if self._film.picture(number, width).result(WAIT_SECONDS).number != number:
            raise RuntimeError("another frame")

    def back(self) -> None:
        """See `Stepper`."""
        self.show(self._here - 1)

    def close(self) -> None:
        """See `Stepper`."""
        self._frames.close()


class Plain:
    """PyAV in this process: seek to the key frame before, decode up to the frame, convert it."""

    def __init__(self, path: Path) -> None:
        """Open, and have the first frame."""
        self._container = av.open(str(path))
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = "AUTO"
        self._here = 0
        self.show(0)

    def show(self, number: int, width: int = 0) -> None:
        """See `Stepper`."""
        self._here, base = number, self._stream.time_base
        assert base is not None
        stamp = round(number / RATE / base)
        self._container.seek(stamp, stream=self._stream)
        frame = next(each for each in self._container.decode(self._stream) if (each.pts or 0) >= stamp)
        height = frame.height * width // frame.width
        bytes(frame.reformat(width or frame.width, height or frame.height, "rgb24").planes[0])

    def back(self) -> None:
        """See `Stepper`."""
        self.show(self._here - 1)

    def close(self) -> None:
        """See `Stepper`."""
        self._container.close()


class Mpv:
    """mpv with exact seeking, told what to do through its socket."""

    def __init__(self, path: Path) -> None:
        """Start it, and have the first frame."""
        self._place = path.with_name(f"mpv-{path.stem}.sock")
        words = [str(found()), *MPV, f"--input-ipc-server={self._place}", str(path)]
        self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self._numbers = itertools.count(1)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(WAIT_SECONDS)
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                self._socket.connect(str(self._place))
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.002)
        self._lines = self._socket.makefile("rb")
        while self._say("get_property", "time-pos") is None:  # none before the first frame is there
            time.sleep(0.002)

    def _say(self, *words: Any) -> Any:
        """A command; its answer."""
        number = next(self._numbers)
        self._socket.sendall(json.dumps({"command": words, "request_id": number}).encode() + b"\n")
        while True:
            heard = self._hear()
            if heard.get("request_id") == number and "event" not in heard:
                return heard.get("data")

    def _hear(self) -> dict[str, Any]:
        heard: dict[str, Any] = json.loads(self._lines.readline())
        return heard

    def _until_there(self, *words: Any) -> None:
        """A command that goes somewhere else, until that is shown."""
        self._socket.sendall(json.dumps({"command": words}).encode() + b"\n")
        while self._hear().get("event") != "playback-restart":
            continue

    def show(self, number: int) -> None:
        """See `Stepper`."""
        self._until_there("seek", number / RATE, "absolute+exact")

    def back(self) -> None:
        """See `Stepper`."""
        self._until_there("frame-back-step")

    def close(self) -> None:
        """See `Stepper`."""
        with contextlib.suppress(OSError):
            self._say("quit")
        self._lines.close()
        self._socket.close()
        self._process.wait(WAIT_SECONDS)
        self._place.unlink(missing_ok=True)


def found() -> Path | None:
    """Where mpv is, if it is."""
    there = shutil.which("mpv")
    return Path(there) if there else None
