"""The catalogue's shape, as migrations that are applied in one transaction and never edited."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from storage import (
    alignments_table,
    beside_views,
    bits_table,
    calendars_table,
    casework_table,
    clock_table,
    codes_table,
    coverage_views,
    documents_table,
    exports_table,
    item_lists_table,
    journal_table,
    likeness_table,
    marks_table,
    mirror_table,
    names_table,
    people_table,
    placing_table,
    recorders_table,
    recordings_table,
    registers_table,
    release_table,
    rescue_table,
    review_table,
    search,
    searches_table,
    tagging_table,
    takes_table,
    viewings_table,
)
from storage.first_schema import SCHEMA

catalogue = Migrations("catalogue")

WORDS = (
    "CREATE VIRTUAL TABLE words USING fts5(text, prefix = '1 2',"
    " tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cn Cf'\")"
)
"""The index of words as it is now: whatever is no space belongs to a token (SQLite knows fewer letters than Python)."""


@catalogue()
def m001_spine(db: Database) -> None:
    """Docks, recordings, derivatives, cases, links, seals, viewings, journal, search."""
    for statement in (*SCHEMA, *journal_table.DDL):
        db.execute(statement)


@catalogue()
def m_release(db: Database) -> None:
    """Releasing recorders."""
    for statement in release_table.DDL:
        db.execute(statement)


@catalogue()
def m_words_whole(db: Database) -> None:
    """The index of words takes every character of ours for a part of a token: `search.tokens` parts them by spaces.

    Before, the sign between two runs was cut down to two letters that anybody may type."""
    db.execute("CREATE TEMP TABLE cut AS SELECT rowid AS key, text FROM words")
    db.execute("DROP TABLE words")
    db.execute(WORDS)
    db.execute("INSERT INTO words (rowid, text) SELECT key, text FROM temp.cut")
    db.execute("DROP TABLE temp.cut")


@catalogue()
def m_mirror(db: Database) -> None:
    """The second copy."""
    for statement in mirror_table.DDL:
        db.execute(statement)


@catalogue()
def m_names(db: Database) -> None:
    """What file names tell."""
    for statement in names_table.DDL:
        db.execute(statement)


@catalogue()
def m_recorders(db: Database) -> None:
    """Recorders, their wearers, and when they come back."""
    for statement in recorders_table.DDL:
        db.execute(statement)


@catalogue()
def m_codes(db: Database) -> None:
    """Codes that were filmed. Recordings of before are looked through as well."""
    for statement in codes_table.DDL:
        db.execute(statement)


@catalogue()
def m_takes(db: Database) -> None:
    """Continuity, joints and takes."""
    for statement in takes_table.DDL:
        db.execute(statement)


@catalogue()
def m_clock(db: Database) -> None:
    """Readings of recorders' clocks."""
    for statement in clock_table.DDL:
        db.execute(statement)


@catalogue()
def m_beside(db: Database) -> None:
    """Where files lay, by folder and stem: sidecars belong to recordings."""
    for statement in beside_views.DDL:
        db.execute(statement)
    beside_views.fill(db.conn)


@catalogue()
def m_likeness(db: Database) -> None:
    """What recordings look like. Those that were looked through before are not compared."""
    for statement in likeness_table.DDL:
        db.execute(statement)


@catalogue()
def m_rescues(db: Database) -> None:
    """Rescue copies that were ordered."""
    for statement in rescue_table.DDL:
        db.execute(statement)


@catalogue()
def m_casework(db: Database) -> None:
    """Working days, officers, what cases go through, tags and notes."""
    for table in (calendars_table, people_table, casework_table, tagging_table):
        for statement in table.DDL:
            db.execute(statement)


@catalogue()
def m_sought(db: Database) -> None:
    """What cases are found by, in pinyin too, and with them what is linked to them."""
    db.execute("ALTER TABLE cases ADD COLUMN sought TEXT NOT NULL DEFAULT ''")
    for case, *texts in db.execute("SELECT id, number, title, party, matter FROM cases").fetchall():
        db.execute("UPDATE cases SET sought = ? WHERE id = ?", (search.sought(*texts), case))
    for (recording,) in db.execute("SELECT DISTINCT recording FROM links WHERE unlinked_at = ''").fetchall():
        recordings_table.refresh_words(db.conn, recording)


@catalogue()
def m_coverage(db: Database) -> None:
    """The bureau's own record item lists, matters and parties, and how much of its list each case has."""
    for table in (item_lists_table, registers_table, coverage_views):
        for statement in table.DDL:
            db.execute(statement)


@catalogue()
def m_aside(db: Database) -> None:
    """Recordings that are set aside: they need no case."""
    for statement in tagging_table.ASIDE:
        db.execute(statement)


@catalogue()
def m_bits(db: Database) -> None:
    """Which recordings have which value of a facet."""
    for statement in bits_table.DDL:
        db.execute(statement)
    bits_table.fill(db.conn)


@catalogue()
def m_places(db: Database) -> None:
    """Which recordings the desk has weighed for a place, and the signs of what it linked."""
    for statement in placing_table.DDL:
        db.execute(statement)


@catalogue()
def m_marks(db: Database) -> None:
    """Marks in recordings; they count in what cases have of their lists."""
    for statement in marks_table.DDL:
        db.execute(statement)
    coverage_views.recount_all(db.conn)


@catalogue()
def m_viewings(db: Database) -> None:
    """What was seen in each viewing, and by each person; nothing is known of those before."""
    for statement in viewings_table.DDL:
        db.execute(statement)


@catalogue()
def m_documents(db: Database) -> None:
    """Documents of cases."""
    for statement in documents_table.DDL:
        db.execute(statement)


@catalogue()
def m_reviews(db: Database) -> None:
    """Case-file reviews."""
    for statement in review_table.DDL:
        db.execute(statement)


@catalogue()
def m_alignments(db: Database) -> None:
    """Where recordings lie beside one another, as it was kept."""
    for statement in alignments_table.DDL:
        db.execute(statement)


@catalogue()
def m_exports(db: Database) -> None:
    """Stills and clips that were made of recordings."""
    for statement in exports_table.DDL:
        db.execute(statement)


@catalogue()
def m_searches(db: Database) -> None:
    """Searches that persons keep."""
    for statement in searches_table.DDL:
        db.execute(statement)
