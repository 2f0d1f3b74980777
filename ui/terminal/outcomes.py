"""Outcomes of offered files, told once each.

In: FileOutcome as the desk tells it (a waiting or failed file may be told again and again). Out: one
line a file on stdout, for people or as JSON, a count by outcome, and the exit code they add up to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from rich.text import Text

from recorder_desk.domain.docked import FileOutcome
from ui import formats
from ui.terminal.call import ENVIRONMENT, FOUND, GOOD, exit_for
from ui.terminal.output import Output, safe

_FINAL = ("received", "twin", "refused")
_ORDER = ("received", "twin", "waiting", "refused", "failed")


class Ledger:
    """Which file ended how. Each path is written once: at once when nothing can change any more,
    at the end when it may still come well."""

    def __init__(
        self, output: Output, concerns: Callable[[str], bool] = lambda path: True, *, stream: bool = True
    ) -> None:
        """`concerns` says whether a path (stored form) is one of those this verb tells of; `stream`
        whether each outcome is a line of JSON of its own."""
        self._output, self._stream = output, stream
        self._concerns = concerns
        self._written: dict[str, FileOutcome] = {}
        self._pending: dict[str, FileOutcome] = {}

    def note(self, outcome: FileOutcome) -> None:
        """An outcome as the desk told it."""
        if outcome.path in self._written or not self._concerns(outcome.path):
            return
        if outcome.outcome in _FINAL:
            self._pending.pop(outcome.path, None)
            self.write(outcome)
        else:
            self._pending[outcome.path] = outcome

    def knows(self, path: str) -> bool:
        """Whether anything was told of this path."""
        return path in self._written or path in self._pending

    def knows_below(self, path: str) -> bool:
        """Whether anything was told of something in this folder."""
        within = path.rstrip("/") + "/"
        return any(each.startswith(within) for each in (*self._written, *self._pending))

    def settled(self, path: str) -> bool:
        """Whether this path has an outcome that stays."""
        return path in self._written

    def settle(self) -> None:
        """Nothing more is waited for: what waits or failed is written as it stands."""
        for outcome in list(self._pending.values()):
            self.write(outcome)
        self._pending.clear()

    def write(self, outcome: FileOutcome) -> None:
        """Write one line, for good."""
        self._written[outcome.path] = outcome
        if self._output.json:
            if self._stream:
                self._output.line(_line(outcome))
            return
        text = self._output.word(outcome.outcome)
        text.append("  ").append(safe(outcome.path), style="")
        text.append(f"  {formats.size(outcome.bytes)}" if outcome.bytes else "", style="dim")
        if outcome.code:
            text.append("\n    ").append_text(self._output.trouble(outcome.code))
        self._output.text(text)

    def told(self) -> list[dict[str, object]]:
        """Every outcome written so far, as JSON has it."""
        return [_line(each) for each in self._written.values()]

    @property
    def counts(self) -> Counter[str]:
        """How many files by outcome."""
        return Counter(each.outcome for each in self._written.values())

    def summary(self) -> Text:
        """Files by outcome, in one line."""
        parts = Text()
        counts = self.counts
        for name in _ORDER:
            if counts[name]:
                parts.append(", " if parts else "").append_text(self._output.word(name)).append(f" {counts[name]}")
        return parts

    def exit_code(self, *, refusals: bool = True) -> int:
        """0 when every file is ours; 3 when something outside failed; else 1.

        `refusals`: whether a refused file counts (it does where somebody offered it by name)."""
        good = ("received", "twin") if refusals else _FINAL
        bad = [each for each in self._written.values() if each.outcome not in good]
        return worst([exit_for(each.code) if each.outcome == "failed" else FOUND for each in bad])


def worst(codes: Sequence[int]) -> int:
    """The exit code of several."""
    return ENVIRONMENT if ENVIRONMENT in codes else max(codes, default=GOOD)


def _line(outcome: FileOutcome) -> dict[str, object]:
    return {
        "path": outcome.path,
        "outcome": outcome.outcome,
        "recording": outcome.recording,
        "digest": outcome.digest,
        "bytes": outcome.bytes,
        "code": outcome.code,
    }
