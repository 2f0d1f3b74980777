"""Why a recording has its place, or may have one, in words. In: signs, links. Out: short text."""

from __future__ import annotations

from collections.abc import Iterable

from recorder_desk.domain.recording import LinkRow
from recorder_desk.domain.sign import Reason
from ui.phrases import Phrases


def reasons(told: Iterable[Reason], phrases: Phrases) -> str:
    """Signs in words, one after the other."""
    return "; ".join(phrases.say(each.code, **each.facts) for each in told)


def why_linked(link: LinkRow, phrases: Phrases) -> str:
    """The reason a person gave, or that the desk linked it by itself and from what."""
    return phrases.say("link.by-itself", why=reasons(link.signs, phrases)) if link.signs else link.reason
