"""Verbs of tags and notes: tag add, remove, set, list, note; undo and redo.

In: recordings, tags, fields. Out: what each recording becomes.
"""

from __future__ import annotations

import click

from recorder_desk.commands.tagging import NoteRecordings, Redo, TagRecordings, Undo
from recorder_desk.domain.facts import ActionUndone
from recorder_desk.domain.tagging import NOTE_FIELDS, Notes, changed
from recorder_desk.queries.recordings import FindRecording
from recorder_desk.queries.tagging import TagsOf, TagTree
from ui.terminal.call import GOOD, Call, pass_call
from ui.terminal.recording_verbs import short
from ui.terminal.words import Verb, VerbGroup, option, options


@click.group("tag", cls=VerbGroup)
def tag() -> None:
    """Tags and notes."""


@tag.command("list", cls=Verb)
@pass_call
def list_tags(call: Call) -> int:
    """The tree of tags."""
    with call.open("look") as desktop:
        found = desktop.ask(TagTree())
    call.output.document(found)
    if not found:
        call.output.say("terminal.tag.none")
        return GOOD
    cells = [(each.tag, each.recordings, each.own) for each in found]
    call.output.table([f"terminal.column.{each}" for each in ("tag", "recordings", "own")], cells, right=(1, 2))
    return GOOD


@tag.command("show", cls=Verb)
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING…")
@pass_call
def show(call: Call, recordings: tuple[str, ...]) -> int:
    """What is said of recordings."""
    with call.open("look") as desktop:
        found = [desktop.ask(FindRecording(each)) for each in recordings]
        return _tell(call, [(each, *desktop.ask(TagsOf(each))) for each in found])


_words = options(
    option("--tag", "tags", multiple=True, required=True, metavar="TAG", key="tag"),
    option("--rehearse", is_flag=True, key="tag-rehearse"),
)


@tag.command("add", cls=Verb)
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING…")
@_words
@pass_call
def add(call: Call, recordings: tuple[str, ...], tags: tuple[str, ...], rehearse: bool) -> int:
    """Put tags on recordings."""
    return _change(call, recordings, rehearse, add=tags)


@tag.command("remove", cls=Verb)
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING…")
@_words
@pass_call
def remove(call: Call, recordings: tuple[str, ...], tags: tuple[str, ...], rehearse: bool) -> int:
    """Take tags off recordings."""
    return _change(call, recordings, rehearse, remove=tags)


@tag.command("set", cls=Verb)
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING…")
@_words
@pass_call
def set_tags(call: Call, recordings: tuple[str, ...], tags: tuple[str, ...], rehearse: bool) -> int:
    """Leave recordings these tags and no others."""
    return _change(call, recordings, rehearse, add=tags, only=True)


def _change(
    call: Call, recordings: tuple[str, ...], rehearse: bool, add: tuple[str, ...] = (), remove: tuple[str, ...] = (),
    *, only: bool = False,
) -> int:  # fmt: skip
    with call.open("look" if rehearse else "work") as desktop:
        found = [desktop.ask(FindRecording(each)) for each in recordings]
        if rehearse:
            told = [(each, *desktop.ask(TagsOf(each))) for each in found]
            return _tell(call, [(each, changed(tags, add, remove, only=only), notes) for each, tags, notes in told])
        desktop.do(TagRecordings(tuple(found), add, remove, only))
        return _tell(call, [(each, *desktop.ask(TagsOf(each))) for each in found])


@tag.command("note", cls=Verb)
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING…")
@option("--field", type=click.Choice(NOTE_FIELDS), required=True, metavar="FIELD", key="note.field")
@option("--value", required=True, metavar="TEXT", key="note.value")
@option("--reason", default="", metavar="TEXT")
@pass_call
def note(call: Call, recordings: tuple[str, ...], field: str, value: str, reason: str) -> int:
    """Say something of recordings."""
    with call.open("work") as desktop:
        found = [desktop.ask(FindRecording(each)) for each in recordings]
        desktop.do(NoteRecordings(tuple(found), field, value, reason))  # type: ignore[arg-type]  # one of the choices
        return _tell(call, [(each, *desktop.ask(TagsOf(each))) for each in found])


def _tell(call: Call, told: list[tuple[str, tuple[str, ...], Notes]]) -> int:
    call.output.document([{"recording": each, "tags": tags, "notes": notes} for each, tags, notes in told])
    word = call.phrases.word
    cells = [
        (short(each), "、".join(tags), word(notes.confidentiality) if notes.confidentiality else "",
         word("flag-yes") if notes.respondent else "", notes.proof, word(f"flag-{notes.important}")
         if notes.important else "", word("flag-yes") if notes.aside else "", notes.note)
        for each, tags, notes in told
    ]  # fmt: skip
    heads = ("recording", "tag", "confidentiality", "respondent", "proof", "important", "aside", "note")
    call.output.table([f"terminal.column.{each}" for each in heads], cells)
    return GOOD


@click.command("undo", cls=Verb)
@pass_call
def undo(call: Call) -> int:
    """Reverse the newest tagging or linking."""
    with call.open("work") as desktop:
        facts = desktop.do(Undo())
    undone = next(fact for fact in facts if isinstance(fact, ActionUndone))
    call.output.document({"first": undone.first, "last": undone.last, "facts": len(facts) - 1})
    call.output.say("terminal.undone", count=len(facts) - 1)
    return GOOD


@click.command("redo", cls=Verb)
@pass_call
def redo(call: Call) -> int:
    """Do again what was undone last."""
    with call.open("work") as desktop:
        facts = desktop.do(Redo())
    undone = next(fact for fact in facts if isinstance(fact, ActionUndone))
    call.output.document({"first": undone.first, "last": undone.last, "facts": len(facts) - 1})
    call.output.say("terminal.redone", count=len(facts) - 1)
    return GOOD


VERBS = (tag, undo, redo)
"""What this area adds to the program."""
