"""The second copies of one batch, as a batch of the mirror's own storage root.

In: bytes as the vault's batch writes them, and its completed objects. Out: the same objects, byte for
byte, in the mirror: flushed, re-read, renamed into place. After the first failure of the disk nothing
more of the batch goes there; what fails is owed.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from recorder_desk.domain.ids import new_id
from recorder_desk.domain.recording import Original
from recorder_desk.errors import DeskError
from recorder_desk.ports import Staged
from storage.batch import OcflBatch
from storage.read_back import Held
from storage.rooms import Rooms

log = logging.getLogger(__name__)


class SecondBatch:
    """See `storage.second.Second`. One thread at a time, as the batch it belongs to."""

    def __init__(self, rooms: Rooms, mirror: str, root: str) -> None:
        """`root`: the vault's. Raises DeskError when not even a folder can be made in the mirror."""
        self.mirror, self._root = mirror, root
        self._batch = OcflBatch(rooms, new_id())
        self._fd = -1
        self._failed = ""

    def begin(self, recording: str, name: str) -> None:
        """See `Second.begin`."""
        if self._failed:
            return
        try:
            self._fd = self._batch.begin(recording, name)
        except DeskError as error:
            self._gave_up(error)

    def write(self, data: memoryview) -> None:
        """See `Second.write`."""
        if self._fd < 0:
            return
        try:
            done = os.write(self._fd, data)
            while done < len(data):
                done += os.write(self._fd, data[done:])
        except OSError as error:
            self._end()
            self._gave_up(error)

    def hold(self, staged: Staged, name: str) -> None:
        """See `Second.hold`."""
        if self._fd < 0:
            return
        if self._end():
            self._batch.hold(staged, name)

    def drop(self, recording: str) -> None:
        """See `Second.drop`."""
        self._end()
        self._batch.discard(recording)

    def publish(self, held: Sequence[Held]) -> frozenset[str]:
        """See `Second.publish`."""
        if self._failed or not held:
            return frozenset()
        self._batch.complete_as(replace(each, beside=self._beside(each)) for each in held)
        answers = self._batch.publish(lambda done: None)
        for each in answers:
            if not isinstance(each, Original):
                log.warning("no second copy of %s: %s", each.subject, each.code)
        return frozenset(each.recording for each in answers if isinstance(each, Original))

    def _beside(self, each: Held) -> str:
        """Where the vault's original is, whose digest was compared just before."""
        return os.path.join(self._root, *each.object_path.split("/"), *each.content_path.split("/"))

    def withdraw(self, recordings: Iterable[str]) -> None:
        """See `Second.withdraw`."""
        self._batch.withdraw(recordings)

    def close(self) -> None:
        """See `Second.close`."""
        self._end()
        with suppress(OSError):  # the disk may be gone; what is left there is removed at the next start
            self._batch.close()

    def _end(self) -> bool:
        """Close what is being written; whether that went well."""
        fd, self._fd = self._fd, -1
        if fd < 0:
            return True
        try:
            os.close(fd)
        except OSError as error:
            self._gave_up(error)
            return False
        return True

    def _gave_up(self, error: Exception) -> None:
        if not self._failed:
            self._failed = str(error)
            log.warning("no second copies in this batch: %s", error)
