"""The decoded frames that are kept: those around the one looked at, as many as there is room for.

In: frames by their numbers. Out: the same; which of their neighbours are missing. Runs in the frame worker.
"""

from __future__ import annotations

from av.video.frame import VideoFrame

_BACK_SHARE = 0.75
"""Of the room, for frames before the one looked at: going on, those are there anyway; going back, they cost."""


class Shelf:
    """At most `room` bytes of frames (but three at least), nearest to `focus`."""

    def __init__(self, room: int) -> None:
        self.room, self.focus = room, 0
        self._frames: dict[int, VideoFrame] = {}
        self._bytes = 0

    def __contains__(self, number: int) -> bool:
        """Whether it is there."""
        return number in self._frames

    def __len__(self) -> int:
        """How many there are."""
        return len(self._frames)

    def take(self, number: int) -> VideoFrame:
        """A frame that is there."""
        return self._frames[number]

    def put(self, number: int, frame: VideoFrame) -> None:
        """Keep a frame, and let go of the farthest where there is no room."""
        self._frames[number] = frame
        self._bytes += _size(frame)
        back, on = self.window()
        while self._bytes > self.room and len(self._frames) > 3:
            far = max(self._frames, key=lambda each: self._distance(each, back, on))
            self._bytes -= _size(self._frames.pop(far))

    def window(self) -> tuple[int, int]:
        """How many frames before and after the one looked at there is room for."""
        each = max(1, self._bytes // max(1, len(self._frames)))
        many = max(4, self.room // each)
        back = int(many * _BACK_SHARE)
        return back, many - back - 1

    def _distance(self, number: int, back: int, on: int) -> float:
        away = number - self.focus
        return away / max(1, on) if away > 0 else -away / max(1, back)


def _size(frame: VideoFrame) -> int:
    return sum(plane.buffer_size for plane in frame.planes)
