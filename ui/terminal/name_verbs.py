"""`names`: the grammars of file names in force, and what given names would tell.

In: names or paths, or nothing. Out: a line each; nothing is opened and nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from recorder_desk.domain.file_names import NamedFile
from recorder_desk.domain.names import shown_path
from ui.terminal.call import GOOD, Call, pass_call
from ui.terminal.words import Verb


@click.command("names", cls=Verb)
@click.argument("names", nargs=-1, metavar="[NAME…]")
@pass_call
def names(call: Call, names: Sequence[str]) -> int:
    """What file names tell."""
    with call.open("look") as desktop:
        known = desktop.session.desk.names
    if not names:
        call.output.document([{"name": each.label, "templates": each.templates} for each in known.grammars])
        cells = [(each.label, template) for each in known.grammars for template in each.templates]
        call.output.table([f"terminal.column.{each}" for each in ("grammar", "template")], cells)
        return GOOD
    read = [(shown_path(each), known.read(shown_path(each)) or NamedFile()) for each in names]
    call.output.document([{"path": path, "told": told} for path, told in read])
    for path, told in read:
        call.output.text(path)
        if not told.grammar:
            call.output.say("terminal.names.unknown")
            continue
        marks = [mark for mark in ("important", "encrypted", "continues") if getattr(told, mark)]
        pairs = (
            ("terminal.column.grammar", told.grammar),
            ("terminal.column.device-number", told.device_number),
            ("terminal.column.user-number", told.user_number),
            ("terminal.column.named", told.named_at.replace("T", " ")),
            ("terminal.column.sequence", "" if told.sequence < 0 else str(told.sequence)),
            ("terminal.column.marks", ", ".join(call.phrases.word(mark) for mark in marks)),
            ("terminal.column.channel", told.channel),
            ("terminal.column.company", told.company),
        )
        call.output.pairs([(code, value) for code, value in pairs if value])
    return GOOD


VERBS = (names,)
"""What this area adds to the program."""
