"""The peers of receiving: what somebody careful does with two programs of the system.

In: a folder to copy. Out: seconds for copying and flushing, and seconds until both sides were compared.
"""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from bench.sources import drop_pages


@dataclass(frozen=True, slots=True)
class ByHand:
    """Seconds of `cp -r && sync`, and of the whole: copy, flush, drop the copy's pages, `sha512sum` both sides."""

    copied: float
    compared: float


def copy_by_hand(source: Path, target: Path) -> ByHand:
    """Do it. The source stays in the page cache after the copy, as it would for anybody."""
    began = time.perf_counter()
    subprocess.run(["sh", "-c", 'cp -r "$1" "$2" && sync', "sh", str(source), str(target)], check=True)
    copied = time.perf_counter() - began
    drop_pages(target)
    if sums(source) != sums(target):
        raise RuntimeError("the copy by hand differs")
    return ByHand(copied, time.perf_counter() - began)


def sums(folder: Path) -> list[bytes]:
    """`sha512sum` of every file below a folder: its lines, sorted."""
    said = subprocess.run(
        ["sh", "-c", 'cd "$1" && find . -type f -print0 | xargs -0 sha512sum', "sh", str(folder)],
        check=True,
        capture_output=True,
    ).stdout
    return sorted(said.splitlines())
