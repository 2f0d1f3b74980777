"""Starting the program as it is started once installed: with its byte code compiled, drawn offscreen.

In: a command. Out: its output. Whatever the caller's environment says of byte code is overruled, so that the
measurement does not depend on it; the first start of a measurement compiles and is not counted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

WAIT_SECONDS = 600
BYTE_CODE = Path(tempfile.gettempdir()) / f"recorder-desk-bench-{os.getpid()}"


def python(*arguments: str) -> str:
    """Run Python on these arguments; its standard output. Raises RuntimeError with the end of what it complained."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(BYTE_CODE), "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "1"}
    done = subprocess.run(
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, env=environment, text=True, timeout=WAIT_SECONDS,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout
