"""Looking at case-file reviews: one with what the desk proposes, many, what is due, what many tell together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

import msgspec

from recorder_desk.domain.review import (
    Hand,
    Proposal,
    Rectification,
    ReviewDetail,
    ReviewLine,
    ReviewRow,
    Score,
    result,
)
from recorder_desk.domain.review_rules import propose
from recorder_desk.domain.review_statistics import Failed, Statistics, statistics
from recorder_desk.errors import DeskError
from recorder_desk.queries import review as q
from recorder_desk.queries.casework import Events
from storage import casework_table, review_ground, review_table
from storage.search import folded

_ROW = """SELECT r.*, c.number, c.title, c.matter, c.party,
    (SELECT count(*) FROM review_scores s WHERE s.review = r.id) AS decided,
    (SELECT count(*) FROM rectifications x WHERE x.review = r.id AND x.done = '' AND x.withdrawn = 0) AS fixes
    FROM reviews r JOIN cases c ON c.id = r.case_id"""
_FIX = "SELECT x.*, c.number FROM rectifications x JOIN cases c ON c.id = x.case_id"
_HANDS = """SELECT linked_by AS name, 'linked' AS did FROM links WHERE case_id = ?1 AND unlinked_at = ''
    UNION SELECT judged_by, 'judged' FROM item_judgements WHERE case_id = ?1
    UNION SELECT begun_by, 'sealed' FROM seals WHERE case_id = ?1"""
_DESK = "desk"


def reviews(connection: sqlite3.Connection, query: q.Reviews) -> tuple[ReviewRow, ...]:
    """The open ones first, then the newest."""
    words = [folded(each) for each in query.words.split()]
    holds = "".join(" AND instr(c.sought || ' ' || lower(r.reviewer), ?) > 0" for _ in words)
    rows = connection.execute(
        f"{_ROW} WHERE (? = '' OR r.case_id = ?) AND (? = '' OR r.state = ?){holds}"
        " ORDER BY r.state = 'finished', r.begun_at DESC, r.key DESC LIMIT ?",
        (query.case, query.case, query.state, query.state, *words, query.limit),
    )
    return tuple(_row(connection, row) for row in rows.fetchall())


def _row(connection: sqlite3.Connection, row: sqlite3.Row) -> ReviewRow:
    return ReviewRow(
        row["id"], row["case_id"], row["number"], row["title"], row["turn"], row["criteria"], row["reviewer"],
        row["override"], _codes(row["hands"]), row["state"], row["begun_by"], row["begun_at"], row["decided"],
        len(review_table.listed(connection, row["criteria"]).criteria), row["total"], row["most"], row["grade"],
        _codes(row["vetoes"]), row["finished_by"], row["finished_at"], row["fixes"], row["matter"],
        row["party"],
    )  # fmt: skip


def _codes(text: str) -> tuple[str, ...]:
    return msgspec.json.decode(text, type=tuple[str, ...])


def find(connection: sqlite3.Connection, query: q.FindReview) -> str:
    """By the end of its id, or by its case: the newest."""
    text = query.text.strip()
    rows = connection.execute(
        "SELECT id FROM reviews WHERE id = ?1 OR (length(?1) >= 4 AND substr(id, -length(?1)) = lower(?1))", (text,)
    ).fetchall()
    if len(rows) != 1:
        rows = connection.execute(
            "SELECT r.id FROM reviews r JOIN cases c ON c.id = r.case_id WHERE c.number = ?1 OR c.id = ?1"
            " ORDER BY r.turn DESC LIMIT 1",
            (text,),
        ).fetchall()
    if len(rows) != 1:
        raise DeskError("review.unknown", review=query.text)
    return str(rows[0]["id"])


def show(connection: sqlite3.Connection, query: q.ShowReview) -> ReviewDetail:
    """What the desk proposes now; once it is finished, what it proposed then."""
    found = connection.execute(f"{_ROW} WHERE r.id = ?", (query.review,)).fetchone()
    if found is None:
        raise DeskError("review.unknown", review=query.review)
    row = _row(connection, found)
    listed = review_table.listed(connection, row.criteria)
    told = {
        each["criterion"]: each
        for each in connection.execute("SELECT * FROM review_scores WHERE review = ?", (row.id,))
    }
    ground = review_ground.gather(connection, row.case, query.today) if row.state == "open" else None
    lines = []
    for criterion in listed.criteria:
        at = told.get(criterion.code)
        score = _score(at) if at is not None else Score()
        proposal = propose(criterion, ground) if ground is not None else score.shown
        by, when = (at["scored_by"], at["scored_at"]) if at is not None else ("", "")
        lines.append(ReviewLine(criterion, proposal, score, by, when))
    scores = {each.criterion.code: each.score for each in lines}
    fixes = rectifications(connection, q.Rectifications(query.today, review=row.id, over=True))
    return ReviewDetail(row, listed, tuple(lines), result(listed, scores), fixes)


def _score(row: sqlite3.Row) -> Score:
    shown = msgspec.json.decode(row["shown"], type=Proposal)
    return Score(row["verdict"], row["off"], row["comment"], shown)


def hands_on(connection: sqlite3.Connection, query: q.HandsOn) -> tuple[Hand, ...]:
    """People; what the desk did by itself is nobody's hand."""
    found = {Hand(row["name"], row["did"]) for row in connection.execute(_HANDS, (query.case,))}
    events = casework_table.events(connection, Events(query.case))
    found |= {Hand(name, "took-part") for event in events for name in event.officer_names}
    return tuple(sorted((each for each in found if each.name != _DESK), key=lambda each: (each.name, each.did)))


def rectifications(connection: sqlite3.Connection, query: q.Rectifications) -> tuple[Rectification, ...]:
    """By the day they are due."""
    rows = connection.execute(
        f"{_FIX} WHERE (?1 = '' OR x.case_id = ?1) AND (?2 = '' OR x.review = ?2)"
        " AND (?3 OR (x.done = '' AND x.withdrawn = 0)) ORDER BY x.due, c.number, x.key",
        (query.case, query.review, query.over),
    )
    return tuple(_fix(row, query.today) for row in rows)


def find_rectification(connection: sqlite3.Connection, query: q.FindRectification) -> Rectification:
    """By the end of its id."""
    rows = connection.execute(
        f"{_FIX} WHERE x.id = ?1 OR (length(?1) >= 4 AND substr(x.id, -length(?1)) = ?1)",
        (query.text.strip().lower(),),
    ).fetchall()
    if len(rows) != 1:
        raise DeskError("review.unknown-fix", fix=query.text)
    return _fix(rows[0], query.today)


def _fix(row: sqlite3.Row, today: str) -> Rectification:
    left = (date.fromisoformat(row["due"]) - date.fromisoformat(today)).days
    return Rectification(
        row["id"], row["review"], row["case_id"], row["number"], review_table.fields_of(row["fields"]), row["done"],
        row["closed_on"], row["closed_by"], bool(row["withdrawn"]), row["reason"], row["added_by"], row["added_at"],
        left,
    )  # fmt: skip


def tell(connection: sqlite3.Connection, query: q.ReviewStatistics) -> Statistics:
    """What the reviews finished in a span of local days tell."""
    rows = connection.execute(
        f"{_ROW} WHERE r.state = 'finished' AND (?1 = '' OR date(r.finished_at, 'localtime') >= ?1)"
        " AND (?2 = '' OR date(r.finished_at, 'localtime') <= ?2) ORDER BY r.finished_at, r.key",
        (query.since, query.until),
    ).fetchall()
    found = tuple(_row(connection, row) for row in rows)
    return statistics(found, [failed for each in found for failed in _failed(connection, each)])


def _failed(connection: sqlite3.Connection, row: ReviewRow) -> Iterator[Failed]:
    listed = review_table.listed(connection, row.criteria)
    for told in connection.execute(
        "SELECT criterion, off FROM review_scores WHERE review = ? AND verdict = 'failed'", (row.id,)
    ):
        each = listed.criterion(told["criterion"])
        if each is not None:
            yield Failed(row.id, each.code, each.name_zh, each.name_en, told["off"], each.veto)
