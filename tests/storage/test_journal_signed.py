"""Checkpoints: a signature that was changed, another key, a stolen key, and what only an anchor tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from recorder_desk.domain import journal
from storage.journal_mirror import HEAD
from storage.keys import StationKey, raw_public, signed_checkpoint
from tests.storage.journals import Forged, base64_of, forged

SIZES = (3, 1, 5, 2, 4)


@pytest.fixture
def f(tmp_path: Path) -> Forged:
    """A whole journal of fifteen entries in five transactions."""
    return Forged.make(tmp_path / "home", SIZES)


def damaged(note: str) -> str:
    """A note with one character of its signature changed."""
    at = -20
    return note[:at] + ("A" if note[at] != "A" else "B") + note[at + 1 :]


def full(f: Forged, anchor: str | None = None) -> list[tuple[str, str, object]]:
    """Codes, subjects and which part is meant."""
    return [(each.code.removeprefix("journal."), each.subject, each.facts.get("part")) for each in f.findings(anchor)]


def test_every_transaction_has_its_checkpoint_signed_by_the_station(f: Forged) -> None:
    assert [size for size, _ in f.notes()] == [3, 4, 9, 11, 15]
    for size, note in f.notes():
        checkpoint = signed_checkpoint(note, f.key.public)
        assert checkpoint is not None
        assert (checkpoint.size, checkpoint.origin) == (size, f"recorder-desk/{f.key.station}")
        assert base64_of(note)[:4] == journal.key_id(f.key.origin, raw_public(f.key.public))
    assert (f.folder / HEAD).read_text("utf-8") == f.notes()[-1][1]


@pytest.mark.parametrize("at", range(len(SIZES)))
def test_a_changed_signature_is_named_and_blinds_nobody(f: Forged, at: int) -> None:
    size, note = f.notes()[at]
    f.run("UPDATE checkpoints SET note = ? WHERE size = ?", damaged(note), size)
    missing = [("checkpoint-signature", "15", "missing")] if size == 15 else []
    assert full(f) == [("checkpoint-signature", str(size), None), *missing]
    f.store([*f.rows()[:5], forged(f.rows()[5]), *f.rows()[6:]])
    assert ("entry-altered", "6") in f.said()


def test_another_size_or_root_under_an_old_signature_is_named(f: Forged) -> None:
    notes = dict(f.notes())
    f.run("UPDATE checkpoints SET note = ? WHERE size = 9", notes[9].replace("\n9\n", "\n10\n"))
    f.run("UPDATE checkpoints SET note = ? WHERE size = 11", notes[4])
    assert f.said()[:2] == [("checkpoint-signature", "9"), ("checkpoint-signature", "11")]


def test_peaks_that_do_not_give_the_signed_root_are_named(f: Forged) -> None:
    f.run("UPDATE checkpoints SET peaks = zeroblob(length(peaks)) WHERE size = 9")
    f.run("UPDATE checkpoints SET peaks = x'00' WHERE size = 11")
    assert full(f) == [("root-differs", "9", "peaks"), ("root-differs", "11", "peaks")]


def test_the_newest_checkpoint_taken_away_is_named_by_the_mirror(f: Forged) -> None:
    f.run("DELETE FROM checkpoints WHERE size = 15")
    assert full(f) == [("checkpoint-signature", "15", "missing")]


def test_entries_that_no_checkpoint_covers_any_more_count_as_put_in(f: Forged) -> None:
    f.run("DELETE FROM checkpoints WHERE size = 15")
    (f.folder / HEAD).unlink()
    assert f.said()[:-1] == [("entry-inserted", str(number)) for number in (12, 13, 14, 15)]
    assert full(f)[-1] == ("mirror-behind", "11", "checkpoint")


def test_a_mirrored_checkpoint_that_was_changed_is_named(f: Forged) -> None:
    note = f.notes()[2][1]
    for content, size in ((damaged(note), "9"), ("no note", "0"), ("", "0")):
        (f.folder / HEAD).write_text(content, "utf-8")
        assert full(f) == [("checkpoint-signature", size, "mirror")]
    (f.folder / HEAD).write_bytes(b"\xff\xfe")
    assert full(f) == [("checkpoint-signature", "0", "mirror")]


def test_signed_again_with_another_key_not_one_checkpoint_holds(f: Forged, tmp_path: Path) -> None:
    lines = f.rows()
    f.store([*lines[:5], forged(lines[5]), *lines[6:]])
    f.sign_again(StationKey.load_or_create(tmp_path / "other"), also_mirror=True)
    assert full(f) == [
        *(("checkpoint-signature", str(size), None) for size in (3, 4, 9, 11, 15)),
        ("checkpoint-signature", "15", "mirror"),
    ]


def test_another_key_in_the_homes_own_place_is_told_by_an_anchor_alone(f: Forged, tmp_path: Path) -> None:
    """Who may replace the key may write any history; only a checkpoint kept elsewhere contradicts."""
    anchor, stranger = f.notes()[1][1], StationKey.load_or_create(tmp_path / "other")
    f.sign_again(stranger, also_mirror=True)
    f.key = stranger
    assert [each for each in f.said() if each[0] != "checkpoint-signature"] == []
    assert full(f, anchor)[-1] == ("anchor-differs", "4", "signature")


def test_with_the_stations_own_key_only_an_anchor_tells(f: Forged) -> None:
    anchors, lines = dict(f.notes()), f.rows()
    f.store([*lines[:5], forged(lines[5]), *lines[6:]])
    f.sign_again(f.key)
    assert full(f) == [("root-differs", "15", "mirror"), ("mirror-differs", "6", None)]
    f.sign_again(f.key, also_mirror=True)
    assert full(f) == []
    assert full(f, anchors[15]) == [("anchor-differs", "15", "root")]
    assert full(f, anchors[9]) == [("anchor-differs", "9", "root")]
    assert full(f, anchors[4]) == [], "up to there nothing was changed"


def test_a_journal_that_was_rewound_with_its_mirror_is_told_by_an_anchor_alone(f: Forged) -> None:
    anchors = dict(f.notes())
    f.store(f.rows()[:9])
    f.run("DELETE FROM checkpoints WHERE size > 9")
    f.mirror(f.rows())
    (f.folder / HEAD).write_text(anchors[9], "utf-8")
    assert full(f) == []
    (finding,) = f.findings(anchors[15])
    assert (finding.code, finding.subject) == ("journal.anchor-ahead", "15")
    assert finding.facts == {"expected": 15, "found": 9}


def test_an_anchor_that_is_none_or_of_another_station(f: Forged, tmp_path: Path) -> None:
    assert full(f, "no note") == [("anchor-unreadable", "", None)]
    other = Forged.make(tmp_path / "other", SIZES)
    assert full(f, other.notes()[2][1]) == [("anchor-differs", "9", "signature")]
    for _, note in f.notes():
        assert full(f, note) == []
