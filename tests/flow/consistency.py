"""One question after every fault: is every byte that was ever offered still somewhere safe, once?

In: a home, and what was offered (path, SHA-512). Out: a list of faults, empty when all is well.
Looks at the home the way an outsider would: OCFL inventories, SQLite, the journal's verifier.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from pathlib import Path

from recorder_desk.config import Home, read_settings
from storage.journal_check import verify_journal
from storage.keys import StationKey

EMPTY = hashlib.sha512(b"").hexdigest()


def digest_of(path: Path) -> str:
    """SHA-512 of a file, hex."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()


def faults(home_path: Path, offered: dict[Path, str], *, finished: bool) -> list[str]:
    """Everything wrong with a home. `finished`: all work was done after the fault, so nothing may be owed."""
    home = Home(home_path)
    found = [f"source changed: {path.name}" for path, digest in offered.items() if digest_of(path) != digest]
    if not home.catalogue.exists():
        return found + (["no catalogue"] if finished else [])
    rows, cases, told = _catalogue(home)
    found += _vault_faults(home, rows, cases, finished=finished)
    found += _double(rows)
    found += told
    if finished:
        held = Counter(row["digest"].removeprefix("sha512:") for row in rows)
        wanted = Counter(offered.values())
        for digest, count in wanted.items():
            expected = count if digest == EMPTY else 1
            if held[digest] != expected:
                found.append(f"{digest[:12]} is held {held[digest]} times, not {expected}")
        staging = home.staging(read_settings(home.settings))
        found += [f"left in staging: {entry.name}" for entry in staging.iterdir()]
    return found


def _catalogue(home: Home) -> tuple[list[sqlite3.Row], list[sqlite3.Row], list[str]]:
    connection = sqlite3.connect(f"file:{home.catalogue}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"foreign key: {tuple(row)}" for row in connection.execute("PRAGMA foreign_key_check")]
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'recordings'").fetchone():
            return [], [], [*found, *([] if not _any_table(connection) else ["half a schema"])]
        rows = connection.execute("SELECT * FROM recordings").fetchall()
        cases = connection.execute("SELECT * FROM cases").fetchall()
        cases += connection.execute("SELECT * FROM documents WHERE object_path != ''").fetchall()
        entries = [json.loads(row[0]) for row in connection.execute("SELECT entry FROM journal ORDER BY seq")]
        told = Counter(
            entry["body"]["origin"]["recording"] for entry in entries if entry["fact"] == "RecordingReceived"
        )
        found += [f"{row['id']} has {told[row['id']]} entries" for row in rows if told[row["id"]] != 1]
        found += [f"entry without a row: {id}" for id in told.keys() - {row["id"] for row in rows}]
        key = StationKey.load_or_create(home.keys)
        found += [
            f"journal: {each.code} {each.subject}"
            for each in verify_journal(connection, home.journal, key.public)
            if each.code != "journal.mirror-behind"
        ]
        return rows, cases, found
    finally:
        connection.close()


def _any_table(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _vault_faults(home: Home, rows: list[sqlite3.Row], cases: list[sqlite3.Row], *, finished: bool) -> list[str]:
    root = home.vault(read_settings(home.settings))
    there = {path.parent.relative_to(root).as_posix() for path in root.glob("*/*/0=ocfl_object_1.1")}
    found = []
    for row in rows:
        original = root / row["object_path"] / row["content_path"]
        if not original.is_file():
            found.append(f"row without an original: {row['name']}")
        elif f"sha512:{digest_of(original)}" != row["digest"]:
            found.append(f"original differs: {row['name']}")
    for row in (each for each in cases if "content_path" in each.keys()):  # noqa: SIM118  # a row is no mapping
        original = root / row["object_path"] / row["content_path"]
        if f"sha512:{digest_of(original)}" != row["digest"]:
            found.append(f"document differs: {row['name']}")
    if finished:
        known = {row["object_path"] for row in rows} | {row["object_path"] for row in cases if row["object_path"]}
        found += [f"object without a row: {path}" for path in there - known]
        found += [f"row without an object: {path}" for path in known - there]
        found += [f"seal not finished: {row['number']}" for row in cases if row["state"] == "sealing"]
    return found


def _double(rows: list[sqlite3.Row]) -> list[str]:
    counted = Counter(row["digest"] for row in rows if row["bytes"])
    return [f"stored twice: {digest[:19]}" for digest, count in counted.items() if count > 1]
