"""The frame worker: a process of its own that holds one film, and all it does when a film harms it is end.

In: a path, how many bytes of frames to keep; then wishes on stdin. Out, on stdout: when each frame is shown, then an
answer to each wish. Ends with its stdin.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from typing import IO

import av
from av import logging

from recorder_desk.domain.frames import FrameIndex
from recorder_desk.tools import frame_talk as talk
from recorder_desk.tools.frame_decoder import Decoder, DroppedError, UndecodableError
from recorder_desk.tools.frame_index import NoFilmError, Times, read_times
from recorder_desk.tools.frame_pictures import LITTLE, Shape, calmed
from recorder_desk.tools.frame_talk import Said, Told

_SCOUT_ROOM = 24 << 20
"""Some 280 little frames: looking around has a decoder of its own, and disturbs no stepping."""


class Worker:
    """One film, wishes one after the other."""

    def __init__(self, path: str, room: int, told: IO[bytes], said: IO[bytes]) -> None:
        self._path, self._pipe, self._said = path, told, said
        self._told: queue.Queue[Told] = queue.Queue()
        self._times: Times = read_times(path)
        self._decoder = Decoder(path, self._times, room)
        self._scout = Decoder(path, self._times, _SCOUT_ROOM, quick=True)
        self._shape = self._first()

    def _first(self) -> Shape:
        for number in range(min(len(self._times.stamps), 100)):
            try:
                frame = self._decoder.at(number, lambda: False)
            except UndecodableError:
                continue
            aspect = self._decoder.aspect
            return Shape(frame, (aspect.numerator, aspect.denominator) if aspect else (1, 1))
        raise NoFilmError

    def run(self) -> None:
        """Say what the film is, then answer until the desk is gone."""
        self._say(Said(talk.INDEX, data=talk.pack_index(self._index())))
        threading.Thread(target=self._listen, daemon=True).start()
        while True:
            try:
                told = self._told.get_nowait()
            except queue.Empty:
                if self._decoder.ahead() or self._scout.ahead():
                    continue
                told = self._told.get()
            if told.kind == talk.WISH:
                self._say(self._answer(told))
            elif told.kind == talk.ROOM:
                self._decoder.shelf.room = told.number

    def _index(self) -> FrameIndex:
        times, shape = self._times, self._shape
        keys = [key.number for key in times.keys]
        return FrameIndex(times.times_us, keys, times.end_us, shape.width, shape.height, shape.rotation)

    def _answer(self, told: Told) -> Said:
        around = 0 < told.width <= LITTLE and not told.deinterlaced
        decoder = self._scout if around else self._decoder
        try:
            if told.deinterlaced:
                near = decoder.around(told.number, self._is_dropped)
                frame = calmed(near, min(1, told.number, len(near) - 1))
            else:
                frame = decoder.at(told.number, self._is_dropped)
        except DroppedError:
            return Said(talk.DROPPED, told.serial)
        except (UndecodableError, av.FFmpegError):
            return Said(talk.UNREADABLE, told.serial)
        width, height, data = self._shape.colours(frame, told.width)
        return Said(talk.PICTURE, told.serial, told.number, self._times.times_us[told.number], width, height, data)

    def _is_dropped(self) -> bool:
        return not self._told.empty()  # while a wish is worked on, nothing else is told but that it is dropped

    def _say(self, said: Said) -> None:
        self._said.write(said.head())
        self._said.write(said.data)
        self._said.flush()

    def _listen(self) -> None:
        while (told := talk.read_told(self._pipe)) is not None:
            self._told.put(told)
        os._exit(0)


def main() -> None:
    """Serve one film until stdin ends."""
    path, room = sys.argv[1:3]
    logging.set_level(None)
    try:
        Worker(path, int(room), sys.stdin.buffer, sys.stdout.buffer).run()
    except (av.FFmpegError, NoFilmError):
        sys.stdout.buffer.write(Said(talk.UNREADABLE).head())
        sys.stdout.buffer.flush()
