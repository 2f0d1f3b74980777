"""What the terminal writes: results on stdout, everything else on stderr.

In: values, codes and rows. Out: plain calm text for people, or JSON for programs. Whatever came
from outside (names, titles, reasons) is shown as it is, never as markup and never as control codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.names import shown
from recorder_desk.errors import DeskError
from ui.phrases import Phrases

PIPED_WIDTH = 400
_STYLES = {
    "received": "green",
    "ready": "green",
    "safe": "green",
    "twin": "cyan",
    "linked": "cyan",
    "sealed": "blue",
    "waiting": "yellow",
    "refused": "yellow",
    "damaged": "red",
    "failed": "red",
}


def safe(text: object) -> str:
    """Text from outside without control codes, what turns it round or bytes that are no character."""
    words = str(text)
    return words if words.isprintable() else "".join(c if c.isprintable() else shown(c) for c in words)


def plain(value: object) -> Any:
    """Values, sequences and mappings as JSON has them, every text encodable."""
    return _clean(msgspec.to_builtins(value))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {_clean(name): _clean(each) for name, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value


def console(stderr: bool) -> Console:
    """Plain text: no markup, no emoji names, no guessed highlights; wide when nobody's screen limits it."""
    made = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    return (
        made
        if made.is_terminal
        else Console(stderr=stderr, markup=False, emoji=False, highlight=False, width=PIPED_WIDTH)
    )


@dataclass(slots=True)
class Output:
    """One call's stdout and stderr, its language, and whether a program reads it."""

    phrases: Phrases
    json: bool
    out: Console
    err: Console
    live: bool = False

    def say(self, code: str, /, **facts: object) -> None:
        """A sentence on stdout, for people only."""
        if not self.json:
            self.text(self.phrases.say(code, **facts))

    def text(self, words: object) -> None:
        """Words on stdout, for people only."""
        if not self.json:
            self.out.print(words if isinstance(words, Text) else safe_lines(str(words)), soft_wrap=True)

    def note(self, code: str, /, **facts: object) -> None:
        """A sentence on stderr."""
        self.err.print(safe_lines(self.phrases.say(code, **facts)), soft_wrap=True)

    def document(self, value: object) -> None:
        """The one JSON document of a call."""
        if self.json:
            self._write(msgspec.json.format(msgspec.json.encode(plain(value)), indent=2).decode())

    def line(self, value: object) -> None:
        """One line of a stream of JSON."""
        if self.json:
            self._write(msgspec.json.encode(plain(value)).decode())

    def _write(self, text: str) -> None:
        if self.live:  # a progress display owns the screen: let it make room
            self.out.print(Text(text), soft_wrap=True)
        else:
            self.out.file.write(text + "\n")
            self.out.file.flush()

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> None:
        """A table for people; `columns` are codes of headings, `right` which hold numbers."""
        if self.json:
            return
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
        for number, column in enumerate(columns):
            heading = Text(self.phrases.say(column))
            table.add_column(heading, justify="right" if number in right else "left", overflow="fold")
        for row in rows:
            table.add_row(*(cell if isinstance(cell, Text) else Text(safe(cell)) for cell in row))
        self._lay_out(table)

    def pairs(self, rows: Iterable[tuple[str, object]]) -> None:
        """Names and values, one a line; `rows` are a code and what it is."""
        if self.json:
            return
        table = Table.grid(padding=(0, 2, 0, 0))
        for code, value in rows:
            told = value if isinstance(value, Text) else Text(safe(value))
            table.add_row(Text(self.phrases.say(code), style="dim"), told)
        self._lay_out(table)

    def _lay_out(self, table: Table) -> None:
        if self.out.is_terminal:
            self.out.print(table)
            return
        with self.out.capture() as captured:
            self.out.print(table)
        self.out.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))

    def word(self, value: str) -> Text:
        """A state or outcome as a word, in its colour."""
        return Text().append(self.phrases.word(value), style=_STYLES.get(value, ""))

    def failure(self, error: DeskError) -> None:
        """What went wrong: a sentence, its code and what it is about, on stderr; as JSON on stdout."""
        self.err.print(self.trouble(error.code, error.facts), soft_wrap=True)
        if self.json:
            told = {"code": error.code, "blame": error.blame, "facts": error.facts}
            self.document({"error": {**told, "message": self.phrases.say(error.code, **error.facts)}})

    def trouble(self, code: str, facts: dict[str, Any] | None = None) -> Text:
        """A code as a sentence, then the code itself and the facts in small."""
        words = Text(safe_lines(self.phrases.say(code, **(facts or {}))))
        told = ", ".join(f"{name} {value}" for name, value in (facts or {}).items())
        return words.append(f"  [{code}{': ' + safe(told) if told else ''}]", style="dim")

    def findings(self, findings: Sequence[Finding]) -> None:
        """Each finding: what it is about, the sentence, the code."""
        for finding in findings:
            self.text(
                Text(safe(finding.subject), style="red")
                .append("  ")
                .append_text(self.trouble(finding.code, dict(finding.facts)))
            )


def safe_lines(text: str) -> str:
    """As `safe`, keeping line ends."""
    return "\n".join(map(safe, text.split("\n")))
