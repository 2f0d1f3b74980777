"""How far the work is, on stderr: bars where somebody looks, a line now and then where nobody does.

In: Progress as the desk tells it, on any of its threads. Out: a bar a job with rate and time left;
in a file or pipe at most one line every ten seconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.progress import BarColumn, TaskID, TextColumn
from rich.progress import Progress as Bars
from rich.table import Column

from recorder_desk.domain.happening import Happening, Progress
from ui import formats
from ui.phrases import Phrases
from ui.session import Session
from ui.terminal.output import Output, safe

QUIET_SECONDS = 10.0


class _Display(Protocol):
    def show(self, progress: Progress) -> None:
        """Show how far a job is."""
        ...


@contextmanager
def progress_shown(session: Session, output: Output) -> Iterator[None]:
    """Show the desk's progress while inside."""
    if not output.err.is_terminal:
        with _heard(session, _Lines(output)):
            yield
        return
    # Where both go to one screen, one display owns it, so that results are written above the bars.
    screen = output.out if output.out.is_terminal else output.err
    columns = (
        TextColumn("{task.description}", markup=False, table_column=Column(ratio=2, no_wrap=True)),
        BarColumn(bar_width=None, table_column=Column(ratio=1)),
        TextColumn("{task.fields[told]}", markup=False, table_column=Column(no_wrap=True)),
    )
    with Bars(*columns, console=screen, transient=True, expand=True, refresh_per_second=5) as bars:
        output.live = screen is output.out
        try:
            with _heard(session, _Bars(bars, output.phrases)):
                yield
        finally:
            output.live = False


@contextmanager
def _heard(session: Session, display: _Display) -> Iterator[None]:
    def hear(happening: Happening) -> None:
        if isinstance(happening, Progress):
            display.show(happening)

    stop = session.desk.watch(hear)
    try:
        yield
    finally:
        stop()


def told(progress: Progress, phrases: Phrases) -> str:
    """How much of how much, how fast, how long still."""
    left = formats.seconds_left(progress.seconds_left, phrases.language)
    if progress.unit == "bytes":
        amount = f"{formats.size(progress.done)} / {formats.size(progress.total)}"
        return phrases.say("terminal.progress", amount=amount, rate=formats.rate(progress.per_second), left=left)
    if progress.unit == "ms":
        amount = f"{formats.clock(progress.done)} / {formats.clock(progress.total)}"
        rate = f"{progress.per_second / 1000:.1f}×"
        return phrases.say("terminal.progress", amount=amount, rate=rate, left=left)
    amount, rate = f"{progress.done} / {progress.total}", f"{progress.per_second}/s"
    return phrases.say("terminal.progress", amount=amount, rate=rate, left=left)


def _label(progress: Progress, phrases: Phrases) -> str:
    return f"{phrases.word(progress.step)}  {safe(progress.label.rsplit('/', 1)[-1])}"


class _Bars:
    """A bar for each job that has something to count."""

    def __init__(self, bars: Bars, phrases: Phrases) -> None:
        self._bars, self._phrases = bars, phrases
        self._tasks: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def show(self, progress: Progress) -> None:
        with self._lock:
            task = self._tasks.get(progress.job)
            if progress.ended:
                if task is not None:
                    self._bars.remove_task(self._tasks.pop(progress.job))
                return
            if not progress.total:
                return
            words = told(progress, self._phrases)
            if task is None:
                label = _label(progress, self._phrases)
                self._tasks[progress.job] = self._bars.add_task(label, total=progress.total, told=words)
            else:
                self._bars.update(
                    task,
                    completed=progress.done,
                    total=progress.total,
                    told=words,
                )


class _Lines:
    """One line now and then: which work, how far."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._said = time.monotonic()
        self._lock = threading.Lock()

    def show(self, progress: Progress) -> None:
        with self._lock:
            if progress.ended or not progress.total or time.monotonic() - self._said < QUIET_SECONDS:
                return
            self._said = time.monotonic()
        words = f"{_label(progress, self._output.phrases)}  {told(progress, self._output.phrases)}"
        self._output.err.print(words, soft_wrap=True)
