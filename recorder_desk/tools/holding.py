"""Holding a file so that nobody writes into it unseen: a read lease, where the system gives one (Linux, fcntl(2)).

In: the descriptor of a file that is only read. Out: an answer, for as long as it is held, whether anybody has begun to
open it for writing. Who does is kept waiting by the kernel until we let go, 45 seconds at most: what was compared is
what is there. On exFAT nothing else tells a change whose time was put back.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import Protocol


class LeaseCalls(Protocol):
    """What is needed of the module `fcntl`, so that a test can stand in for it."""

    F_RDLCK: int
    F_SETLEASE: int
    F_GETLEASE: int
    F_SETSIG: int

    def fcntl(self, fd: int, cmd: int, arg: int = 0, /) -> int:
        """As fcntl(2)."""
        ...


class Hold:
    """A file that is held, with a descriptor of its own until `let_go`."""

    __slots__ = ("_descriptor", "_leases")

    def __init__(self, descriptor: int, leases: LeaseCalls) -> None:
        """Raises OSError: EAGAIN while somebody has the file open for writing."""
        self._leases = leases
        self._descriptor = os.dup(descriptor)
        try:
            # The signal of a lease that is broken would end the program; SIGURG is ignored by default.
            leases.fcntl(self._descriptor, leases.F_SETSIG, signal.SIGURG)
            leases.fcntl(self._descriptor, leases.F_SETLEASE, leases.F_RDLCK)
        except OSError:
            self.let_go()
            raise

    def unbroken(self) -> bool:
        """Whether nobody has begun to open the file for writing, or to cut it, since it is held."""
        return self._leases.fcntl(self._descriptor, self._leases.F_GETLEASE) == self._leases.F_RDLCK

    def let_go(self) -> None:
        """Close it. Repeatable."""
        if self._descriptor >= 0:
            with suppress(OSError):  # of a volume that has gone not even closing works
                os.close(self._descriptor)
            self._descriptor = -1


def hold(descriptor: int, leases: LeaseCalls | None = None) -> Hold | None:
    """The file held, or None where the system gives no such thing: another's file, a file system without leases.

    Raises BlockingIOError while somebody has it open for writing.
    """
    leases = leases or _leases()
    if leases is None:
        return None
    try:
        return Hold(descriptor, leases)
    except BlockingIOError:
        raise
    except OSError:
        return None


def _leases() -> LeaseCalls | None:
    if sys.platform == "linux":
        import fcntl

        return fcntl
    else:  # noqa: RET505  # without it mypy calls the last line unreachable
        return None
