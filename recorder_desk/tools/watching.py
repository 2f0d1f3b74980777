"""Being told that something happens in a drop folder (implements `ports.Watch`).

In: folders. Out: `wake(folder)`, a few times a second at most. Events are never believed, only taken
as a reason to look: they get lost, and a moved-in file has others than a written one.
"""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver
from watchdog.utils import BaseThread

from recorder_desk.tools.mounts import tells_events

Wake = Callable[[str], None]

PAUSE_SECONDS = 0.2  # between two wakes of a folder
TEND_SECONDS = 1.0  # between two looks whether the watched folder is still the one at its path
POLL_SECONDS = 3.0  # between two listings of a folder whose volume tells no events
JOIN_SECONDS = 10.0  # a thread stuck in a dead file server must not keep the program from ending

# Opening, reading and growing wake nobody. Where there is no event for closing a file (every
# system but Linux) its last change stands in for it.
_EVENTS: list[type[FileSystemEvent]] = [
    events.FileCreatedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
]
_CLOSED: list[type[FileSystemEvent]] = [events.FileClosedEvent]
_CHANGED: list[type[FileSystemEvent]] = [events.FileModifiedEvent]


class FolderWatch:
    """Watches drop folders with the system's own notices, or by polling where those do not reach.

    Follows each folder as it goes and comes: unplugged and plugged in again, removed and made anew,
    an observer that died. `wake` is called from one thread and must only put into a queue.
    """

    def __init__(
        self, *, tells_events: Callable[[str], bool] = tells_events, poll_seconds: float = POLL_SECONDS
    ) -> None:
        self._waker = _Waker()
        self._tender = _Tender(self._waker, tells_events, poll_seconds)
        self._lock = threading.Lock()
        self._closed = False

    def follow(self, paths: Iterable[str], wake: Wake) -> None:
        """Watch exactly these folders from now on; `wake(path)` is called with the folder's path.

        Returns at once. A folder is woken once when its watch stands, so that nothing that came
        in between is missed; one that is missing is looked for every second. Nothing after `close`.
        """
        with self._lock:
            if self._closed:
                return
            wanted = frozenset(paths)
            self._waker.call(wake, wanted)
            self._tender.want(wanted)
            for thread in (self._waker, self._tender):
                if not thread.is_alive():
                    thread.start()

    def close(self) -> None:
        """Stop watching and join the threads. Nobody is woken afterwards."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        for thread in (self._tender, self._waker):
            thread.stop()
            if thread.is_alive():
                thread.join(JOIN_SECONDS)


class _Waker(BaseThread):
    """Turns any number of events into a few wakes: at once, then after a pause, the last one surely."""

    def __init__(self) -> None:
        super().__init__()
        self.name = "watch-waker"
        self._condition = threading.Condition()
        self._due: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._stirred: dict[str, float] = {}
        self._wanted: frozenset[str] = frozenset()
        self._wake: Wake = _nobody

    def call(self, wake: Wake, wanted: frozenset[str]) -> None:
        """Who is woken from now on, and for which folders."""
        with self._condition:
            self._wake, self._wanted = wake, wanted
            self._due = {path: due for path, due in self._due.items() if path in wanted}
            self._last = {path: last for path, last in self._last.items() if path in wanted}
            self._stirred = {path: at for path, at in self._stirred.items() if path in wanted}

    def stir(self, path: str) -> None:
        """Something happened in a folder."""
        with self._condition:
            if path in self._wanted:
                self._stirred[path] = time.monotonic()
                self._put(path)

    def stir_again(self, quiet_seconds: float) -> None:
        """Wake a folder once more when it has been quiet for so long.

        When the system's queue of events overflows, watchdog throws away what it still had in hand
        as well: those last files would wake nobody.
        """
        with self._condition:
            before = time.monotonic() - quiet_seconds
            for path in [each for each, stirred in self._stirred.items() if stirred <= before]:
                del self._stirred[path]
                self._put(path)

    def _put(self, path: str) -> None:
        if path not in self._due:
            self._due[path] = max(time.monotonic(), self._last.get(path, 0.0) + PAUSE_SECONDS)
            self._condition.notify()

    def on_thread_stop(self) -> None:
        with self._condition:
            self._condition.notify()

    def run(self) -> None:
        """Wait for the next folder that is due, and wake it."""
        while self.should_keep_running():
            with self._condition:
                now = time.monotonic()
                path = min(self._due, key=self._due.__getitem__, default=None)
                if path is None or self._due[path] > now:
                    if self.should_keep_running():
                        self._condition.wait(None if path is None else self._due[path] - now)
                    continue
                del self._due[path]
                self._last[path] = now
                wake = self._wake
            wake(path)


@dataclass(frozen=True, slots=True)
class _Watched:
    observer: BaseObserver
    identity: tuple[int, int]
    native: bool


class _Tender(BaseThread):
    """Keeps one observer alive for each wanted folder that is there. Owns them all."""

    def __init__(self, waker: _Waker, tells_events: Callable[[str], bool], poll_seconds: float) -> None:
        super().__init__()
        self.name = "watch-tender"
        self._waker = waker
        self._tells_events = tells_events
        self._poll_seconds = poll_seconds
        self._wanted: frozenset[str] = frozenset()
        self._watched: dict[str, _Watched] = {}
        self._poked = threading.Event()

    @property
    def watched(self) -> Mapping[str, _Watched]:
        """What is watched at this moment, for tests."""
        return self._watched

    def want(self, paths: frozenset[str]) -> None:
        """The folders to keep watched from now on."""
        self._wanted = paths
        self._poked.set()

    def on_thread_stop(self) -> None:
        self._poked.set()

    def run(self) -> None:
        """Look after the folders until stopped, then let go of all."""
        while self.should_keep_running():
            wanted = self._wanted
            for path in self._watched.keys() - wanted:
                self._leave(path)
            for path in wanted:
                if self.should_keep_running():
                    self._tend(path)
            self._waker.stir_again(TEND_SECONDS)
            self._poked.wait(TEND_SECONDS)
            self._poked.clear()
        for path in tuple(self._watched):
            self._leave(path)

    def _tend(self, path: str) -> None:
        identity = _identity(path)
        watched = self._watched.get(path)
        if watched is not None and (identity != watched.identity or not _alive(watched.observer)):
            self._leave(path)
            self._waker.stir(path)  # gone, another one in its place, or events may have been lost
        if identity is not None and path not in self._watched:
            native = self._tells_events(path)
            observer = self._observe(path, native=True) if native else None
            native = observer is not None
            observer = observer or self._observe(path, native=False)
            if observer is not None:
                self._watched[path] = _Watched(observer, identity, native)
                self._waker.stir(path)

    def _observe(self, path: str, *, native: bool) -> BaseObserver | None:
        """An observer at work, or None: the folder went, or the system has no watches left."""
        observer: BaseObserver | None = None
        try:
            observer = Observer() if native else PollingObserver(timeout=self._poll_seconds)
            closing = native and sys.platform == "linux"
            wanted = _EVENTS + (_CLOSED if closing else _CHANGED)
            observer.schedule(_Stir(self._waker, path), path, recursive=True, event_filter=wanted)
            observer.start()
        except OSError:
            if observer is not None:
                _end(observer)
            return None
        return observer

    def _leave(self, path: str) -> None:
        _end(self._watched.pop(path).observer)


class _Stir(FileSystemEventHandler):
    def __init__(self, waker: _Waker, path: str) -> None:
        self._waker = waker
        self._path = path

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._waker.stir(self._path)


def _nobody(_path: str) -> None:
    """Until somebody follows."""


def _identity(path: str) -> tuple[int, int] | None:
    """Which folder is at a path now; None for none, and for a link (its folder is left alone)."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None


def _threads(observer: BaseObserver) -> list[threading.Thread]:
    """The observer's own thread, those of its emitters, and under Linux the one that reads events."""
    reader = getattr(observer, "_inotify_fd", None)
    return [observer, *observer.emitters, *([reader] if isinstance(reader, threading.Thread) else [])]


def _alive(observer: BaseObserver) -> bool:
    return bool(observer.emitters) and all(each.is_alive() for each in _threads(observer))


def _end(observer: BaseObserver) -> None:
    threads = _threads(observer)
    observer.stop()
    for emitter in tuple(observer.emitters):
        emitter.stop()
    for thread in threads:
        if thread.is_alive():
            thread.join(JOIN_SECONDS)
