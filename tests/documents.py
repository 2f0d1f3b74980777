"""Reading our own Markdown: links, anchors, fenced blocks, words in backticks; and typing in what it shows.

In: a file. Out: what it claims, in a form a test can compare with the program.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_FENCE = re.compile(r"^( *)(```+|~~~+) *([\w-]*)[^\n]*\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(!?)\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^()\s]+)\)")
_CODE = re.compile(r"(`+)(.+?)\1")
_SENTINEL = "\x1e"


def documents() -> list[Path]:
    """Every Markdown file that is ours."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def prose(path: Path) -> str:
    """A file without its fenced and indented blocks."""
    text = _FENCE.sub("", path.read_text("utf-8"))
    return "\n".join(line for line in text.split("\n") if not line.startswith("    "))


@dataclass(frozen=True, slots=True)
class Link:
    """Where a file points: `target` without its anchor."""

    target: str
    anchor: str
    picture: bool


def links(path: Path) -> Iterator[Link]:
    """Every link and picture that stays within the tree."""
    for picture, whole in _LINK.findall(_CODE.sub("", prose(path))):
        if not re.match(r"[a-z]+:", whole):
            target, _, anchor = whole.partition("#")
            yield Link(target, anchor, bool(picture))


def anchors(path: Path) -> set[str]:
    """The anchors of a file's headings, as the usual viewers make them."""
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?) *$", _FENCE.sub("", path.read_text("utf-8")), re.MULTILINE):
        plain = re.sub(r"[`*]", "", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


def words(path: Path) -> Iterator[str]:
    """Everything in backticks, outside blocks."""
    yield from (each[1].strip() for each in _CODE.findall(prose(path)))


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return [body for _, _, named, body in _FENCE.findall(path.read_text("utf-8")) if named == language]


@dataclass(frozen=True, slots=True)
class Typed:
    """A command and what the document says it prints."""

    command: str
    expected: tuple[str, ...]


def session(block: str) -> list[Typed]:
    """The commands of a console block, each with its printed lines."""
    found: list[Typed] = []
    for line in block.rstrip("\n").split("\n"):
        if line.startswith("$ "):
            found.append(Typed(line[2:], ()))
        else:
            found[-1] = Typed(found[-1].command, (*found[-1].expected, line.rstrip()))
    return found


def matches(expected: tuple[str, ...], printed: str) -> bool:
    """Whether output is as shown: `…` alone is any number of lines, within a line any text."""
    pattern = ""
    for line in expected:
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += ".*".join(map(re.escape, line.split("…"))).replace(r"\ .*", " *.*") + r"\n"
    lines = [line.rstrip() for line in printed.splitlines()]
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


TYPING_SECONDS = 1500
"""A console has some two hundred commands, and each starts the program."""


def typed_in(commands: list[str], place: Path, home: Path, language: str = "C.UTF-8") -> list[str]:
    """What one shell prints for each of these commands, typed one after the other in `place`."""
    script = "".join(f"{each}\n__code=$?; printf '\\x1e\\n'; (exit $__code)\n" for each in commands)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("RECORDER_DESK", "LC_"))}
    environment |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}",
        "LANG": language,
        "RECORDER_DESK_HOME": str(home),
    }
    done = subprocess.run(
        ["bash", "-s"],
        input=script,
        cwd=place,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=TYPING_SECONDS,
        check=False,
    )
    return [part.removeprefix("\n") for part in done.stdout.split(_SENTINEL)[: len(commands)]]
