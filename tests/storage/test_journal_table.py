"""Appending to the journal: only ever added to, and never going on from what this desk did not sign."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from recorder_desk.domain import journal
from recorder_desk.domain.merkle import CompactRange, inclusion_proof, leaf_hash, root, verify_inclusion
from recorder_desk.errors import DeskError
from storage.journal_table import JournalTable
from storage.keys import StationKey
from tests.storage.journals import AT, Forged, append, forged, open_table

SIZES = (3, 1, 5)
SIGNED = "substr(note, -10, 1)"
ANOTHER = f"replace(note, {SIGNED}, CASE {SIGNED} WHEN 'A' THEN 'B' ELSE 'A' END)"
"""A note of which one letter, which its signature surely has, is another everywhere."""


@pytest.fixture
def f(tmp_path: Path) -> Forged:
    """A whole journal of nine entries; its triggers are dropped."""
    return Forged.make(tmp_path / "home", SIZES)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM journal WHERE seq = 2",
        "UPDATE journal SET entry = 'x' WHERE seq = 2",
        "INSERT OR REPLACE INTO journal VALUES (2, 'x', x'00')",
        "INSERT INTO journal VALUES (0, 'x', x'00')",
        "DELETE FROM checkpoints",
        "UPDATE checkpoints SET note = 'x'",
        "INSERT OR REPLACE INTO checkpoints SELECT size, 'x', peaks FROM checkpoints",
    ],
)
def test_rows_are_only_added(tmp_path: Path, sql: str) -> None:
    key = StationKey.load_or_create(tmp_path / "keys")
    with closing(open_table(tmp_path / "catalogue.db")) as connection:
        table = JournalTable(connection, tmp_path / "journal", key)
        append(table, connection, 3)
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            connection.execute(sql)
        append(table, connection, 1)
        table.close()


def test_an_entry_is_the_canonical_line_with_its_number_and_its_leaf(f: Forged) -> None:
    with f.open() as connection:
        rows = connection.execute("SELECT seq, CAST(entry AS BLOB), leaf FROM journal").fetchall()
    for number, (seq, line, leaf) in enumerate(rows, 1):
        entry = journal.decode(line)
        assert (seq, entry.seq, entry.at, entry.station, entry.actor) == (number, number, AT, f.key.station, "王芳")
        assert leaf == leaf_hash(line)


def test_any_entry_is_proven_by_the_newest_checkpoint_alone(f: Forged) -> None:
    head = journal.read_note(f.notes()[-1][1]).checkpoint
    leaves = [leaf_hash(line) for line in f.rows()]
    assert (head.size, head.root) == (9, root(leaves))
    for at, line in enumerate(f.rows()):
        proof = inclusion_proof(leaves, at)
        assert verify_inclusion(leaf_hash(line), at, head.size, proof, head.root)
        assert not verify_inclusion(leaf_hash(forged(line)), at, head.size, proof, head.root)


def test_numbers_go_on_without_a_gap_after_a_restart(f: Forged) -> None:
    f.go_on([2])
    f.go_on([1])
    assert [journal.number_of(line) for line in f.rows()] == list(range(1, 13))
    assert [size for size, _ in f.notes()] == [3, 4, 9, 11, 12]
    assert f.said() == []


@pytest.mark.parametrize(
    ("sql", "entry"),
    [
        ("DELETE FROM checkpoints WHERE size = 9", 5),
        ("DELETE FROM checkpoints", 1),
        ("UPDATE checkpoints SET peaks = x'00' WHERE size = 9", 1),
        ("UPDATE checkpoints SET peaks = zeroblob(length(peaks)) WHERE size = 9", 1),
        (f"UPDATE checkpoints SET note = {ANOTHER} WHERE size = 9", 1),
        ("UPDATE checkpoints SET note = x'ff' WHERE size = 9", 1),
    ],
)
def test_the_desk_does_not_go_on_from_what_it_did_not_sign(f: Forged, sql: str, entry: int) -> None:
    f.run(sql)
    before = f.rows()
    with pytest.raises(DeskError) as raised:
        f.go_on([1])
    assert (raised.value.code, raised.value.blame) == ("journal.unsigned-entries", "environment")
    assert raised.value.facts == {"entry": entry}
    assert f.rows() == before


def test_a_forged_history_is_not_signed_with_the_next_entry(f: Forged) -> None:
    """Row, stored hash, mirror and peaks all fit together; only the signed root does not."""
    lines = f.rows()
    lines[4] = forged(lines[4])
    f.store(lines)
    f.mirror(lines)
    tree = CompactRange()
    for line in lines:
        tree.add(leaf_hash(line))
    f.run("UPDATE checkpoints SET peaks = ? WHERE size = 9", tree.stored())
    with pytest.raises(DeskError) as raised:
        f.go_on([1])
    assert raised.value.code == "journal.unsigned-entries"


def test_the_desk_does_not_go_on_under_another_key(f: Forged, tmp_path: Path) -> None:
    f.key = StationKey.load_or_create(tmp_path / "other")
    with pytest.raises(DeskError) as raised:
        f.go_on([1])
    assert (raised.value.code, raised.value.facts) == ("journal.unsigned-entries", {"entry": 1})


def test_a_row_slipped_in_behind_the_last_is_not_signed_with_the_next(f: Forged) -> None:
    f.store([*f.rows(), journal.renumbered(forged(f.rows()[0]), 10)])
    with pytest.raises(DeskError) as raised:
        f.go_on([1])
    assert raised.value.facts == {"entry": 10}
    assert f.said() == [("entry-inserted", "10")]


def test_what_has_no_canonical_form_is_not_written(f: Forged) -> None:
    with closing(open_table(f.path)) as connection:
        table = JournalTable(connection, f.folder, f.key)
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(DeskError) as raised:
            table.append([("RecordingViewed", {"seconds": 1.5})], command="OpenViewing", actor="王芳", at=AT)
        connection.execute("ROLLBACK")
        table.rolled_back()
        assert raised.value.code == "journal.not-canonical"
        append(table, connection, 1)
        table.close()
    assert (len(f.rows()), f.said()) == (10, [])


def test_an_adopted_journal_keeps_its_lines_and_its_checkpoint(f: Forged, tmp_path: Path) -> None:
    """A rebuild: the mirror's lines go into an empty table, under the note that came with them."""
    lines, note = f.rows(), f.notes()[-1]
    f.path.unlink()
    with closing(open_table(f.path)) as connection:
        table = JournalTable(connection, f.folder, f.key)
        connection.execute("BEGIN IMMEDIATE")
        table.adopt(lines)
        connection.execute("COMMIT")
        table.mirror()
        append(table, connection, 1)
        table.close()
    assert f.rows()[:9] == lines
    assert f.notes()[0] == note
    assert (len(f.rows()), f.said()) == (10, [])
