"""Case-file reviews: the bureau's criteria lists, reviews, what was decided, what is to be put right."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.criteria import CriteriaList, CriteriaLists, in_force, shipped_criteria
from recorder_desk.domain.review import RectificationFields
from recorder_desk.queries import review as q
from storage.applied import Applied, Apply

DDL = (
    "CREATE TABLE criteria_lists (label TEXT PRIMARY KEY, effective_from TEXT NOT NULL, listed TEXT NOT NULL,"
    " change TEXT NOT NULL, issued_by TEXT NOT NULL, issued_at TEXT NOT NULL)",
    """CREATE TABLE reviews (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL REFERENCES cases(id),
        turn INTEGER NOT NULL, criteria TEXT NOT NULL, reviewer TEXT NOT NULL, override TEXT NOT NULL,
        hands TEXT NOT NULL, begun_by TEXT NOT NULL, begun_at TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open',
        total INTEGER NOT NULL DEFAULT 0, most INTEGER NOT NULL DEFAULT 0, grade TEXT NOT NULL DEFAULT '',
        vetoes TEXT NOT NULL DEFAULT '[]', finished_by TEXT NOT NULL DEFAULT '',
        finished_at TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX reviews_case ON reviews(case_id)",
    """CREATE TABLE review_scores (
        review TEXT NOT NULL REFERENCES reviews(id), criterion TEXT NOT NULL, verdict TEXT NOT NULL,
        off INTEGER NOT NULL, comment TEXT NOT NULL, shown TEXT NOT NULL, scored_by TEXT NOT NULL,
        scored_at TEXT NOT NULL, PRIMARY KEY (review, criterion)) WITHOUT ROWID""",
    """CREATE TABLE rectifications (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, review TEXT NOT NULL REFERENCES reviews(id),
        case_id TEXT NOT NULL REFERENCES cases(id), fields TEXT NOT NULL, due TEXT NOT NULL,
        done TEXT NOT NULL DEFAULT '',
        closed_on TEXT NOT NULL DEFAULT '', closed_by TEXT NOT NULL DEFAULT '', withdrawn INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '', added_by TEXT NOT NULL, added_at TEXT NOT NULL)""",
    "CREATE INDEX rectifications_review ON rectifications(review)",
    "CREATE INDEX rectifications_open ON rectifications(due) WHERE done = '' AND withdrawn = 0",
)  # fmt: skip


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _issue(connection: sqlite3.Connection, fact: f.CriteriaIssued, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO criteria_lists (label, effective_from, listed, change, issued_by, issued_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (fact.listed.label, fact.listed.effective_from, _json(fact.listed), fact.change, applied.actor, applied.at),
    )


def _begin(connection: sqlite3.Connection, fact: f.ReviewBegun, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO reviews (id, case_id, turn, criteria, reviewer, override, hands, begun_by, begun_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (fact.review, fact.case, fact.turn, fact.criteria, fact.reviewer, fact.override, _json(fact.hands),
         applied.actor, applied.at),
    )  # fmt: skip


def _score(connection: sqlite3.Connection, fact: f.CriterionScored, applied: Applied) -> None:
    told = fact.score
    connection.execute("DELETE FROM review_scores WHERE review = ? AND criterion = ?", (fact.review, fact.criterion))
    if told.verdict:
        connection.execute(
            "INSERT INTO review_scores (review, criterion, verdict, off, comment, shown, scored_by, scored_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (fact.review, fact.criterion, told.verdict, told.off, told.comment, _json(told.shown), applied.actor,
             applied.at),
        )  # fmt: skip


def _finish(connection: sqlite3.Connection, fact: f.ReviewFinished, applied: Applied) -> None:
    connection.execute(
        "UPDATE reviews SET state = 'finished', total = ?, most = ?, grade = ?, vetoes = ?, finished_by = ?,"
        " finished_at = ? WHERE id = ?",
        (fact.total, fact.most, fact.grade, _json(fact.vetoes), applied.actor, applied.at, fact.review),
    )


def _reopen(connection: sqlite3.Connection, fact: f.ReviewReopened, applied: Applied) -> None:
    connection.execute(
        "UPDATE reviews SET state = 'open', total = 0, most = 0, grade = '', vetoes = '[]', finished_by = '',"
        " finished_at = '' WHERE id = ?",
        (fact.review,),
    )


def _add(connection: sqlite3.Connection, fact: f.RectificationAdded, applied: Applied) -> None:
    """One whose withdrawal is undone is itself again."""
    connection.execute(
        "INSERT INTO rectifications (id, review, case_id, fields, due, added_by, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET withdrawn = 0, reason = ''",
        (fact.rectification, fact.review, fact.case, _json(fact.fields), fact.fields.due, applied.actor, applied.at),
    )


def _amend(connection: sqlite3.Connection, fact: f.RectificationAmended, applied: Applied) -> None:
    connection.execute(
        "UPDATE rectifications SET fields = ?, due = ? WHERE id = ?",
        (_json(fact.fields), fact.fields.due, fact.rectification),
    )


def _close(connection: sqlite3.Connection, fact: f.RectificationClosed, applied: Applied) -> None:
    connection.execute(
        "UPDATE rectifications SET done = ?, closed_on = ?, closed_by = ? WHERE id = ?",
        (fact.done, fact.on, applied.actor if fact.done else "", fact.rectification),
    )


def _withdraw(connection: sqlite3.Connection, fact: f.RectificationWithdrawn, applied: Applied) -> None:
    connection.execute(
        "UPDATE rectifications SET withdrawn = 1, reason = ? WHERE id = ?", (fact.reason, fact.rectification)
    )


APPLY: Mapping[type[f.Fact], Apply] = {
    f.CriteriaIssued: _issue,
    f.ReviewBegun: _begin,
    f.CriterionScored: _score,
    f.ReviewFinished: _finish,
    f.ReviewReopened: _reopen,
    f.RectificationAdded: _add,
    f.RectificationAmended: _amend,
    f.RectificationClosed: _close,
    f.RectificationWithdrawn: _withdraw,
}


def versions(connection: sqlite3.Connection, query: q.CriteriaVersions) -> CriteriaLists:
    """Shipped and issued ones."""
    rows = connection.execute("SELECT listed FROM criteria_lists ORDER BY effective_from, issued_at, rowid")
    return in_force([_read(row["listed"]) for row in rows], query.on)


def listed(connection: sqlite3.Connection, label: str) -> CriteriaList:
    """The version of a label; without a criterion where it is not known (any more)."""
    shipped = {each.label: each for each in shipped_criteria()}
    if label in shipped:
        return shipped[label]
    row = connection.execute("SELECT listed FROM criteria_lists WHERE label = ?", (label,)).fetchone()
    name, _, version = label.partition("@")
    return _read(row["listed"]) if row else CriteriaList(name, version, "", (), shipped_criteria()[0].grades)


@lru_cache(maxsize=32)
def _read(text: str) -> CriteriaList:
    return msgspec.json.decode(text, type=CriteriaList)


def fields_of(text: str) -> RectificationFields:
    """What a rectification says."""
    return msgspec.json.decode(text, type=RectificationFields)
