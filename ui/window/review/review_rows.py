"""Reviews and rectifications as lists: columns and icons. In: rows. Out: values for RowsModel."""

from __future__ import annotations

from recorder_desk.domain.review import Rectification, ReviewRow
from ui import formats, review_words
from ui.phrases import Phrases
from ui.window.rows_model import Column


def review_columns(phrases: Phrases) -> tuple[Column, ...]:
    """Case, then how its review stands."""
    say = phrases.say

    def reached(row: ReviewRow) -> str:
        return review_words.percent_text(row) if row.state == "finished" else ""

    return (
        Column("case", say("terminal.column.case"), lambda row: f"{row.number}  {row.title}", 300),
        Column("turn", say("terminal.column.turn"), lambda row: str(row.turn), 56, yields=5),
        Column("reviewer", say("terminal.column.reviewer"), lambda row: row.reviewer, 120),
        Column("state", say("terminal.column.state"), lambda row: phrases.word(f"review-{row.state}"), 96),
        Column("decided", say("terminal.column.decided"), lambda row: f"{row.decided}/{row.asked}", 80, yields=4),
        Column("reached", say("terminal.column.reached"), reached, 84),
        Column("grade", say("terminal.column.grade"), lambda row: review_words.grade_of(row, phrases), 88),
        Column("fixes", say("terminal.column.fixes"), lambda row: str(row.fixes_open or ""), 72, yields=3),
        Column("begun", say("terminal.column.begun"), lambda row: formats.local_time(row.begun_at)[:16], 140, yields=2),
    )


def review_icon(row: object) -> str:
    """How a review stands."""
    if not isinstance(row, ReviewRow) or row.state == "open":
        return "pencil"
    return "octagon-alert" if row.vetoes else "circle-check"


def fix_columns(phrases: Phrases) -> tuple[Column, ...]:
    """What is to be done, then until when."""
    say = phrases.say
    return (
        Column("to-do", say("terminal.column.to-do"), lambda row: row.fields.text, 360),
        Column("case", say("terminal.column.case"), lambda row: row.number, 190),
        Column("code", say("terminal.column.code"), lambda row: row.fields.criterion, 80, yields=2),
        Column("due", say("terminal.column.due"), lambda row: review_words.due_words(row, phrases), 210),
    )


def fix_icon(row: object) -> str:
    """Whether it is overdue."""
    return "circle-alert" if isinstance(row, Rectification) and row.days_left < 0 else "hourglass"
