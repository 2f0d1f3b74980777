"""What only the operating system can give: libraries that Qt loads, `ensurepip`, a font with Chinese.

In: this machine. Out: nothing is missing, or SetupError with the one line that provides it. Libraries are
looked for by loading them, not by package name, so the check holds on any Linux; packages are installed only
with apt, and only as root or with a sudo that asks no password.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from failure import NEEDS_INSTALLING, SetupError

LIBRARIES = (  # what Qt's wheels link to and do not bring; Debian's package, newer name first
    ("libGL.so.1", ("libgl1",)),
    ("libEGL.so.1", ("libegl1",)),
    ("libxkbcommon.so.0", ("libxkbcommon0",)),
    ("libdbus-1.so.3", ("libdbus-1-3",)),
    ("libfontconfig.so.1", ("libfontconfig1",)),
    ("libglib-2.0.so.0", ("libglib2.0-0t64", "libglib2.0-0")),
    ("libpulse.so.0", ("libpulse0",)),  # QtMultimedia does not even import without it
    ("libXrandr.so.2", ("libxrandr2",)),
    ("libxcb-cursor.so.0", ("libxcb-cursor0",)),  # from here on: a window on an X screen
    ("libxcb-icccm.so.4", ("libxcb-icccm4",)),
    ("libxcb-keysyms.so.1", ("libxcb-keysyms1",)),
    ("libxcb-shape.so.0", ("libxcb-shape0",)),
    ("libxkbcommon-x11.so.0", ("libxkbcommon-x11-0",)),
)
FONT_PACKAGE = ("fonts-noto-cjk",)
FONT_PLACES = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FONT_NAMES = ("*CJK*", "*SourceHan*", "*wqy*", "*uming*", "*ukai*", "*DroidSansFallback*")
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0", "-qq")


def provide() -> None:
    """Make sure of what the operating system must give. Raises SetupError when a person has to install it."""
    missing = lacking()
    if not missing:
        return
    if shutil.which("apt-get") is None:
        raise SetupError(
            f"Recorder Desk needs from this system: {', '.join(missing)}.\n"
            "Install the packages that hold them, then run the same command again.",
            NEEDS_INSTALLING,
        )
    privilege = privileges()
    packages = [known(names) for names in missing.values()]
    if privilege is None:
        raise SetupError(
            f"Recorder Desk needs from this system: {', '.join(missing)}.\n"
            f"Run this line, then the same command again:\n\n    {line(packages)}\n",
            NEEDS_INSTALLING,
        )
    install(privilege, missing)
    still = lacking()
    if still:
        raise SetupError(f"Installed, and still not found: {', '.join(still)}.", NEEDS_INSTALLING)


def lacking() -> dict[str, tuple[str, ...]]:
    """What is missing here -> the names its Debian package goes by, the newer first."""
    missing: dict[str, tuple[str, ...]] = {}
    if importlib.util.find_spec("ensurepip") is None:
        major, minor = sys.version_info[:2]
        missing["Python's ensurepip"] = (f"python{major}.{minor}-venv",)
    if sys.platform.startswith("linux"):
        missing |= {soname: names for soname, names in LIBRARIES if not loads(soname)}
        if not has_chinese_font():
            missing["a font with Chinese characters"] = FONT_PACKAGE
    return missing


def loads(soname: str) -> bool:
    """Whether the dynamic loader finds this library, wherever it is installed."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def has_chinese_font() -> bool:
    """Whether Chinese can be drawn: fontconfig's word for it, or a font file of a known name."""
    if shutil.which("fc-list"):
        listed = subprocess.run(
            ["fc-list", ":lang=zh-cn", "family"], capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
        return bool(listed.stdout.strip())
    places = [Path(place).expanduser() for place in FONT_PLACES]
    return any(any(place.rglob(name)) for place in places if place.is_dir() for name in FONT_NAMES)


def privileges() -> tuple[str, ...] | None:
    """What to put before apt-get to be allowed to install; None when nobody without a password may."""
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and quiet("sudo", "-n", "true"):
        return ("sudo", "-n")
    return None


def install(privilege: tuple[str, ...], missing: dict[str, tuple[str, ...]]) -> None:
    """Install the packages; the package lists are fetched only when they lack one, or installing failed."""
    fetched = False
    if not all(any(is_known(name) for name in names) for names in missing.values()):
        fetched = apt(privilege, "update")
    packages = [known(names) for names in missing.values()]
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    arguments = ("install", "-y", "--no-install-recommends", *packages)
    if apt(privilege, *arguments):
        return
    if fetched or not apt(privilege, "update") or not apt(privilege, *arguments):
        raise SetupError(f"The system packages could not be installed. By hand:\n\n    {line(packages)}\n")


def apt(privilege: tuple[str, ...], *arguments: str) -> bool:
    """Run apt-get without questions; its complaints stay visible."""
    quietly = ("env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8")
    command = [*privilege, *quietly, *APT, *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def known(names: tuple[str, ...]) -> str:
    """The name this release uses: the first that apt knows, else the oldest (later releases provide it)."""
    return next((name for name in names if is_known(name)), names[-1])


def is_known(name: str) -> bool:
    """Whether apt's lists hold a package of this name."""
    return quiet("apt-cache", "show", "--no-all-versions", name)


def quiet(*command: str) -> bool:
    """Whether a command succeeds, without a word from it."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode == 0


def line(packages: list[str]) -> str:
    """The one line a person runs to install packages, with sudo where there is one."""
    update, add = "apt-get update", f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if os.geteuid() == 0:
        return f"{update} && {add}"
    if shutil.which("sudo"):
        return f"sudo {update} && sudo {add}"
    return f'su -c "{update} && {add}"'
