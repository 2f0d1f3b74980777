"""Pictures of every page, taken from a home without a screen: see `ui/screenshots.py`.

In: a home (the demo's). Out: `<scene>-<look>-<language>.png`. The home is changed: films are opened, and
that is journalled.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from recorder_desk.domain.docked import DockState
from recorder_desk.errors import DeskError
from ui.phrases import LANGUAGES
from ui.session import Opener, Session
from ui.window.app import application
from ui.window.cases.link_dialog import LinkDialog
from ui.window.pages.dock_page import DockPage
from ui.window.pages.journal_page import JournalPage
from ui.window.pages.recordings_page import RecordingsPage as RecordingsView
from ui.window.scenes_of_bureau import BUREAU
from ui.window.scenes_of_cases import CASES
from ui.window.scenes_of_exports import SCENES as EXPORTS
from ui.window.scenes_of_player import PLAYER_SCENES, is_film
from ui.window.scenes_of_review import REVIEWS
from ui.window.scenes_of_together import SCENES as TOGETHER
from ui.window.sitting import Sitting
from ui.window.start_dialog import StartDialog
from ui.window.widgets.say_dialog import say_of
from ui.window.widgets.tables import choose_row

SMALLEST = 0
"""Of a PNG's quality: lossless all the same."""
LOOKS = ("light", "dark")
DARK = frozenset({"dock", "inbox", "recordings", "case", "review", "bureau", "player", "journal"})
"""The scenes also shown dark, unless scenes are named."""
Scene = Callable[[Sitting], QWidget]


def _dock(sitting: Sitting) -> QWidget:
    sitting.stage.show_page("dock")
    return sitting.window


def _dock_states(sitting: Sitting) -> QWidget:
    """A card in every state; what lies on them is made up."""
    page = sitting.stage.show_page("dock")
    assert isinstance(page, DockPage)
    sitting.settle()
    for state in _STATES:
        page._show_state(state)
    page._place()
    page._halves_of.setSizes([700, 0])
    return sitting.window


_STATES = (
    DockState("2", "/media/officer/REC-05", "copying", files_total=14, files_done=4, bytes_total=8_400_000_000,
              bytes_done=2_300_000_000, received=4, bytes_per_second=28_000_000, last_name="DCIM/JGR1503_0007.MP4"),
    DockState("3", "/media/officer/REC-06", "verifying", files_total=3, files_done=2, bytes_total=2_000_000_000,
              bytes_done=1_900_000_000, received=2, bytes_per_second=30_000_000),
    DockState("5", "/media/officer/REC-09", "waiting", files_total=2, files_done=1, received=1, waiting=1),
    DockState("6", "/media/officer/REC-10", "failed", files_total=3, files_done=3, received=2, failed=1,
              last_code="receive.disk-full", last_name="MOVI0007.avi"),
    DockState("7", "/media/officer/REC-11", "gone", files_total=3, files_done=1, received=1),
)  # fmt: skip


def _inbox(sitting: Sitting) -> QWidget:
    sitting.stage.show_page("inbox")
    return sitting.window


def _recordings(sitting: Sitting, view: str = "table") -> QWidget:
    page = sitting.stage.show_page("recordings")
    assert isinstance(page, RecordingsView)
    page._show_view(view)
    sitting.settle()
    place = next((n for n in range(page.model.rowCount()) if is_film(page.model.row(n))), 0)
    choose_row(page.views.view, place)
    return sitting.window


def _posters(sitting: Sitting) -> QWidget:
    return _recordings(sitting, "grid")


def _nothing_fits(sitting: Sitting) -> QWidget:
    page = sitting.stage.show_page("recordings")
    page.search("xyzzy")
    return sitting.window


def _link(sitting: Sitting) -> QWidget:
    free = [row.id for row in sitting.recordings() if row.kind == "photo" and not row.case_id]
    sitting.stage.link(free[:1] or [sitting.recordings()[0].id])
    sitting.settle()
    dialog = sitting.dialog()
    assert isinstance(dialog, LinkDialog)
    return dialog


def _tags(sitting: Sitting) -> QWidget:
    page = sitting.stage.show_page("recordings")
    assert isinstance(page, RecordingsView)
    dialog = say_of(page, [row.id for row in sitting.recordings()][:12])
    assert dialog is not None
    dialog.text.setText("现场/会议室, 台账")
    return dialog


def _journal(sitting: Sitting) -> QWidget:
    page = sitting.stage.show_page("journal")
    assert isinstance(page, JournalPage)
    page.witness.verify()
    return sitting.window


def _jump(sitting: Sitting) -> QWidget:
    sitting.stage.show_page("recordings")
    sitting.stage.jump()
    sitting.settle()
    return sitting.dialog()


def _notice(sitting: Sitting) -> QWidget:
    sitting.stage.show_page("dock")
    sitting.stage.notices.tell(DeskError("receive.disk-full", blame="environment"))
    return sitting.window


def _start(sitting: Sitting) -> QWidget:
    error = DeskError("catalogue.corrupt", blame="environment")
    dialog = StartDialog(error, sitting.session.home.path, sitting.phrases, sitting.window.theme, sitting.window)
    dialog.open()
    return dialog


SCENES: dict[str, Scene] = {
    "dock": _dock,
    "dock-states": _dock_states,
    "inbox": _inbox,
    "recordings": _recordings,
    "posters": _posters,
    "nothing-fits": _nothing_fits,
    **CASES,
    **REVIEWS,
    "link": _link,
    "tags": _tags,
    **PLAYER_SCENES,
    **BUREAU,
    **EXPORTS,
    **TOGETHER,
    "journal": _journal,
    "jump": _jump,
    "notice": _notice,
    "start": _start,
}
EMPTY_SCENES = ("dock", "inbox", "recordings", "cases", "review", "journal")


def pictures(session: Session, language: str, look: str, wanted: frozenset[str]) -> Iterator[tuple[str, QPixmap]]:
    """Every wanted scene (none named: all) of a home with recordings and cases."""
    for name, scene in SCENES.items():
        if not wanted or name in wanted:
            sitting = Sitting(session, language, look)
            shown = scene(sitting)
            sitting.settle()
            yield name, shown.grab()
            if shown is not sitting.window:
                shown.close()
            sitting.close()


def empty_pictures(session: Session, language: str, look: str) -> Iterator[tuple[str, QPixmap]]:
    """Every page of a home in which nothing has happened yet."""
    sitting = Sitting(session, language, look)
    for name in EMPTY_SCENES:
        sitting.stage.show_page(name)
        sitting.settle()
        yield f"empty-{name}", sitting.window.grab()
    sitting.close()


def main(opener: Opener, argv: list[str]) -> int:
    """Take the pictures; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m ui.screenshots")
    parser.add_argument("home", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scene", action="append", default=[])
    parser.add_argument("--look", choices=LOOKS, action="append", default=[])
    parser.add_argument("--lang", choices=LANGUAGES, action="append", default=[])
    parser.add_argument("--empty", action="store_true", help="the home is new: only its pages")
    asked = parser.parse_args(argv)
    asked.folder.mkdir(parents=True, exist_ok=True)
    application()
    with opener.open(asked.home, "work") as session:
        session.lanes.start()
        for language in asked.lang or LANGUAGES:
            for look in asked.look or LOOKS:
                (session.home.path / "window.ini").unlink(missing_ok=True)
                wanted = frozenset(asked.scene) or (DARK if look == "dark" else frozenset())
                taken = (
                    empty_pictures(session, language, look)
                    if asked.empty
                    else pictures(session, language, look, wanted)
                )
                for name, picture in taken:
                    path = asked.folder / f"{name}-{look}-{language}.png"
                    picture.save(str(path), quality=SMALLEST)
                    print(path, file=sys.stderr)
    return 0
