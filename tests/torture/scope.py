"""How much of the torture suite runs: a cut of it (`make test`), or all of it (`make torture`)."""

from __future__ import annotations

import os
from collections.abc import Callable

FULL = os.environ.get("RECORDER_DESK_TORTURE") == "full"

Figures = Callable[[str, object], None]
"""pytest's `record_property`: what is recorded as `torture` is printed at the end of `make torture`."""
