"""A drop folder as nobody would wish for: names, kinds and sizes that break programs.

`make_hostile_folder` makes it and says, for each entry, what must become of it. The bytes of each
file differ from those of all others (but for hard links), so that none is a twin by accident.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path
from typing import Literal

from recorder_desk.domain.names import shown_path

Fate = Literal["received", "refused", "left"]

SPARSE_BYTES = (1 << 32) + 12345

# Each is made as a video (by its name) and must be received, whatever it is called.
NAMES: tuple[bytes, ...] = (
    b"plain.mp4",
    b"latin1-\xe9\xff.mp4",
    "国标-执法记录.mp4".encode("gb18030"),
    b"cut-\xe4\xb8.mp4",
    b"bell\x07escape\x1b[31mred.mp4",
    b"new\nline.mp4",
    b"carriage\rreturn.mp4",
    b"tab\tbackspace\x08.mp4",
    b"delete\x7f.mp4",
    "next-line-\u0085.mp4".encode(),
    "turned-\u202e4pm.fdp.mp4".encode(),
    "zero\u200bwidth\u200d\ufeff.mp4".encode(),
    "line\u2028para\u2029.mp4".encode(),
    "nbsp\u00a0and\u3000wide.mp4".encode(),
    "private\ue000unassigned\U000e0fff.mp4".encode(),
    "caf\u00e9.mp4".encode(),
    "cafe\u0301.mp4".encode(),
    b"Case.mp4",
    b"case.MP4",
    b"frame%03d.mp4",
    b"%s%n%%.mp4",
    b"{0.__class__}${HOME}$(id)`id`.mp4",
    b"-rf.mp4",
    b"--help.mp4",
    b'it\'s "quoted".mp4',
    b"back\\slash\\x41.mp4",
    b"<b>x<img src=x onerror=1>.mp4",
    b"&amp;&lt;.mp4",
    b"=1+1,'cmd'!A1.mp4",
    b"a:b|c*d?.mp4",
    b"CON.mp4",
    b" leading and  double space.mp4",
    b"trailing-space .mp4",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f6a8.mp4".encode(),
    "执法记录仪_济南_2026.mp4".encode(),
    b"concat:a|b.mp4",
    b"x" * 251 + b".mp4",
    "长".encode() * 83 + b"ab.mp4",
)

# Foreign names: the first bytes decide.
_FOREIGN: tuple[tuple[bytes, bool], ...] = (
    (b"dot-at-the-end.mp4.", True),
    (b"space-at-the-end.mp4 ", True),
    (b"no-ending", True),
    (b"program.exe", False),
    (b"notes.txt", False),
    (b"playlist.m3u8", False),
    (b"page.html", False),
)


def make_hostile_folder(folder: Path, *, sparse: bool = False) -> dict[str, Fate]:
    """Fill an empty folder with some sixty hostile entries; path in stored form -> expected fate.

    `sparse` adds a file of more than 4 GiB that takes no room (hashing it takes its time). Names
    that the file system refuses are left out, and so from the answer. An unreadable file and folder
    are only made where the caller is not root, whom no mode stops.
    """
    fates: dict[str, Fate] = {}
    top = os.fsencode(folder)
    for name in NAMES:
        if _make(top + b"/" + name, _media(name)):
            fates[_stored(top, name)] = "received"
    for name, media in _FOREIGN:
        if _make(top + b"/" + name, _media(name) if media else b"#EXTM3U <html>\n" + name + b"\n"):
            fates[_stored(top, name)] = "received" if media else "refused"
    _make_plain_oddities(top, fates)
    if sys.platform != "win32":
        _make_no_files(top, fates)
        _make_unreadable(top, fates)
    if sparse:
        path = top + b"/sparse.mp4"
        _make(path, _media(b"sparse"))
        os.truncate(path, SPARSE_BYTES)
        fates[_stored(top, b"sparse.mp4")] = "received"
    return fates


def _make_plain_oddities(top: bytes, fates: dict[str, Fate]) -> None:
    _make(top + b"/empty.mp4", b"")
    _make(top + b"/hard-a.mp4", _media(b"hard"))
    os.link(top + b"/hard-a.mp4", top + b"/hard-b.mp4")
    os.mkdir(top + b"/folder.mp4")
    _make(top + b"/folder.mp4/inside.mp4", _media(b"inside"))
    for name in (b"empty.mp4", b"hard-a.mp4", b"hard-b.mp4", b"folder.mp4/inside.mp4"):
        fates[_stored(top, name)] = "received"
    for name in (b".hidden.mp4", b"growing.mp4.part", b"~lock.mp4", b"backup.mp4~"):
        _make(top + b"/" + name, _media(name))
        fates[_stored(top, name)] = "left"
    os.mkdir(top + b"/.Trashes")
    _make(top + b"/.Trashes/thrown-away.mp4", _media(b"thrown away"))
    fates[_stored(top, b".Trashes")] = "left"


def _make_no_files(top: bytes, fates: dict[str, Fate]) -> None:
    os.mkfifo(top + b"/fifo.mp4")
    here = os.getcwd()
    os.chdir(top)  # a socket's path may not be longer than 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(b"socket.mp4")
    finally:
        os.chdir(here)
    os.symlink(b"plain.mp4", top + b"/link-to-file.mp4")
    os.symlink(b"folder.mp4", top + b"/link-to-folder")
    os.symlink(b"nowhere", top + b"/dangling.mp4")
    os.symlink(b"round.mp4", top + b"/round.mp4")
    os.symlink(b"..", top + b"/up")
    for name in (b"fifo.mp4", b"socket.mp4", b"link-to-file.mp4", b"link-to-folder", b"dangling.mp4"):
        fates[_stored(top, name)] = "left"
    for name in (b"round.mp4", b"up"):
        fates[_stored(top, name)] = "left"


def _make_unreadable(top: bytes, fates: dict[str, Fate]) -> None:
    if os.geteuid() == 0:
        return
    _make(top + b"/unreadable.mp4", _media(b"unreadable"))
    os.chmod(top + b"/unreadable.mp4", 0)
    os.mkdir(top + b"/unreadable-folder", 0)
    fates[_stored(top, b"unreadable.mp4")] = fates[_stored(top, b"unreadable-folder")] = "left"


def _make(path: bytes, content: bytes) -> bool:
    """Whether the file system lets such a name be, as a file of its own."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except (OSError, UnicodeDecodeError):
        return False
    with open(descriptor, "wb") as file:
        file.write(content)
    os.utime(path, (1_780_000_000, 1_780_000_000))
    return True


def _media(seed: bytes) -> bytes:
    """A little WAV whose samples are the seed: media by its first bytes, and nobody's twin."""
    samples = (seed * 64)[:8000]
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    body = form + struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI4s", b"RIFF", 4 + len(body), b"WAVE") + body


def _stored(top: bytes, name: bytes) -> str:
    return shown_path(os.fsdecode(top + b"/" + name))


HOSTILE_CELLS = (
    "=1+1", '=HYPERLINK("http://example.invalid","x")', "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)", "＝1+1",
    "＠SUM(1)", "'=1+1", 'a","=1+1', "a;=1+1", "line\n=1+1",
)  # fmt: skip
"""Texts that a spreadsheet would compute, or that would break out of their cell."""
