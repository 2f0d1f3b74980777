"""Lists and counts out of bits are those that the rows give, looked at one by one, whatever happened before."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from recorder_desk.queries.recordings import Filter, RecordingFacets, RecordingKeys, Sort
from storage import bits, bits_table, recordings_found, search
from storage.bits_kept import BitsKept
from storage.database import open_for_reading, open_for_writing
from storage.facets_views import facets
from storage.migrating import migrate
from storage.recordings_found import keys

SORTS: tuple[Sort, ...] = ("received_at", "recorded_at", "name", "bytes", "duration_ms")
STATES, KINDS = ("received", "ready", "linked", "damaged"), ("video", "photo", "audio", "sidecar")
TAGS = ("现场", "现场/门口", "现场/库房/东", "询问", "询问2")
DAYS = ("", "2026-05-07", "2026-05-08", "2026-06-01")
WORDS = ("dsj", "现场", "人民路", "20260508", "wfz", "9")
CASES, ITEMS, RECORDERS = ("case-a", "case-b", "case-c"), ("DC-01", "DC-02", "XC-07"), ("", "rec-1", "rec-2")

WEARINGS = (
    ("rec-1", "王芳", "2026-05-08", ""), ("rec-1", "李强", "2026-01-01", ""),
    ("rec-2", "王芳", "2026-01-01", "2026-05-08"),
)  # fmt: skip


class Catalogue:
    """A catalogue that is changed at random, as the tables are and never as the facts would."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path, self.chance = path, random.Random(seed)
        self.connection = open_for_writing(path)
        migrate(self.connection, path)
        for number, case in enumerate(CASES):
            self.do("INSERT INTO cases (id, number, title, party, matter, opened_on, item_list, station, created_at)"
                    " VALUES (?, ?, '', '', '', '', '', '', '')", case, f"统执〔2026〕{number}号")  # fmt: skip
        for id in RECORDERS[1:]:
            self.do("INSERT INTO recorders (id, serial, model, kind, user_number, remark, added_at)"
                    " VALUES (?, ?, '', 'body', '', '', '')", id, f"JC-{id[-1]}")  # fmt: skip
        for told in WEARINGS:
            self.do("INSERT INTO wearings (id, recorder, officer, certificate, since, until, noted_by, noted_at)"
                    " VALUES (?1 || ?2, ?1, ?2, '', ?3, ?4, '', '')", *told)  # fmt: skip

    def do(self, sql: str, *values: Any) -> None:
        self.connection.execute(sql, values)

    def rows(self, sql: str) -> list[sqlite3.Row]:
        return self.connection.execute(sql).fetchall()

    def change(self, times: int) -> None:
        """One transaction; its bits are written at its end, as a command's are."""
        self.do("BEGIN IMMEDIATE")
        for _ in range(times):
            self.chance.choice((self.receive, self.receive, self.alter, self.alter, self.link, self.unlink, self.tag))()
        bits_table.write(self.connection)
        self.do("COMMIT")

    def receive(self) -> None:
        key, one = self.rows("SELECT coalesce(max(key), 0) FROM recordings")[0][0] + 1, self.chance.choice
        if self.chance.random() < 0.02:
            key += bits.PART * 2 // 3  # keys may be wide apart
        words = " ".join(self.chance.sample(WORDS, self.chance.randint(0, 3)))
        self.do(
            "INSERT INTO recordings (key, id, digest, bytes, kind, name, path, device, modified_at, received_at,"
            " recorded_at, day, station, actor, object_path, content_path, read_back, duration_ms, state, recorder)"
            " VALUES (?, ?, ?, ?, ?, ?, '', ?, '', ?, ?, ?, '', '', '', '', '', ?, ?, ?)",
            key, f"id-{key}", str(key), self.chance.randrange(9), one(KINDS), words, one("ab"), f"2026-07-{key:09}",
            f"{one(DAYS)}T{self.chance.randrange(9)}", one(DAYS), self.chance.randrange(5), one(STATES), one(RECORDERS),
        )  # fmt: skip
        self.do("INSERT INTO words (rowid, text) VALUES (?, ?)", key, search.tokens(words))

    def alter(self) -> None:
        known, one = self.rows("SELECT key FROM recordings"), self.chance.choice
        column, value = one((
            ("state", one(STATES)), ("kind", one(KINDS)), ("day", one(DAYS)), ("recorder", one(RECORDERS)),
            ("problem", one(("", "media.bad"))), ("check_code", one(("", "check.bad"))),
            ("important", one((0, 1))), ("aside", one((0, 1))),
        ))  # fmt: skip
        if known:
            self.do(f"UPDATE recordings SET {column} = ? WHERE key = ?", value, one(known)[0])

    def link(self) -> None:
        known, one = self.rows("SELECT id FROM recordings"), self.chance.choice
        if known:
            recording = one(known)[0]
            number = self.rows("SELECT count(*) FROM links")[0][0]
            self.do(
                "INSERT INTO links (id, recording, case_id, item, from_ms, until_ms, reason, linked_by, linked_at)"
                " VALUES (?, ?, ?, ?, 0, 0, '', '', '')",
                f"link-{number}",
                recording,
                one(CASES),
                one(ITEMS),
            )
            bits_table.note_link(self.connection, f"link-{number}")
            self._count_links(recording)

    def tag(self) -> None:
        known, one = self.rows("SELECT id FROM recordings"), self.chance.choice
        if known:
            recording, tag = one(known)[0], one(TAGS)
            if self.rows(f"SELECT 1 FROM tags WHERE recording = '{recording}' AND tag = '{tag}'"):
                self.do("DELETE FROM tags WHERE recording = ? AND tag = ?", recording, tag)
            else:
                self.do("INSERT INTO tags VALUES (?, ?)", recording, tag)
            bits_table.note_tags(self.connection, recording, [tag])

    def unlink(self) -> None:
        known = self.rows("SELECT id, recording FROM links WHERE unlinked_at = ''")
        if known:
            link = self.chance.choice(known)
            self.do("UPDATE links SET unlinked_at = 'now' WHERE id = ?", link["id"])
            bits_table.note_link(self.connection, link["id"])
            self._count_links(link["recording"])

    def _count_links(self, recording: str) -> None:
        self.do("UPDATE recordings SET links = (SELECT count(*) FROM links WHERE recording = ?1 AND unlinked_at = '')"
                " WHERE id = ?1", recording)  # fmt: skip

    def filters(self, many: int) -> Iterator[Filter]:
        one, chance = self.chance.choice, self.chance
        for _ in range(many):
            words = [one(WORDS)[: chance.randint(1, 9)]] if chance.random() < 0.5 else []
            words += [one(("kind:photo", "state:ready", "item:DC-01", "recorder:jc-1", "case:1号", "officer:王",
                           "tag:现场", "2026-05-08", "2026年5月", "。"))] if chance.random() < 0.4 else []  # fmt: skip
            told = {
                "state": one(STATES), "kind": one(KINDS), "day": one(DAYS), "case": one(CASES),
                "item": one((*ITEMS, "-")), "device": one("ab"), "problem": one(("yes", "no")), "important": "yes",
                "recorder": one(("-", *RECORDERS[1:])), "waiting": "yes", "tag": one(TAGS),
            }  # fmt: skip
            chosen = chance.sample(sorted(told), chance.choice((0, 0, 1, 1, 2, 3)))
            yield Filter(words=" ".join(words), **{name: told[name] for name in chosen})


class Looked:
    """The rows, looked at one by one."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.rows = catalogue.rows("SELECT * FROM recordings")
        self.links = catalogue.rows("SELECT l.*, c.number FROM links l JOIN cases c ON c.id = l.case_id"
                                    " WHERE unlinked_at = ''")  # fmt: skip
        self.tags = catalogue.rows("SELECT * FROM tags")
        self.worn = catalogue.rows("SELECT * FROM wearings")

    def linked(self, row: sqlite3.Row, name: str) -> set[str]:
        return {link[name] for link in self.links if link["recording"] == row["id"]}

    def tagged(self, row: sqlite3.Row) -> set[str]:
        own = [each["tag"].split("/") for each in self.tags if each["recording"] == row["id"]]
        return {"/".join(parts[:many]) for parts in own for many in range(1, len(parts) + 1)}

    def wearer(self, row: sqlite3.Row) -> str:
        fitting = [each for each in self.worn if each["recorder"] == row["recorder"] and each["since"] <= row["day"]
                   and (not each["until"] or row["day"] < each["until"])]  # fmt: skip
        return str(max(fitting, key=lambda each: str(each["since"]))["officer"]) if fitting else ""

    def fits(self, row: sqlite3.Row, which: Filter) -> bool:
        typed = {word.partition(":")[0] for word in which.words.split() if ":" in word} & {"kind", "state", "item"}
        names = set(which.__slots__) - {"words"} - typed  # typed goes before clicked
        asked = {name: getattr(which, name) for name in names if getattr(which, name)}
        return all(self._facet(row, name, told) for name, told in asked.items()) and self._words(row, which.words)

    def _facet(self, row: sqlite3.Row, name: str, told: str) -> bool:
        waits = not self.linked(row, "id") and row["kind"] != "sidecar" and not row["aside"]
        special = {
            "problem": bool(row["problem"] or row["check_code"]) == (told == "yes"),
            "important": row["important"] == 1, "waiting": waits,
            "item": told in self.linked(row, "item") or (told == "-" and not self.linked(row, "id")),
            "tag": told in self.tagged(row),
            "case": told in self.linked(row, "case_id"), "recorder": row["recorder"] == ("" if told == "-" else told),
        }  # fmt: skip
        return bool(special[name]) if name in special else row[name] == told

    def _words(self, row: sqlite3.Row, words: str) -> bool:
        typed = {
            "kind:photo": row["kind"] == "photo", "state:ready": row["state"] == "ready",
            "item:DC-01": "DC-01" in self.linked(row, "item"), "recorder:jc-1": row["recorder"] == "rec-1",
            "case:1号": any("1号" in number for number in self.linked(row, "number")),
            "officer:王": "王" in self.wearer(row), "tag:现场": "现场" in self.tagged(row),
            "2026-05-08": row["day"] == "2026-05-08" or "20260508" in row["name"],  # a day is a word as well
            "2026年5月": row["day"][:7] == "2026-05", "。": False,
        }  # fmt: skip
        said = [word for word in words.split() if word not in typed]
        if "。" in words.split() and said:  # a sign among words asks for nothing
            typed["。"] = True
        chosen = [told for word, told in typed.items() if word in words.split()]
        return all(chosen) and all(word in row["name"] for word in said)

    def counts(self, which: Filter, facet: str) -> Counter[str]:
        rest = replace(which, **{facet: ""})
        found: Counter[str] = Counter()
        for row in self.rows:
            if self.fits(row, rest):
                found.update(self._values(row, facet))
        return found

    def _values(self, row: sqlite3.Row, facet: str) -> set[str]:
        if facet in ("item", "case"):
            return self.linked(row, "item" if facet == "item" else "case_id") or ({"-"} if facet == "item" else set())
        if facet == "tag":
            return self.tagged(row)
        if facet in ("problem", "important"):
            return {"yes"} if self._facet(row, facet, "yes") else set()
        return {row["recorder"] or "-"} if facet == "recorder" else {row[facet]}


@pytest.mark.parametrize("seed", range(6))
def test_lists_and_counts_are_those_of_the_rows(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings_found, "_SORTED_AT_ONCE", (seed % 3) * 40)
    monkeypatch.setattr(recordings_found, "_WALKED", 7)
    catalogue = Catalogue(tmp_path / "catalogue.db", seed)
    reader, kept = open_for_reading(catalogue.path), BitsKept()
    reader.bits = kept if seed % 2 else None
    for times in (1, 5, 60, 3, 200, 1, 40):
        catalogue.change(times)
        catalogue.do("INSERT INTO journal VALUES ((SELECT count(*) + 1 FROM journal), '', '')")
        looked = Looked(catalogue)
        for which in catalogue.filters(25):
            fitting = [row for row in looked.rows if looked.fits(row, which)]
            for sort in SORTS:
                for down in (True, False):
                    expected = [r["key"] for r in sorted(fitting, key=lambda r: (r[sort], r["key"]), reverse=down)]
                    assert list(keys(reader, RecordingKeys(which, sort, down))) == expected, (which, sort)
                    assert list(keys(reader, RecordingKeys(which, sort, down, 3))) == expected[:3], (which, sort)
            _counts_agree(reader, looked, which)
    reader.close()
    catalogue.connection.close()


def _counts_agree(reader: sqlite3.Connection, looked: Looked, which: Filter) -> None:
    told = facets(reader, RecordingFacets(which))
    typed = {word.partition(":")[0] for word in which.words.split() if ":" in word}
    for facet, values in told.items():
        if facet in typed:  # what is typed is chosen, and left out of its own facet's counts
            continue
        expected = looked.counts(which, facet)
        assert {each.value: each.count for each in values if each.count} == +expected, (facet, which)


def test_bits_filled_later_are_those_kept_from_the_beginning(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.db", 11)
    for _ in range(20):
        catalogue.change(20)
    kept = [tuple(row) for row in catalogue.rows("SELECT * FROM bits ORDER BY 1, 2, 3")]
    assert len(kept) > 20
    catalogue.do("DELETE FROM bits")
    bits_table.fill(catalogue.connection)
    assert [tuple(row) for row in catalogue.rows("SELECT * FROM bits ORDER BY 1, 2, 3")] == kept
    catalogue.connection.close()


def test_a_reader_that_began_earlier_sees_what_was_then(tmp_path: Path) -> None:
    catalogue, kept = Catalogue(tmp_path / "catalogue.db", 3), BitsKept()
    catalogue.change(30)
    early, late = open_for_reading(catalogue.path), open_for_reading(catalogue.path)
    early.bits = late.bits = kept
    early.execute("BEGIN")
    before = keys(early, RecordingKeys(Filter(state="ready"), "name"))
    catalogue.do("UPDATE recordings SET state = 'ready' WHERE key = 1")
    catalogue.change(30)
    after = keys(late, RecordingKeys(Filter(state="ready"), "name"))
    facets(late, RecordingFacets(Filter()))
    assert after != before
    assert keys(early, RecordingKeys(Filter(state="ready"), "name")) == before
    assert facets(early, RecordingFacets(Filter()))["state"] != facets(late, RecordingFacets(Filter()))["state"]
    for connection in (early, late, catalogue.connection):
        connection.close()


@pytest.mark.parametrize("seed", range(4))
def test_sets_are_those_of_their_keys(seed: int) -> None:
    chance = random.Random(seed)
    a, b = ({chance.randrange(1, 60_000) for _ in range(chance.choice((0, 3, 1_999, 2_001, 30_000)))} for _ in "ab")
    x, y = bits.of_keys(a), bits.of_keys(b)
    assert list(bits.keys_of(x)) == sorted(a) and list(bits.keys_of(y, descending=True)) == sorted(b, reverse=True)
    assert list(bits.keys_of(x, descending=True, most=5)) == sorted(a, reverse=True)[:5]
    assert set(bits.keys_of(bits.both(x, y))) == a & b and bits.shared(x, y) == len(a & b)
    assert set(bits.keys_of(bits.either((x, y)))) == a | b and set(bits.keys_of(bits.without(x, y))) == a - b
    assert {key for key, flag in enumerate(bits.flags_of(x)) if flag} == a and bits.size(x) == len(a)
    assert {part: bits.unpacked(bits.packed(each)) for part, each in x.items()} == x
    assert all(len(bits.packed(each)) <= bits.PART // 8 + 2 for each in x.values())
