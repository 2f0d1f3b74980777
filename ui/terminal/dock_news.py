"""What a person at the terminal is told of drop folders and of owed work, beside the files themselves.

In: dock states and troubles as the desk tells them, often and repeatedly. Out: each change once, on stderr.
"""

from __future__ import annotations

from rich.text import Text

from recorder_desk.domain.docked import DockState
from recorder_desk.domain.happening import StepTrouble
from ui.terminal.call import Call, exit_for
from ui.terminal.outcomes import worst

_TOLD = frozenset({"safe", "gone", "failed"})


class Docks:
    """Drop folders that have become safe to unplug, have gone, or could not be read to their end."""

    def __init__(self, call: Call) -> None:
        self._output = call.output
        self._phases: dict[str, str] = {}

    def note(self, state: DockState) -> None:
        """A state as the desk told it; that a folder is looked into once more is not news."""
        if state.phase in _TOLD and self._phases.get(state.dock) != state.phase:
            self._output.note(f"terminal.watch.{state.phase}", path=state.path)
        if state.phase != "reading":
            self._phases[state.dock] = state.phase


class Troubles:
    """Owed work that failed, told once for each thing and code."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._told: set[StepTrouble] = set()

    def note(self, trouble: StepTrouble) -> None:
        """A trouble as the desk told it."""
        if trouble in self._told:
            return
        self._told.add(trouble)
        output = self._call.output
        words = Text().append(output.phrases.word(trouble.step), style="red").append(f"  {trouble.subject}  ")
        output.err.print(words.append_text(output.trouble(trouble.code)), soft_wrap=True)

    def told(self) -> list[dict[str, str]]:
        """All of them, as JSON has them."""
        return [{"step": each.step, "subject": each.subject, "code": each.code} for each in self._told]

    def exit_code(self) -> int:
        """What they add up to."""
        return worst([exit_for(each.code) for each in self._told])
