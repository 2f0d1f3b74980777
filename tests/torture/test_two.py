"""K: several desks want one home; several processes have one catalogue open. No row is lost.

The lock keeps a second desk out. Where a lock is not kept (some network file systems keep none), two writers meet in
SQLite and in the journal: there, too, whatever was told to be done is there afterwards.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.flow.telling import quick_home
from tests.flow.test_kills import fill
from tests.torture.consistent import assert_consistent, inconsistencies
from tests.torture.driver import Driver, Ended, driven
from tests.torture.injecting import Fault
from tests.torture.scenes import Stage, receiving
from tests.torture.scope import FULL, Figures

DESKS = 4
SECONDS = 30.0 if FULL else 4.0


@pytest.fixture(scope="module")
def drivers() -> Iterator[list[Driver]]:
    with ExitStack() as open_drivers:
        yield [open_drivers.enter_context(driven()) for _ in range(DESKS if FULL else 3)]


def at_once(drivers: Sequence[Driver], home: Path, *calls: tuple[str | Path, ...], without: str = "") -> list[Ended]:
    """One call a driver, all begun together."""
    with ThreadPoolExecutor(len(calls)) as pool:
        begun = [pool.submit(each.run, home, call, without=without) for each, call in zip(drivers, calls, strict=False)]
        return [each.result() for each in begun]


def cases_of(home: Path) -> set[str]:
    with closing(sqlite3.connect(f"file:{home}/catalogue.db?mode=ro", uri=True)) as connection:
        return {row[0] for row in connection.execute("SELECT number FROM cases")}


def test_desks_that_start_together_on_a_new_home(drivers: list[Driver], place: Path, record_property: Figures) -> None:
    """One works, the others say that it does and change nothing; each card is received in its turn."""
    home, offered, told, refused, rounds = quick_home(place / "home"), {}, [], 0, 0
    cards = [place / f"card{number}" for number, _ in enumerate(drivers)]
    for number, card in enumerate(cards):
        offered |= fill(card, number, count=2)
    left = list(cards)
    while left:
        rounds += 1
        assert rounds <= len(cards), "nobody got in"
        ended = at_once(drivers, home, *(("receive", "--wait", "5", card) for card in left))
        for card, each in zip(list(left), ended, strict=True):
            outcomes = {line["code"] for line in each.told if line["outcome"] == "failed"}
            assert (each.status, outcomes) in ((0, set()), (3, {"home.locked"})), each.err[-2000:]
            refused += each.status == 3
            told += each.told
            if each.status == 0:
                left.remove(card)
        assert_consistent(home, {}, told, finished=True)
    assert_consistent(home, offered, told, finished=True)
    record_property(
        "torture", f"K desks at once: {len(cards)} cards in {rounds} rounds, {refused} times refused, 0 wrong"
    )


def test_readers_come_and_go_beside_a_writer(drivers: list[Driver], place: Path, record_property: Figures) -> None:
    """Every reader opens and closes the catalogue hundreds of times; that never costs the writer a row."""
    home = quick_home(place / "home")
    drivers[0].run(home, ("recordings",))
    written, *looked = at_once(drivers, home, ("cases", "A", str(SECONDS)), *[("looks", str(SECONDS))] * 2)
    assert [each.status for each in (written, *looked)] == [0, 0, 0], written.err
    opened = {line["opened"] for line in written.told}
    times = sum(line["looked"] for each in looked for line in each.told)
    assert cases_of(home) == opened
    assert len(opened) > 20 and times > 20
    assert_consistent(home, {}, finished=True)
    record_property("torture", f"K a writer and readers, {SECONDS:.0f} s: {len(opened)} rows, {times} looks, 0 lost")


def test_two_writers_without_a_lock(drivers: list[Driver], place: Path, record_property: Figures) -> None:
    """What one of them was told to be done is done; what would part the journal in two is refused, and said so."""
    home = quick_home(place / "home")
    drivers[0].run(home, ("recordings",))
    calls = [("cases", prefix, str(SECONDS)) for prefix in "AB"]
    ended = at_once(drivers, home, *calls, without="home-lock")
    assert [each.status for each in ended] == [0, 0], [each.err[-2000:] for each in ended]
    opened = {line["opened"] for each in ended for line in each.told if "opened" in line}
    refused = [line["code"] for each in ended for line in each.told if "refused" in line]
    assert cases_of(home) == opened
    assert opened and refused and set(refused) <= {"catalogue.rule-broken", "catalogue.busy"}
    wrong = [each for each in inconsistencies(home, {}, finished=True) if "journal.mirror-" not in each]
    assert wrong == []  # the mirror has lines of both, in no order: the next start sets it aside and begins anew
    record_property(
        "torture", f"K two writers without a lock, {SECONDS:.0f} s: {len(opened)} rows, {len(refused)} refused, 0 lost"
    )


def test_nothing_but_sqlite_opens_the_catalogue(driver: Driver, place: Path) -> None:
    """A file of ours on the live catalogue, closed, would drop SQLite's locks."""
    fill(place / "card", 3, count=2)
    home = quick_home(place / "home")
    steps = ("owed", "receive", "describe", "pictures", "proxy", "seal", "release")
    verbs: list[tuple[str | Path, ...]] = [
        ("audited",), ("receive", place / "card"), steps, ("case", "new", "TJ-1", "--title", "t", "--party", "p"),
        ("recordings",), ("check",), ("journal", "verify"), ("status",), ("settings", "set", "theme", "dark"),
    ]  # fmt: skip
    ended = driver.run(home, *verbs)
    assert (ended.status, ended.err) == (0, "")
    caught = driver.run(home, ("audited",), ("read-catalogue",))
    assert caught.status == 70 and "opened" in caught.err


@pytest.mark.parametrize(
    ("call", "nth"),
    [("openat /home/catalogue.db-journal", 1), ("pwrite64 /home/catalogue.db", 1), ("pwrite64 /home/catalogue.db", 30),
     ("unlink /home/catalogue.db-journal", 1), ("pwrite64 /home/catalogue.db-wal", 1)],
)  # fmt: skip
def test_a_look_at_a_catalogue_that_was_half_made(stage: Stage, call: str, nth: int) -> None:
    """Killed while the home was made; whoever only looks finishes that, and sees nothing wrong."""
    scene = receiving(stage.place / "receive")
    stage.set(scene)
    ended = stage.play(scene, Fault(call, nth, "kill"))
    assert ended.hit == call
    looked = stage.driver.run(stage.home, ("recordings",), ("status",))
    assert looked.status == 0, looked.err
