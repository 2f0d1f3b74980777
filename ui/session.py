"""What a face is given to work with. `ui/start.py` builds it; the faces know only this.

A face talks to the desk: commands with `session.desk.do(command, session.actor)`, looks with
`session.desk.ask(query)`; both return Futures. Owed work runs in `session.lanes`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from recorder_desk.config import Home
from recorder_desk.desk import Desk
from recorder_desk.domain.actor import Actor
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.facts import CatalogueRebuilt
from recorder_desk.domain.filmed_code import CodeBook
from recorder_desk.domain.plan import Profile
from recorder_desk.domain.record_item import RecordItemList
from recorder_desk.domain.release import ReleaseDetail
from recorder_desk.domain.review import ReviewDetail
from recorder_desk.domain.settings import Settings
from recorder_desk.domain.sheets import Catalogue, MarkSheet, Statement
from recorder_desk.lanes import Lanes
from recorder_desk.ports import Frames, Letters, Mirror
from ui.lists_kept import ListsKept

Mode = Literal["work", "look"]


@dataclass(frozen=True, slots=True)
class Session:
    """An open desk. In mode `look` nothing can be changed and `lanes` does no work."""

    desk: Desk
    lanes: Lanes
    actor: Actor
    home: Home
    settings: Settings
    lists: ListsKept
    profile: Profile
    mode: Mode
    mirror: Mirror
    codes: CodeBook
    frames: Frames
    letters: Letters

    @property
    def items(self) -> RecordItemList:
        """The record item list in force today."""
        return self.lists.current

    def items_of(self, case: CaseRow) -> RecordItemList:
        """The version of the list the case was opened under (the current one where it is not known)."""
        return self.lists.of(case)


class Opener(Protocol):
    """The front door, handed to each face by `ui/start.py`."""

    def open(self, home: Path | None, mode: Mode) -> AbstractContextManager[Session]:
        """Open the desk of a home (None: the default one), closing everything on leaving.

        Raises DeskError: `home.locked`, `home.newer`, `home.unwritable`, `catalogue.corrupt`,
        `settings.*`, `vault.*`, all to blame on the environment. A home that does not exist is made.
        """
        ...

    def home_of(self, home: Path | None) -> Home:
        """Which home is meant (option, `RECORDER_DESK_HOME`, or the platform's place)."""
        ...

    def settings_of(self, home: Path | None) -> Settings:
        """A home's settings without opening the desk."""
        ...

    def rebuild(self, home: Path | None, vault: Path | None) -> CatalogueRebuilt:
        """Write the catalogue anew from the vault, into a home whose catalogue is missing or corrupt.

        A corrupt catalogue is set aside, never deleted. Raises `rebuild.catalogue-present`,
        `rebuild.no-vault`, `home.locked`.
        """
        ...

    def samples(self, folder: Path) -> None:
        """Fill an empty folder with the files of a believable morning (`tools/samples.py`), one folder
        below it for each recorder.

        Raises DeskError `media.ffmpeg-missing`, `media.samples-failed`.
        """
        ...

    def print_sheet(self, told: Catalogue | MarkSheet | Statement, session: Session, language: str) -> bytes:
        """A sheet about a case or recording as PDF, with the settings and the frames of an open desk."""
        ...

    def release_sheet(self, detail: ReleaseDetail, report: bytes, language: str) -> bytes:
        """The report of a release as PDF."""
        ...

    def review_sheet(self, detail: ReviewDetail, items: Mapping[str, str], language: str) -> bytes:
        """The result of a case-file review as PDF; `items`: names of record items by code."""
        ...

    def show_window(self, home: Path | None, arguments: Sequence[str], language: str) -> int:
        """Show the window on a home until it is closed (or raise the one that shows it); its exit code.

        `arguments`: a recording to show. `language`: `zh_CN`, `en`, or '' for the one used last.
        """
        ...

    def run_window(self, session: Session, language: str) -> int:
        """Show the window on an open desk until it is closed; its exit code."""
        ...
