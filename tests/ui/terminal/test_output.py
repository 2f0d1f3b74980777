"""What came from outside cannot command a terminal, and JSON takes any text."""

from __future__ import annotations

import io

from rich.console import Console
from rich.text import Text

from recorder_desk.domain.docked import FileOutcome
from recorder_desk.domain.finding import Finding
from ui.phrases import Phrases
from ui.terminal.outcomes import Ledger, worst
from ui.terminal.output import Output, plain, safe


def _output(json: bool = False) -> tuple[Output, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()

    def console(file: io.StringIO) -> Console:
        return Console(file=file, markup=False, emoji=False, highlight=False, width=200)

    return Output(Phrases("en"), json, console(out), console(err)), out, err


def test_control_codes_are_shown_not_obeyed() -> None:
    assert safe("a\x1b[31mb\u202ec\nd\x07") == "a\\u{1b}[31mb\\u{202e}c\\u{a}d\\u{7}"
    assert safe("案件 [bold]〔2026〕") == "案件 [bold]〔2026〕"


def test_json_takes_a_name_that_is_no_text() -> None:
    assert plain({"a": ["x\udcff"]}) == {"a": ["x\\udcff"]}


def test_a_table_of_hostile_cells() -> None:
    output, out, _ = _output()
    output.table(("terminal.column.name",), [("[red]x[/red]\x1b[2J",), (Text("[b]y"),)])
    assert "[red]x[/red]\\u{1b}[2J" in out.getvalue()
    assert "[b]y" in out.getvalue()
    assert not any(line.endswith(" ") for line in out.getvalue().splitlines())


def test_findings_are_told_with_code_and_facts() -> None:
    output, out, _ = _output()
    output.findings([Finding("journal.tail-missing", "7", {"expected": 9, "found": 6})])
    assert out.getvalue().startswith(
        "7  From this entry on the journal was cut off.  [journal.tail-missing: expected 9"
    )


def test_a_path_is_written_once_however_often_it_is_told() -> None:
    output, out, _ = _output(json=True)
    ledger = Ledger(output, lambda path: path.startswith("/in"))
    for outcome in ("waiting", "waiting", "received", "twin"):
        ledger.note(FileOutcome("/in/a", outcome))  # type: ignore[arg-type]
    ledger.note(FileOutcome("/in/b", "failed", code="receive.source-changed"))
    ledger.note(FileOutcome("/elsewhere/c", "failed", code="receive.disk-full"))
    assert out.getvalue().count("\n") == 1
    ledger.settle()
    assert out.getvalue().count("\n") == 2
    assert ledger.exit_code() == 1


def test_the_worst_of_several_is_the_environment() -> None:
    assert worst([0, 3, 1]) == 3
    assert worst([1, 0]) == 1
    assert worst([]) == 0
