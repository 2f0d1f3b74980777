"""Frames of one film by their numbers. Runs in the frame worker, never in the desk.

In: a number. Out: that frame, exactly: from the key frame before it everything is decoded up to it. What was decoded
around it is kept, up to so many bytes, and in idle time what may be wanted next is decoded: a few frames on, and
the frames before, so that stepping back costs no more than stepping on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Literal

from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from recorder_desk.tools.frame_index import BEGINNING, Times, decoded
from recorder_desk.tools.frame_pictures import shrunk
from recorder_desk.tools.frame_shelf import Shelf
from recorder_desk.tools.frame_source import Source

_KEPT_BEFORE = 12
"""So many frames before the one wanted are decoded in full; earlier ones only as far as others are built on them."""
_EARLIER = 3
"""So many key frames back it is tried again, when a frame did not come out."""
_WORTH_GOING_ON = 8
"""Fewer frames than this before the next key frame: decode on rather than seek."""


class DroppedError(Exception):
    """Nobody waits for it any more."""


class UndecodableError(Exception):
    """That frame does not come out."""


class Decoder:
    """Decodes one film. `room` bytes of frames are kept; `quick`: only for little pictures, whole groups of them."""

    def __init__(self, path: str, times: Times, room: int, *, quick: bool = False) -> None:
        self._times, self._quick, self._source = times, quick, Source(path, times, quick=quick)
        self.shelf = Shelf(room)
        self._packets: Iterator[Packet[VideoStream]] = iter(())
        self._reached = self._full = self._since = 0  # last number out; decoded in full from; none before
        self._over, self._counting = True, False
        self._undecodable: set[int] = set()
        self._plan: tuple[int, int] | None = None  # idle work under way: the frames it is to bring
        self._tried: set[tuple[int, int]] = set()  # idle work that was done for the frame looked at

    @property
    def aspect(self) -> Fraction | None:
        """Width to height of one pixel, where the file says."""
        return self._source.aspect

    def at(self, number: int, dropped: Callable[[], bool]) -> VideoFrame:
        """The frame of this number. Raises DroppedError, UndecodableError."""
        if number in self._undecodable or not 0 <= number < len(self._times.stamps):
            raise UndecodableError
        if self.shelf.focus != number:
            self.shelf.focus = number
            self._tried.clear()
        if number in self.shelf:
            return self.shelf.take(number)
        self._plan = None
        key = self._times.key_of(number)
        if not self._comes(number, key):
            self._begin(key, max(self._times.keys[key].number, number - _KEPT_BEFORE))
        for earlier in (*range(key - 1, key - 1 - _EARLIER, -1), 0, None):
            self._go_on_to(number, dropped)
            if number in self.shelf:
                return self.shelf.take(number)
            if earlier is not None and earlier >= 0:
                self._begin(earlier, number)
        self._undecodable.add(number)
        raise UndecodableError

    def around(self, number: int, dropped: Callable[[], bool]) -> list[VideoFrame]:
        """The frame with its neighbours, as far as there are any; the frame itself is the second (or the first of all
        frames)."""
        found = []
        for each in (number - 1, number, number + 1):
            try:
                found.append(self.at(each, dropped))
            except UndecodableError:
                if each == number:
                    raise
        self.shelf.focus = number
        return found

    def _go_on_to(self, number: int, dropped: Callable[[], bool]) -> None:
        while number not in self.shelf and self._reached < number and self._advance():
            if dropped():
                raise DroppedError

    def _comes(self, number: int, key: int) -> bool:
        """Whether going on decoding brings the frame, and sooner than beginning at its key frame would."""
        if self._over or number <= self._reached or number < self._full:
            return False
        return self._times.keys[key].number - self._reached <= _WORTH_GOING_ON

    # -- idle time -------------------------------------------------------------------------------

    def ahead(self) -> bool:
        """Decode one packet of what may be wanted next; False when there is nothing to do."""
        if not len(self.shelf):
            return False
        if self._plan is None:
            self._plan = self._next_plan()
            if self._plan is None:
                return False
        if self._reached >= self._plan[1] or not self._advance():
            self._tried.add(self._plan)
            self._plan = None
        return True

    def _next_plan(self) -> tuple[int, int] | None:
        """The frames to bring next, from until: those after the one looked at, then those before it. Neither as long as
        half of them are there: to go back for a single one would cost as much as for many."""
        plans = self._whole_group() if self._quick else self._around()
        plan = next((each for each in plans if each not in self._tried), None)
        if plan is not None:
            key = self._times.key_of(plan[0])
            if not self._comes(plan[0], key):
                self._begin(key, plan[0])
        return plan

    def _around(self) -> list[tuple[int, int]]:
        here, end = self.shelf.focus, len(self._times.stamps) - 1
        back, on = self.shelf.window()
        last, first = self._run(1), self._run(-1)
        plans = []
        if last < min(end, here + on // 2):
            plans.append((last + 1, min(end, here + on)))
        if first > max(0, here - back // 2):
            plans.append((max(0, here - back), first - 1))
        return plans

    def _whole_group(self) -> list[tuple[int, int]]:
        """All frames from the key frame before the one looked at to the next, as many as there is room for."""
        keys, here = self._times.keys, self.shelf.focus
        key = self._times.key_of(here)
        back, on = self.shelf.window()
        until = keys[key + 1].number if key + 1 < len(keys) else len(self._times.stamps)
        first, last = max(keys[key].number, here - back), min(until - 1, here + on)
        missing = [each for each in range(first, last + 1) if each not in self.shelf]
        return [(missing[0], missing[-1])] if missing else []

    def _run(self, step: int) -> int:
        """How far the frames around the one wanted are there without a hole."""
        here = self.shelf.focus
        while here + step in self.shelf or here + step in self._undecodable:
            here += step
        return here

    # -- decoding --------------------------------------------------------------------------------

    def _advance(self) -> bool:
        """Decode one packet and keep what comes out; False at the end."""
        packet = next(self._packets, None)
        if packet is None:
            self._over = True
            return False
        if packet.size:
            self._hurry(packet)
        for frame in decoded(self._source.stream, packet):
            self._take(frame)
        return True

    def _hurry(self, packet: Packet[VideoStream]) -> None:
        context, known = self._source.stream.codec_context, self._times.known
        if known == "count":
            return
        stamp = packet.pts if known == "pts" else packet.dts
        idle = stamp is not None and stamp < self._times.stamps[self._full]
        wanted: Literal["NONREF", "DEFAULT"] = "NONREF" if idle else "DEFAULT"
        if context.skip_frame != wanted:
            context.skip_frame = wanted

    def _take(self, frame: VideoFrame) -> None:
        times = self._times
        if times.known == "count":
            if not self._counting and not frame.key_frame:
                return
            self._counting, number = True, self._reached + 1
        else:
            number = times.number_of(frame.pts if times.known == "pts" else frame.dts)
        if number < self._since:
            return
        self._reached = max(self._reached, number)
        if number < self._full or number in self.shelf:
            return
        self.shelf.put(number, shrunk(frame) if self._quick else frame)

    def _begin(self, key: int, full: int) -> None:
        """Go to a key frame (or one before it); frames from `full` on are kept."""
        found, self._packets = self._source.from_key(key)
        self._full, self._since, self._reached = full, found.number, found.number - 1
        self._over, self._counting = False, found.position == BEGINNING
