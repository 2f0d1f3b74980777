"""Docking: two recorders at once, a second copy in the same pass, a full catalogue, how soon a file is noticed.

In: folders of random bytes on two volumes (the place to measure, and memory), and homes. Out: four kinds of
figures. Recorders are slow (USB 2.0): what one of them gives is slowed to `RECORDER_BYTES` a second, as the
recorders in the bureaus do, and once not, to show what bounds it then.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from bench.catalogue import build_home
from bench.figures import Aim, Figure, Series, interleaved
from bench.scale import Scale
from bench.sources import clear, drop_pages, make_files
from recorder_desk.commands.dock import AddDropFolder, OfferPath
from recorder_desk.commands.mirror import AppointMirror
from recorder_desk.config import Home
from recorder_desk.domain.facts import RecordingReceived
from recorder_desk.domain.happening import FactsRecorded, Happening
from recorder_desk.queries.archive import ShowStatus
from storage import copying
from ui.front_door import open_session
from ui.session import Session

RECORDER_BYTES = 30_000_000
"""Bytes a second that a body camera on USB 2.0 gives (25 to 35 MB/s are usual)."""
MEMORY = Path("/dev/shm")
RECEIVE = frozenset({"receive"})
PATIENCE = 600.0


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """All of it; what needs a second volume is left out where there is none."""
    figures = []
    if MEMORY.is_dir() and MEMORY.stat().st_dev != place.parent.stat().st_dev:
        with tempfile.TemporaryDirectory(prefix="bench-", dir=MEMORY) as other:
            figures += _two(place / "two", Path(other), scale, say)
            figures += _second(place / "second", Path(other), scale, say)
    else:
        say("no second volume here: two recorders and the second copy are not measured")
    return [*figures, _crowded(place / "crowded", scale, say), _noticed(place / "noticed", scale, say)]


@contextmanager
def desk_at(home: Path) -> Iterator[Session]:
    """A desk that works."""
    with contextmanager(open_session)(Home(home), "work") as session:
        yield session


def received(session: Session, cards: Sequence[Path], files: int) -> float:
    """Offer folders all at once; seconds until every file of them is received. Raises RuntimeError."""
    before = session.desk.ask(ShowStatus()).result().recordings
    began = time.perf_counter()
    for card in cards:
        session.desk.do(OfferPath(str(card)), session.actor).result()
    session.lanes.start(RECEIVE)
    session.lanes.wait_idle(patience=PATIENCE)
    taken = time.perf_counter() - began
    if session.desk.ask(ShowStatus()).result().recordings - before != files:
        raise RuntimeError(f"not all of {files} files were received")
    return taken


@contextmanager
def slow_recorders(bytes_a_second: int) -> Iterator[None]:
    """Every recorder gives so much a second and no more (0: as quick as it can)."""
    real = copying.read_into

    def slowed(fd: int, view: memoryview) -> int:
        began = time.perf_counter()
        count = real(fd, view)
        time.sleep(max(0.0, count / bytes_a_second - (time.perf_counter() - began)))
        return count

    copying.read_into = slowed if bytes_a_second else real
    try:
        yield
    finally:
        copying.read_into = real


def _two(place: Path, other: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    files = scale.film_files // 2
    cards = [make_files(where / "card", files, scale.film_bytes, "mp4") for where in (place, other)]
    number = 0

    def at_once() -> float:
        return _homes([cards], 2 * files)

    def in_turn() -> float:
        return _homes([[each] for each in cards], files)

    def _homes(rounds: list[list[Path]], count: int) -> float:
        nonlocal number
        number += 1
        for card in cards:
            drop_pages(card)
        with desk_at(place / f"home-{number}") as session:
            return sum(received(session, each, count) for each in rounds)

    figures = []
    for speed in (RECORDER_BYTES, 0):
        with slow_recorders(speed):
            taken = interleaved(scale.repeats, {"at once": at_once, "in turn": in_turn})
        say(f"two recorders: at once {taken['at once'].median:.2f} s, in turn {taken['in turn'].median:.2f} s")
        told = f"two recorders at {speed / 1e6:.0f} MB/s each" if speed else "two volumes as quick as they are"
        aim = Aim(round(1 / 1.7, 2)) if speed else None
        figures.append(Figure("docking", told, "one after the other", taken["at once"], taken["in turn"], aim))
    clear(place, other / "card")
    return figures


def _second(place: Path, other: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    card = make_files(place / "card", scale.film_files, scale.film_bytes, "mp4")
    number = 0

    def receive(*, mirrored: bool) -> float:
        nonlocal number
        number += 1
        drop_pages(card)
        with desk_at(place / f"home-{number}") as session:
            if mirrored:
                folder = other / f"mirror-{number}"
                folder.mkdir()
                mirror = session.mirror.prepare(str(folder), same_disk=False)
                session.desk.do(AppointMirror(mirror.mirror, mirror.path), session.actor).result()
            taken = received(session, [card], scale.film_files)
        if mirrored:
            clear(folder)
        return taken

    both, one = "with a second copy", "without one"
    taken = interleaved(scale.repeats, {one: lambda: receive(mirrored=False), both: lambda: receive(mirrored=True)})
    say(f"second copy: {taken[both].median:.2f} s, without {taken[one].median:.2f} s")
    what = f"{scale.film_files} files of {scale.film_bytes / 1e6:.0f} MB and a second copy on another volume"
    clear(place)
    return [Figure("docking", what, one, taken[both], taken[one], Aim(1.3))]


def _crowded(place: Path, scale: Scale, say: Callable[[str], None]) -> Figure:
    """The same files into a full catalogue and into an empty one, both open already."""
    say(f"making a catalogue of {scale.crowd} recordings")
    full = build_home(place / "full", scale.crowd)
    files = scale.photo_files // 10
    taken: dict[str, list[float]] = {"full": [], "empty": []}
    with desk_at(full) as crowded, desk_at(place / "empty") as empty:
        for number in range(scale.repeats + 1):
            card = make_files(place / f"card-{number}", files, scale.photo_bytes, "jpg")
            for name, session in (("full", crowded), ("empty", empty)):
                drop_pages(card)
                seconds = received(session, [card], files)
                if number:  # the first round warms both
                    taken[name].append(seconds)
    clear(place)
    series = {name: Series(tuple(values)) for name, values in taken.items()}
    what = f"{files} files of {scale.photo_bytes / 1e3:.0f} kB, {scale.crowd} recordings in the catalogue"
    return Figure("docking", what, "an empty catalogue", series["full"], series["empty"], Aim(1.1))


def _noticed(place: Path, scale: Scale, say: Callable[[str], None]) -> Figure:
    """A file is closed in a watched folder: how long until it is received, against the settle time alone."""
    folder = place / "drop"
    folder.mkdir(parents=True)
    told: SimpleQueue[float] = SimpleQueue()
    taken: list[float] = []

    def hear(happening: Happening) -> None:
        if isinstance(happening, FactsRecorded):
            for fact in happening.facts:
                if isinstance(fact, RecordingReceived):
                    told.put(time.perf_counter())

    with desk_at(place / "home") as session:
        settle = session.settings.settle_seconds
        session.desk.do(AddDropFolder(str(folder)), session.actor).result()
        session.lanes.start(RECEIVE)
        session.desk.watch(hear)
        time.sleep(1.0)
        for number in range(scale.repeats):
            (folder / f"MOVI{number:04d}.mp4").write_bytes(os.urandom(100_000))
            closed = time.perf_counter()
            taken.append(told.get(timeout=60.0) - closed)
    say(f"noticed after {max(taken):.2f} s at most")
    clear(place)
    ours, alone = Series(tuple(taken)), Series((settle,) * len(taken))
    what = "a file closed in a watched folder, until it is received"
    return Figure("docking", what, "the settle time alone", ours, alone, Aim(settle + 0.5, "worst"))
