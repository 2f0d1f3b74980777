"""Linux's own notices (inotify) of a folder and all below it, on watchdog's reader.

In: a folder and what to call. Out: calls, from watchdog's thread.

watchdog's recursive observer is not used here: with a nest of folders made in one go it warns of
each folder it meets twice (a text as long as the list of all watches), its recursion ends at 1,000
levels, and it does not tell when events were lost. Seen with 7.1.0, which is pinned.
"""

from __future__ import annotations

import errno
import itertools
import os
import threading
from collections.abc import Callable, Iterator

from watchdog.observers.inotify_c import (
    CallbackId,
    InotifyConstants,
    InotifyEvent,
    InotifyFD,
    Mask,
    WatchCallback,
    WatchDescriptor,
)

# Opening, reading and growing wake nobody; being closed after writing does.
_MASK = Mask(
    InotifyConstants.IN_CREATE
    | InotifyConstants.IN_CLOSE_WRITE
    | InotifyConstants.IN_MOVED_FROM
    | InotifyConstants.IN_MOVED_TO
    | InotifyConstants.IN_DELETE
    | InotifyConstants.IN_DELETE_SELF
    | InotifyConstants.IN_ONLYDIR
    | InotifyConstants.IN_DONT_FOLLOW
)
_NO_WATCH_LEFT = (errno.ENOSPC, errno.ENOMEM)


class FolderNotices(WatchCallback):
    """Calls `stir()` whenever something was made, written, moved or removed in a tree of folders."""

    def __init__(self, path: str, stir: Callable[[], None]) -> None:
        """Raises OSError when the folder cannot be watched, or the system has no watches left."""
        self._top = os.fsencode(path)
        self._stir = stir
        self._lock = threading.RLock()
        self._ids = itertools.count()
        self._paths: dict[WatchDescriptor, bytes] = {}
        self._names: dict[WatchDescriptor, CallbackId] = {}
        self._short = False
        self._reader = InotifyFD()
        self._reader.name = "watch-notices"
        self._reader.start()
        try:
            self._watch(self._top)
            self._watch_below(self._top)
            if self._short:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            self.end()
            raise

    def alive(self) -> bool:
        """Whether notices still come, and from every folder."""
        return self._reader.is_alive() and not self._short and bool(self._paths)

    def end(self) -> None:
        """No more notices; the thread is joined."""
        self._reader.stop()
        self._reader.join()

    def on_event(self, event: InotifyEvent) -> None:
        """Something happened: a folder that is new here is watched too before anybody is told."""
        if event.is_directory and (event.is_create or event.is_moved_to):
            with self._lock:
                above = self._paths.get(event.wd)
                if above is not None:
                    self._watch_below(os.path.join(above, event.name), itself=True)
        self._stir()

    def on_watch_deleted(self, wd: WatchDescriptor) -> None:
        """A folder is gone, or its volume."""
        with self._lock:
            self._paths.pop(wd, None)
            self._names.pop(wd, None)
        self._stir()

    def on_queue_overflow(self) -> None:
        """Events were lost: look for folders that are new."""
        with self._lock:
            self._watch_below(self._top)
        self._stir()

    def _watch_below(self, top: bytes, *, itself: bool = False) -> None:
        folders = [top] if itself else list(_folders_in(top))
        while folders:
            path = folders.pop()
            try:
                self._watch(path)
            except OSError as error:  # gone again, unreadable, or no folder any more
                self._short = self._short or error.errno in _NO_WATCH_LEFT
                continue
            folders.extend(_folders_in(path))

    def _watch(self, path: bytes) -> None:
        """Watch one folder; one that is watched already only gets the path it has now."""
        with self._lock:
            name = CallbackId(next(self._ids))
            wd = self._reader.add_callback(path, _MASK, self, name)
            if wd == -1:  # how watchdog answers EACCES
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            before = self._names.get(wd)
            if before is not None:
                self._reader.remove_callbacks([(wd, before)])
            self._paths[wd], self._names[wd] = path, name


def _folders_in(path: bytes) -> Iterator[bytes]:
    try:
        with os.scandir(path) as entries:
            yield from [each.path for each in entries if each.is_dir(follow_symlinks=False)]
    except OSError:
        return
