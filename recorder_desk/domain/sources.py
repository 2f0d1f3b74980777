"""What a recorder's file can answer when it is opened, read or removed, as codes.

In: a docked file and the system's error. Out: the DeskError that says what happened.
"""

from __future__ import annotations

import errno

from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.names import shown_path
from recorder_desk.errors import DeskError

_GONE_NAMES = ("ENOENT", "ENOTDIR", "ENODEV", "ENOTCONN", "ESTALE", "ENOMEDIUM")
_GONE = frozenset(getattr(errno, name) for name in _GONE_NAMES if hasattr(errno, name))
_NOT_A_FILE = frozenset({errno.ELOOP, errno.ENXIO, errno.EISDIR, errno.EMLINK})


def source_failure(source: DockedFile, error: OSError, otherwise: str = "receive.source-unreadable") -> DeskError:
    """The DeskError for a failure on the recorder's side; `otherwise` is the code of what is neither gone
    nor something else than a file."""
    if error.errno in _GONE:
        code = "receive.source-gone"
    elif error.errno in _NOT_A_FILE:
        code = "receive.not-a-file"
    else:
        code = otherwise
    reason = str(error.strerror)
    return DeskError(code, blame="environment", path=shown_path(source.path), reason=reason)


def source_changed(source: DockedFile) -> DeskError:
    """The file is no longer the one the scan saw, or it changed while it was read."""
    return DeskError("receive.source-changed", blame="environment", path=shown_path(source.path))
