"""Reading text files of other programs: UTF-8, UTF-16 with its mark, or GB 18030 (GBK), as offices often have them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from recorder_desk.errors import DeskError

_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_UNLIKELY = re.compile(r"[\u0100-\u07ff]")
"""Two bytes in UTF-8, as a Chinese character is two in GBK: short GBK texts are often valid UTF-8 of this kind."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text and how it was written: `utf-8`, `utf-16`, `gb18030`."""

    text: str
    encoding: str


def read_text(data: bytes) -> ReadText:
    """The text of a file, without its mark. Raises DeskError `table.encoding` where it is none of these."""
    found = _decoded(data)
    if "\x00" in found.text:  # UTF-16 without its mark, UTF-32, or no text at all
        raise DeskError("table.encoding", place=max(0, data.find(b"\x00")))
    return found


def _decoded(data: bytes) -> ReadText:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return ReadText(data.decode("utf-16"), "utf-16")
        text = data.decode("utf-8-sig")
        if _CHINESE.search(text) or not _UNLIKELY.search(text):
            return ReadText(text, "utf-8")
        return _gbk(data) or ReadText(text, "utf-8")
    except UnicodeDecodeError as error:
        found = None if _utf8_so_far(data[: error.start]) else _gbk(data)
        if found is None:
            raise DeskError("table.encoding", place=error.start) from error
        return found


def _utf8_so_far(data: bytes) -> bool:
    """Whether what could be read is UTF-8 beyond doubt: the rest is damaged then, and GBK would make nonsense of it."""
    return len(_CHINESE.findall(data.decode("utf-8", "ignore"))) > 1


def _gbk(data: bytes) -> ReadText | None:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return ReadText(text, "gb18030") if "\x00" not in text else None
