"""Calling the program's own front door, and judging what it says to a person and to a program.

In: a home and the words of a call. Out: exit code and output; for a code, its sentence in both languages.
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.flow.desk_process import command, environment
from ui.phrases import LANGUAGES
from ui.start import main

KEYS = {"path", "outcome", "recording", "digest", "bytes", "code"}
_CHINESE = re.compile("[\u4e00-\u9fff]")
_DROP_FROM_BOUNDING_SET, _DAC_OVERRIDE, _DAC_READ_SEARCH = 24, 1, 2


@dataclass(frozen=True, slots=True)
class Told:
    """How a call ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """JSON, one object a line; every path in one line only, with the keys that were promised."""
        told = [json.loads(line) for line in self.out.splitlines()]
        assert all(line.keys() == KEYS for line in told), told
        assert len({line["path"] for line in told}) == len(told), told
        return told

    @property
    def fates(self) -> dict[str, tuple[str, str]]:
        """Outcome and code by the name of the file."""
        return {line["path"].rpartition("/")[2]: (line["outcome"], line["code"]) for line in self.lines}

    @property
    def document(self) -> Any:
        """The one JSON document of a call."""
        return json.loads(self.out)


def quick_home(path: Path, **settings: object) -> Path:
    """A home that need not wait long for files to settle and keeps no reserve on the disk."""
    path.mkdir(parents=True, exist_ok=True)
    chosen = {"settle_seconds": 0.1, "reserve_bytes": 0, **settings}
    path.joinpath("settings.toml").write_text("".join(f"{k} = {json.dumps(v)}\n" for k, v in chosen.items()), "utf-8")
    return path


def call(home: Path, *words: str | Path) -> Told:
    """One call through the front door, in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["--home", str(home), *(os.fspath(word) for word in words)])
    return Told(code, *(each.buffer.getvalue().decode() for each in (out, err)))


def process(home: Path, *words: str | Path, before: Callable[[], None] | None = None, **more: str) -> Told:
    """One call as another process; `before` runs in it before the program does."""
    done = subprocess.run(
        command(home, *(os.fspath(word) for word in words)),
        env=environment(**more),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        preexec_fn=before,
    )
    return Told(done.returncode, done.stdout, done.stderr)


def without_roots_rights() -> None:
    """Modes stop root, too, from here on (run it in a child, before the program)."""
    if os.geteuid() == 0:
        for right in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
            if ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDING_SET, right, 0, 0, 0):
                raise OSError("root's rights cannot be dropped")


def said(code: str, speak: Callable[[str], Told], *or_else: str) -> str:
    """Assert that a call tells `code` (or another of those) as a sentence in each language; the English one.

    A sentence is no bare code, has every place filled in, and is followed by its code.
    """
    codes = "|".join(map(re.escape, (code, *or_else)))
    sentences: dict[str, str] = {}
    for language in LANGUAGES:
        told = speak(language)
        found = re.search(rf"(?m)^(.*\S)  \[(?:{codes})[\]:]", told.err + told.out)
        assert found, f"{code} is not told in {language}:\n{told.out}\n{told.err}"
        sentence = sentences[language] = found[1].strip()
        assert len(sentence) > 10 and not re.search(codes, sentence), sentence
        assert not re.search("[{}…]", sentence), f"not filled in: {sentence}"
        assert "Traceback" not in told.err
    assert _CHINESE.search(sentences["zh_CN"]) and not _CHINESE.search(sentences["en"]), sentences
    return sentences["en"]


def tree(folder: Path) -> dict[bytes, tuple[object, ...]]:
    """Everything below a folder as it is: kinds, modes, times, contents. Nothing is opened but plain files."""
    found: dict[bytes, tuple[object, ...]] = {}
    for place, folders, files in os.walk(os.fsencode(folder)):
        for name in (*folders, *files):
            path = os.path.join(place, name)
            state = os.lstat(path)
            content: object = os.readlink(path) if stat.S_ISLNK(state.st_mode) else ""
            if stat.S_ISREG(state.st_mode) and os.access(path, os.R_OK):
                with open(path, "rb") as file:
                    content = hashlib.file_digest(file, "sha256").hexdigest()
            # Reading may move the time of access, nothing else.
            found[path] = (state.st_mode, state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino, content)
    return found


@contextmanager
def small_disk(place: Path, options: str) -> Iterator[Path]:
    """A file system of its own in memory, as small as `options` say."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("NOT PROVEN here: a small disk needs root")
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("NOT PROVEN here: nothing can be mounted")
    try:
        yield place
    finally:
        if subprocess.run(["umount", str(place)], check=False).returncode:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
            pytest.fail("something on the disk is still open")
