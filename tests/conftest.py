"""What every test stands on: no screen, no sound, one language, nobody's own home."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ.pop("RECORDER_DESK_HOME", None)
os.environ.pop("RECORDER_DESK_FAULT", None)


@pytest.fixture(autouse=True)
def _nobodys_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that forgets `--home` must not write into the home of whoever runs it."""
    stray: Path = tmp_path_factory.getbasetemp() / "nobodys-home"
    monkeypatch.setenv("XDG_DATA_HOME", str(stray))
    yield
    assert not stray.exists(), "a test wrote into the default home"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The torture's figures, and in one line at the very end what this machine could not show, with the reasons."""
    for report in (each for kind in ("passed", "failed") for each in terminalreporter.stats.get(kind, [])):
        for name, line in report.user_properties if report.when == "call" else ():
            if name == "torture" and os.environ.get("RECORDER_DESK_TORTURE") == "full":
                terminalreporter.write_line(line)
    reasons = Counter(
        report.longrepr[2].partition("NOT PROVEN here")[2].strip(" :")
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and "NOT PROVEN here" in report.longrepr[2]
    )
    if reasons:
        told = "; ".join(f"{count} × {reason or 'no reason told'}" for reason, count in reasons.items())
        terminalreporter.write_line(f"NOT PROVEN here: {reasons.total()} tests ({told})", yellow=True)
