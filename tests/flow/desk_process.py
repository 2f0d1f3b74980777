"""Running the real program as another process, so that it can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def environment(**more: str) -> dict[str, str]:
    """What a desk process needs of ours, and nothing of the person's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RECORDER_DESK_")}
    return {
        **kept,
        "QT_QPA_PLATFORM": "offscreen",
        "LANG": "C.UTF-8",
        "PYTHONWARNINGS": "error::ResourceWarning",
        **more,
    }


def command(home: Path, *words: str) -> list[str]:
    """The command line of a verb on a home."""
    return [sys.executable, "-m", "ui", "--home", str(home), *words]


def run(home: Path, *words: str, fault: str = "", timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end; `fault` names the place where the process is to die."""
    more = {"RECORDER_DESK_FAULT": fault} if fault else {}
    return subprocess.run(
        command(home, *words), env=environment(**more), capture_output=True, text=True, timeout=timeout, check=False
    )


def answer(home: Path, *words: str) -> Any:
    """What a verb prints as JSON; the verb must end well."""
    done = run(home, "--json", *words)
    assert done.returncode == 0, f"{words}: {done.returncode}\n{done.stderr[-2000:]}"
    return json.loads(done.stdout)
