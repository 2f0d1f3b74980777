"""Building a desk: implementations are chosen here and in `ui/start.py`, nowhere else.

In: a home. Out: everything wired, in the order in which it can be taken down again.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime
from functools import partial
from threading import Event
from typing import TypeVar

from recorder_desk.commands.base import Command
from recorder_desk.config import Home, read_settings
from recorder_desk.crew import Crew
from recorder_desk.desk import Desk
from recorder_desk.domain.actor import DESK, Actor
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.filmed_code import CodeBook
from recorder_desk.domain.grammars import grammars_in_force
from recorder_desk.domain.ink import Ink
from recorder_desk.domain.mirror import MirrorState
from recorder_desk.domain.settings import Settings
from recorder_desk.errors import DeskError
from recorder_desk.lanes import Lanes
from recorder_desk.pipeline import STEPS
from recorder_desk.ports import Ask, Bench, Frames, Media, Mirror, Unit, Views
from recorder_desk.queries.alignments import HearAlignment
from recorder_desk.queries.archive import SeeSandbox
from recorder_desk.queries.base import Query
from recorder_desk.queries.dock import DockStates
from recorder_desk.queries.documents import TakeCopy
from recorder_desk.queries.exports import ExportsOwed
from recorder_desk.queries.mirror import SeeMirror, ShowMirror
from recorder_desk.stages.alignments import hear
from recorder_desk.stages.check import check, miss_derivatives
from recorder_desk.stages.documents import take_copy
from recorder_desk.stages.recover import recover
from recorder_desk.tools.clearing import FileClear
from recorder_desk.tools.delivering import FileOutbox
from recorder_desk.tools.docking import FileDock
from recorder_desk.tools.ffmpeg_media import FfmpegMedia
from recorder_desk.tools.frame_process import is_there
from recorder_desk.tools.frames import WorkerFrames
from recorder_desk.tools.missing_frames import MissingFrames
from recorder_desk.tools.missing_media import MissingMedia
from recorder_desk.tools.profiles import shipped_profile
from recorder_desk.tools.programs import find_programs
from recorder_desk.tools.watching import FolderWatch
from storage.home_lock import HomeLock
from storage.keys import StationKey
from storage.migrating import is_current
from storage.mirror import FileMirror
from storage.places import Places
from storage.vault import OcflVault, OpenSecond, no_second
from storage.views import SqliteViews
from storage.work import SqliteWork
from ui import errands
from ui.errands import Errand
from ui.lists_kept import ListsKept
from ui.session import Mode, Session

T = TypeVar("T")

WIDTH = {"copy": 4, "media": 2, "export": 1, "names": 1, "places": 1, "mirror": 1, "archive": 1, "check": 1}


class SystemClock:
    """The machine's clock (ports.Clock)."""

    def now(self) -> datetime:
        """Now, UTC."""
        return datetime.now(UTC)


class LookOnly:
    """A catalogue that this desk may not change (ports.Work)."""

    def transaction(self) -> AbstractContextManager[Unit]:
        """Always refused: raises DeskError `desk.look-only`."""
        raise DeskError("desk.look-only")

    def close(self) -> None:
        """Nothing is open."""


class LazyLetters:
    """Letters as the window draws them (ports.exports.Letters). Qt is loaded when the first is wanted."""

    def prepare(self) -> None:
        """See `Letters.prepare`."""
        from ui.window.exports.lettering import QtLetters

        QtLetters().prepare()

    def line(self, text: str, height: int) -> Ink:
        """See `Letters.line`."""
        from ui.window.exports.lettering import QtLetters

        return QtLetters().line(text, height)


class Building:
    """One home's parts, made on demand and closed together."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.closing = ExitStack()
        self.settings = read_settings(home.settings)
        self.names = grammars_in_force(home.file_names)
        self.media = _media(self.settings)
        self.frames: Frames = WorkerFrames() if is_there() else MissingFrames()
        self.letters = LazyLetters()

    @property
    def own(self) -> list[str]:
        """Folders that belong to the desk: nothing is received from them, nothing exported into them."""
        places = (self.home.path, self.home.vault(self.settings), self.home.staging(self.settings))
        return [str(each) for each in places]

    def lock(self) -> None:
        """Make the home if need be, and hold it."""
        try:
            self.home.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = str(error.strerror)
            raise DeskError("home.unwritable", blame="environment", path=str(self.home.path), reason=reason) from error
        self.closing.callback(HomeLock(self.home.lock).close)
        StationKey.clear_unfinished(self.home.keys)

    def key(self) -> StationKey:
        """The station's identity, made at first use."""
        return StationKey.load_or_create(self.home.keys)

    def mirror(self, key: StationKey) -> FileMirror:
        """The second copy, wherever it is kept."""
        return FileMirror(self.home.vault(self.settings), station=key.station, owner_name=self._owner)

    @property
    def _owner(self) -> str:
        return self.settings.bureau_name or "Recorder Desk"

    def vault(self, key: StationKey, second: OpenSecond = no_second) -> OcflVault:
        """The storage root and its staging."""
        return OcflVault(
            self.home.vault(self.settings),
            self.home.staging(self.settings),
            owner_name=self._owner,
            owner_address=f"urn:uuid:{key.station}",
            second=second,
        )

    def places(self, key: StationKey) -> Places:
        """Where things lie."""
        return Places(self.home.vault(self.settings), self.home.derivatives, self.home.journal, key.public)


def open_session(home: Home, mode: Mode) -> Iterator[Session]:
    """A desk on a home, closed in order: watch, lanes, writer, readers, films, lock."""
    building = Building(home)
    with building.closing:
        makes = mode == "work" or not is_current(home.catalogue)
        if makes:
            building.lock()
        building.closing.callback(building.frames.close)
        key = building.key()
        places = building.places(key)
        mirror = building.mirror(key)
        vault = building.vault(key, mirror.batch)
        work: SqliteWork | LookOnly = LookOnly()
        if makes:
            work = SqliteWork(home.catalogue, home.journal, key, places, key.station)
            building.closing.callback(work.close)
        views = SqliteViews(home.catalogue, places)
        desk = Desk(work, views, SystemClock(), building.settings, building.names)
        building.closing.callback(desk.close)
        lanes = _lanes(desk, vault, mirror, building, key)
        building.closing.callback(lanes.close)
        desk.answer_live(DockStates, lanes.dock_states)
        desk.answer_live(SeeMirror, partial(_see_mirror, views, mirror))
        desk.answer_live(TakeCopy, partial(take_copy, views.ask))
        desk.answer_live(SeeSandbox, lambda query: building.media.sandbox())
        closing = Event()
        desk.answer_live(HearAlignment, lambda query: hear(query, views.ask, building.media, closing.is_set))
        building.closing.callback(closing.set)  # before the desk waits for its readers
        desk.answer_live(Errand, partial(errands.run, _waiting(desk)[0]))
        building.closing.callback(desk.watch(lanes.hear))
        profile = shipped_profile(building.settings.profile)
        lists = ListsKept(desk)
        building.closing.callback(desk.watch(lists.hear))
        codes = CodeBook(key.station, key.code_secret)
        if mode == "work" and desk.ask(ExportsOwed(1)).result():
            building.letters.prepare()
        actor = Actor(getpass.getuser())
        parts = (desk, lanes, actor, home, building.settings, lists, profile, mode, mirror, codes)
        yield Session(*parts, building.frames, building.letters)


def _lanes(desk: Desk, vault: OcflVault, mirror: FileMirror, building: Building, key: StationKey) -> Lanes:
    settings, home, clock = building.settings, building.home, SystemClock()
    dock = FileDock(own=building.own)
    profile, (ask, record) = shipped_profile(settings.profile), _waiting(desk)
    bench = partial(
        Bench, vault=vault, mirror=mirror, media=building.media, frames=building.frames, dock=dock, clear=FileClear(),
        letters=building.letters, outbox=FileOutbox(home.derivatives / "exports", building.own), ask=ask, record=record,
        clock=clock, settings=settings, profile=profile, codes=CodeBook(key.station, key.code_secret),
        derivatives=home.derivatives, station=key.station, actor=DESK.name,
    )  # fmt: skip
    return Lanes(
        Crew(
            ask=desk.ask,
            do=desk.do,
            tell=desk.tell,
            steps=STEPS,
            width=WIDTH,
            bench=bench,
            clock=clock,
            dock=dock,
            settings=settings,
            profile=profile.label,
            grammars=desk.names.digest,
            watch=FolderWatch(),
            recover=lambda: (recover(vault, ask, record), miss_derivatives(home.derivatives, ask, record)),
            check=check,
        )
    )


def _see_mirror(views: Views, mirror: Mirror, query: SeeMirror) -> tuple[MirrorState, bool] | None:
    """What the catalogue says of the mirror, and whether it is there."""
    state = views.ask(ShowMirror())
    return None if state is None else (state, mirror.here(state.place))


def _waiting(desk: Desk) -> tuple[Ask, Callable[[Command], tuple[Fact, ...]]]:
    """The desk as a step of the pipeline uses it: each call waits for its answer."""

    def ask(query: Query[T]) -> T:
        return desk.ask(query).result()

    def record(command: Command) -> tuple[Fact, ...]:
        return desk.do(command, DESK).result()

    return ask, record


def _media(settings: Settings) -> Media:
    """ffmpeg, or word that it is missing: then recordings are still received, and the rest is owed."""
    try:
        return FfmpegMedia(find_programs(settings.ffmpeg_path))
    except DeskError as error:
        return MissingMedia(error)
