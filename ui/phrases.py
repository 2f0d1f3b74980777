"""Codes become sentences here, for both faces, and nowhere else.

In: a code (`receive.digest-differs`, `fact.RecordingReceived`, `terminal.…`) and the facts of the
moment. Out: a sentence in English or Simplified Chinese from `resources/locales/<language>/*.toml`.
"""

from __future__ import annotations

import locale
import os
import string
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from recorder_desk.domain.criteria import points
from ui import formats

LANGUAGES = ("zh_CN", "en")


def language_for(asked: str = "", setting: str = "", environ: Mapping[str, str] | None = None) -> str:
    """`zh_CN` or `en`: what was asked for, else the setting, else what the system speaks."""
    environ = os.environ if environ is None else environ
    spoken = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    system = spoken or locale.getlocale()[0] or ""
    for wish in (asked, setting, system):
        if wish:
            return "zh_CN" if wish.lower().startswith(("zh", "chinese")) else "en"
    return "en"


@cache
def sentences(language: str) -> Mapping[str, str]:
    """Every sentence of a language by its code."""
    table: dict[str, str] = {}
    for file in sorted((files("resources") / "locales" / language).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            table.update(tomllib.loads(file.read_text("utf-8")))
    return table


class Phrases:
    """The sentences of one language. Never raises: a code without a sentence is shown as it is."""

    def __init__(self, language: str = "en") -> None:
        """`language` is `zh_CN` or `en`; anything else is taken for English."""
        self.language = language_for(language)
        self._formatter = _Formatter(self.language, self.word)

    def say(self, code: str, /, **facts: object) -> str:
        """The sentence for a code, its `{placeholders}` filled from the facts."""
        template = sentences(self.language).get(code)
        if template is None:
            told = ", ".join(f"{name}={value}" for name, value in sorted(facts.items()))
            return f"{code} ({told})" if told else code
        return self._formatter.vformat(template, (), _Known(facts))

    def knows(self, code: str) -> bool:
        """Whether there is a sentence for a code."""
        return code in sentences(self.language)

    def word(self, value: object) -> str:
        """A value of the domain (`video`, `sealed`, `proxy`) as a word; unknown ones as they are."""
        return sentences(self.language).get(f"word.{value}", str(value))

    def listed(self, words: Iterable[str]) -> str:
        """Words side by side, as the language parts them."""
        return self.word("between").join(words)

    def fact(self, name: str, body: Mapping[str, object]) -> str:
        """One line for a journal entry: the fact's name and its body as the journal holds it."""
        flat: dict[str, object] = {}
        _flatten("", body, flat)
        code = flat.get("code") or flat.get("problem") or ""
        flat["why"] = self.say(str(code)) if code else ""
        return self.say(f"fact.{name}", **flat).rstrip(" ·—:：")


def _flatten(prefix: str, body: Mapping[str, object], into: dict[str, object]) -> None:
    """`{"origin": {"name": …}}` becomes `origin_name`; a list becomes how many it holds."""
    for name, value in body.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            _flatten(f"{key}_", value, into)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            into[key] = len(value)
        else:
            into[key] = value


class _Known(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


class _Formatter(string.Formatter):
    """`str.format` with the words of `ui/formats.py`: `{n:size}`, `{kind:word}`, `{n:of file|files}`."""

    def __init__(self, language: str, word: Callable[[object], str]) -> None:
        self._words: dict[str, Callable[[Any], str]] = {
            "word": word,
            "size": formats.size,
            "rate": formats.rate,
            "clock": formats.clock,
            "time": formats.local_time,
            "points": lambda value: points(value) if value else "",
            "verdict": lambda value: word(f"verdict-{value}"),
            "grade": lambda value: word(f"grade-{value}").removeprefix("grade-"),
            "duration": lambda value: formats.duration(value, language),
            "left": lambda value: formats.seconds_left(value, language),
        }

    def format_field(self, value: Any, format_spec: str) -> str:
        """A value as its word says; a value the word cannot take is shown as it is."""
        if format_spec.startswith("of "):
            one, many = format_spec[3:].split("|")
            return f"{value} {one if value == 1 else many}"
        word = self._words.get(format_spec)
        if word is None:
            return str(value)
        try:
            return word(value)
        except (TypeError, ValueError):
            return str(value)

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Plain names only: a sentence never reaches into a value."""
        return kwargs[field_name], field_name
