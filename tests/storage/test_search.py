"""Words people type find any part of a name, and no character of theirs is an operator."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from storage import search
from storage.migrations import WORDS, catalogue

NAME = "执法记录仪 01/JGR1503_370102_20261122085006_0001.MP4 询问笔录 王某 TJJC〔2026〕1号 Ledger"
OTHER = "Dongling Foods 黄金"
HOSTILE = (
    '"',
    '""" OR 1',
    "a OR b",
    "NEAR(王 某)",
    "text : 王某",
    "^王",
    "王* AND NOT x",
    "-x +y",
    "(((",
    "'; DROP TABLE words; --",
    "\x00",
    "%_",
    "\ud800".encode("utf-8", "replace").decode(),
)


@pytest.fixture(scope="module")
def words() -> Iterator[sqlite3.Connection]:
    """The table of the catalogue's own migration, with two texts in it."""
    connection = sqlite3.connect(":memory:")
    connection.execute(WORDS)
    for rowid, text in enumerate((NAME, OTHER), 1):
        connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (rowid, search.tokens(text)))
    yield connection
    connection.close()


def found(words: sqlite3.Connection, typed: str) -> list[int]:
    expression = search.match(typed)
    if not expression:
        return []
    return [row[0] for row in words.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY 1", (expression,))]


@pytest.mark.parametrize(
    "typed", ["王", "王某", "记录仪", "录", "0001", "370102", "1", "mp4", "edge", "王某 0001", "１号"]
)
def test_any_part_of_a_name_is_found(words: sqlite3.Connection, typed: str) -> None:
    assert found(words, typed) == [1]


@pytest.mark.parametrize("typed", ["某王", "0002", "张", "王某 黄金", "录询"])
def test_what_is_not_there_is_not_found(words: sqlite3.Connection, typed: str) -> None:
    assert found(words, typed) == []


def test_a_short_chinese_word_is_found_where_trigrams_say_nothing(words: sqlite3.Connection) -> None:
    assert found(words, "黄金") == found(words, "金") == [2]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_are_only_words(words: sqlite3.Connection, typed: str) -> None:
    """No error of the search engine, and no word is taken for an operator or a column."""
    assert found(words, typed) in ([], [1])
    assert found(words, f"{typed} 王某") in ([], [1])


@given(st.text(max_size=40))
def test_no_text_is_an_error(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(WORDS)
        connection.execute("INSERT INTO words (rowid, text) VALUES (1, ?)", (search.tokens(text),))
        runs = search.match(text)
        assert found(connection, text) == ([1] if runs else [])
    finally:
        connection.close()


@pytest.mark.parametrize("typed", ["zz", "ZZ", "·", "·zz", "z"])
def test_what_parts_the_words_is_nothing_anybody_can_ask_for(words: sqlite3.Connection, typed: str) -> None:
    assert found(words, typed) == []


def test_every_letter_and_digit_is_found(words: sqlite3.Connection) -> None:
    """Also those that came to Unicode after SQLite's tables were made."""
    letters = [chr(code) for code in range(0x110000) if chr(code).isalnum() and not 0xD800 <= code < 0xE000]
    words.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)",
                      ((ord(each) + 9, search.tokens(each)) for each in letters))  # fmt: skip
    lost = [each for each in letters[::17] + list("ᦰᦵᦺ𰻝") if ord(each) + 9 not in found(words, each)]
    words.execute("DELETE FROM words WHERE rowid > 2")
    assert lost == []


def test_a_catalogue_of_the_version_before_finds_what_it_found_and_no_more() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    catalogue.apply(Database(connection), stop_before="m_words_whole")
    connection.execute("INSERT INTO words (rowid, text) VALUES (7, ?)", (search.tokens(NAME),))
    assert found(connection, "zz") == [7]
    catalogue.apply(Database(connection))
    assert (found(connection, "zz"), found(connection, "王某 0001")) == ([], [7])
    connection.close()
