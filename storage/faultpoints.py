"""Named places at which a test may kill this process, as a power cut would.

In: the environment variable RECORDER_DESK_FAULT, `name` or `name#k` (the k-th time), read once at
import. Out: SIGKILL to ourselves at that place, or nothing at all.
"""

from __future__ import annotations

import os
import signal
import sys

POINTS = (
    "receive.staged-folder",
    "receive.first-chunk",
    "receive.copied",
    "publish.documents-written",
    "publish.intent-written",
    "publish.flushed",
    "publish.read-back",
    "publish.shared-folder",
    "publish.renamed",
    "publish.folders-flushed",
    "batch.closed",
    "unfinished.left-removed",
    "unfinished.found",
    "version.staged",
    "version.flushed",
    "version.content-moved",
    "version.content-flushed",
    "version.inventory-replaced",
    "version.sidecar-replaced",
    "version.done",
    "object.staged",
    "object.flushed",
    "object.renamed",
    "object.done",
    "mirror.staged",
    "mirror.flushed",
    "mirror.renamed",
    "mirror.set-aside",
    "mirror.done",
    "catalogue.recorded",
    "catalogue.before-commit",
    "catalogue.committed",
    "journal.mirrored",
)
"""Every name `point` is called with; other modules of storage and the pipeline add theirs."""

VARIABLE = "RECORDER_DESK_FAULT"


def _parse(value: str) -> tuple[str, int]:
    name, _, count = value.partition("#")
    return name, int(count) if count.isdigit() else 1


_armed, _left = _parse(os.environ.get(VARIABLE, ""))


def _die(name: str) -> None:
    global _left
    if name != _armed:
        return
    _left -= 1
    if _left == 0:
        if sys.platform == "win32":
            os._exit(137)
        os.kill(os.getpid(), signal.SIGKILL)


def point(name: str) -> None:
    """Die here when the environment says so; otherwise costs one comparison."""
    if _armed:
        _die(name)
