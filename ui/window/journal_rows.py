"""The journal as a list: columns, feed, groups of facts. In: HistoryRow. Out: values for RowsModel."""

from __future__ import annotations

import json

from recorder_desk.domain.facts import FACTS, Fact
from recorder_desk.domain.recording import HistoryRow
from recorder_desk.queries.archive import JournalPage as JournalQuery
from ui import formats
from ui.phrases import Phrases
from ui.window.rows_model import Column, Feed

PORTION = 128
ICONS = {
    "Dro": "folder", "Off": "upload", "Rec": "film", "Twi": "files", "Fil": "octagon-alert", "Med": "info",
    "Der": "image", "Ste": "triangle-alert", "Ret": "rotate-cw", "Cas": "folder-open", "Sea": "archive",
    "Set": "settings", "Cat": "refresh-cw",
}  # fmt: skip
_OWN = {
    "RecordingViewed": "eye",
    "RecordingChecked": "shield-check",
    "RecordingLinked": "link",
    "RecordingUnlinked": "unlink",
    "RecordingReceived": "download",
    "CaseSealed": "archive",
    **dict.fromkeys(
        (
            "ReviewBegun",
            "CriterionScored",
            "ReviewFinished",
            "ReviewReopened",
            "CriteriaIssued",
            "RectificationAdded",
            "RectificationAmended",
            "RectificationClosed",
            "RectificationWithdrawn",
        ),
        "clipboard-check",
    ),
}


def icon_of(fact: str) -> str:
    """The icon of a kind of fact."""
    return _OWN.get(fact) or ICONS.get(fact[:3], "info")


def feed(fact: str, words: str) -> Feed:
    """Entries newest first, of one kind ('' any), with these words in them ('' any)."""

    def more(row: HistoryRow) -> JournalQuery:
        return JournalQuery(before=row.seq, limit=PORTION, fact=fact, words=words)

    return Feed((Fact,), JournalQuery(limit=PORTION, fact=fact, words=words), key=_seq, more=more)


def columns(phrases: Phrases) -> tuple[Column, ...]:
    """What happened takes the room there is."""

    def what(row: HistoryRow) -> str:
        return phrases.fact(row.fact, row.body)

    def who(row: HistoryRow) -> str:
        return phrases.word(row.actor)

    return (
        Column("what", phrases.say("window.journal.what"), what, 400),
        Column("about", phrases.say("window.journal.about"), _about, 170, yields=1),
        Column("who", phrases.say("window.journal.who"), who, 100),
        Column("when", phrases.say("window.journal.when"), _when, 150),
        Column("seq", phrases.say("window.journal.seq"), _number, 64),
    )


def kinds(phrases: Phrases) -> list[tuple[str, str]]:
    """Every kind of fact and what it is called in the filter."""
    return [(name, phrases.say(f"window.fact.{name}")) for name in FACTS]


def body_text(row: HistoryRow) -> str:
    """An entry's body as JSON, for whoever wants it to the letter."""
    return json.dumps(row.body, ensure_ascii=False, indent=2)


def _seq(row: HistoryRow) -> int:
    return row.seq


def _about(row: HistoryRow) -> str:
    return row.about


def _when(row: HistoryRow) -> str:
    return formats.local_time(row.at)


def _number(row: HistoryRow) -> str:
    return f"{row.seq:,}"
