"""Verbs of the desk itself: status, settings, window.

In: names and values. Out: the desk in numbers, settings, or the window.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime

import click
import msgspec

from recorder_desk.commands.archive import ChangeSetting
from recorder_desk.config import change_setting, setting_names
from recorder_desk.domain.mirror import MirrorState
from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries.archive import SeeSandbox, ShowJournalHead, ShowStatus
from recorder_desk.queries.dock import DockEvent, DockTroubles, DropFolders
from recorder_desk.queries.mirror import SeeMirror
from recorder_desk.queries.recordings import OwedCounts
from ui import formats
from ui.terminal.call import GOOD, Call, pass_call
from ui.terminal.words import Verb, VerbGroup


def has_display() -> bool:
    """Whether somebody sits at a screen here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


@click.command("status", cls=Verb)
@pass_call
def status(call: Call) -> int:
    """The desk in numbers."""
    today = stamp(datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0))
    with call.open("look") as desktop:
        session = desktop.session
        numbers = desktop.ask(ShowStatus(today))
        owed = desktop.ask(OwedCounts(session.profile.label))
        folders = desktop.ask(DropFolders())
        troubles = desktop.ask(DockTroubles(20))
        head = desktop.ask(ShowJournalHead())
        mirror = desktop.ask(SeeMirror())
        sandbox = desktop.ask(SeeSandbox())
        places = {"home": str(session.home.path), "vault": str(session.home.vault(session.settings))}
    call.output.document(
        {**places, **msgspec.to_builtins(numbers), "owed": owed, "journal_root": head.root,
         "mirror": _mirror_told(mirror), "sandbox": sandbox,
         "folders": folders, "troubles": troubles}
    )  # fmt: skip
    parts = [f"{call.phrases.word(step)} {count}" for step, count in owed.items() if count]
    call.output.pairs(
        [
            ("terminal.status.home", places["home"]),
            ("terminal.status.vault", places["vault"]),
            ("terminal.status.recordings", f"{numbers.recordings} ({formats.size(numbers.bytes)})"),
            ("terminal.status.today", numbers.received_today),
            ("terminal.status.twins", numbers.twins),
            ("terminal.status.problems", numbers.problems),
            ("terminal.status.cases", f"{numbers.cases} / {numbers.sealed}"),
            *((("terminal.status.mirror", mirror[0].place.path),) if mirror else ()),
            ("terminal.status.owed", ", ".join(parts) or "0"),
            ("terminal.status.journal", numbers.journal_size),
            *((("terminal.status.sandbox", call.phrases.say(f"sandbox.{sandbox}")),) if sandbox else ()),
        ]
    )
    if mirror is not None and not mirror[1]:
        call.output.say("mirror.missing")
    for folder in folders:
        code = "terminal.status.offer" if folder.offer else "terminal.status.folder"
        call.output.say(code, path=folder.path)
    _show_troubles(call, troubles)
    return GOOD


def _mirror_told(seen: tuple[MirrorState, bool] | None) -> dict[str, object] | None:
    if seen is None:
        return None
    state, here = seen
    return {"path": state.place.path, "here": here, "copied": state.copied, "owed": state.owed}


def _show_troubles(call: Call, troubles: tuple[DockEvent, ...]) -> None:
    if not troubles:
        return
    call.output.say("terminal.status.troubles")
    rows = [
        (call.output.word(each.outcome), each.path, call.phrases.say(each.code), formats.local_time(each.seen_at))
        for each in troubles
    ]
    heads = ("outcome", "path", "reason", "seen")
    call.output.table([f"terminal.column.{each}" for each in heads], rows)


@click.group("settings", cls=VerbGroup)
def settings() -> None:
    """Settings."""


@settings.command("get")
@click.argument("name", required=False, metavar="[NAME]")
@pass_call
def get_settings(call: Call, name: str | None) -> int:
    """Show one setting or all."""
    known = call.opener.settings_of(call.home)
    if name is not None and name not in setting_names():
        raise DeskError("settings.unknown", name=name)
    values = {each: getattr(known, each) for each in setting_names()}
    call.output.document({name: values[name]} if name else values)
    if name:
        call.output.text(_told(values[name]))
        return GOOD
    rows = [(each, _told(value), call.phrases.say(f"terminal.setting.{each}")) for each, value in values.items()]
    call.output.table([f"terminal.column.{each}" for each in ("name", "value", "meaning")], rows)
    return GOOD


def _told(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@settings.command("set")
@click.argument("name", metavar="NAME")
@click.argument("value", metavar="VALUE")
@pass_call
def set_setting(call: Call, name: str, value: str) -> int:
    """Change a setting; the journal notes it."""
    with call.open("work") as desktop:
        known = change_setting(desktop.session.home.settings, name, value)
        now = _told(getattr(known, name))
        desktop.do(ChangeSetting(name, now))
    call.output.document({name: getattr(known, name)})
    call.output.say("fact.SettingChanged", name=name, value=now)
    return GOOD


@click.command("window", cls=Verb)
@click.argument("recording", required=False, default="", metavar="[RECORDING]")
@pass_call
def window(call: Call, recording: str) -> int:
    """Open the window."""
    if not has_display() and not os.environ.get("QT_QPA_PLATFORM"):  # chosen by hand: let Qt see
        raise DeskError("desk.no-display", blame="environment")
    asked = click.get_current_context().find_root().params.get("lang") or ""
    return call.opener.show_window(call.home, (recording,) if recording else (), asked)


VERBS = (status, settings, window)
