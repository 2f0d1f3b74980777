"""Each safeguard, taken out: the suite must turn red, else it is blind.

Every row is run twice: with all safeguards nothing is wrong; without the one the question, or the order of calls,
names what came of it. What only a real power cut shows is taken out again in `test_power.py`.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.flow.telling import quick_home
from tests.torture.disks import disk
from tests.torture.driver import Ended
from tests.torture.injecting import Fault
from tests.torture.ordering import too_early
from tests.torture.scenes import Scene, Stage, receiving, releasing
from tests.torture.test_names import _loaded
from ui.window.widgets.label import Label


@dataclass(frozen=True)
class Row:
    """A safeguard, what happens to the desk, and the word that the suite must say without it."""

    safeguard: str
    word: str
    call: str = ""
    nth: int = 1
    how: str = ""
    world: str = ""
    point: str = ""

    def without(self, left_out: bool) -> str:
        """What the driver is told."""
        return ",".join(each for each in (self.world, self.safeguard if left_out else "") if each)


@pytest.fixture(scope="module")
def scenes(stage: Stage) -> dict[str, Scene]:
    made = (receiving(stage.place / "receive"), releasing(stage.place / "release", stage.driver))
    return {each.name: each for each in made}


@pytest.fixture(scope="module")
def calls(stage: Stage, scenes: dict[str, Scene]) -> dict[str, list[str]]:
    """The labels of each scene's calls, to aim at."""
    found = {}
    for name, scene in scenes.items():
        stage.set(scene)
        found[name] = list(stage.play(scene).calls)
    return found


def _fault(row: Row, labels: list[str]) -> Fault | None:
    if not row.how:
        return None
    (label,) = [each for each in labels if row.call == each]
    return Fault(label, row.nth, row.how)


FILM = 300_000

ORDER = [
    Row("flush", "bytes not flushed"),
    Row("flush-files", "bytes not flushed"),
    Row("flush-folders", "entries not flushed"),
    Row("synchronous-full", "bytes not flushed: {home}/catalogue.db-wal"),
]


@pytest.mark.parametrize("row", ORDER, ids=lambda row: row.safeguard)
def test_what_is_called_safe_before_it_is_flushed(stage: Stage, scenes: dict[str, Scene], row: Row) -> None:
    """The order of calls: every word comes after the flush of what it is about."""
    for left_out in (False, True):
        stage.set(scenes["receive"])
        words = stage.driver.words
        ended = stage.driver.run(
            stage.home,
            ("received", stage.card),
            places=(stage.card, words),
            watched=True,
            without=row.without(left_out),
        )
        assert len(ended.told) == 6, ended.err
        found = "\n".join(too_early(ended.events, stage.home, words))
        assert (row.word.format(home=stage.home) in found) is left_out, found
        assert left_out or not found


def test_what_is_taken_off_before_its_naming_is_flushed(stage: Stage, scenes: dict[str, Scene]) -> None:
    """A power cut then takes the entry back, and the film is gone without a word of it."""
    for left_out in (False, True):
        stage.set(scenes["release"])
        ended = stage.play(scenes["release"], without="synchronous-full" if left_out else "")
        assert ended.status == 0, ended.err
        found = too_early(ended.events, stage.home, stage.driver.words, stage.card)
        assert found == ([f"bytes not flushed: {stage.home}/catalogue.db-wal"] if left_out else [])


def test_a_flush_that_failed_is_tried_again(stage: Stage, scenes: dict[str, Scene]) -> None:
    """The second flush says yes, and the kernel has thrown the pages away."""
    row = Row("flush-once", "flushed after a flush that failed", "syncfs /home/staging/#", 1, "EIO")
    for left_out in (False, True):
        stage.set(scenes["receive"])
        ended = stage.driver.run(
            stage.home, ("receive", "--wait", "1", stage.card), places=(stage.card, stage.driver.words),
            fault=_fault(row, [row.call]), without=row.without(left_out),
        )  # fmt: skip
        assert ended.hit == row.call, ended.err
        found = [each for each in too_early(ended.events, stage.home, stage.driver.words) if "/vault/" in each]
        assert any(row.word in each for each in found) is left_out, found
        assert ended.status == (0 if left_out else 3)


QUESTION = [
    ("receive", Row("read-back", "original differs", "write /home/staging/#/#/v#/content/original.mp#", 3, "lie")),
    ("receive", Row("size", "received other bytes", world="short-read")),
    ("receive", Row("recovery", "object without a row", point="publish.folders-flushed")),
    ("release", Row("intent-before-removal", "gone without a word", "unlinkat /card/DCIM/MOVI#.mp#", 2, "kill")),
]


@pytest.mark.parametrize(("name", "row"), QUESTION, ids=lambda each: getattr(each, "safeguard", each))
def test_the_question_finds_it(
    stage: Stage, scenes: dict[str, Scene], calls: dict[str, list[str]], name: str, row: Row
) -> None:
    for left_out in (False, True):
        found = _asked(stage, scenes[name], row, _fault(row, calls[name]), left_out)
        assert (row.word in "\n".join(found)) is left_out, found
        assert left_out or found == []


def _asked(stage: Stage, scene: Scene, row: Row, fault: Fault | None, left_out: bool) -> list[str]:
    """What is wrong after the fault and after recovery, the safeguard missing all the while."""
    offered = stage.set(scene)
    ended = stage.play(scene, fault, point=row.point, without=row.without(left_out))
    assert fault is None or ended.hit == fault.at, ended.err
    found = stage.wrong(offered, ended.told, finished=False)
    again = stage.driver.run(stage.home, ("owed", "receive", "release"), *scene.again,
                             without=row.safeguard if left_out else "")  # fmt: skip
    return found + stage.wrong(offered, [*ended.told, *again.told], finished=True)


def _one_film(place: Path, name: bytes = b"MOVI0001.mp4") -> dict[Path, str]:
    """A card with one film of no one else's bytes."""
    (place / "card").mkdir(exist_ok=True)
    path = Path(os.fsdecode(os.path.join(os.fsencode(place / "card"), name)))
    path.write_bytes(os.urandom(FILM))
    os.utime(path, (time.time() - 60, time.time() - 60))
    return Stage.offered(place / "card")


def _received(stage: Stage, home: Path, card: Path, without: str) -> Ended:
    return stage.driver.run(home, ("receive", "--wait", "1", card), without=without)


@pytest.mark.parametrize("left_out", ["", "no-follow", "same-file", "no-follow,same-file"])
def test_a_link_in_the_place_of_a_film(stage: Stage, place: Path, left_out: str) -> None:
    """Two walls: links are not followed, and what is opened must be the file that was seen. Either holds alone; only
    without both is another's file of the same length received."""
    other = os.urandom(FILM)
    (place / "secret").write_bytes(other)
    _one_film(place)
    home = quick_home(place / "home")
    ended = _received(stage, home, place / "card", f"link:{place / 'secret'},{left_out}".rstrip(","))
    secret = [each for each in (home / "vault").rglob("original.*") if each.read_bytes() == other]
    assert bool(secret) is ("," in left_out), ended.out
    assert (ended.status == 0) is bool(secret), ended.err


def test_names_that_are_no_text(stage: Stage, place: Path) -> None:
    for left_out in (False, True):
        folder = place / str(left_out)
        folder.mkdir()
        offered = _one_film(folder, b"MOVI\xff\xfe.mp4")
        ended = _received(stage, quick_home(folder / "home"), folder / "card", "escaped-names" if left_out else "")
        found = Stage(folder, stage.driver).wrong(offered, ended.told, finished=True)
        assert any("not received" in each for each in found) is left_out, (found, ended.err)


def test_a_medium_that_lost_what_the_system_remembers(stage: Stage, tmp_path: Path) -> None:
    """The page cache still has the film; only a read past it tells."""
    for left_out in (False, True):
        with disk("ext4", tmp_path, f"disk-{left_out}") as medium:
            (tmp_path / "card").mkdir(exist_ok=True)
            offered = _one_film(tmp_path)
            home = quick_home(medium.place / "home")
            shutil.rmtree(medium.place / "lost+found")
            without = f"bad-medium:{medium.image}" + (",read-past-the-cache" if left_out else "")
            ended = _received(stage, home, tmp_path / "card", without)
            found = Stage(medium.place, stage.driver).wrong(offered, ended.told, finished=False)
            assert any("original differs" in each for each in found) is left_out, (found, ended.err)
            assert ended.status == (0 if left_out else 1), ended.err
            assert ("receive.digest-differs" in ended.out) is not left_out


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[QWidget]:
    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page)
    return page


@pytest.mark.parametrize("left_out", [False, True])
def test_a_label_that_guesses(page: QWidget, monkeypatch: pytest.MonkeyPatch, left_out: bool) -> None:
    if left_out:
        monkeypatch.setattr(Label, "setTextFormat", lambda self, how: None)
    layout = page.layout()
    assert layout is not None
    layout.addWidget(Label("<b>MOVI0001.mp4"))
    assert bool(_loaded(page)) is left_out
