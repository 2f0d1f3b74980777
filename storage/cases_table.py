"""Cases, links and seals."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.sign import Reason
from storage import bits_table, mirror_table
from storage import recordings_table as recordings
from storage.applied import Applied, Apply
from storage.search import sought


def signs_written(signs: tuple[Reason, ...]) -> str:
    """Signs as the catalogue keeps them; '' for none."""
    return msgspec.json.encode(signs).decode() if signs else ""


def signs_read(written: str) -> tuple[Reason, ...]:
    """Signs out of the catalogue."""
    return msgspec.json.decode(written, type=tuple[Reason, ...]) if written else ()


def _open(connection: sqlite3.Connection, fact: f.CaseOpened, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO cases (id, number, title, party, matter, opened_on, item_list, station, created_at, sought)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (fact.case, fact.number, fact.title, fact.party, fact.matter, fact.opened_on, fact.item_list, applied.station,
         applied.at, sought(fact.number, fact.title, fact.party, fact.matter)),
    )  # fmt: skip


def _amend(connection: sqlite3.Connection, fact: f.CaseAmended, applied: Applied) -> None:
    (number,) = connection.execute("SELECT number FROM cases WHERE id = ?", (fact.case,)).fetchone()
    words = sought(number, fact.title, fact.party, fact.matter)
    connection.execute(
        "UPDATE cases SET title = ?, party = ?, matter = ?, opened_on = ?, sought = ? WHERE id = ?",
        (fact.title, fact.party, fact.matter, fact.opened_on, words, fact.case),
    )
    linked = connection.execute(
        "SELECT DISTINCT recording FROM links WHERE case_id = ? AND unlinked_at = ''", (fact.case,)
    ).fetchall()
    for row in linked:
        recordings.refresh_words(connection, row["recording"])


def _link(connection: sqlite3.Connection, fact: f.RecordingLinked, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO links (id, recording, case_id, item, from_ms, until_ms, reason, signs, linked_by, linked_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (fact.link, fact.recording, fact.case, fact.item, fact.from_ms, fact.until_ms, fact.reason,
         signs_written(fact.signs), applied.actor, applied.at),
    )  # fmt: skip
    bits_table.note_link(connection, fact.link)
    _refresh(connection, fact.recording)


def _unlink(connection: sqlite3.Connection, fact: f.RecordingUnlinked, applied: Applied) -> None:
    connection.execute(
        "UPDATE links SET unlinked_at = ?, unlinked_by = ?, unlink_reason = ? WHERE id = ?",
        (applied.at, applied.actor, fact.reason, fact.link),
    )
    bits_table.note_link(connection, fact.link)
    _refresh(connection, fact.recording)


def _refresh(connection: sqlite3.Connection, recording: str) -> None:
    connection.execute(
        "UPDATE OR FAIL recordings SET"
        " links = (SELECT count(*) FROM links WHERE recording = ?1 AND unlinked_at = ''),"
        " sealed = (SELECT count(*) FROM assignments WHERE recording = ?1) WHERE id = ?1",
        (recording,),
    )
    recordings.refresh_state(connection, recording)
    recordings.refresh_words(connection, recording)


def _begin_seal(connection: sqlite3.Connection, fact: f.SealBegun, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO seals (id, case_id, begun_at, begun_by) VALUES (?, ?, ?, ?)",
        (fact.seal, fact.case, applied.at, applied.actor),
    )
    connection.execute("UPDATE cases SET state = 'sealing' WHERE id = ?", (fact.case,))
    _assign(connection, fact.seal, fact.assignments)


def _assign(connection: sqlite3.Connection, seal: str, assignments: tuple[f.Assignment, ...]) -> None:
    connection.executemany(
        "INSERT INTO assignments (link, seal, recording, archival_code, retention, year, kind, number, item_name,"
        " stage) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (each.link, seal, each.recording, each.archival_code, each.retention, each.year, each.kind, each.number,
             each.item_name, each.stage)
            for each in assignments
        ],
    )  # fmt: skip
    for recording in {each.recording for each in assignments}:
        _refresh(connection, recording)


def _finish_seal(connection: sqlite3.Connection, fact: f.CaseSealed, applied: Applied) -> None:
    connection.execute("UPDATE seals SET finished_at = ? WHERE id = ?", (applied.at, fact.seal))
    mirror_table.note_sealed(connection, fact.seal)
    connection.execute(
        "UPDATE cases SET state = 'sealed', sealed_at = ?, object_path = ?, manifest_digest = ? WHERE id = ?",
        (applied.at, fact.object_path, fact.manifest_digest, fact.case),
    )


def _recover_seal(connection: sqlite3.Connection, fact: f.SealRecovered, applied: Applied) -> None:
    opened = f.CaseOpened(fact.case, fact.number, fact.title, fact.party, fact.matter, fact.opened_on, fact.item_list)
    _open(connection, opened, applied)
    for link in fact.links:
        _link(connection, link, applied)
    _begin_seal(connection, f.SealBegun(fact.seal, fact.case, fact.assignments), applied)
    sealed = f.CaseSealed(fact.seal, fact.case, fact.object_path, fact.manifest_digest)
    _finish_seal(connection, sealed, Applied(fact.sealed_at, applied.actor, applied.station))


APPLY: Mapping[type[f.Fact], Apply] = {
    f.CaseOpened: _open,
    f.CaseAmended: _amend,
    f.RecordingLinked: _link,
    f.RecordingUnlinked: _unlink,
    f.SealBegun: _begin_seal,
    f.CaseSealed: _finish_seal,
    f.SealRecovered: _recover_seal,
}
