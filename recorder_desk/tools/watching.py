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
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from watchdog import events
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver
from watchdog.utils import BaseThread

from recorder_desk.tools.mounts import tells_events

if sys.platform == "linux":
    from recorder_desk.tools.notices import FolderNotices

Wake = Callable[[str], None]
Stir = Callable[[], None]

PAUSE_SECONDS = 0.2  # between two wakes of a folder
TEND_SECONDS = 1.0  # between two looks whether the watched folder is still the one at its path
POLL_SECONDS = 3.0  # between two listings of a folder whose volume tells no events
JOIN_SECONDS = 10.0  # a thread stuck in a dead file server must not keep the program from ending

# Where there is no event for closing a file, its last change stands in for it.
_EVENTS: list[type[FileSystemEvent]] = [
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
]


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
        for thread in (self._waker, self._tender):
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

        Where the system's queue of events overflows without a word (Windows), the last files of a
        great many would wake nobody.
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
        """Watchdog's call when the thread is to end: wake it."""
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


class Eye(Protocol):
    """What looks at one folder."""

    def alive(self) -> bool:
        """Whether it still sees everything."""
        ...

    def end(self) -> None:
        """Stop looking and join the threads."""
        ...


@dataclass(frozen=True, slots=True)
class _Watched:
    eye: Eye
    identity: tuple[int, int]


class _Tender(BaseThread):
    """Keeps one eye on each wanted folder that is there. Owns them all."""

    def __init__(self, waker: _Waker, tells_events: Callable[[str], bool], poll_seconds: float) -> None:
        super().__init__()
        self.name = "watch-tender"
        self._waker = waker
        self._tells_events = tells_events
        self._poll_seconds = poll_seconds
        self._wanted: frozenset[str] = frozenset()
        self._watched: dict[str, _Watched] = {}
        self._poked = threading.Event()

    def want(self, paths: frozenset[str]) -> None:
        """The folders to keep watched from now on."""
        self._wanted = paths
        self._poked.set()

    def on_thread_stop(self) -> None:
        """Watchdog's call when the thread is to end: wake it."""
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
        if watched is not None and (identity != watched.identity or not watched.eye.alive()):
            self._leave(path)
            self._waker.stir(path)  # gone, another one in its place, or events may have been lost
        if identity is not None and path not in self._watched:
            eye = self._eye(path)
            if eye is not None:
                self._watched[path] = _Watched(eye, identity)
                self._waker.stir(path)

    def _eye(self, path: str) -> Eye | None:
        """The best eye there is; None when the folder went meanwhile or may not be read."""

        def stir() -> None:
            self._waker.stir(path)

        if self._tells_events(path):
            try:
                return native_eye(path, stir)
            except OSError:  # no watches left: polling needs none
                pass
        try:
            return ObserverEye(PollingObserver(timeout=self._poll_seconds), path, stir)
        except OSError:
            return None

    def _leave(self, path: str) -> None:
        self._watched.pop(path).eye.end()


class ObserverEye(FileSystemEventHandler):
    """One of watchdog's observers at work on one folder."""

    def __init__(self, observer: BaseObserver, path: str, stir: Stir) -> None:
        """Raises OSError when the folder cannot be watched."""
        self._observer = observer
        self._stir = stir
        try:
            observer.schedule(self, path, recursive=True, event_filter=_EVENTS)
            observer.start()
        except OSError:
            self.end()
            raise

    def on_any_event(self, event: FileSystemEvent) -> None:
        """What it was does not matter."""
        self._stir()

    def alive(self) -> bool:
        """Whether the observer and its emitter are at work."""
        emitters = self._observer.emitters
        return bool(emitters) and self._observer.is_alive() and all(each.is_alive() for each in emitters)

    def end(self) -> None:
        """Stop the observer (which joins its emitter) and join it."""
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join(JOIN_SECONDS)


def native_eye(path: str, stir: Stir) -> Eye:
    """The system's own notices. Raises OSError."""
    if sys.platform == "linux":
        return FolderNotices(path, stir)
    else:  # noqa: RET505  # without it mypy calls the last line unreachable
        return ObserverEye(Observer(), path, stir)


def _nobody(_path: str) -> None:
    """Until somebody follows."""


def _identity(path: str) -> tuple[int, int] | None:
    """Which folder is at a path now; None for none, and for a link (its folder is left alone)."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None
