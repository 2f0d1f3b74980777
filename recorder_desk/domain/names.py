r"""File names as one reversible text.

A recorder may write any bytes as a name. We keep exactly one form of it: printable characters as
they are, everything else escaped, so that what is stored can be shown safely and turned back.

    \\        a backslash            \x41      a byte that is not UTF-8
    \u{202e}  a character that cannot be seen or that turns the text round
"""

from __future__ import annotations

import os
import re
import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_ESCAPE = re.compile(r"\\(?:\\|x([0-9a-f]{2})|u\{([0-9a-f]{1,6})\})")


def shown(name: str | bytes) -> str:
    """A name or path as stored and shown. Text may hold surrogate escapes (`os.fsdecode`)."""
    text = name.decode("utf-8", "surrogateescape") if isinstance(name, bytes) else name
    return "".join(map(_escape, text)) if not text.isalnum() else text


def _escape(char: str) -> str:
    if char == "\\":
        return "\\\\"
    if "\udc80" <= char <= "\udcff":
        return f"\\x{ord(char) - 0xDC00:02x}"
    if char < "\x7f" and char >= " ":
        return char
    if unicodedata.category(char) in _HIDDEN or (char.isspace() and char != "\u3000"):
        return f"\\u{{{ord(char):x}}}"
    return char


def raw(text: str) -> str:
    """The name as the file system has it (with surrogate escapes), from its stored form."""
    return _ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    byte, point = match.groups()
    if byte:
        return chr(0xDC00 + int(byte, 16))
    return chr(int(point, 16)) if point else "\\"


def shown_path(path: str | os.PathLike[str]) -> str:
    """A whole path in stored form; on Windows with forward slashes, so that none needs escaping."""
    text = os.fspath(path)
    return shown(text.replace(os.sep, "/") if os.sep != "/" else text)
