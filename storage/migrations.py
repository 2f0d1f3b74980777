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
    tagging_table,
    takes_table,
    viewings_table,
)

catalogue = Migrations("catalogue")

SCHEMA = (
    """CREATE TABLE docks (
        dock TEXT PRIMARY KEY, path TEXT NOT NULL, offer INTEGER NOT NULL, station TEXT NOT NULL,
        added_at TEXT NOT NULL, ended_at TEXT NOT NULL DEFAULT '')""",
    "CREATE UNIQUE INDEX docks_open ON docks(path) WHERE ended_at = '' AND offer = 0",
    """CREATE TABLE recordings (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, bytes INTEGER NOT NULL,
        kind TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, device TEXT NOT NULL,
        modified_at TEXT NOT NULL, received_at TEXT NOT NULL, recorded_at TEXT NOT NULL, day TEXT NOT NULL,
        duration_ms INTEGER NOT NULL DEFAULT 0, station TEXT NOT NULL, actor TEXT NOT NULL,
        object_path TEXT NOT NULL, content_path TEXT NOT NULL, read_back TEXT NOT NULL,
        problem TEXT NOT NULL DEFAULT '', described INTEGER NOT NULL DEFAULT 0, media TEXT NOT NULL DEFAULT '',
        plan TEXT NOT NULL DEFAULT '', plan_reason TEXT NOT NULL DEFAULT '', tool TEXT NOT NULL DEFAULT '',
        pictures INTEGER NOT NULL DEFAULT 0, proxy TEXT NOT NULL DEFAULT '', twins INTEGER NOT NULL DEFAULT 0,
        links INTEGER NOT NULL DEFAULT 0, sealed INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'received',
        checked_at TEXT NOT NULL DEFAULT '', check_code TEXT NOT NULL DEFAULT '',
        trouble TEXT GENERATED ALWAYS AS (CASE WHEN check_code != '' THEN check_code ELSE problem END) VIRTUAL)""",
    "CREATE UNIQUE INDEX recordings_digest ON recordings(digest) WHERE bytes > 0",
    "CREATE INDEX recordings_received ON recordings(received_at, key)",
    "CREATE INDEX recordings_recorded ON recordings(recorded_at, key)",
    "CREATE INDEX recordings_name ON recordings(name, key)",
    "CREATE INDEX recordings_bytes ON recordings(bytes, key)",
    "CREATE INDEX recordings_duration ON recordings(duration_ms, key)",
    "CREATE INDEX recordings_state ON recordings(state)",
    "CREATE INDEX recordings_kind ON recordings(kind)",
    "CREATE INDEX recordings_device ON recordings(device)",
    "CREATE INDEX recordings_day ON recordings(day)",
    "CREATE INDEX recordings_problem ON recordings(key) WHERE trouble != ''",
    "CREATE INDEX recordings_undescribed ON recordings(key) WHERE described = 0",
    "CREATE INDEX recordings_unpictured ON recordings(key) WHERE described = 1 AND pictures = 0",
    """CREATE INDEX recordings_unproxied ON recordings(proxy, key) WHERE described = 1 AND pictures = 1
        AND plan IN ('remux', 'transcode', 'sound', 'photo')""",
    """CREATE TABLE sightings (
        id INTEGER PRIMARY KEY, recording TEXT NOT NULL REFERENCES recordings(id), path TEXT NOT NULL,
        device TEXT NOT NULL, modified_at TEXT NOT NULL, seen_at TEXT NOT NULL, twin INTEGER NOT NULL)""",
    "CREATE INDEX sightings_recording ON sightings(recording)",
    """CREATE TABLE seen (
        path TEXT PRIMARY KEY, device TEXT NOT NULL, bytes INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
        outcome TEXT NOT NULL, code TEXT NOT NULL, recording TEXT NOT NULL, seen_at TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX seen_troubles ON seen(seen_at) WHERE outcome IN ('refused', 'failed')",
    """CREATE TABLE derivatives (
        id INTEGER PRIMARY KEY, recording TEXT NOT NULL REFERENCES recordings(id), role TEXT NOT NULL,
        path TEXT NOT NULL, digest TEXT NOT NULL, bytes INTEGER NOT NULL, tool TEXT NOT NULL, version TEXT NOT NULL,
        arguments TEXT NOT NULL, profile TEXT NOT NULL, made_at TEXT NOT NULL, facts TEXT NOT NULL,
        UNIQUE (recording, role))""",
    """CREATE TABLE failures (
        recording TEXT NOT NULL REFERENCES recordings(id), step TEXT NOT NULL, code TEXT NOT NULL,
        attempt INTEGER NOT NULL, failed_at TEXT NOT NULL, again_at TEXT NOT NULL, PRIMARY KEY (recording, step))""",
    """CREATE TABLE cases (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
        party TEXT NOT NULL, matter TEXT NOT NULL, opened_on TEXT NOT NULL, item_list TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'open', station TEXT NOT NULL, created_at TEXT NOT NULL,
        sealed_at TEXT NOT NULL DEFAULT '', object_path TEXT NOT NULL DEFAULT '',
        manifest_digest TEXT NOT NULL DEFAULT '')""",
    """CREATE TABLE links (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, recording TEXT NOT NULL REFERENCES recordings(id),
        case_id TEXT NOT NULL REFERENCES cases(id), item TEXT NOT NULL, from_ms INTEGER NOT NULL,
        until_ms INTEGER NOT NULL, reason TEXT NOT NULL, linked_by TEXT NOT NULL, linked_at TEXT NOT NULL,
        unlinked_at TEXT NOT NULL DEFAULT '', unlinked_by TEXT NOT NULL DEFAULT '',
        unlink_reason TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX links_recording ON links(recording)",
    "CREATE INDEX links_case ON links(case_id)",
    "CREATE INDEX links_item ON links(item) WHERE unlinked_at = ''",
    """CREATE TABLE seals (
        id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases(id), begun_at TEXT NOT NULL,
        begun_by TEXT NOT NULL, finished_at TEXT NOT NULL DEFAULT '')""",
    """CREATE TABLE assignments (
        link TEXT PRIMARY KEY REFERENCES links(id), seal TEXT NOT NULL REFERENCES seals(id),
        recording TEXT NOT NULL REFERENCES recordings(id), archival_code TEXT NOT NULL UNIQUE,
        retention TEXT NOT NULL, year TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL,
        item_name TEXT NOT NULL, stage TEXT NOT NULL)""",
    "CREATE INDEX assignments_number ON assignments(kind, year, retention, number)",
    "CREATE INDEX assignments_recording ON assignments(recording)",
    """CREATE TABLE viewings (
        id INTEGER PRIMARY KEY, recording TEXT NOT NULL REFERENCES recordings(id), viewed_at TEXT NOT NULL,
        actor TEXT NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL)""",
    "CREATE INDEX viewings_recording ON viewings(recording)",
    "CREATE TABLE about (subject TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (subject, seq)) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2')",
)


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
