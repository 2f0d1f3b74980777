"""`receive`: files offered by hand, until each has its outcome.

In: paths. Out: one outcome a file (every file in a folder), in a Ledger. Describing and proxies are
owed work of their own, done by `work`, `watch` or the window.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from recorder_desk.commands.dock import OfferPath
from recorder_desk.domain.docked import DockState, FileOutcome
from recorder_desk.domain.facts import OfferClosed, OfferOpened
from recorder_desk.domain.happening import FactsRecorded, Happening, StepTrouble
from recorder_desk.domain.names import shown_path
from recorder_desk.queries.dock import SeenBelow
from ui.terminal.call import Desktop
from ui.terminal.news import News
from ui.terminal.outcomes import Ledger

MISSING, GONE, INTERRUPTED = "dock.folder-missing", "receive.source-gone", "receive.interrupted"
_AT_REST = ("waiting", "failed", "gone", "safe", "idle")


def given(paths: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Absolute paths to offer, none twice; those that lie below one of them; and those that are not there."""
    offered: list[str] = []
    below: list[str] = []
    missing: list[str] = []
    for path in sorted({os.path.abspath(each) for each in paths}):
        if not os.path.lexists(path):
            missing.append(path)
        elif any(path.startswith(os.path.join(above, "")) for above in offered):
            below.append(path)
        else:
            offered.append(path)
    return offered, below, missing


def overlooked(paths: Sequence[str], ledger: Ledger) -> list[str]:
    """Those of these paths that nothing was told of, nor of anything in them: they lie in what is left
    alone (a hidden folder), but somebody named them."""
    return [path for path in paths if not ledger.knows(name := shown_path(path)) and not ledger.knows_below(name)]


def within(paths: Sequence[str]) -> Callable[[str], bool]:
    """The question whether a path in stored form is one of these or lies below one."""
    roots = tuple(shown_path(each) for each in paths)
    return lambda path: any(path == root or path.startswith(root.rstrip("/") + "/") for root in roots)


def tell_missing(paths: Sequence[str], ledger: Ledger, code: str = MISSING) -> None:
    """Paths that could not even be offered."""
    for path in paths:
        ledger.write(FileOutcome(shown_path(path), "failed", code=code))


class Offers:
    """Offers opened by this verb, until each is closed or only waits."""

    def __init__(self, desktop: Desktop, ledger: Ledger, patience: float) -> None:
        self._desktop, self._ledger, self._patience = desktop, ledger, patience
        self._open: dict[str, str] = {}
        self._states: dict[str, DockState] = {}
        self._still_since = time.monotonic()

    def make(self, paths: Sequence[str]) -> None:
        """Offer these paths. Raises DeskError."""
        for path in paths:
            for fact in self._desktop.do(OfferPath(path)):
                if isinstance(fact, OfferOpened):
                    self._open[fact.dock] = path

    def follow(self, news: News) -> None:
        """Until every file has its outcome, or those that wait were waited for long enough."""
        self._still_since = time.monotonic()
        while self._open and not self._enough():
            happening = news.next()
            if happening is not None:
                self.hear(happening)

    def hear(self, happening: Happening) -> None:
        """Something the desk told."""
        if isinstance(happening, FileOutcome):
            self._ledger.note(happening)
        elif isinstance(happening, DockState) and happening.dock in self._open:
            self._states[happening.dock] = happening
            if happening.received or happening.twins:  # it goes on: what waits may wait a little longer
                self._still_since = time.monotonic()
        elif isinstance(happening, FactsRecorded):
            for fact in happening.facts:
                if isinstance(fact, OfferClosed):
                    self._open.pop(fact.dock, None)
        elif isinstance(happening, StepTrouble) and happening.subject in self._open:
            path = shown_path(self._open[happening.subject])
            self._ledger.note(FileOutcome(path, "failed", code=happening.code))
            # Tried again later, but not waited for: what broke off says nothing more of itself.
            state = self._states.get(happening.subject) or DockState(happening.subject, path, "failed", offer=True)
            self._states[happening.subject] = replace(state, phase="failed", waiting=0)

    def _enough(self) -> bool:
        states = [self._states.get(dock) for dock in self._open]
        if any(state is None or state.phase not in _AT_REST for state in states):
            return False
        if all(state is not None and state.phase == "failed" and not state.waiting for state in states):
            return True
        return time.monotonic() - self._still_since >= self._patience

    def complete(self, paths: Sequence[str]) -> None:
        """Give every path that is a file its outcome, also where nothing was told of it."""
        for path in paths:
            name = shown_path(path)
            if not self._ledger.knows(name) and not _is_folder(path):
                self._ledger.note(self._remembered(name, path))

    def _remembered(self, name: str, path: str) -> FileOutcome:
        seen = self._desktop.ask(SeenBelow(name)).get(name)
        if seen is not None and seen.outcome in ("received", "twin", "refused", "failed"):
            outcome = seen.outcome
            return FileOutcome(name, outcome, seen.recording, "", seen.bytes, seen.code)  # type: ignore[arg-type]
        if not os.path.lexists(path):
            return FileOutcome(name, "failed", code=GONE)
        return FileOutcome(name, "waiting", code=INTERRUPTED)


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False
