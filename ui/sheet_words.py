"""What stands on printed sheets and in their tables, in words, for both faces. In: `domain/sheets.py`. Out: text."""

from __future__ import annotations

from collections.abc import Iterator

from recorder_desk.domain.coverage import Cell
from recorder_desk.domain.mark import MarkRow
from recorder_desk.domain.recording import LinkRow, RecordingRow
from recorder_desk.domain.sheets import Catalogue, Filed, Gap, retention_of
from recorder_desk.errors import DeskError
from ui import formats
from ui.phrases import Phrases

COLUMNS = (
    "number", "archival", "item", "item-name", "name", "kind", "recorded", "duration", "from", "until", "size",
    "recorder", "wearer", "confidentiality", "retention", "digest", "recording",
)  # fmt: skip
SHORT_DIGEST = 12
"""So many signs of a digest are enough to compare two papers by eye; the whole stands at the end."""


def exact(milliseconds: int) -> str:
    """A position to the millisecond: `0:03:12.240`."""
    return f"{formats.clock(milliseconds)}.{milliseconds % 1000:03d}"


def digest_of(row: RecordingRow) -> str:
    """The digits of a recording's digest, without the algorithm."""
    return row.digest.partition(":")[2]


def digest_lines(row: RecordingRow) -> tuple[str, ...]:
    """A digest in lines that fit on paper: the algorithm, then 64 digits each."""
    name, digits = row.digest.partition(":")[0].upper().replace("SHA", "SHA-"), digest_of(row)
    return name, *(digits[at : at + 64] for at in range(0, len(digits), 64))


def recorded(each: Filed, phrases: Phrases) -> str:
    """When it was recorded, by the corrected clock where that is known."""
    if each.true_time.at:
        return phrases.say("sheet.corrected", time=formats.local_time(each.true_time.at))
    return formats.local_time(each.row.recorded_at or each.row.received_at)


def part(link: LinkRow, phrases: Phrases) -> str:
    """Which part of the recording is meant."""
    if not link.from_ms and not link.until_ms:
        return phrases.say("sheet.whole")
    until = formats.clock(link.until_ms) if link.until_ms else phrases.say("sheet.to-end")
    return f"{formats.clock(link.from_ms)}–{until}"


def retention(each: Filed, told: Catalogue, case_retention: str, phrases: Phrases) -> str:
    """How long it is kept."""
    try:
        term = retention_of(each, told.listed, case_retention)
    except DeskError as error:
        return phrases.say(error.code, **error.facts)
    return phrases.say("sheet.permanent") if term == "Y" else phrases.say("sheet.years", years=term[1:])


def confidentiality(each: Filed, told: Catalogue, phrases: Phrases) -> str:
    """Who may see it: what somebody said of it, else what its item asks for."""
    item = told.listed.item(each.link.item) if told.listed else None
    words = [phrases.word(each.confidentiality) if each.confidentiality else item.confidentiality if item else ""]
    if each.respondent:
        words.append(phrases.say("saying.what.respondent"))
    return " · ".join(filter(None, words))


def item_name(code: str, told: Catalogue, phrases: Phrases) -> str:
    """The name of an item in the case's own list, '' where that has none of this code."""
    item = told.listed.item(code) if told.listed else None
    return item.name(phrases.language) if item else ""


def table(told: Catalogue, case_retention: str, phrases: Phrases) -> Iterator[tuple[str, ...]]:
    """The catalogue as rows of `COLUMNS`."""
    for number, each in enumerate(told.filed, 1):
        row, link = each.row, each.link
        yield (
            str(number), link.archival_code, link.item, item_name(link.item, told, phrases), row.name,
            phrases.word(row.kind), formats.local_time(each.true_time.at or row.recorded_at or row.received_at),
            exact(row.duration_ms) if row.duration_ms else "", exact(link.from_ms),
            exact(link.until_ms or row.duration_ms), str(row.bytes), row.recorder_serial or row.device_number,
            row.wearer, confidentiality(each, told, phrases), retention(each, told, case_retention, phrases),
            row.digest, row.id,
        )  # fmt: skip


def reasons(cell: Cell, phrases: Phrases) -> str:
    """Why an item is not whole, and what somebody said of it."""
    told = "、".join(phrases.word(f"cell-{each}") for each in cell.reasons)
    return " · ".join(filter(None, (told, cell.explanation)))


def gap_sentence(gap: Gap, phrases: Phrases) -> str:
    """What is missing where."""
    told = {"about": gap.about, "length": formats.duration(gap.length_ms, phrases.language), "at": exact(gap.at_ms)}
    return phrases.say(f"sheet.gap.{gap.kind}", **told)


def gap_times(gap: Gap, phrases: Phrases) -> str:
    """From when until when, and how far that may be off."""
    if not gap.since_at:
        return phrases.say("sheet.gap.no-time")
    since, until = formats.local_time(gap.since_at), formats.local_time(gap.until_at)
    told = f"{since} – {until[11:] if until[:10] == since[:10] else until}" if until else since
    return told + (f" ± {formats.duration(gap.error_ms, phrases.language)}" if gap.error_ms > 0 else "")


def position(mark: MarkRow) -> str:
    """Where a mark lies: a moment, or from–until."""
    fields = mark.fields
    return exact(fields.at_ms) + (f" – {exact(fields.until_ms)}" if fields.until_ms else "")


def printed_now(now: str, phrases: Phrases) -> str:
    """When it was printed."""
    return phrases.say("sheet.printed", time=formats.local_time(now))
