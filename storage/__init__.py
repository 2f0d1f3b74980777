"""What lasts: an adapter above the core. SQLite for the catalogue, bytes on disk for the vault."""

from __future__ import annotations

import sys

if "numpy" not in sys.modules:  # sqlite_utils takes it along where it is installed: a fifth of a second at every start
    sys.modules["numpy"] = None  # type: ignore[assignment]
    import sqlite_utils  # noqa: F401

    del sys.modules["numpy"]
