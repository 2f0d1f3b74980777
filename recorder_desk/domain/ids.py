"""Identifiers that need no coordination between stations: UUID version 7 (RFC 9562, 5.7)."""

from __future__ import annotations

import os
import threading
import time
import uuid

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A fresh UUIDv7 in its usual 36-character form; ids made by one process sort by age.

    48 bits of Unix milliseconds, then 12 bits of sub-millisecond clock raised when two ids would
    tie (RFC 9562, 6.2 method 3), then 62 random bits.
    """
    global _last
    with _lock:
        ticks = max((time.time_ns() << 12) // 1_000_000, _last + 1)
        _last = ticks
    milliseconds, fraction = ticks >> 12, ticks & 0xFFF
    random_bits = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    value = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | random_bits
    return str(uuid.UUID(int=value))
