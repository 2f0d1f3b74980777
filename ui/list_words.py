"""What one version of the record item list says otherwise than another, in the words of a reader. For both faces."""

from __future__ import annotations

from recorder_desk.domain.item_lists import ListDifference
from recorder_desk.domain.record_item import RecordItemList
from ui.phrases import Phrases

HEADS = ("change", "code", "item", "what", "before", "after")
_CHOSEN = ("mode", "required")
"""Fields with a few values, each of which has a word."""


def difference_rows(
    phrases: Phrases, was: RecordItemList, becomes: RecordItemList, found: ListDifference
) -> list[tuple[str, ...]]:
    """Rows of `HEADS`: what is new, what is dropped, and each field that changes."""
    word, language = phrases.word, phrases.language
    names = {item.code: item.name(language) for item in (*was.items, *becomes.items)}
    rows: list[tuple[str, ...]] = [(word("import-new"), code, names[code], "", "", "") for code in found.added]
    rows += [(word("list-dropped"), code, names[code], "", "", "") for code in found.removed]
    for each in found.changed:
        field = word(f"field-{each.field.replace('_', '-')}")
        before, after = (word(told) if each.field in _CHOSEN else told for told in (each.before, each.after))
        rows.append((word("import-changed"), each.item, names[each.item], field, before, after))
    return rows
