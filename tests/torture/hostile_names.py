"""Names that break programs, made by chance from a seed: the same seed gives the same names.

In: how many. Out: a card filled with them, and for each what must become of it. The sixty entries written by
hand (`tests/hostile.py`) are among them; devices, links that lead out and paths too long to open are added.
"""

from __future__ import annotations

import os
import random
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from recorder_desk.domain.names import raw, shown, shown_path
from tests.hostile import Fate, make_hostile_folder

SETTLED = (1_780_000_000, 1_780_000_000)
ENDINGS = (b".mp4", b".MP4", b".wav", b".JPG", b".mkv", b".3gp", b".ts", b".log")
PIECES: tuple[bytes, ...] = (
    # markup, and what asks a program to fetch something
    b"<b>", b"</b>", b"<img src=beacon.png>", b"<a href=x>", b"&lt;", b"&#x41;", b"<!--", b"]]>", b"<script>alert(1)",
    b"![x](beacon.png)", b"**x**", b"<style>*{color:red}", b"[bold red]", b"[link=x]", b":bomb:",
    # templates, shells, formats, formulas, queries
    b"%s", b"%n", b"%03d", b"%%", b"{0}", b"{name}", b"{0.__class__.__mro__}", b"${HOME}", b"$(id)", b"`id`", b"$x",
    b"=1+1", b"+1", b"-1", b"@SUM(A1)", b"=cmd|'!A1", b"'", b'"', b"''--", b"; DROP TABLE recordings; --", b"NEAR(",
    b" OR 1=1", b"*", b"name:", b"^x", b"AND", b"NOT ", b"\\", b"\\\\", b"\\x41", b"\\u{202e}", b"\\n", b"\\0",
    # what other systems keep for themselves
    b"CON", b"aux", b"NUL.", b"a:b", b"|", b"?", b"...", b" ", b"  ", b"-", b"--", b"-rf ", b"..", b"a~1", b"%2e%2e%2f",
    # control codes
    b"\x01", b"\x07", b"\x08", b"\t", b"\n", b"\r\n", b"\x0b", b"\x1b[31m", b"\x1b]0;t\x07", b"\x1b[2J", b"\x7f",
    b"\xc2\x85", b"\xc2\x9b31m", b"\xc2\xad",
    # bytes that are no UTF-8
    b"\xff", b"\xfe\xff", b"\xe4\xb8", b"\xc0\xaf", b"\xed\xa0\x80", b"\xed\xb3\xbf", b"\xf4\x90\x80\x80", b"\xe9",
    "执法".encode("gb18030"), "記録".encode("shift_jis"), b"\x80\x81",
    # turning, hiding, joining, looking like another
    *(text.encode() for text in (
        "\u202e4pm", "\u2066a\u2069", "\u200e", "\u200f", "\u200b", "\u200d", "\u2060", "\ufeff", "\u2028", "\u2029",
        "\u00a0", "\u3000", "\u1680", "\ue000", "\U000f0000", "\U000e0041", "\ufff9", "\ufffd", "\ufffe", "\uffff",
        "e\u0301", "\u00e9", "\u212b", "\u00c5", "ﬁ", "ſ", "İ", "ı", "ß", "Σς", "Ⅷ", "①", "½", "²", "ª", "℀", "㍿",
        "аdmin", "рaypal", "ＡＢ", "Z" + "\u0335" * 30, "\u0ddd\u0dca", "नमस्ते", "ไทย", "مرحبا", "שלום", "한글", "가",
        "执法记录仪", "佛山", "𠮷野", "㐀", "\U0002f800", "👨‍👩‍👧", "🚨", "🇨🇳", "☠\ufe0f", "𝔐𝕡𝟜", "\u0e33", "ᄀ" * 4,
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """A filled folder: what must become of each entry, by its path in stored form."""

    folder: Path
    fates: dict[str, Fate]

    def names(self, fate: Fate = "received") -> list[str]:
        """The names in stored form of the entries with this fate."""
        return sorted(shown(os.path.basename(os.fsencode(path))) for path in self.paths(fate))

    def paths(self, fate: Fate = "received") -> list[Path]:
        """The paths, as the file system has them, of the entries with this fate."""
        return [Path(raw(path)) for path, each in self.fates.items() if each == fate]


def made_names(count: int, seed: int) -> list[bytes]:
    """So many different names; none that is temporary by its name, none longer than 255 bytes."""
    chance = random.Random(seed)
    names: dict[bytes, None] = {}
    while len(names) < count:
        names[_name(chance)] = None
    return list(names)


def _name(chance: random.Random) -> bytes:
    while True:
        way = chance.random()
        if way < 0.7:
            stem = b"".join(chance.choices(PIECES, k=chance.randint(1, 6)))
        elif way < 0.85:
            stem = chance.randbytes(chance.randint(1, 60))
        else:
            stem = "".join(map(_character, [chance] * chance.randint(1, 30))).encode()
        ending = chance.choice(ENDINGS)
        stem = (stem * (255 if chance.random() < 0.03 else 1))[: 255 - len(ending)]
        stem = stem.replace(b"/", b"_").replace(b"\0", b"_").lstrip(b".~")
        if stem:
            return stem + ending


def _character(chance: random.Random) -> str:
    while True:
        one = chr(chance.choice((chance.randrange(0x3000), chance.randrange(0x110000))))
        if unicodedata.category(one) != "Cs":
            return one


def fill(folder: Path, count: int, seed: int = 1) -> Card:
    """Fill an empty folder. Names a file system refuses (exFAT) are left out, and so from the answer."""
    fates = make_hostile_folder(folder)
    top = os.fsencode(folder)
    for number, name in enumerate(made_names(count, seed)):
        _put(top, name, number, fates)
    for number, name in enumerate(made_names(count // 12, seed + 1)):
        below = top + b"/" + name[:200] + b".d"
        try:
            os.mkdir(below)
        except OSError:
            continue
        _put(below, b"inside-" + name[:60] + b".mp4", count + number, fates)
    _make_what_is_no_recording(top, fates)
    return Card(folder, fates)


def _put(folder: bytes, name: bytes, number: int, fates: dict[str, Fate]) -> None:
    path = folder + b"/" + name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except OSError:
        return
    with open(descriptor, "wb") as file:
        file.write(b"recording %d of " % number + name)
    os.utime(path, SETTLED)
    fates[shown_path(os.fsdecode(path))] = "received"


def _make_what_is_no_recording(top: bytes, fates: dict[str, Fate]) -> None:
    for name, target in (
        (b"passwd.mp4", b"/etc/passwd"),
        (b"zero.mp4", b"/dev/zero"),
        (b"self.mp4", b"/proc/self/mem"),
    ):
        _made(fates, top + b"/" + name, lambda path, target=target: os.symlink(target, path))  # type: ignore[misc]
    _made(fates, top + b"/etc-link", lambda path: os.symlink(b"/etc", path))
    if os.geteuid() == 0:
        null, zero = os.makedev(1, 3), os.makedev(1, 5)
        _made(fates, top + b"/null.mp4", lambda path: os.mknod(path, 0o644 | stat.S_IFCHR, null))
        _made(fates, top + b"/zero-device.mp4", lambda path: os.mknod(path, 0o644 | stat.S_IFCHR, zero))
        _made(fates, top + b"/block.mp4", lambda path: os.mknod(path, 0o644 | stat.S_IFBLK, os.makedev(240, 240)))


def _made(fates: dict[str, Fate], path: bytes, make: object) -> None:
    assert callable(make)
    try:
        make(path)
    except OSError:
        return
    fates[shown_path(os.fsdecode(path))] = "left"
