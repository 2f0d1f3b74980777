"""One call of the program: what every verb is given.

In: the front door and the global options. Out: an open desk for the time of a verb, answers waited
for in slices (so that Ctrl+C is heard on every system), and output in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from recorder_desk.commands.base import Command
from recorder_desk.domain.facts import Fact
from recorder_desk.queries.base import Query
from ui.phrases import Phrases
from ui.session import Mode, Opener, Session
from ui.terminal.output import Output

T = TypeVar("T")
SLICE_SECONDS = 0.2

GOOD, FOUND, USAGE, ENVIRONMENT = 0, 1, 2, 3
"""Exit codes: all well; something was found or failed and is listed; called wrongly; not our doing."""

_ENVIRONMENTAL = frozenset(
    {
        "dock.folder-missing",
        "dock.folder-unreadable",
        "media.disk-full",
        "media.ffmpeg-missing",
        "media.sandbox-failed",
        "receive.disk-full",
        "receive.source-gone",
        "receive.source-unreadable",
        "receive.vault-unwritable",
    }
)


def exit_for(code: str) -> int:
    """The exit code for one thing that failed with this code."""
    away = code in _ENVIRONMENTAL or code.startswith(("home.", "catalogue."))
    return ENVIRONMENT if away else FOUND


def wait(future: Future[T]) -> T:
    """What a Future holds, waiting so that Ctrl+C is heard."""
    while True:
        try:
            return future.result(SLICE_SECONDS)
        except NotYet:
            if future.done():
                return future.result()


@dataclass(slots=True)
class Desktop:
    """An open desk as a verb uses it: `do`, `ask`, and the session itself."""

    session: Session

    def do(self, command: Command) -> tuple[Fact, ...]:
        """Carry out a command in the name of whoever runs this; the facts. Raises DeskError."""
        return wait(self.session.desk.do(command, self.session.actor))

    def ask(self, query: Query[T]) -> T:
        """The answer to a query. Raises DeskError."""
        return wait(self.session.desk.ask(query))


@dataclass(slots=True)
class Call:
    """The global options of one call, and where its words go."""

    opener: Opener
    home: Path | None
    output: Output

    @property
    def phrases(self) -> Phrases:
        """The sentences of this call's language."""
        return self.output.phrases

    @contextmanager
    def open(self, mode: Mode) -> Iterator[Desktop]:
        """The desk of the home that was named. Raises DeskError as `Opener.open` does."""
        with self.opener.open(self.home, mode) as session:
            yield Desktop(session)


pass_call = click.make_pass_decorator(Call)
