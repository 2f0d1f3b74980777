"""The grammars of file names in force: the bureau's own first, then those the program ships.

In: TOML files. Out: `Grammars`, with a digest that tells whether names were read by these. The form of a file is
in docs/file-names.md; every file that ships brings examples, and they are tested.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from recorder_desk.domain.file_names import Grammar, NamedFile, RecordingName, TimeBasis, read_name
from recorder_desk.errors import DeskError
from resources import folder

_KNOWN = {"version", "templates", "time", "important_folders", "important_kinds", "example"}


@dataclass(frozen=True, slots=True)
class Grammars:
    """In the order in which they are tried. `digest` is '' for none at all."""

    grammars: tuple[Grammar, ...]
    digest: str

    def names(self, paths: Iterable[tuple[str, str]]) -> tuple[RecordingName, ...]:
        """What the names of recordings tell, from pairs of a recording and its path in stored form."""
        return tuple(RecordingName(recording, self.read(path) or NamedFile()) for recording, path in paths)

    def read(self, path: str) -> NamedFile | None:
        """What the name of a file tells (`path` in stored form)."""
        return read_name(path, self.grammars)


def grammars_in_force(own: Path) -> Grammars:
    """The bureau's own (`*.toml` in a folder of the home, by name) and then the shipped ones.

    Raises DeskError `names.unreadable`, `names.bad-template` with the file.
    """
    return _gather((*_own(own), *shipped_texts()))


def shipped_grammars() -> Grammars:
    """Those the program ships."""
    return _gather(shipped_texts())


def shipped_texts() -> tuple[tuple[str, str], ...]:
    """(name, text) of each shipped file, in order."""
    entries = sorted(folder("file_names").iterdir(), key=lambda each: each.name)
    return tuple(
        (each.name.removesuffix(".toml"), each.read_text("utf-8")) for each in entries if each.name.endswith(".toml")
    )


def _own(place: Path) -> tuple[tuple[str, str], ...]:
    try:
        paths = sorted(each for each in place.iterdir() if each.suffix == ".toml")
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise DeskError("names.unreadable", blame="environment", path=str(place), reason=str(error.strerror)) from error
    return tuple((each.stem, _text(each)) for each in paths)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError("names.unreadable", blame="environment", path=str(path), reason=str(error)) from error


def _gather(texts: Iterable[tuple[str, str]]) -> Grammars:
    known = tuple(texts)
    digest = hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in known).encode()).hexdigest()
    return Grammars(tuple(read_grammar(name, text) for name, text in known), digest[:16] if known else "")


def read_grammar(name: str, text: str) -> Grammar:
    """A grammar from its file. Raises DeskError `names.unreadable`, `names.bad-template`, naming the file."""
    try:
        table: dict[str, Any] = tomllib.loads(text)
        if set(table) - _KNOWN or table.get("time", "local") not in ("local", "utc"):
            raise ValueError(f"unknown: {', '.join(sorted(set(table) - _KNOWN)) or table['time']}")
        grammar = Grammar(
            name=name.lstrip("0123456789-") or name,
            version=int(table["version"]),
            templates=_texts(table, "templates"),
            time=cast(TimeBasis, table.get("time", "local")),
            important_folders=_texts(table, "important_folders"),
            important_kinds=tuple(each.lower() for each in _texts(table, "important_kinds")),
        )
        if not grammar.templates:
            raise ValueError("no templates")
        assert grammar.patterns
    except (ValueError, KeyError, TypeError) as error:
        raise DeskError("names.unreadable", blame="environment", path=f"{name}.toml", reason=str(error)) from error
    except DeskError as error:
        raise DeskError(error.code, blame="environment", path=f"{name}.toml", **error.facts) from error
    return grammar


def _texts(table: dict[str, Any], key: str) -> tuple[str, ...]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError(f"{key} is not a list of texts")
    return tuple(found)
