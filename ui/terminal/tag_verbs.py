"""Verbs of tags and notes: tag add, remove, list, note; undo and redo.

In: recordings, tags, fields. Out: what each recording becomes.
"""

from __future__ import annotations

import click

from recorder_desk.commands.tagging import NoteRecordings, Redo, TagRecordings, Undo
from recorder_desk.domain.facts import ActionUndone
from recorder_desk.domain.tagging import NOTE_FIELDS
from recorder_desk.queries.recordings import FindRecording
from recorder_desk.queries.tagging import TagsOf, TagTree
from ui.terminal.call import GOOD, Call, Desktop, pass_call
from ui.terminal.recording_verbs import short
from ui.terminal.words import Verb, VerbGroup, option


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
        return _tell(call, desktop, [desktop.ask(FindRecording(each)) for each in recordings])


@tag.command("add", cls=Verb)
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING…")
@option("--tag", "tags", multiple=True, required=True, metavar="TAG", key="tag")
@pass_call
def add(call: Call, recordings: tuple[str, ...], tags: tuple[str, ...]) -> int:
    """Put tags on recordings."""
    with call.open("work") as desktop:
        found = [desktop.ask(FindRecording(each)) for each in recordings]
        desktop.do(TagRecordings(tuple(found), add=tags))
        return _tell(call, desktop, found)


@tag.command("remove", cls=Verb)
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING…")
@option("--tag", "tags", multiple=True, required=True, metavar="TAG", key="tag")
@pass_call
def remove(call: Call, recordings: tuple[str, ...], tags: tuple[str, ...]) -> int:
    """Take tags off recordings."""
    with call.open("work") as desktop:
        found = [desktop.ask(FindRecording(each)) for each in recordings]
        desktop.do(TagRecordings(tuple(found), remove=tags))
        return _tell(call, desktop, found)


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
        return _tell(call, desktop, found)


def _tell(call: Call, desktop: Desktop, recordings: list[str]) -> int:
    told = [(each, *desktop.ask(TagsOf(each))) for each in recordings]
    call.output.document([{"recording": each, "tags": tags, "notes": notes} for each, tags, notes in told])
    word = call.phrases.word
    cells = [
        (short(each), "、".join(tags), word(notes.confidentiality) if notes.confidentiality else "",
         word("flag-yes") if notes.respondent else "", notes.proof, word(f"flag-{notes.important}")
         if notes.important else "", notes.note)
        for each, tags, notes in told
    ]  # fmt: skip
    heads = ("recording", "tag", "confidentiality", "respondent", "proof", "important", "note")
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
