"""What the figures were measured on.

In: the folder measured in. Out: names and versions, in the order in which a reader asks for them.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import ssl
from datetime import UTC, datetime
from pathlib import Path

import psutil
from PySide6.QtCore import qVersion

from recorder_desk.tools.ffmpeg_media import FfmpegMedia
from recorder_desk.tools.programs import find_programs


def machine(place: Path) -> dict[str, str]:
    """The machine, its file system and the programs that matter."""
    return {
        "Measured on": datetime.now(UTC).date().isoformat(),
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "File system": _file_system(place),
        "System": f"{_system()}, kernel {platform.release()}",
        "Python": f"{platform.python_version()}, {ssl.OPENSSL_VERSION.rsplit(' ', 3)[0]}",
        "Qt": f"{qVersion()}, drawn offscreen",
        "SQLite": sqlite3.sqlite_version,
        "ffmpeg": FfmpegMedia(find_programs("")).version().removeprefix("ffmpeg "),
        "Load at the beginning": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    except OSError:
        return platform.system()


def _file_system(place: Path) -> str:
    """The kind of file system the longest matching mount point has."""
    real = str(place.resolve())
    mounts = [each for each in psutil.disk_partitions(all=True) if real.startswith(each.mountpoint)]
    best = max(mounts, key=lambda each: len(each.mountpoint), default=None)
    return f"{best.fstype} on {best.device}" if best else "unknown"
