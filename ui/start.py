"""The front door: which home, which face.

No verb opens the window; a verb runs in the terminal. This is the only place (with `front_door`,
which it owns) that chooses implementations.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from recorder_desk.config import Home, read_settings
from recorder_desk.domain.facts import CatalogueRebuilt
from recorder_desk.domain.release import ReleaseDetail
from recorder_desk.domain.review import ReviewDetail
from recorder_desk.domain.settings import Settings
from recorder_desk.domain.sheets import Catalogue, MarkSheet, Statement
from recorder_desk.domain.times import stamp
from recorder_desk.tools.programs import find_programs
from recorder_desk.tools.samples import make_samples
from ui.front_door import open_session
from ui.phrases import Phrases
from ui.rebuilding import rebuild
from ui.session import Mode, Session
from ui.terminal.app import run

HOME_VARIABLE = "RECORDER_DESK_HOME"


class FrontDoor:
    """Opens desks for the faces (ui.session.Opener)."""

    def open(self, home: Path | None, mode: Mode) -> AbstractContextManager[Session]:
        """See `Opener.open`."""
        return contextmanager(open_session)(self.home_of(home), mode)

    def home_of(self, home: Path | None) -> Home:
        """The option, else the variable, else the platform's place for a person's data."""
        told = os.environ.get(HOME_VARIABLE, "")
        chosen = home or (Path(told) if told else platformdirs.user_data_path("recorder-desk", appauthor=False))
        return Home(chosen.expanduser().absolute())

    def settings_of(self, home: Path | None) -> Settings:
        """A home's settings."""
        return read_settings(self.home_of(home).settings)

    def rebuild(self, home: Path | None, vault: Path | None) -> CatalogueRebuilt:
        """See `Opener.rebuild`."""
        return rebuild(self.home_of(home), vault)

    def samples(self, folder: Path) -> None:
        """A believable morning's recordings for the demo."""
        make_samples(folder, find_programs("").ffmpeg)

    def print_sheet(self, told: Catalogue | MarkSheet | Statement, session: Session, language: str) -> bytes:
        """See `Opener.print_sheet`. Nothing is shown, so that no screen is needed."""
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from ui.window.app import application
        from ui.window.sheets.printing import PrintSheet, printed

        application()
        now = stamp(datetime.now(UTC))
        return printed(PrintSheet(told, session.settings.case_retention, now, language), session.frames)

    def release_sheet(self, detail: ReleaseDetail, report: bytes, language: str) -> bytes:
        """See `Opener.release_sheet`. Nothing is shown, so that no screen is needed."""
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from ui.window.app import application
        from ui.window.sheets.release_sheet import release_sheet

        application()
        return release_sheet(detail, report, Phrases(language))

    def review_sheet(self, detail: ReviewDetail, items: Mapping[str, str], language: str) -> bytes:
        """See `Opener.review_sheet`. Nothing is shown, so that no screen is needed."""
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from ui.window.app import application
        from ui.window.sheets.review_sheet import review_sheet

        application()
        return review_sheet(detail, items, Phrases(language))

    def show_window(self, home: Path | None, arguments: Sequence[str], language: str) -> int:
        """See `Opener.show_window`. Qt is loaded only here, so that the terminal starts without it."""
        from ui.window.app import show

        return show(self, home, arguments, language)

    def run_window(self, session: Session, language: str) -> int:
        """See `Opener.run_window`."""
        from ui.window.app import run as run_window

        return run_window(session, (), language)


def main(argv: Sequence[str] | None = None) -> int:
    """Start Recorder Desk; returns the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    return run(FrontDoor(), arguments or ["window"])


if __name__ == "__main__":
    sys.exit(main())
