"""Opening real desks inside the test's own process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recorder_desk.commands.dock import OfferPath
from recorder_desk.config import Home
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries.recordings import RecordingsPage
from ui.front_door import open_session
from ui.session import Session


@contextmanager
def opened(home: Path) -> Iterator[Session]:
    """A working desk on a home."""
    with contextmanager(open_session)(Home(home), "work") as session:
        yield session


def take_in(session: Session, path: Path, *, everything: bool = True) -> tuple[RecordingRow, ...]:
    """Offer a path, do what is owed, and give the recordings back, oldest first."""
    session.desk.do(OfferPath(str(path)), session.actor).result(30)
    session.lanes.start(None if everything else frozenset({"receive"}))
    session.lanes.wait_idle(patience=5)
    return session.desk.ask(RecordingsPage(sort="received_at", descending=False, limit=1000)).result(30)
