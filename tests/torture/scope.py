"""How much of the torture suite runs: a cut of it (`make test`), or all of it (`make torture`)."""

from __future__ import annotations

import os

FULL = os.environ.get("RECORDER_DESK_TORTURE") == "full"
