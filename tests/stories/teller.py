"""Stories that are tests and write their own pages.

In: what a person does, sentence by sentence in both languages, and the commands they type. Out: what the
program printed, for the test to judge, and the page of the story, which must be the one in docs/stories:

    .venv/bin/python -m pytest tests/stories               a story that tells something else than its page fails
    make stories                                           writes the pages

What differs from run to run is replaced: ids, digests, today's times, the folder it happened in.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path

from tests.documents import ROOT

PAGES = ROOT / "docs/stories"
WRITING = "RECORDER_DESK_STORIES"
SUFFIX = {"en": "", "zh_CN": ".zh-CN"}
_LOCALE = {"en": "C.UTF-8", "zh_CN": "zh_CN.UTF-8"}
_WHO = {"en": "Who: {who}", "zh_CN": "人物：{who}"}
_SEEN = {"en": "Looked at", "zh_CN": "已查证"}
_MADE = {
    "en": "Written by `make stories` from `{source}`, which does all this with the program. [All stories](README.md)",
    "zh_CN": "由 `make stories` 根据 `{source}` 写成，其中每一步都由程序实际执行。[全部故事](README.zh-CN.md)",
}


class Story:
    """One story in one language, told while it happens below `place`."""

    def __init__(self, name: str, language: str, place: Path) -> None:
        """`name` is that of the page."""
        self.name, self.language, self.place = name, language, place
        self.home = place / "home"
        self.code = 0
        self._lines: list[str] = []
        self.home.mkdir()
        (self.home / "settings.toml").write_text("settle_seconds = 0.1\nreserve_bytes = 0\n", "utf-8")

    def title(self, title: tuple[str, str], who: tuple[str, str], what: tuple[str, str]) -> None:
        """The head of the page; every text here and below is given in English and in Chinese."""
        self._lines += [f"# {self._of(title)}", "", _WHO[self.language].format(who=self._of(who)), "", self._of(what)]

    def step(self, english: str, chinese: str) -> None:
        """What the person does next."""
        self._lines += ["", self._of((english, chinese))]

    def types(self, *commands: str) -> str:
        """Type these into a shell; what was printed, as it was. `code` is how the last one ended."""
        printed = ""
        self._lines += ["", "```console"]
        for command in commands:
            done = subprocess.run(
                ["bash", "-c", command], cwd=self.place, env=self._environment(),
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=120, check=False,
            )  # fmt: skip
            self.code = done.returncode
            printed += done.stdout
            shown = [line.rstrip() for line in self._plain(done.stdout).splitlines()]
            self._lines += [f"$ {command}", *shown]
        self._lines += ["```"]
        return printed

    def seen(self, english: str, chinese: str) -> None:
        """What the test has just made sure of."""
        self._lines += ["", f"*{_SEEN[self.language]}*: {self._of((english, chinese))}"]

    def end(self, source: str) -> None:
        """Compare with the page, or write it. Raises AssertionError when it tells something else."""
        made = _MADE[self.language].format(source=source)
        text = "\n".join([*self._lines, "", "---", "", made, ""])
        page = PAGES / f"{self.name}{SUFFIX[self.language]}.md"
        if os.environ.get(WRITING) == "write":
            page.parent.mkdir(exist_ok=True)
            page.write_text(text, "utf-8")
        assert page.exists(), f"{page.name} was never written: make stories"
        was = page.read_text("utf-8")
        other = "\n".join(unified_diff(was.splitlines(), text.splitlines(), page.name, "told now", lineterm=""))
        assert text == was, f"the story goes otherwise than its page tells: make stories\n{other}"

    def _of(self, both: tuple[str, str]) -> str:
        return both[list(SUFFIX).index(self.language)]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("RECORDER_DESK", "LC_"))}
        return kept | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}",
            "LANG": _LOCALE[self.language],
            "COLUMNS": "130",
            "LOGNAME": "chenli",
            "RECORDER_DESK_HOME": str(self.home),
        }

    def _plain(self, printed: str) -> str:
        today = f"(?:{datetime.now():%Y-%m-%d}|{datetime.now(UTC):%Y-%m-%d})"
        printed = printed.replace(str(self.place), "…")
        printed = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", "01a2…", printed)
        printed = re.sub(r"sha512:[0-9a-f]{128}", "sha512:…", printed)
        printed = re.sub(r"\b[0-9a-f]{8}\b", "········", printed)
        printed = re.sub(
            r"\d+(?= entries\b| ?条)|(?<=entries replayed: )\d+", "…", printed
        )  # on a busy machine a step may need another entry
        printed = re.sub(rf"{today}T[0-9:.]+Z", "2026-11-23T10:00:00.000Z", printed)
        printed = re.sub(rf"{today} [0-9:]+", "2026-11-23 10:00:00", printed)
        printed = re.sub(rf"{datetime.now():%Y%m%d}[0-9]{{6}}", "20261123100000", printed)
        return re.sub(today, "2026-11-23", printed)
