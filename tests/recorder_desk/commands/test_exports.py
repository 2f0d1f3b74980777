"""Exports as decisions: what may be asked for, by whom, with which reason, under which mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from recorder_desk.commands import exports as c
from recorder_desk.commands.base import Command
from recorder_desk.commands.tagging import NoteRecordings
from recorder_desk.domain import facts as f
from recorder_desk.domain.actor import RIGHTS, Actor
from recorder_desk.domain.export import ExportFile, ExportWish, Hush, Veil, VeilKey
from recorder_desk.domain.ids import new_id
from recorder_desk.queries.exports import Exports, ExportsOwed, ExportsWithDigest, ShowExport
from tests.recorder_desk.commands.room import FRESH, LINKED, PLAYABLE, UNPLAYABLE, Room

WISH = ExportWish("clip", "/media/out/a.mp4", from_ms=1000, until_ms=2000)
FILE = ExportFile(
    "sha256:00", 9, "ffmpeg", "ffmpeg 8", ("ffmpeg", "-i"), "original", 25, 49, 1_000_000, 2_000_000, 1280, 720, "", -1
)


def ordered(room: Room, wish: ExportWish = WISH, *, reason: str = "", actor: Actor | None = None) -> f.ExportOrdered:
    """An export that is owed."""
    (fact,) = room.do(c.OrderExport(room.recordings[PLAYABLE], wish, reason), actor)
    assert isinstance(fact, f.ExportOrdered)
    return fact


GOOD: Mapping[type[Command], Callable[[Room], Command]] = {
    c.OrderExport: lambda room: c.OrderExport(room.recordings[PLAYABLE], WISH),
    c.NoteExported: lambda room: c.NoteExported(ordered(room).export, FILE),
    c.EndExport: lambda room: c.EndExport(ordered(room).export),
}
"""A command of each kind that would be carried out."""


def test_an_order_is_owed_until_it_is_made_or_given_up(room: Room) -> None:
    first, second = ordered(room).export, ordered(room).export
    assert [each.id for each in room.ask(ExportsOwed())] == [first, second]
    room.do(c.NoteExported(first, FILE))
    room.do(c.EndExport(second, "export.disk-full"))
    assert room.ask(ExportsOwed()) == ()
    made, failed = room.ask(ShowExport(first)), room.ask(ShowExport(second))
    assert (made.state, made.made, made.wish.path) == ("made", FILE, "/media/out/a.mp4")
    assert (failed.state, failed.code, failed.made) == ("failed", "export.disk-full", None)
    assert room.ask(ExportsWithDigest("sha256:00")) == (made,)
    assert room.ask(Exports(room.recordings[PLAYABLE])) == (failed, made)
    assert room.ask(Exports(room.recordings[FRESH])) == () == room.ask(Exports(case=room.open))
    for command in (c.NoteExported(first, FILE), c.EndExport(second)):
        assert room.refused(command, "export.over").facts["state"] in ("made", "failed")
    room.refused(c.EndExport(new_id()), "export.unknown")


def test_what_cannot_be_exported_is_refused_before_anything_is_owed(room: Room) -> None:
    recording = room.recordings[PLAYABLE]
    veil = Veil((VeilKey(0, 10, 10, 20, 20),))
    wrong = {
        "export.bad-name": replace(WISH, path="/media/out/a.avi"),
        "export.bad-range": replace(WISH, from_ms=3000),
        "export.beyond-end": replace(WISH, from_ms=60_000, until_ms=70_000),
        "export.fast-plain": replace(WISH, fast=True, veils=(veil,)),
        "export.bad-veil": replace(WISH, veils=(Veil(()),)),
        "export.bad-hush": replace(WISH, hushes=(Hush(5, 5),)),
        "export.long": replace(WISH, watermark="字" * 81),
        "export.no-case": replace(WISH, case_number=True),
    }
    for code, wish in wrong.items():
        room.refused(c.OrderExport(recording, wish), code)
    room.refused(
        c.OrderExport(recording, replace(WISH, veils=(Veil((VeilKey(0, 1280, 0, 5, 5),)),))), "export.bad-veil"
    )
    room.refused(c.OrderExport(room.recordings[FRESH], WISH), "export.not-readable")
    room.refused(c.OrderExport(new_id(), WISH), "recording.unknown")
    assert ordered(room, replace(WISH, until_ms=99_000)).wish.until_ms == 60_000


def test_the_number_of_the_case_is_that_of_the_link(room: Room) -> None:
    (fact,) = room.do(c.OrderExport(room.recordings[LINKED], replace(WISH, case_number=True)))
    assert isinstance(fact, f.ExportOrdered) and fact.caption == "统执〔2026〕1号"
    assert [each.id for each in room.ask(Exports(case=room.open))] == [fact.export]


@pytest.mark.parametrize(("field", "value"), [("confidentiality", "restricted"), ("respondent", "yes")])
def test_flagged_material_leaves_with_reason_right_and_mark(room: Room, field: str, value: str) -> None:
    recording = room.recordings[PLAYABLE]
    room.do(NoteRecordings((recording,), field, value))  # type: ignore[arg-type]  # one of the fields
    room.refused(c.OrderExport(recording, WISH, "  "), "export.reason-missing")
    plain = Actor("王芳", RIGHTS - {"recordings.export-flagged"})
    assert room.refused(c.OrderExport(recording, WISH, "复议"), "desk.not-permitted", plain).facts == {
        "permission": "recordings.export-flagged", "actor": "王芳"
    }  # fmt: skip
    room.refused(c.OrderExport(recording, replace(WISH, fast=True), "复议"), "export.fast-flagged")
    fact = ordered(room, replace(WISH, watermark="仅供复议"), reason=" 复议 ", actor=Actor("王芳"))
    assert fact.flagged and fact.reason == "复议"
    assert fact.wish.watermark.startswith("仅供复议 · 王芳 2") and fact.export[-8:] in fact.wish.watermark
    still = replace(WISH, kind="still", path="/media/out/a.png", frame=3)
    assert "王芳" in ordered(room, still, reason="复议", actor=Actor("王芳")).wish.watermark


def test_internal_material_needs_no_reason(room: Room) -> None:
    room.do(NoteRecordings((room.recordings[PLAYABLE],), "confidentiality", "internal"))
    assert not ordered(room).flagged
    room.refused(c.OrderExport(room.recordings[UNPLAYABLE], replace(WISH, kind="still")), "export.bad-name")
