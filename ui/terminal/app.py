"""The terminal face: `recorder-desk` and its verbs.

In: arguments and the front door. Out: text or JSON, and an exit code: 0 all well, 1 something was
found or failed (and is listed) or the work was stopped by Ctrl+C, 2 called wrongly, 3 not our doing
(disk full, folder gone, home locked).
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NoReturn

import click

from recorder_desk.errors import DeskError
from ui.phrases import LANGUAGES
from ui.session import Opener
from ui.terminal import (
    align_verb,
    archive_verbs,
    case_verbs,
    casework_verbs,
    clock_verbs,
    criteria_verbs,
    deadline_verbs,
    demo_verb,
    desk_verbs,
    dock_verbs,
    document_verbs,
    event_verbs,
    export_verbs,
    item_verbs,
    link_verbs,
    mark_verbs,
    matter_verbs,
    mirror_verbs,
    name_verbs,
    officer_verbs,
    party_verbs,
    recorder_verbs,
    recording_verbs,
    rectification_verbs,
    release_verbs,
    rescue_verb,
    review_verbs,
    search_verb,
    sheet_verbs,
    tag_verbs,
    take_verbs,
    viewing_verb,
)
from ui.terminal.call import ENVIRONMENT, FOUND, GOOD, USAGE, Call
from ui.terminal.output import Output, console
from ui.terminal.words import OPENER, SpokenOption, VerbGroup, phrases_of, usage_sentence

PROGRAM = "recorder-desk"
_ENDINGS = (signal.SIGINT, signal.SIGTERM)
log = logging.getLogger(__name__)


def make_app(opener: Opener) -> Root:
    """The root command, for this front door."""
    root = Root(opener)
    areas = (
        dock_verbs,
        recording_verbs,
        search_verb,
        name_verbs,
        recorder_verbs,
        take_verbs,
        clock_verbs,
        case_verbs,
        item_verbs,
        link_verbs,
        tag_verbs,
        mark_verbs,
        viewing_verb,
        align_verb,
        export_verbs,
        casework_verbs,
        sheet_verbs,
        event_verbs,
        document_verbs,
        officer_verbs,
        party_verbs,
        matter_verbs,
        deadline_verbs,
        review_verbs,
        rectification_verbs,
        criteria_verbs,
        archive_verbs,
        release_verbs,
        rescue_verb,
        mirror_verbs,
        desk_verbs,
        demo_verb,
    )
    for verb in (verb for area in areas for verb in area.VERBS):
        root.add_command(verb)
    return root


def run(opener: Opener, argv: Sequence[str]) -> int:
    """Run one verb to its end; the exit code."""
    _speak_plainly()
    with _interrupts_heeded():
        return make_app(opener).answer(list(argv))


class Root(VerbGroup):
    """The global options; also the outermost frame, where every failure becomes a sentence."""

    def __init__(self, opener: Opener) -> None:
        options = [
            SpokenOption(["--home"], type=click.Path(path_type=Path), envvar="RECORDER_DESK_HOME", metavar="DIR"),
            SpokenOption(["--json"], is_flag=True),
            SpokenOption(["--lang"], type=click.Choice(LANGUAGES), is_eager=True),
            SpokenOption(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_tell_version),
        ]
        super().__init__(PROGRAM, params=[*options], callback=self._begin, invoke_without_command=True)
        self.opener = opener

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """As click does, knowing the front door from the beginning (help asks for the language)."""
        home = os.environ.get("RECORDER_DESK_HOME")
        asked = _value_of("--lang", args)
        context = self.context_class(self, info_name=info_name, parent=parent, **extra)
        context.meta[OPENER] = self.opener
        context.params["lang"] = asked if asked in LANGUAGES else None
        context.params["home"] = Path(named) if (named := _value_of("--home", args) or home) else None
        phrases_of(context)
        with context.scope(cleanup=False):
            self.parse_args(context, args)
        return context

    def _begin(self, home: Path | None, json: bool, lang: str | None) -> int | None:
        context = click.get_current_context()
        output = Output(phrases_of(context), json, console(False), console(True))
        context.obj = Call(self.opener, home, output)
        if context.invoked_subcommand is not None:
            return None
        if desk_verbs.has_display():
            return int(context.invoke(desk_verbs.window))
        click.echo(context.get_help())
        return USAGE

    def main(self, args: Any = None, prog_name: Any = None, *_: Any, **__: Any) -> NoReturn:
        """As click's entry point, with our exit codes."""
        sys.exit(self.answer(list(sys.argv[1:] if args is None else args)))

    def answer(self, args: list[str]) -> int:
        """Run one call; every failure is told here, once."""
        output: Output | None = None
        context: click.Context | None = None
        try:
            context = self.make_context(PROGRAM, list(args))
            with context:
                result = self.invoke(context)
            return result if isinstance(result, int) else GOOD
        except click.exceptions.Exit as end:
            return end.exit_code
        except (Exception, KeyboardInterrupt) as error:  # the outermost frame
            output = _output_of(context, args, self.opener)
            return _told(error, output)


def _output_of(context: click.Context | None, args: list[str], opener: Opener) -> Output:
    if context is not None and isinstance(context.obj, Call):
        return context.obj.output
    bare = click.Context(click.Command(PROGRAM))
    bare.params["lang"] = _value_of("--lang", args)
    return Output(phrases_of(bare), "--json" in args, console(False), console(True))


def _told(error: BaseException, output: Output) -> int:
    if isinstance(error, KeyboardInterrupt | click.Abort):
        output.note("terminal.interrupted")
        return FOUND
    if isinstance(error, click.UsageError):
        output.err.print(usage_sentence(error, output.phrases))
        path = error.ctx.command_path if error.ctx else PROGRAM
        output.note("terminal.see-help", command=path)
        return USAGE
    if isinstance(error, DeskError):
        output.failure(error)
        if error.blame == "defect":
            log.error("%s", error, exc_info=error)
        return ENVIRONMENT if error.blame == "environment" else FOUND
    if isinstance(error, BrokenPipeError):  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    log.error("unexpected", exc_info=error)
    output.failure(DeskError("desk.defect", blame="defect", what=type(error).__name__, reason=str(error)))
    return FOUND


def _value_of(option: str, args: Sequence[str]) -> str:
    for place, word in enumerate(args):
        if word == "--":
            break
        if word == option and place + 1 < len(args):
            return args[place + 1]
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return ""


def _tell_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        try:
            known = version(PROGRAM)
        except PackageNotFoundError:  # run from its folder, not installed
            known = "0"
        click.echo(f"{PROGRAM} {known}")
        context.exit(GOOD)


def _speak_plainly() -> None:
    """UTF-8 where nobody's screen says otherwise; a character a screen cannot show never stops us."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


@contextmanager
def _interrupts_heeded() -> Iterator[None]:
    """Ctrl+C (and a polite request to end) stops the work once; more of them only wait with us."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: object) -> None:
        for each in _ENDINGS:
            signal.signal(each, patient)
        raise KeyboardInterrupt

    def patient(number: int, frame: object) -> None:
        os.write(2, b"...\n")

    before = {each: signal.signal(each, interrupt) for each in _ENDINGS}
    try:
        yield
    finally:
        for each, former in before.items():
            signal.signal(each, former)
