"""What a dock card says, from three metres and from near. In: a DockState. Out: tone, icon, words.

Green means one thing only: everything that lies there is ours, verified and recorded. Amber: wait.
Red: something happened; what is received is safe, and what is not still lies on the recorder.
"""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.docked import DockState
from ui import formats
from ui.phrases import Phrases

WORKING = ("reading", "copying", "verifying")


@dataclass(frozen=True, slots=True)
class Sight:
    """A card's big word, its line of numbers, and what to know or do ('' for nothing)."""

    tone: str
    icon: str
    word: str
    numbers: str
    note: str
    last: str
    per_mille: int
    """How far, of 1000; -1 when there is nothing to measure."""


def sight_of(state: DockState, phrases: Phrases) -> Sight:
    """How a drop folder looks now."""
    tone, icon = _TONES[state.phase]
    word = phrases.say(f"window.dock.word.{state.phase}")
    if state.phase == "gone" and not _interrupted(state):
        tone, icon, word = "", "unplug", phrases.say("window.dock.word.away")
    return Sight(tone, icon, word, _numbers(state, phrases), _note(state, phrases), _last(state, phrases), _far(state))


_TONES: dict[str, tuple[str, str]] = {
    "idle": ("", "inbox"),
    "reading": ("care", "loader"),
    "copying": ("care", "download"),
    "verifying": ("care", "shield-check"),
    "waiting": ("care", "hourglass"),
    "safe": ("good", "circle-check"),
    "gone": ("bad", "unplug"),
    "failed": ("bad", "octagon-alert"),
}


def title_of(path: str) -> str:
    """What people call a folder: the last part of its path."""
    return path.rstrip("/").rpartition("/")[2] or path


def _interrupted(state: DockState) -> bool:
    return state.files_done < state.files_total or state.failed > 0 or state.waiting > 0


def _far(state: DockState) -> int:
    if state.phase in ("idle", "gone") or not (state.bytes_total or state.files_total):
        return -1
    if state.bytes_total:
        return min(1000, state.bytes_done * 1000 // state.bytes_total)
    return state.files_done * 1000 // state.files_total


def _numbers(state: DockState, phrases: Phrases) -> str:
    if state.phase in WORKING and state.files_total:
        parts = [
            phrases.say("window.dock.files", done=state.files_done, total=state.files_total),
            f"{formats.size(state.bytes_done)} / {formats.size(state.bytes_total)}",
        ]
        if state.bytes_per_second > 0 and state.bytes_done < state.bytes_total:
            seconds = -(-(state.bytes_total - state.bytes_done) // state.bytes_per_second)
            parts.append(formats.rate(state.bytes_per_second))
            left = formats.seconds_left(seconds, phrases.language)
            parts.append(phrases.say("window.dock.left", left=left))
        return " · ".join(parts)
    counts = {name: getattr(state, name) for name in ("received", "twins", "known", "waiting", "refused", "failed")}
    told = [phrases.say(f"window.dock.count.{name}", count=count) for name, count in counts.items() if count]
    if state.left_alone:
        told.append(phrases.say("window.dock.count.left_alone", count=state.left_alone))
    return " · ".join(told)


def _note(state: DockState, phrases: Phrases) -> str:
    if state.phase == "gone":
        code = "gone" if _interrupted(state) else "away"
        return phrases.say(f"window.dock.note.{code}")
    if state.phase == "safe" and (state.refused or state.left_alone):
        return phrases.say("window.dock.note.refused", count=state.refused + state.left_alone)
    if state.phase == "safe" and not state.received and state.twins + state.known:
        return phrases.say("window.dock.note.known")
    return phrases.say(f"window.dock.note.{state.phase}")


def _last(state: DockState, phrases: Phrases) -> str:
    if not state.last_name and not state.last_code:
        return ""
    why = phrases.say(state.last_code) if state.last_code else ""
    return " · ".join(part for part in (title_of(state.last_name), why) if part)
