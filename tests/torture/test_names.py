"""G: names and kinds of files that break programs, through receive, list, search, JSON and the window.

Some six hundred entries (`hostile_names.py`) on one card: each ends in the fate it should, keeps its name byte
for byte, is found by it, and commands neither a screen nor the window.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from recorder_desk.domain.documents import RECORDING, origin_of
from recorder_desk.domain.names import raw, shown_path
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries.dock import DockTroubles
from recorder_desk.queries.recordings import Filter, RecordingKeys, RecordingsPage, ShowRecording
from storage import search
from tests.flow.consistency import digest_of, faults
from tests.flow.homes import opened
from tests.flow.telling import call, quick_home, said, tree
from tests.torture.hostile_names import SETTLED, Card, fill
from tests.torture.scope import FULL
from tests.window.conftest import WAIT_MS, settle
from ui.session import Session
from ui.window.app import make_window
from ui.window.main_window import MainWindow
from ui.window.pages.journal_page import JournalPage
from ui.window.pages.recordings_page import RecordingsPage as RecordingsRoom
from ui.window.widgets.label import Label
from ui.window.widgets.tables import choose_row

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names of bytes and special files are POSIX")
COUNT = 600 if FULL else 100
COMMANDS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
BEACON = 400


def commanding(text: str) -> str:
    """What of a text would command a screen or turn it round; line ends are the writer's own."""
    return "".join(each for each in text if unicodedata.category(each) in COMMANDS and each != "\n")


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Card, Path, list[dict[str, object]]]]:
    """The card, the home that received it, and what `receive --json` said."""
    place = tmp_path_factory.mktemp("names")
    (place / "card").mkdir()
    card = fill(place / "card", COUNT)
    home = quick_home(place / "home")
    before = tree(card.folder)
    told = call(home, "--json", "receive", "--wait", "5", card.folder)
    assert told.code == 1, told.err[-2000:]  # some are refused, as they should be
    assert tree(card.folder) == before
    yield card, home, told.lines


Received = tuple[Card, Path, list[dict[str, object]]]


def test_each_ends_in_its_fate_and_is_held_once(received: Received) -> None:
    card, home, lines = received
    assert len(card.fates) >= (539 if FULL else 160)
    outcomes = {str(line["path"]): line["outcome"] for line in lines}
    wanted = {path: "received" if fate == "received" else "refused" for path, fate in card.fates.items()}
    hard = [path for path in wanted if "/hard-" in path]  # two names of one file
    assert sorted(str(outcomes[path]) for path in hard) == ["received", "twin"]
    differ = {path: (fate, outcomes.get(path)) for path, fate in wanted.items() if outcomes.get(path) != fate}
    assert {path: each for path, each in differ.items() if path not in hard} == {}
    assert outcomes.keys() == wanted.keys()
    assert faults(home, {path: digest_of(path) for path in card.paths()}, finished=True) == []


def test_every_name_leads_back_to_its_file(received: Received) -> None:
    """What JSON tells is text anybody can read, and gives the very bytes of the name back."""
    _, home, lines = received
    for line in lines:
        assert os.path.lexists(raw(str(line["path"]))), line
    listed = call(home, "--json", "recordings", "--limit", "9999").document
    assert {row["name"] for row in listed} <= {str(line["path"]).rpartition("/")[2] for line in lines}
    entries = call(home, "--json", "journal", "show", "--limit", "99999").document
    told = Counter(entry["body"]["origin"]["path"] for entry in entries if entry["fact"] == "RecordingReceived")
    assert told == Counter(str(line["path"]) for line in lines if line["outcome"] == "received")


def test_no_name_of_theirs_becomes_one_of_ours(received: Received) -> None:
    """Nothing in the home has a name that came from a card; documents in the vault tell it in stored form."""
    card, home, _ = received
    ours = [os.fsencode(path) for path in home.rglob("*")]
    assert all(name.isascii() and name.decode().isprintable() for name in ours)
    said = [origin_of(path.read_bytes()).path for path in (home / "vault").rglob(RECORDING)]
    twin = sum(path.name.startswith("hard-") for path in card.paths()) - 1
    assert len(said) == len(card.paths()) - twin
    assert set(said) <= {shown_path(path) for path in card.paths()}


def test_the_lists_for_people_command_no_screen(received: Received) -> None:
    _, home, lines = received
    for words in (("recordings", "--limit", "9999"), ("status",), ("journal", "show", "--limit", "9999")):
        for language in ("en", "zh_CN") if FULL or words == ("status",) else ("zh_CN",):
            told = call(home, "--lang", language, *words)
            assert (told.code, commanding(told.out + told.err)) == (0, "")
    hostile = next(str(line["recording"]) for line in lines if "\\u{1b}" in str(line["path"]) and line["recording"])
    shown = call(home, "recording", hostile)
    assert (shown.code, commanding(shown.out + shown.err)) == (0, "")


def test_offered_again_they_are_known_and_the_books_agree(received: Received) -> None:
    card, home, _ = received
    again = call(home, "--json", "receive", "--wait", "5", card.folder)
    assert {line["outcome"] for line in again.lines} == {"twin", "refused"}
    assert call(home, "--json", "check").code == 0
    assert call(home, "--json", "journal", "verify").code == 0


def test_each_is_found_by_its_own_name(received: Received) -> None:
    """A whole name, and each of its words, finds the recording; what has no letter finds nothing and breaks nothing."""
    card, home, _ = received
    lost: list[str] = []
    with opened(home) as session:
        rows = session.desk.ask(RecordingsPage(limit=9999)).result(30)
        keys = dict(zip((row.id for row in rows), _keys(session, Filter()), strict=True))
        for row in rows:
            asked = [row.name, *row.name.split(".")[:1]]
            for words in asked:
                found = _keys(session, Filter(words=words))
                if (keys[row.id] not in found) if search.match(words) else (found and words.strip()):
                    lost.append(words)
    assert lost == []
    assert len(rows) == len(card.paths()) - 1  # two names of one file


def _keys(session: Session, which: Filter) -> list[int]:
    return list(session.desk.ask(RecordingKeys(which)).result(30))


def test_a_path_too_long_to_open_is_told_and_the_rest_received(tmp_path: Path) -> None:
    """Deeper than any path may be long: the walk comes there by descriptors, but nobody can open the file."""
    (tmp_path / "card").mkdir()
    for path, below in _deep(tmp_path / "card", 20):
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=below), "wb") as file:
            file.write(b"in " + path)
        os.utime(path, SETTLED, dir_fd=below)
    told = call(quick_home(tmp_path / "home"), "--json", "receive", "--wait", "5", tmp_path / "card")
    fates = Counter((line["outcome"], line["code"], len(raw(str(line["path"]))) < 4096) for line in told.lines)
    assert fates.keys() == {("received", "", True), ("refused", "dock.path-too-long", False)}
    assert (fates.total(), told.code) == (20, 1)
    said(
        "dock.path-too-long",
        lambda language: call(quick_home(tmp_path / language), "--lang", language, "receive", tmp_path / "card"),
    )


def _deep(folder: Path, levels: int) -> Iterator[tuple[bytes, int]]:
    """Folders in folders: in each a name to make and the descriptor it is to be made by."""
    here = os.open(folder, os.O_RDONLY)
    for level in range(levels):
        os.mkdir(b"d" * 250, dir_fd=here)
        below = os.open(b"d" * 250, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
        yield b"%d.mp4" % level, here
    os.close(here)


# -- the window -------------------------------------------------------------------------------------------


@pytest.fixture
def window(received: Received, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window on that home; a picture lies where a name that is taken for HTML would load it from."""
    picture = QImage(BEACON, BEACON, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    assert picture.save(str(tmp_path / "beacon.png"))
    monkeypatch.chdir(tmp_path)
    with opened(received[1]) as session:
        window = make_window(session, "en", "light")
        window.resize(1440, 900)
        with qtbot.waitActive(window, timeout=WAIT_MS):
            window.show()
            window.activateWindow()
        settle(qtbot, window)
        yield window
        window.close()
        window.bridge.close()
        window.deleteLater()
        qtbot.wait(0)


def test_the_window_shows_every_name_and_obeys_none(received: Received, qtbot: QtBot, window: MainWindow) -> None:
    assert window.stage is not None
    page = window.stage.show_page("recordings")
    assert isinstance(page, RecordingsRoom)
    wanted = Counter(received[0].names())
    del wanted["hard-a.mp4"], wanted["hard-b.mp4"]  # which of the two came first is chance
    qtbot.waitUntil(lambda: page.model.rowCount() == wanted.total() + 1, timeout=WAIT_MS)
    rows = _all_rows(qtbot, page)
    shown = Counter(row.name for row in rows if not row.name.startswith("hard-"))
    assert shown == wanted
    columns = range(page.model.columnCount(QModelIndex()))
    texts = [page.model.data(page.model.index(at, column)) for at in range(len(rows)) for column in columns]
    assert commanding("".join(texts)) == ""
    for at in range(0, len(rows), 10):  # ten rows fit: every one is painted
        page.table.scrollTo(page.model.index(at, 0), page.table.ScrollHint.PositionAtTop)
        assert not page.table.grab().isNull()
    tempting = [at for at, row in enumerate(rows) if "<img" in row.name][: 40 if FULL else 6]
    assert tempting
    for at in tempting:
        choose_row(page.table, at)
        settle(qtbot, window, 20)
        assert _loaded(page) == []


def _all_rows(qtbot: QtBot, page: RecordingsRoom) -> list[RecordingRow]:
    """Every row, fetched page by page."""

    def fetched() -> bool:
        return all(isinstance(page.model.row(at), RecordingRow) for at in range(page.model.rowCount()))

    qtbot.waitUntil(fetched, timeout=WAIT_MS)
    return [row for at in range(page.model.rowCount()) if isinstance(row := page.model.row(at), RecordingRow)]


def _loaded(room: QWidget) -> list[str]:
    """Labels that took a name for HTML: as high as the picture it names, or ready to guess."""
    plain = Qt.TextFormat.PlainText
    labels = [each for each in room.findChildren(Label) if "<" in each.text()]
    assert labels, "no label shows the name"
    return [each.text() for each in labels if each.sizeHint().height() >= BEACON or each.textFormat() != plain]


def test_the_journal_and_the_troubles_obey_none(received: Received, qtbot: QtBot, window: MainWindow) -> None:
    assert window.stage is not None
    page = window.stage.show_page("journal")
    assert isinstance(page, JournalPage)
    settle(qtbot, window)
    model = page.model
    columns = range(model.columnCount(QModelIndex()))
    texts = [str(model.data(model.index(at, column))) for at in range(model.rowCount()) for column in columns]
    assert texts and commanding("".join(texts)) == ""
    session = window.bridge
    told: list[object] = []
    session.ask(DockTroubles(limit=500), told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    dock = window.stage.show_page("dock")
    settle(qtbot, window)
    labels = [each.text() for each in dock.findChildren(Label)]
    assert labels and commanding("".join(labels)) == ""


def test_a_recordings_own_page_tells_its_name_as_it_is(received: Received) -> None:
    _, home, lines = received
    with opened(home) as session:
        for line in lines[:: 1 if FULL else 10]:
            if line["outcome"] == "received":
                detail = session.desk.ask(ShowRecording(str(line["recording"]))).result(30)
                assert detail.sightings[0].path == line["path"]
                assert commanding(detail.row.name) == ""
