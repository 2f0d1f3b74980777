"""Commands of the archive and of the desk itself."""

from __future__ import annotations

import pytest

from recorder_desk.commands import archive as c
from recorder_desk.commands.cases import LinkRecording, OpenCase, UnlinkRecording
from recorder_desk.commands.recordings import RecordCheck
from recorder_desk.domain import facts as f
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.ids import new_id
from recorder_desk.queries.cases import SealsUnfinished, ShowCase
from tests.flow.homes import opened
from tests.recorder_desk.commands.room import LINKED, PLAYABLE, SEALED, Room, arrived


def test_seal_case_gives_every_link_its_code_and_owes_the_vault(room: Room) -> None:
    room.do(LinkRecording(room.recordings[PLAYABLE], room.open, "JC-01"))
    room.do(LinkRecording(room.recordings[LINKED], room.open, "JC-03"))
    room.do(UnlinkRecording(room.recordings[LINKED], room.open, "JC-02"))
    (fact,) = room.do(c.SealCase(room.open))
    assert isinstance(fact, f.SealBegun)
    links = {link.id: link for link in room.ask(ShowCase(room.open)).links}
    assert [(links[each.link].item, each.number, each.archival_code) for each in fact.assignments] == [
        ("JC-01", 2, f"0000-LX·2026-{fact.assignments[0].retention}-0002"),
        ("JC-03", 3, f"0000-LX·2026-{fact.assignments[1].retention}-0003"),
    ]
    assert all(each.stage and each.item_name for each in fact.assignments)
    (owed,) = room.ask(SealsUnfinished())
    assert (owed.seal, owed.case.id, owed.case.state, len(owed.entries)) == (fact.seal, room.open, "sealing", 2)
    assert room.show(PLAYABLE).row.state == "sealed"


def test_seal_case_refuses_what_is_not_there_or_empty(room: Room) -> None:
    room.refused(c.SealCase(new_id()), "case.unknown")
    (opened_case,) = room.do(OpenCase("3", "t", "p"))
    assert isinstance(opened_case, f.CaseOpened)
    room.refused(c.SealCase(opened_case.case), "seal.nothing-linked")
    room.do(UnlinkRecording(room.recordings[LINKED], room.open))
    room.refused(c.SealCase(room.open), "seal.nothing-linked")


def test_seal_case_refuses_a_damaged_original_until_a_check_finds_nothing(room: Room) -> None:
    recording, digest = room.recordings[LINKED], room.show(LINKED).row.digest
    room.do(RecordCheck(recording, digest, (Finding("vault.digest-differs", recording),)))
    error = room.refused(c.SealCase(room.open), "seal.recording-damaged")
    assert error.facts == {"name": "MOVI0.mp4", "finding": "vault.digest-differs"}
    room.do(RecordCheck(recording, digest, ()))
    room.do(c.SealCase(room.open))


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ('fonds_code = " "\n', "seal.fonds-missing"),
        ('case_retention = "for ever"\n', "seal.retention-unknown"),
        ('archival_code_template = "${fonds}-${home}"\n', "settings.bad-template"),
        ('archival_code_template = "${class}·${year}-${retention}-${number"\n', "settings.bad-template"),
        ('archival_code_template = "${fonds}-${class}·${year}-${retention}"\n', "settings.bad-template"),
        ('archival_code_template = "${fonds}-${year}-${retention}-${number}"\n', "settings.bad-template"),
    ],
)
def test_seal_case_refuses_settings_it_cannot_seal_by(room: Room, settings: str, code: str) -> None:
    room.do(LinkRecording(room.recordings[PLAYABLE], room.open, item_as_the_case_file(room)))
    room.refused(c.SealCase(room.open), code)


def item_as_the_case_file(room: Room) -> str:
    """A record item that is kept as long as its case file."""
    return next(each.code for each in room.session.items.items if (each.retention_in_case or each.retention) == "CASE")


def test_finish_seal_is_told_once_and_only_of_what_is_owed(room: Room) -> None:
    (begun,) = room.do(c.SealCase(room.open))
    assert isinstance(begun, f.SealBegun)
    for seal, case in ((new_id(), room.open), (begun.seal, room.sealed)):
        assert room.do(c.FinishSeal(seal, case, "ab/x", "sha512:00")) == ()
    finish = c.FinishSeal(begun.seal, room.open, "ab/x", "sha512:00")
    assert room.do(finish) == (f.CaseSealed(begun.seal, room.open, "ab/x", "sha512:00"),)
    row = room.ask(ShowCase(room.open)).row
    assert (row.state, row.sealed_at) == ("sealed", room.last_entry()["at"])
    assert room.rows("SELECT object_path, manifest_digest FROM cases WHERE id = ?", room.open) == [
        ("ab/x", "sha512:00")
    ]
    assert room.do(finish) == ()


def test_change_setting_is_journalled(room: Room) -> None:
    assert room.do(c.ChangeSetting("fonds_code", "0042")) == (f.SettingChanged("fonds_code", "0042"),)


def test_recover_facts_fills_an_empty_catalogue(room: Room, stocked: tuple[object, Room]) -> None:
    origin, original = arrived("a.mp4", b"a")
    facts = (f.RecordingReceived(origin, original, recovered=True), f.CatalogueRebuilt(1, 0, 0))
    with opened(room.session.home.path.with_name("empty")) as session:
        empty = Room(session, (origin.recording,))
        assert empty.do(c.RecoverFacts(facts)) == facts
        assert empty.show(0).row.digest == original.digest
        assert empty.whole()
        empty.refused(c.RecoverFacts(facts), "rebuild.catalogue-present")


def test_recover_facts_writes_over_nothing(room: Room) -> None:
    origin, original = arrived("a.mp4", b"a")
    error = room.refused(
        c.RecoverFacts((f.RecordingReceived(origin, original, recovered=True),)), "rebuild.catalogue-present"
    )
    assert error.facts == {"recordings": 5, "cases": 2}


def test_a_seal_that_was_finished_by_the_lanes(room: Room) -> None:
    """What the stocked home stands on: the real stage wrote the vault and said so."""
    row = room.ask(ShowCase(room.sealed)).row
    assert row.state == "sealed"
    documents = room.session.home.vault(room.session.settings) / row.object_path / "v1" / "content"
    assert {path.name for path in documents.iterdir()} == {"case.json", "catalogue.json", "manifest.json"}
    assert room.show(SEALED).archival_codes
