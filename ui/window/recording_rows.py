"""Lists of recordings: which columns, which feed. In: a filter and an order. Out: values for RowsModel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from recorder_desk.domain import facts as f
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries import recordings as q
from ui import formats
from ui.lists_kept import ListsKept
from ui.phrases import Phrases
from ui.window.memory import Memory
from ui.window.row_cache import PAGE
from ui.window.rows_model import Column, Feed

CONCERNS: tuple[type[f.Fact], ...] = (
    f.RecordingReceived,
    f.TwinMet,
    f.MediaDescribed,
    f.DerivativesMade,
    f.RecordingChecked,
    f.RecordingLinked,
    f.RecordingUnlinked,
    f.SealBegun,
    f.CaseSealed,
    f.CatalogueRebuilt,
)
"""The facts after which a list of recordings is old."""
FACETS = ("state", "problem", "important", "recorder", "item", "case", "tag", "kind", "day")
MOST_TODAY = 200
SORTS: tuple[q.Sort, ...] = ("received_at", "recorded_at", "name", "duration_ms", "bytes")


def feed(which: q.Filter, sort: q.Sort = "received_at", descending: bool = True) -> Feed:
    """The matching recordings in this order."""
    head = q.RecordingKeys(which, sort, descending, PAGE)
    return Feed(CONCERNS, q.RecordingKeys(which, sort, descending), q.RecordingsByKey, head=head)


def received_on(day: str) -> Feed:
    """The newest recordings received on a local day (ISO), the newest first; at most `MOST_TODAY`."""

    def only(row: RecordingRow) -> bool:
        return formats.local_time(row.received_at)[:10] == day

    return Feed(CONCERNS, q.RecordingsPage(limit=MOST_TODAY), key=_id, only=only)


def columns(phrases: Phrases, lists: ListsKept) -> tuple[Column, ...]:
    """The table's columns; a line break parts the two lines of a cell."""

    def say(name: str) -> str:
        return phrases.say(f"window.column.{name}")

    return (
        Column("name", say("name"), _name, 320, "name"),
        Column("times", say("times"), _times(phrases), 138, "recorded_at"),
        Column("length", say("length"), _length, 80, "duration_ms", yields=2),
        Column("bytes", say("bytes"), _bytes, 80, "bytes", yields=3),
        Column("case", say("case"), _case(phrases, lists), 180, yields=1),
        Column("state", say("state"), _state(phrases), 104),
    )


def item_name(lists: ListsKept, code: str, language: str) -> str:
    """A record item's name, or its code where no list knows it."""
    found = lists.item(code)
    return found.name(language) if found else code


def _id(row: RecordingRow) -> str:
    return row.id


def _name(row: RecordingRow) -> str:
    return row.name


def _length(row: RecordingRow) -> str:
    return formats.clock(row.duration_ms) if row.duration_ms else "—"


def _bytes(row: RecordingRow) -> str:
    return formats.size(row.bytes)


def _times(phrases: Phrases) -> Callable[[RecordingRow], str]:
    def text(row: RecordingRow) -> str:
        received = phrases.say("window.row.received", at=formats.local_time(row.received_at)[5:16])
        recorded = formats.local_time(row.recorded_at)[:16] or phrases.say("window.row.no-time")
        return f"{recorded}\n{received}"

    return text


def _case(phrases: Phrases, lists: ListsKept) -> Callable[[RecordingRow], str]:
    def text(row: RecordingRow) -> str:
        if not row.case_id:
            return phrases.say("window.row.no-case")
        return f"{row.case_number}\n{item_name(lists, row.item, phrases.language)}"

    return text


def _state(phrases: Phrases) -> Callable[[RecordingRow], str]:
    def text(row: RecordingRow) -> str:
        words = phrases.word(row.state)
        return f"{words} · {phrases.say(row.problem)}" if row.problem else words

    return text


@dataclass(frozen=True, slots=True)
class Choice:
    """What the recordings page lists, and in which order."""

    which: q.Filter
    sort: q.Sort = "received_at"
    descending: bool = True

    @classmethod
    def remembered(cls, memory: Memory) -> Choice:
        """Facets and order as they were left; never the words, which nobody expects to find again."""
        which = q.Filter(**{facet: memory.text(f"recordings/{facet}") for facet in FACETS})
        sort = memory.text("recordings/sort", "received_at")
        known = next((each for each in SORTS if each == sort), SORTS[0])
        return cls(which, known, memory.text("recordings/way", "down") == "down")

    def keep(self, memory: Memory) -> None:
        """Remember this."""
        for facet in FACETS:
            memory.keep(f"recordings/{facet}", getattr(self.which, facet))
        memory.keep("recordings/sort", self.sort)
        memory.keep("recordings/way", "down" if self.descending else "up")
