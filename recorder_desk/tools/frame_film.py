"""One opened film and the worker process behind it.

In: numbers of frames. Out: an index, Futures of pictures. A film has one thread of its own, which starts its worker,
gives it one wish at a time (the newest first), notices when it hangs or dies, and begins another one then. Nobody else
waits for a worker, so that nothing a film does can hold the window up.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from recorder_desk.domain.frames import FrameIndex, Picture
from recorder_desk.errors import DeskError
from recorder_desk.ports import Film
from recorder_desk.tools import frame_talk as talk
from recorder_desk.tools.frame_process import FrameProcess
from recorder_desk.tools.frame_talk import Said, Told

INDEX_SECONDS = 600.0
WISH_SECONDS = 120.0
"""By the wall clock: a machine may be busy with everything else, and nobody is held up meanwhile."""
_DEATHS = 3
"""So many workers that died one after the other over their wishes, and the film is given up."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture that somebody waits for."""

    number: int
    width: int
    deinterlaced: bool
    future: Future[Picture]


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a worker said (None: it is gone); `worker` tells which of them."""

    worker: int
    said: Said | None


@dataclass(frozen=True, slots=True)
class _Room:
    """How many bytes of frames may be kept from now on."""

    room: int


_Event = Wish | _Heard | _Room | str


def _unreadable() -> DeskError:
    return DeskError("frames.unreadable", blame="environment")


class WorkerFilm:
    """An opened film (ports.Film)."""

    def __init__(self, path: Path, room: int, gone: Callable[[WorkerFilm], None]) -> None:
        self._path, self._room, self._gone = path, room, gone
        self._events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
        self._wishes: list[Wish] = []
        self._asked: Wish | None = None
        self._serial = self._workers = self._deaths = 0
        self._until = 0.0
        self._process: FrameProcess | None = None
        self._closed, self._closing = threading.Event(), threading.Lock()
        self._index: FrameIndex | None = None
        self.opened: Future[Film] = Future()
        self.opened.add_done_callback(self._hear_opened)
        self._thread = threading.Thread(target=self._live, name="film")
        self._thread.start()

    @property
    def index(self) -> FrameIndex:
        """When each frame is shown."""
        assert self._index is not None  # nobody has it before that
        return self._index

    def picture(self, number: int, width: int = 0, *, deinterlaced: bool = False) -> Future[Picture]:
        """See `Film.picture`."""
        future: Future[Picture] = Future()
        future.add_done_callback(self._hear_done)
        with self._closing:  # what is put before the end is found at the end
            if not self._closed.is_set():
                self._events.put(Wish(number, width, deinterlaced, future))
                return future
        future.set_exception(DeskError("frames.closed"))
        return future

    def keep(self, room: int) -> None:
        """Keep no more than so many bytes of decoded frames from now on."""
        self._events.put(_Room(room))

    def close(self) -> None:
        """Let the file go, soon. Repeatable."""
        with self._closing:
            self._closed.set()
        self._events.put("close")

    def join(self) -> None:
        """Wait until it is gone, after `close`."""
        self._thread.join()

    def _hear_opened(self, opened: Future[Film]) -> None:
        if opened.cancelled():
            self.close()

    def _hear_done(self, future: Future[Picture]) -> None:
        if future.cancelled():
            self._events.put("cancelled")

    # -- the film's own thread -------------------------------------------------------------------

    def _live(self) -> None:
        try:
            self._index = self._begin()
        except DeskError as error:
            self._go()
            if self.opened.set_running_or_notify_cancel():
                self.opened.set_exception(error)
        else:
            if self.opened.set_running_or_notify_cancel():
                self.opened.set_result(self)
                self._serve()
            self._go()

    def _go(self) -> None:
        self.close()
        self._end_worker()
        self._refuse_all()
        self._gone(self)

    def _serve(self) -> None:
        while not self._closed.is_set():
            wait = max(0.0, self._until - time.monotonic()) if self._asked is not None else None
            try:
                event = self._events.get(timeout=wait)
            except queue.Empty:
                self._lose_worker()
            else:
                self._take(event)
            if self._asked is None:
                self._ask_next()

    def _take(self, event: _Event) -> None:
        if isinstance(event, Wish):
            self._wishes.append(event)
        elif isinstance(event, _Room):
            self._room = event.room
            if self._process is not None:
                self._process.tell(Told(talk.ROOM, number=event.room))
        elif isinstance(event, _Heard):
            if event.worker == self._workers and self._process is not None:
                self._hear(event.said)
        elif self._process is not None and self._asked is not None and self._asked.future.cancelled():
            self._process.tell(Told(talk.DROP, self._serial))

    def _hear(self, said: Said | None) -> None:
        wish = self._asked
        if said is None:
            self._lose_worker()
            return
        if wish is None or said.serial != self._serial:
            return
        self._asked, self._deaths = None, 0
        if said.kind == talk.DROPPED:
            self._wishes.append(wish)  # where it was cancelled it goes for good, else it was told something else
        elif said.kind == talk.PICTURE and len(said.data) == 3 * said.width * said.height:
            _give(wish, Picture(said.number, said.at_us, said.width, said.height, said.data))
        else:
            _refuse(wish, _unreadable())

    def _ask_next(self) -> None:
        while self._wishes:
            wish = self._wishes.pop()
            if wish.future.cancelled():
                continue
            if self._process is None and not self._begin_again():
                _refuse(wish, _unreadable())
                continue
            assert self._process is not None
            self._serial += 1
            self._asked, self._until = wish, time.monotonic() + WISH_SECONDS
            self._process.tell(Told(talk.WISH, self._serial, wish.number, wish.width, wish.deinterlaced))
            return

    # -- workers begin and end -------------------------------------------------------------------

    def _begin(self) -> FrameIndex:
        """Start a worker and wait for what it says first. Raises DeskError."""
        self._workers += 1
        worker = self._workers
        self._process = FrameProcess(self._path, self._room, lambda said: self._events.put(_Heard(worker, said)))
        until = time.monotonic() + INDEX_SECONDS
        while not self._closed.is_set():
            try:
                event = self._events.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if not isinstance(event, _Heard):
                self._take(event)
            elif event.worker == worker:
                return self._read_index(event.said)
        self._end_worker()
        raise DeskError("frames.closed") if self._closed.is_set() else _unreadable()

    def _read_index(self, said: Said | None) -> FrameIndex:
        if said is not None and said.kind == talk.INDEX:
            try:
                return talk.unpack_index(said.data)
            except ValueError:
                pass
        self._end_worker()
        raise _unreadable()

    def _begin_again(self) -> bool:
        """Another worker, after one was lost; False when that is no use."""
        if self._deaths >= _DEATHS:
            return False
        try:
            return len(self._begin()) == len(self.index)
        except DeskError:
            self._deaths += 1
            return False

    def _lose_worker(self) -> None:
        """It hung or died: what it was asked for cannot be read."""
        self._end_worker()
        self._deaths += 1
        wish, self._asked = self._asked, None
        if wish is not None:
            _refuse(wish, _unreadable())

    def _end_worker(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _refuse_all(self) -> None:
        while not self._events.empty():
            event = self._events.get()
            if isinstance(event, Wish):
                self._wishes.append(event)
        for wish in (*self._wishes, self._asked):
            if wish is not None:
                _refuse(wish, DeskError("frames.closed"))


def _give(wish: Wish, picture: Picture) -> None:
    if wish.future.set_running_or_notify_cancel():
        wish.future.set_result(picture)


def _refuse(wish: Wish, error: DeskError) -> None:
    if wish.future.set_running_or_notify_cancel():
        wish.future.set_exception(error)
