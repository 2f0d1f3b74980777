"""The one question of the torture suite, asked after a fault and after recovery: is everything that was ever
offered still somewhere safe, once, and do catalogue, vault and journal agree?

In: a home that no desk holds open, what was offered (path, SHA-512), what the desk has said (`told`: the JSON
lines of `receive`, the documents of `release run`). Out: what is wrong, one line each; none means that all is
well. The vault is walked here a second time, without the program's own code; then the program is asked too.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from recorder_desk.config import Home, read_settings
from recorder_desk.domain.names import shown_path
from recorder_desk.errors import DeskError
from storage.home_lock import HomeLock
from storage.journal_check import verify_journal
from storage.object_check import check_object
from tests.torture.medium import EMPTY, digest_on_medium
from tests.torture.objects import Walked, walk

Told = Mapping[str, Any]


def assert_consistent(home: Path, offered: Mapping[Path, str], told: Iterable[Told] = (), *, finished: bool) -> None:
    """Raise AssertionError with everything that is wrong. `finished`: all owed work was done since the fault."""
    found = inconsistencies(home, offered, told, finished=finished)
    assert found == [], "\n".join(found)


def inconsistencies(home: Path, offered: Mapping[Path, str], told: Iterable[Told] = (), *, finished: bool) -> list[str]:
    """Everything that is wrong with a home, one line each. A source that is gone is not read; one that was
    changed on purpose stands in `offered` with the digest of the bytes that the desk was offered first."""
    place = Home(home)
    books = Books(place, dict(offered), tuple(told), finished)
    if not place.catalogue.exists():
        lost = [f"lost: {path.name}" for path, digest in offered.items() if digest_on_medium(path) != digest]
        return lost + (["no catalogue"] if finished else [])
    return [*books.read(), *_sources(books), *_vault(books), *_journal(books), *_words(books), *_left(books)]


@dataclass(slots=True)
class Books:
    """What a home holds, read once."""

    home: Home
    offered: dict[Path, str]
    told: tuple[Told, ...]
    finished: bool
    rows: list[sqlite3.Row] = field(default_factory=list)
    cases: list[sqlite3.Row] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    objects: dict[str, Walked] = field(default_factory=dict)
    derivatives: list[sqlite3.Row] = field(default_factory=list)
    journal: list[str] = field(default_factory=list)

    @property
    def root(self) -> Path:
        """The vault's storage root."""
        return self.home.vault(read_settings(self.home.settings))

    @property
    def staging(self) -> Path:
        """Where objects are made."""
        return self.home.staging(read_settings(self.home.settings))

    def held(self) -> Counter[str]:
        """How many recordings the catalogue has of a digest whose original lies in the vault with it."""
        there = Counter[str]()
        for row in self.rows:
            digest, walked = row["digest"].removeprefix("sha512:"), self.objects.get(row["object_path"])
            there[digest] += walked is not None and walked.content.get(row["content_path"]) == digest
        return there

    def facts(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Number and body of every entry of one kind."""
        for entry in self.entries:
            if entry["fact"] == name:
                yield entry["seq"], entry["body"]

    def read(self) -> list[str]:
        """Read the catalogue and walk the vault; what SQLite itself finds wrong."""
        with _copied(self.home.catalogue) as connection:
            connection.row_factory = sqlite3.Row
            found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [f"foreign key: {tuple(row)}" for row in connection.execute("PRAGMA foreign_key_check")]
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "recordings" in tables:
                self.rows = connection.execute("SELECT * FROM recordings").fetchall()
                self.cases = connection.execute("SELECT * FROM cases").fetchall()
                self.derivatives = connection.execute("SELECT * FROM derivatives").fetchall()
                self.entries = [json.loads(row[0]) for row in connection.execute("SELECT entry FROM journal")]
                key = load_pem_private_key((self.home.keys / "station.pem").read_bytes(), None).public_key()
                assert isinstance(key, Ed25519PublicKey)
                self.journal = [
                    f"journal: {each.code} {each.subject}"
                    for each in verify_journal(connection, self.home.journal, key)
                    if self.finished or each.code != "journal.mirror-behind"
                ]
            elif tables:
                found.append("half a schema")
        if self.root.is_dir():
            self.objects = {each.path: each for each in walk(self.root)}
        return found


@contextmanager
def _copied(catalogue: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the catalogue with its log: what a crash left is put right there and not where the desk must."""
    with tempfile.TemporaryDirectory(prefix="books-") as folder:
        for path in catalogue.parent.glob(f"{catalogue.name}*"):
            if path.suffix != ".db-shm":
                shutil.copyfile(path, Path(folder, path.name))
        with closing(sqlite3.connect(Path(folder, catalogue.name))) as connection:
            yield connection


def _sources(books: Books) -> list[str]:
    """Every byte string ever offered: where it was offered, or ours; gone only if the journal had named it."""
    held = books.held()
    found = []
    named = {each["path"]: seq for seq, body in books.facts("RemovalIntended") for each in body["files"]}
    gone = {path for _, body in books.facts("FilesReleased") for path in body["removed"]}
    ours = {body["origin"]["path"]: seq for seq, body in (*books.facts("RecordingReceived"), *books.facts("TwinMet"))}
    for path, digest in books.offered.items():
        there = digest_on_medium(path) == digest
        if not there and not held[digest]:
            found.append(f"lost: {path.name}")
        if not path.exists():
            name = shown_path(os.fspath(path))
            if name not in named or ours.get(name, 1 << 60) >= named[name]:
                found.append(f"gone without a word: {path.name}")
            elif books.finished and name not in gone:
                found.append(f"gone and never told: {path.name}")
        if books.finished and not held[digest]:
            found.append(f"not received: {path.name}")
    for digest, count in Counter(books.offered.values()).items():
        most = count if digest == EMPTY else 1
        if held[digest] > most:
            found.append(f"held {held[digest]} times: {digest[:12]}")
    return found


def _vault(books: Books) -> list[str]:
    """Rows and objects, one for one; each object sound in itself, by our own walk and by the program's."""
    found = []
    for row in books.rows:
        walked = books.objects.get(row["object_path"])
        if walked is None:
            found.append(f"row without an object: {row['name']}")
        elif f"sha512:{walked.content.get(row['content_path'], '')}" != row["digest"]:
            found.append(f"original differs: {row['name']}")
    paths = Counter(row["object_path"] for row in books.rows)
    found += [f"two rows for one object: {path}" for path, count in paths.items() if count > 1]
    if books.finished:
        known = {**dict.fromkeys(paths), **{row["object_path"]: None for row in books.cases if row["object_path"]}}
        found += [f"object without a row: {path}" for path in books.objects.keys() - known.keys()]
        found += [f"{path}: {fault}" for path, each in books.objects.items() for fault in each.faults]
        for path in books.objects.keys() & known.keys():
            told = check_object(path, str(books.root / path), lambda done: None)
            found += [f"check: {each.code} {path} {each.facts}" for each in told]
        found += [f"seal not finished: {row['number']}" for row in books.cases if row["state"] == "sealing"]
    return found


def _journal(books: Books) -> list[str]:
    """One entry a recording and one recording an entry, and every signature good."""
    entered = Counter(body["origin"]["recording"] for _, body in books.facts("RecordingReceived"))
    rows = {row["id"] for row in books.rows}
    found = [f"{each} has {entered[each]} entries" for each in rows if entered[each] != 1]
    found += [f"entry without a row: {each}" for each in entered.keys() - rows]
    removed = Counter((body["release"], path) for _, body in books.facts("FilesReleased") for path in body["removed"])
    found += [f"released twice: {path}" for (_, path), count in removed.items() if count > 1]
    return found + books.journal


def _words(books: Books) -> list[str]:
    """What the desk said is so: what it called received is held with its entry, and has the bytes that were offered or
    that lie there now, never a mixture; what it called removed is gone."""
    held = books.held()
    ids = {body["origin"]["recording"] for _, body in books.facts("RecordingReceived")}
    gone = {path for _, body in books.facts("FilesReleased") for path in body["removed"]}
    offered = {shown_path(os.fspath(path)): (path, digest) for path, digest in books.offered.items()}
    found = []
    for line in books.told:
        for each in line.get("files", ()):  # a release's document
            if each["fate"] == "removed" and each["path"] not in gone:
                found.append(f"called removed: {each['path']}")
        if line.get("outcome") not in ("received", "twin"):
            continue
        digest = line["digest"].removeprefix("sha512:")
        if not held[digest] or line["recording"] not in ids:
            found.append(f"called safe: {line['path']}")
        path, first = offered.get(line["path"], (Path(), digest))
        if digest != first and digest != digest_on_medium(path):
            found.append(f"received other bytes: {line['path']}")
    return found


def _left(books: Books) -> list[str]:
    """Nothing is left lying about, no lock is held, every derivative is the one that was entered."""
    if not books.finished:
        return []
    found = [f"left in staging: {each.name}" for each in books.staging.iterdir()]
    for path in (each for each in books.home.path.rglob("*") if each.suffix in (".new", ".part")):
        found.append(f"left over: {path.relative_to(books.home.path)}")
    for row in books.derivatives:
        if not (books.home.derivatives / row["path"]).is_file():
            found.append(f"derivative missing: {row['path']}")
        elif (books.home.derivatives / row["path"]).stat().st_size != row["bytes"]:
            found.append(f"derivative differs: {row['path']}")
    try:
        HomeLock(books.home.lock).close()
    except DeskError as error:
        found.append(f"the home cannot be held: {error.code}")
    return found


def acknowledged(out: str) -> list[Told]:
    """What a call with `--json` had printed when it ended, also when it was killed in the middle of a line."""
    told: list[Told] = []
    decoder, at = json.JSONDecoder(), 0
    while at < len(out):
        try:
            one, at = decoder.raw_decode(out, at)
        except ValueError:
            at = (out.find("\n", at) + 1) or len(out)
            continue
        told += [each for each in (one if isinstance(one, list) else [one]) if isinstance(each, dict)]
    return told
