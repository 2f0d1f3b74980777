"""Verbs and options that speak the language of the one who asks.

In: click commands built from `Verb` and `option`. Out: help and usage in Chinese or English from
`resources/locales/*/terminal.toml` (`terminal.help.<verb>`, `terminal.option.<name>`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from recorder_desk.errors import DeskError
from ui.phrases import Phrases, language_for

OPENER = "recorder_desk.opener"
_PIECES = {"[OPTIONS]": "[{options}]", "COMMAND [ARGS]...": "{verb} …", "[COMMAND] [ARGS]...": "{verb} …"}


def phrases_of(context: click.Context) -> Phrases:
    """The phrases of this call: `--lang`, else the home's setting, else what the system speaks."""
    known = context.meta.get("recorder_desk.phrases")
    if not isinstance(known, Phrases):
        root = context.find_root()
        asked = root.params.get("lang") or ""
        known = Phrases(language_for(asked, "" if asked else _setting(root)))
        context.meta["recorder_desk.phrases"] = known
    return known


def _setting(root: click.Context) -> str:
    opener = root.meta.get(OPENER)
    try:
        return opener.settings_of(root.params.get("home")).language if opener else ""
    except DeskError:  # told when the home is opened; help must not fail on it
        return ""


class SpokenOption(click.Option):
    """An option whose help is a phrase."""

    def __init__(self, *names: Any, key: str = "", **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.key = f"terminal.option.{key or self.name}"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option as it is written, and what it does in this language."""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        say = phrases_of(ctx).say
        default = say("terminal.default", value=f"{self.get_default(ctx):g}") if self.show_default else ""
        return record[0], "  ".join(filter(None, (say(self.key), default)))


def option(*names: str, key: str = "", **settings: Any) -> Callable[[Any], Any]:
    """`click.option` with its help from the phrases; `key` if its name alone does not say which."""
    return click.option(*names, cls=SpokenOption, key=key, **settings)


def options(*every: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options that verbs share, in this order."""

    def given(verb: Any) -> Any:
        for each in reversed(every):
            verb = each(verb)
        return verb

    return given


class Spoken(click.Command):
    """What `Verb` and `VerbGroup` share: help in the reader's language."""

    def _key(self, context: click.Context) -> str:
        path: list[str] = []
        while context.parent is not None:
            path.insert(0, context.command.name or "")
            context = context.parent
        return ".".join(["terminal.help", *path])

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, a sentence, the verbs below, the options."""
        say = phrases_of(ctx).say
        pieces = " ".join(_PIECES.get(each, each) for each in self.collect_usage_pieces(ctx))
        pieces = pieces.format(options=say("terminal.usage.options"), verb=say("terminal.usage.verb"))
        formatter.write_usage(ctx.command_path, pieces, prefix=say("terminal.usage") + " ")
        formatter.write_paragraph()
        with formatter.indentation():
            for paragraph in say(self._key(ctx)).split("\n"):
                formatter.write_text(paragraph)
        if isinstance(self, click.Group):
            with formatter.section(say("terminal.verbs")):
                formatter.write_dl([(name, _short(ctx, self, name)) for name in self.list_commands(ctx)])
        with formatter.section(say("terminal.options")):
            options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
            records = [each.get_help_record(ctx) for each in options]
            formatter.write_dl([record for record in records if record])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained in the reader's language."""
        given = super().get_help_option(ctx)
        if given is not None:
            given.help = phrases_of(ctx).say("terminal.option.help")
        return given


def _short(context: click.Context, group: click.Group, name: str) -> str:
    base = group._key(context) if isinstance(group, Spoken) else "terminal.help"
    return phrases_of(context).say(f"{base}.{name}").split("\n")[0]


def _answer_as_json(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        context.obj.output.json = True


class Verb(Spoken):
    """One thing to do. `--json` counts behind its name, too, where many people write it."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own, and the global option that may stand here as well (explained once, with the others)."""
        also = click.Option(["--json"], is_flag=True, hidden=True, expose_value=False, callback=_answer_as_json)
        return [*super().get_params(ctx), also]


class VerbGroup(Spoken, click.Group):
    """Verbs under one noun, in the order in which they were added."""

    command_class = Verb

    def list_commands(self, ctx: click.Context) -> list[str]:
        """As added: the order of a working day, not of the alphabet."""
        return list(self.commands)


def usage_sentence(error: click.UsageError, phrases: Phrases) -> str:
    """What is wrong with how a verb was called, in the reader's language."""
    if isinstance(error, click.NoSuchOption):
        return phrases.say("terminal.wrong.no-such-option", name=error.option_name)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return phrases.say("terminal.wrong.no-such-verb", name=error.command_name)
    name = _named(error)
    if isinstance(error, click.MissingParameter):
        return phrases.say("terminal.wrong.missing", name=name)
    if isinstance(error, click.BadParameter):
        return phrases.say("terminal.wrong.value", name=name, reason=_reason(error, phrases))
    return phrases.say("terminal.wrong.other", reason=error.format_message())


def _reason(error: click.BadParameter, phrases: Phrases) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return phrases.say("terminal.wrong.choice", choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange | click.FloatRange):
        return phrases.say("terminal.wrong.number", least=kind.min)
    if isinstance(kind, click.Path):
        return phrases.say("terminal.wrong.path")
    return error.message


def _named(error: click.UsageError) -> str:
    parameter = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None)
    if parameter is not None:
        names: Sequence[str] = parameter.opts if isinstance(parameter, click.Option) else ()
        return names[0] if names else str(parameter.make_metavar(error.ctx))
    return str(hint or "")
