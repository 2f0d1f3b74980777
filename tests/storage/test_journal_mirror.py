"""The mirror against the catalogue: where they part is named, and neither is ever thrown away."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from recorder_desk.domain import journal
from recorder_desk.errors import DeskError
from storage.journal_check import read_mirror
from storage.journal_mirror import ENTRIES, HEAD
from storage.journal_table import JournalTable
from storage.plain_files import put_file
from tests.storage.journals import AT, Forged, append, body, forged, open_table, renumber

SIZES = (3, 1, 5, 2, 4)
Lines = list[bytes]


@pytest.fixture
def f(tmp_path: Path) -> Forged:
    """A whole journal of fifteen entries in five transactions."""
    return Forged.make(tmp_path / "home", SIZES)


def test_the_mirror_has_the_rows_lines(f: Forged) -> None:
    assert f.mirrored() == f.rows()
    told, lines, findings = read_mirror(f.folder)
    assert ([entry.seq for entry in told], lines, findings) == (list(range(1, 16)), f.rows(), [])


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (lambda lines: [*lines[:5], forged(lines[5]), *lines[6:]], [("mirror-differs", "6")]),
        (lambda lines: [*lines[:5], *lines[6:]], [("mirror-differs", "6")]),
        (lambda lines: renumber([*lines[:5], *lines[6:]]), [("mirror-differs", "6")]),
        (lambda lines: [*lines[:5], forged(lines[0]), *lines[5:]], [("mirror-differs", "6")]),
        (
            lambda lines: [*lines[:5], lines[6], lines[5], *lines[7:]],
            [("mirror-differs", "6"), ("mirror-differs", "7")],
        ),
        (lambda lines: lines[:9], [("mirror-behind", "10-15")]),
        (lambda lines: lines[:14], [("mirror-behind", "15")]),
        (lambda lines: [], [("mirror-behind", "1-15")]),
        (lambda lines: [*lines, b"garbage"], [("mirror-differs", "16")]),
        (lambda lines: [*lines, journal.renumbered(forged(lines[-1]), 16)], [("tail-missing", "16")]),
    ],
    ids=["altered", "dropped", "renumbered", "inserted", "swapped", "short", "one-short", "empty", "garbage", "longer"],
)
def test_where_the_mirror_differs_is_named(
    f: Forged, forge: Callable[[Lines], Lines], said: list[tuple[str, str]]
) -> None:
    f.mirror(forge(f.mirrored()))
    assert f.said() == said


def test_a_mirror_without_its_files_is_behind(f: Forged) -> None:
    (f.folder / HEAD).unlink()
    (finding,) = f.findings()
    assert (finding.code, finding.subject, finding.facts) == ("journal.mirror-behind", "15", {"part": "checkpoint"})
    (f.folder / ENTRIES).unlink()
    assert f.said() == [("mirror-behind", "1-15")]


def test_a_torn_last_line_is_no_entry_and_is_mended(f: Forged) -> None:
    with open(f.folder / ENTRIES, "ab") as file:
        file.write(b'{"actor":"torn')
    assert f.said() == []
    f.go_on([2])
    assert (len(f.mirrored()), f.mirrored(), f.said()) == (17, f.rows(), [])


@pytest.mark.parametrize("kept", [0, 1, 14])
def test_what_a_crash_kept_out_of_the_mirror_is_written_at_the_next_start(f: Forged, kept: int) -> None:
    f.mirror(f.mirrored()[:kept])
    f.go_on([])
    assert (f.mirrored(), f.said()) == (f.rows(), [])


@pytest.mark.parametrize(
    "forge",
    [
        lambda f: f.mirror([*f.mirrored()[:14], forged(f.mirrored()[14])]),
        lambda f: f.mirror([*f.mirrored(), journal.renumbered(forged(f.mirrored()[-1]), 16)]),
        lambda f: f.mirror([*f.mirrored(), b"garbage"]),
    ],
    ids=["altered", "longer", "garbage"],
)
def test_a_mirror_that_contradicts_the_rows_is_set_aside_and_still_heard(
    f: Forged, forge: Callable[[Forged], None]
) -> None:
    forge(f)
    contradicting = (f.folder / ENTRIES).read_bytes()
    f.go_on([])
    assert (f.folder / ENTRIES).read_bytes() == contradicting, "nothing to write: nothing is touched"
    f.go_on([2])
    assert (f.folder / "entries.aside-1.jsonl").read_bytes() == contradicting
    assert (f.folder / "checkpoint.aside-1").exists()
    assert f.mirrored() == f.rows()
    (finding,) = f.findings()
    assert (finding.code, finding.facts) == ("journal.mirror-differs", {"part": "entries.aside-1.jsonl"})


def test_mirrors_are_set_aside_under_numbers_of_their_own(f: Forged) -> None:
    for number in (1, 2):
        f.mirror([b"garbage"])
        f.go_on([1])
        assert (f.folder / f"entries.aside-{number}.jsonl").read_bytes() == b"garbage\n"


def test_the_mirror_of_a_rolled_back_catalogue_is_not_written_over(f: Forged) -> None:
    """A catalogue put back from an older copy: the mirror knows more, and keeps it."""
    before = f.mirrored()
    f.store(f.rows()[:9])
    f.run("DELETE FROM checkpoints WHERE size > 9")
    f.go_on([1])
    kept = (f.folder / "entries.aside-1.jsonl").read_bytes().split(b"\n")[:-1]
    assert kept == before
    assert f.said() == [("mirror-differs", "11")], "the tenth says the same in both"


def test_reading_a_mirror_stops_before_the_first_line_that_is_no_entry(f: Forged) -> None:
    lines = f.mirrored()
    for wrong in (b"garbage", lines[7], forged(lines[5]) + b" "):
        f.mirror([*lines[:5], wrong, *lines[6:]])
        told, read, findings = read_mirror(f.folder)
        assert ([entry.seq for entry in told], read) == ([1, 2, 3, 4, 5], lines[:5])
        assert [(each.code, each.subject) for each in findings] == [("journal.mirror-differs", "6")]


def test_a_mirror_that_cannot_be_read_is_said(f: Forged) -> None:
    (f.folder / ENTRIES).unlink()
    (f.folder / ENTRIES).mkdir()
    with pytest.raises(DeskError) as raised:
        f.findings()
    assert (raised.value.code, raised.value.blame) == ("journal.mirror-unreadable", "environment")
    assert raised.value.facts["path"] == str(f.folder)
    with pytest.raises(DeskError) as unwritable:
        f.go_on([1])
    assert unwritable.value.code == "home.unwritable"


def test_a_mirror_that_cannot_be_written_never_stands_in_the_way(f: Forged, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk of the mirror is full for a while: rows are committed, the mirror catches up afterwards."""
    with closing(open_table(f.path)) as connection:
        table = JournalTable(connection, f.folder, f.key)
        real, full = os.write, True

        def write(fd: int, data: bytes) -> int:
            if full:
                real(fd, data[: len(data) // 2])
                raise OSError(28, "No space left on device")
            return real(fd, data)

        monkeypatch.setattr(os, "write", write)
        append(table, connection, 2)
        append(table, connection, 1)
        with pytest.raises(DeskError) as raised:
            table.mirror(durable=True)
        assert raised.value.code == "journal.mirror-unwritable"
        full = False
        append(table, connection, 1)
        table.close()
    assert len(f.rows()) == 19
    assert (f.mirrored(), f.said()) == (f.rows(), [])


def test_what_was_rolled_back_is_in_neither(f: Forged) -> None:
    with closing(open_table(f.path)) as connection:
        table = JournalTable(connection, f.folder, f.key)
        connection.execute("BEGIN IMMEDIATE")
        table.append([("RecordingViewed", body(99))], command="OpenViewing", actor="王芳", at=AT)
        connection.execute("ROLLBACK")
        table.rolled_back()
        table.mirror()
        assert (table.size, f.rows(), f.mirrored()) == (15, f.mirrored(), f.rows())
        append(table, connection, 1)
        table.close()
    assert (len(f.rows()), f.said()) == (16, [])


@pytest.mark.parametrize("durable", [True, False])
def test_a_note_is_flushed_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, durable: bool
) -> None:
    """Else a power cut leaves a name without bytes, which looks like a forged signature."""
    calls: list[str] = []
    flush, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (calls.append("flush"), flush(fd))[1])
    monkeypatch.setattr(os, "replace", lambda one, other: (calls.append("name"), replace(one, other))[1])
    put_file(tmp_path / "checkpoint", b"note", durable=durable)
    assert calls[:2] == ["flush", "name"]
    assert (tmp_path / "checkpoint").read_bytes() == b"note"
