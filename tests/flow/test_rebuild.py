"""The catalogue can be lost: the vault, and the journal where it is there, give it back."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from recorder_desk.commands.archive import SealCase
from recorder_desk.commands.cases import LinkRecording, OpenCase, UnlinkRecording
from recorder_desk.config import Home
from recorder_desk.domain.facts import CaseOpened
from recorder_desk.errors import DeskError
from recorder_desk.queries.archive import JournalFindings
from recorder_desk.queries.cases import Cases, ShowCase
from recorder_desk.queries.recordings import RecordingsPage
from tests.flow.consistency import faults
from tests.flow.homes import opened, take_in
from tests.flow.test_kills import fill
from ui.rebuilding import rebuild

DERIVED = {"checked_at", "check_code"}


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Path, str]]:
    """A home with a sealed case, an open one, links and an unlinked link."""
    folder = tmp_path_factory.mktemp("lived")
    offered = fill(folder / "card", 7)
    with opened(folder / "home") as session:
        rows = take_in(session, folder / "card")
        do = lambda command: session.desk.do(command, session.actor).result(30)  # noqa: E731
        sealed, still_open = (
            next(fact.case for fact in do(OpenCase(number, "t", "p")) if isinstance(fact, CaseOpened))
            for number in ("统执〔2026〕1号", "统执〔2026〕2号")
        )
        do(LinkRecording(rows[0].id, sealed, "JC-01", reason="亮证"))
        do(LinkRecording(rows[1].id, sealed, "JC-02"))
        do(LinkRecording(rows[2].id, still_open, "DC-01"))
        do(LinkRecording(rows[3].id, still_open, "DC-01"))
        do(UnlinkRecording(rows[3].id, still_open, "DC-01", "wrong one"))
        do(SealCase(sealed))
        session.lanes.wait_idle(patience=5)
    return folder / "home", offered


def content(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table that says what was received, linked and sealed."""
    connection = sqlite3.connect(f"file:{Home(home).catalogue}?mode=ro", uri=True)
    try:
        return {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()
            for table, columns in {
                "recordings": "id, digest, bytes, kind, name, path, state, links, sealed, twins, problem, recorded_at",
                "cases": "id, number, title, party, opened_on, item_list, state, object_path, manifest_digest",
                "links": "id, recording, case_id, item, from_ms, until_ms, reason, unlink_reason, unlinked_at",
                "assignments": "link, recording, archival_code, retention, year, kind, number, item_name, stage",
                "seen": "path, device, bytes, modified_ns, outcome, code, recording",
            }.items()
        }
    finally:
        connection.close()


def test_rebuild_from_vault_and_journal_gives_everything_back(
    tmp_path: Path, lived_in: tuple[Path, dict[Path, str]]
) -> None:
    home = tmp_path / "home"
    shutil.copytree(lived_in[0], home)
    before = content(home)
    Home(home).catalogue.write_bytes(b"not a database any more")
    with pytest.raises(DeskError) as corrupt, opened(home):
        pass
    assert corrupt.value.code == "catalogue.corrupt"
    done = rebuild(Home(home), None)
    assert done.findings == ()
    assert content(home) == before
    assert faults(home, lived_in[1], finished=True) == []
    assert [path.name for path in home.glob("catalogue.db.broken-*")] != []


def test_rebuild_from_the_vault_alone_gives_originals_and_sealed_cases_back(
    tmp_path: Path, lived_in: tuple[Path, dict[Path, str]]
) -> None:
    home = tmp_path / "new"
    home.mkdir()
    shutil.copytree(Home(lived_in[0]).path / "vault", home / "vault")
    before = content(lived_in[0])
    done = rebuild(Home(home), None)
    assert (done.recordings, done.cases, done.findings) == (len(before["recordings"]), 1, ())
    after = content(home)
    same = [0, 1, 2, 4, 5]  # id, digest, bytes, name, path: what lies beside each original
    assert [[row[at] for at in same] for row in after["recordings"]] == [
        [row[at] for at in same] for row in before["recordings"]
    ]
    assert after["assignments"] == before["assignments"]
    assert [row[:6] for row in after["cases"]] == [row[:6] for row in before["cases"] if row[6] == "sealed"]
    with opened(home) as session:
        session.lanes.start()
        session.lanes.wait_idle(patience=5)
        (case,) = session.desk.ask(Cases()).result(10)
        assert len(session.desk.ask(ShowCase(case.id)).result(10).links) == 2
        assert session.desk.ask(JournalFindings()).result(10) == ()
        assert len(session.desk.ask(RecordingsPage()).result(10)) == len(before["recordings"])


def test_rebuild_refuses_a_catalogue_that_is_whole(lived_in: tuple[Path, dict[Path, str]]) -> None:
    with pytest.raises(DeskError) as refused:
        rebuild(Home(lived_in[0]), None)
    assert refused.value.code == "rebuild.catalogue-present"


def test_rebuild_needs_a_vault(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as refused:
        rebuild(Home(tmp_path / "empty"), None)
    assert refused.value.code == "rebuild.no-vault"
