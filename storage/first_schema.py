"""The catalogue's first shape, as the first migration makes it: never edited. What came later is in `migrations.py`."""

from __future__ import annotations

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
