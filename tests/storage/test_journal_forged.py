"""Entries that were altered, dropped, inserted, swapped or cut off: the verifier names each exactly.

The forger has the catalogue, here and there the mirror as well, but never the station's key.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from recorder_desk.domain import journal
from tests.storage.journals import Forged, forged, renumber

SIZES = (3, 1, 5, 2, 4)
COUNT = sum(SIZES)
Lines = list[bytes]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal of five transactions, and one of as many entries in a transaction each."""
    folder = tmp_path_factory.mktemp("journals")
    Forged.make(folder / "mixed", SIZES)
    Forged.make(folder / "single", (1,) * COUNT)
    return folder


def copy(whole: Path, name: str, to: Path) -> Forged:
    """A journal of the test's own."""
    shutil.copytree(whole / name, to)
    return Forged.at(to)


def altered(lines: Lines, at: int) -> Lines:
    """Another body at one place."""
    return [*lines[:at], forged(lines[at]), *lines[at + 1 :]]


def dropped(lines: Lines, at: int) -> Lines:
    """One taken out, the later ones numbered anew."""
    return renumber([*lines[:at], *lines[at + 1 :]])


def inserted(lines: Lines, at: int) -> Lines:
    """One put in, the later ones numbered anew."""
    return renumber([*lines[:at], forged(lines[-1 - at]), *lines[at:]])


def swapped(lines: Lines, at: int) -> Lines:
    """Two neighbours in the other order, each with the number of its place."""
    return renumber([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]])


FORGERIES: dict[str, tuple[Callable[[Lines, int], Lines], Callable[[int], list[tuple[str, str]]], int]] = {
    "altered": (altered, lambda number: [("entry-altered", str(number))], COUNT),
    "dropped": (dropped, lambda number: [("entry-missing", str(number))], COUNT - 1),
    "inserted": (inserted, lambda number: [("entry-inserted", str(number))], COUNT),
    "swapped": (
        swapped,
        lambda number: [("entry-missing", str(number)), ("entry-inserted", str(number + 1))],
        COUNT - 1,
    ),
}
"""How it is done, what is to be said of entry `number`, and at how many places it can be done."""


def test_a_whole_journal_has_no_findings(whole: Path) -> None:
    assert Forged.at(whole / "mixed").findings() == []
    assert len(Forged.at(whole / "mixed").rows()) == COUNT


@pytest.mark.parametrize("leaves", [True, False], ids=["hashes forged too", "hashes left"])
@pytest.mark.parametrize("kind", FORGERIES)
def test_every_forged_row_is_named(whole: Path, tmp_path: Path, kind: str, leaves: bool) -> None:
    forge, said, places = FORGERIES[kind]
    f = copy(whole, "mixed", tmp_path / "home")
    before = f.rows()
    for at in range(places):
        f.store(forge(before, at), leaves=leaves)
        assert f.said() == said(at + 1)
    f.store(before)
    assert f.said() == []


@pytest.mark.parametrize("kind", ["altered", "dropped", "inserted"])
def test_of_a_transaction_alone_every_forgery_is_named_though_every_copy_was_forged(
    whole: Path, tmp_path: Path, kind: str
) -> None:
    """Row, stored hash and mirror say the same: only the signatures know better."""
    forge, _, places = FORGERIES[kind]
    code = {"altered": "entry-altered", "dropped": "entry-missing", "inserted": "entry-inserted"}[kind]
    f = copy(whole, "single", tmp_path / "home")
    before = f.rows()
    for at in range(places):
        lines = forge(before, at)
        f.store(lines)
        f.mirror(lines)
        said = [each for each in f.said() if each[0] != "mirror-differs"]
        assert said == [(code, str(at + 1))]


def test_within_a_transaction_whose_every_copy_was_forged_the_stretch_is_named(whole: Path, tmp_path: Path) -> None:
    """Entries 5 to 9 are one transaction; its peaks still prove the ninth."""
    f = copy(whole, "mixed", tmp_path / "home")
    lines = altered(f.rows(), 5)
    f.store(lines)
    f.mirror(lines)
    assert f.said() == [("entry-altered", "5-8")]


def test_two_forgeries_are_two_findings(whole: Path, tmp_path: Path) -> None:
    f = copy(whole, "mixed", tmp_path / "home")
    f.store(altered(dropped(f.rows(), 3), 10))
    assert f.said() == [("entry-altered", "12"), ("entry-missing", "4")]


@pytest.mark.parametrize("mirrored", [True, False])
@pytest.mark.parametrize("kept", [0, 1, 8, 9, 13, 14])
def test_a_cut_off_tail_is_named_from_its_first_entry(whole: Path, tmp_path: Path, kept: int, mirrored: bool) -> None:
    f = copy(whole, "mixed", tmp_path / "home")
    lines = f.rows()[:kept]
    f.store(lines)
    if mirrored:
        f.mirror(lines)
    subject = str(COUNT) if kept == COUNT - 1 else f"{kept + 1}-{COUNT}"
    assert f.said() == [("tail-missing", subject)]


def test_a_tail_cut_off_with_its_checkpoints_is_named_by_the_mirror(whole: Path, tmp_path: Path) -> None:
    f = copy(whole, "mixed", tmp_path / "home")
    f.store(f.rows()[:9])
    f.run("DELETE FROM checkpoints WHERE size > 9")
    assert f.said() == [("tail-missing", "10-15")]


def test_a_dropped_row_whose_number_stays_free_is_named(whole: Path, tmp_path: Path) -> None:
    f = copy(whole, "mixed", tmp_path / "home")
    lines, numbers = f.rows(), [number for number in range(1, COUNT + 1) if number != 6]
    f.store([lines[number - 1] for number in numbers], numbers=numbers)
    f.mirror([lines[number - 1] for number in numbers])
    assert f.said() == [("entry-missing", "6")]


def test_rows_added_at_the_end_without_a_signature_are_named(whole: Path, tmp_path: Path) -> None:
    f = copy(whole, "mixed", tmp_path / "home")
    f.store(_longer(f.rows(), 2))
    assert f.said() == [("entry-inserted", "16"), ("entry-inserted", "17")]


def _longer(lines: Sequence[bytes], more: int) -> Lines:
    return [*lines, *(journal.renumbered(forged(lines[at]), len(lines) + at + 1) for at in range(more))]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE journal SET leaf = zeroblob(32) WHERE seq = 4", ("entry-altered", "4")),
        ("UPDATE journal SET leaf = 'text' WHERE seq = 4", ("entry-altered", "4")),
        ("UPDATE journal SET seq = 100 WHERE seq = 15", ("entry-altered", "15")),
        ("UPDATE journal SET entry = CAST(x'ff00' AS TEXT) WHERE seq = 4", ("entry-altered", "4")),
        ("UPDATE journal SET entry = replace(entry, '\"seq\":4', '\"seq\":5') WHERE seq = 4", ("entry-altered", "4")),
        ("UPDATE journal SET entry = entry || ' ' WHERE seq = 4", ("entry-altered", "4")),
    ],
)
def test_a_row_changed_in_any_column_is_named(whole: Path, tmp_path: Path, sql: str, said: tuple[str, str]) -> None:
    f = copy(whole, "mixed", tmp_path / "home")
    f.run(sql)
    assert f.said() == [said]
