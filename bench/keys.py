"""How many keys the inbox costs a recording: a made-up morning is placed by keys alone, and each press is counted.

In: a home with cases, officers, events and recordings whose place is known (`bench/morning.py`). Out: keys a recording,
against the four that are aimed at. It places all of them rightly, or it fails. Runs in a process of its own, since it
shows a window:

    python -m bench.keys HOME COUNT
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.figures import Aim, Figure, Series
from bench.morning import Wanted, morning
from bench.processes import python
from bench.scale import Scale
from bench.sources import clear
from ui.session import Session

AIM = 4.0
PATIENCE = 20.0


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """Keys a recording over a morning."""
    place.mkdir(parents=True)
    say(f"placing {scale.inbox} recordings by keys")
    told = json.loads(python("-m", "bench.keys", str(place / "home"), str(scale.inbox)).splitlines()[-1])
    clear(place)
    each = told["keys"] / told["placed"]
    say(f"{told['keys']} keys for {told['placed']} recordings: {each:.2f} each")
    what = f"keys a recording, {told['placed']} in the inbox"
    return [Figure("keys", what, "four keys", Series((each,)), Series((AIM,)), Aim(1.0), "keys")]


class Hands:
    """Presses keys in the inbox as somebody would who knows where each recording belongs."""

    def __init__(self, session: Session, truth: Mapping[str, Wanted]) -> None:
        """Shows the window on its inbox."""
        from ui.window.app import application, make_window
        from ui.window.inbox.inbox_page import InboxPage

        self._app, self._session, self._truth, self.keys = application(), session, truth, 0
        self.window = make_window(session, "zh_CN")
        assert self.window.stage is not None
        page = self.window.stage.show_page("inbox")
        assert isinstance(page, InboxPage)
        self.page = page
        self.window.show()

    def place_all(self) -> int:
        """Until nothing waits; how many keys that took. Raises RuntimeError where the inbox stands still."""
        left = set(self._truth)
        while left:
            self._settle()
            ids = self.page.list.ids()
            if len(ids) != 1 or ids[0] not in left:
                raise RuntimeError(f"the inbox shows {ids}, {len(left)} are left")
            self._place(ids[0], self._truth[ids[0]])
            left.discard(ids[0])
        self._settle()
        self.window.close()
        self.window.bridge.close()
        return self.keys

    def _place(self, recording: str, wanted: Wanted) -> None:
        from recorder_desk.queries.suggesting import SuggestionsFor
        from ui.window.inbox.keys import ITEM_KEYS

        self.page.list.setFocus()
        if not wanted.case:
            self._type("x")
            self._type("无关")
            self._enter()
            return
        told = self._session.desk.ask(SuggestionsFor(recording)).result(30).candidates[:3]
        at = next((number for number, each in enumerate(told) if each.case == wanted.case), -1)
        for _ in range(max(0, at)):
            self._type(".")
            self._settle()
        if at < 0 and not self.page.panel.case.text().startswith(wanted.number):
            self._type("/")
            self._settle()
            self._type(wanted.number[-3:])
            self._settle()
            self._enter()
            self._settle()
        if at >= 0 and told[at].item == wanted.item:
            self._enter()
        else:
            codes = [each.code for each in self._session.items.items]
            self._type(ITEM_KEYS[codes.index(wanted.item)])

    def _type(self, text: str) -> None:
        """What a keyboard sends; Chinese goes in as an input method writes it, two presses a character."""
        from PySide6.QtGui import QInputMethodEvent
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        for sign in text:
            focus = QApplication.focusWidget() or self.page.list
            if sign.isascii():
                QTest.keyClicks(focus, sign)
                self.keys += 1
            else:
                written = QInputMethodEvent()
                written.setCommitString(sign)
                QApplication.sendEvent(focus, written)
                self.keys += 2

    def _enter(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        QTest.keyClick(QApplication.focusWidget() or self.page.list, Qt.Key.Key_Return)
        self.keys += 1

    def _settle(self) -> None:
        """Until every question is answered and shown."""
        until, quiet = time.monotonic() + PATIENCE, 0
        while quiet < 3 and time.monotonic() < until:
            self._app.processEvents()
            time.sleep(0.005)
            quiet = 0 if self.window.bridge.waiting else quiet + 1
        self.window.activateWindow()


def place(home: Path, count: int) -> dict[str, int]:
    """Make the morning, place it, count. Raises RuntimeError where a recording came to a wrong place."""
    from recorder_desk.config import Home
    from ui.front_door import open_session

    with contextmanager(open_session)(Home(home), "work") as session:
        truth = morning(session, count)
        keys = Hands(session, truth).place_all()
        for recording, wanted in truth.items():
            if (found := _found(session, recording)) != (wanted.case, wanted.item):
                raise RuntimeError(f"{recording} is at {found}, not at {wanted}")
        return {"keys": keys, "placed": len(truth)}


def _found(session: Session, recording: str) -> tuple[str, str]:
    from recorder_desk.queries.cases import LinksOf

    links = [each for each in session.desk.ask(LinksOf(recording)).result(30) if not each.unlinked_at]
    return (links[0].case_id, links[0].item) if links else ("", "")


if __name__ == "__main__":
    print(json.dumps(place(Path(sys.argv[1]), int(sys.argv[2]))), flush=True)
