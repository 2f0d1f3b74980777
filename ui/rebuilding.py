"""Writing the catalogue anew from the vault and, where it is there, the journal's mirror.

In: a home whose catalogue is missing or corrupt. Out: a new catalogue; the old one set aside.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from recorder_desk.config import Home, change_setting
from recorder_desk.domain import facts as f
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.journal import Entry
from recorder_desk.errors import DeskError
from recorder_desk.ports import Notice
from recorder_desk.queries.archive import ShowStatus
from recorder_desk.stages.rebuild import Known, recovered
from storage.database import open_for_reading, translated
from storage.journal_check import read_mirror
from storage.work import SqliteWork
from ui.front_door import Building


def rebuild(home: Home, vault: Path | None) -> f.CatalogueRebuilt:
    """See `ui.session.Opener.rebuild`."""
    if vault is not None:
        home.path.mkdir(parents=True, exist_ok=True)
        change_setting(home.settings, "vault_path", str(vault.absolute()))
    building = Building(home)
    if not home.vault(building.settings).is_dir():
        raise DeskError("rebuild.no-vault", blame="environment", path=str(home.vault(building.settings)))
    with building.closing:
        building.lock()
        _set_aside(home)
        key = building.key()
        work = SqliteWork(home.catalogue, home.journal, key, building.places(key), key.station)
        building.closing.callback(work.close)
        return _write(work, building)


def _set_aside(home: Home) -> None:
    """A catalogue that opens and is whole is not ours to replace; any other is kept beside."""
    if not home.catalogue.exists():
        return
    if _is_whole(home.catalogue):
        raise DeskError("rebuild.catalogue-present", path=str(home.catalogue))
    mark = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    for ending in ("", "-wal", "-shm"):
        path = home.catalogue.with_name(home.catalogue.name + ending)
        if path.exists():
            os.rename(path, path.with_name(f"{home.catalogue.name}.broken-{mark}{ending}"))


def _is_whole(path: Path) -> bool:
    try:
        with translated(path):
            connection = open_for_reading(path)
            try:
                answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
                return bool(answer == "ok" and connection.execute("SELECT count(*) FROM recordings").fetchone())
            finally:
                connection.close()
    except DeskError:
        return False


def _write(work: SqliteWork, building: Building) -> f.CatalogueRebuilt:
    entries, lines, findings = read_mirror(building.home.journal)
    with work.transaction() as unit:
        replayed, unknown = _facts(entries)
        work.journal.adopt(lines)
        work.replay(replayed)
        rows = work.connection.execute("SELECT id FROM recordings").fetchall()
        cases = work.connection.execute("SELECT id FROM cases").fetchall()
        documents = work.connection.execute("SELECT id FROM documents WHERE object_path != ''").fetchall()
        vault = building.vault(building.key())
        known = Known(*(frozenset(row[0] for row in each) for each in (rows, cases, documents)))
        found, unreadable = recovered(vault, known, _no_report)
        unit.record(found, Notice("RecoverFacts", "desk", datetime.now(UTC)))
        status = unit.ask(ShowStatus())
        done = f.CatalogueRebuilt(status.recordings, status.cases, len(replayed), (*findings, *unknown, *unreadable))
        unit.record([done], Notice("RebuildCatalogue", "desk", datetime.now(UTC)))
    return done


def _facts(entries: tuple[Entry, ...]) -> tuple[list[tuple[Entry, f.Fact]], list[Finding]]:
    facts: list[tuple[Entry, f.Fact]] = []
    unknown: list[Finding] = []
    for entry in entries:
        try:
            facts.append((entry, msgspec.convert(entry.body, f.FACTS[entry.fact])))
        except (KeyError, msgspec.ValidationError):
            unknown.append(Finding("rebuild.unknown-fact", str(entry.seq), {"fact": entry.fact}))
    return facts, unknown


def _no_report(done: int) -> None:
    """Objects are few enough."""
