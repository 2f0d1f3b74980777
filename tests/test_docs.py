"""The documents say what is so: links, names, tables, and what the commands shown in them print."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest

from recorder_desk.config import setting_names
from recorder_desk.domain.actor import RIGHTS
from recorder_desk.domain.facts import FACTS
from recorder_desk.domain.settings import Settings
from storage.faultpoints import POINTS
from storage.migrating import migrate
from tests.documents import (
    ROOT,
    TYPING_SECONDS,
    anchors,
    blocks,
    documents,
    links,
    matches,
    prose,
    session,
    typed_in,
    words,
)
from tests.recorder_desk.tools.films import H264, film, tone
from ui.phrases import sentences
from ui.start import FrontDoor
from ui.terminal.app import make_app, run

READMES = {"README.md": "C.UTF-8", "README.zh-CN.md": "zh_CN.UTF-8"}
ROOMS = ("recorder_desk", "storage", "ui", "tests", "resources", "setup", "bench", "docs")
FORMAT, RELIABILITY = ROOT / "docs/format.md", ROOT / "docs/reliability.md"
long = pytest.mark.timeout(TYPING_SECONDS + 60)
posix = pytest.mark.skipif(sys.platform == "win32", reason="the samples are typed into bash")
named = pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())


@named
def test_every_link_leads_somewhere(path: Path) -> None:
    lost = []
    for link in links(path):
        target = (path.parent / link.target).resolve() if link.target else path
        if not link.picture and not target.exists():
            lost.append(link.target)
        elif link.anchor and target.suffix == ".md" and link.anchor not in anchors(target):
            lost.append(f"{link.target}#{link.anchor}")
    assert lost == []


@named
def test_every_picture_is_there(path: Path) -> None:
    assert [each.target for each in links(path) if each.picture and not (path.parent / each.target).exists()] == []


@named
def test_every_file_and_test_named_exists(path: Path) -> None:
    lost = []
    for word in words(path):
        elsewhere = re.search(r"[<>*… ]", word) or word.startswith(
            "docs/screenshots"
        )  # the pictures have their own test
        if elsewhere or not word.startswith(tuple(f"{room}/" for room in ROOMS)):
            continue
        file, _, name = word.partition("::") if "::" in word else word.partition(":")
        place = ROOT / file
        if not place.exists() or (name and not re.search(rf"def {name}\(|^{name}\b", place.read_text("utf-8"), re.M)):
            lost.append(word)
    assert lost == []


@named
def test_every_code_named_exists(path: Path) -> None:
    codes = sentences("en")
    areas = {code.partition(".")[0] for code in codes} - {"window", "player", "word", "fact", "terminal", "setup"}
    wanted = [word for word in words(path) if re.fullmatch(rf"(?:{'|'.join(areas)})\.[a-z]+(?:-[a-z]+)*", word)]
    known = {*codes, *POINTS, *RIGHTS}
    assert [word for word in wanted if word not in known and not re.search(r"\.(?:db|json|toml)$", word)] == []


def _verbs(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from _verbs(each, (*path, name))
    else:
        yield " ".join(path)


@pytest.mark.parametrize("name", READMES)
def test_every_verb_is_in_the_table_with_an_example(name: str) -> None:
    rows = re.findall(
        r"^\| `([^`]+)` \|.*\| `(recorder-desk [^`]+)` \|$", (ROOT / name).read_text("utf-8"), re.MULTILINE
    )
    told = dict(rows)
    for verb in _verbs(make_app(FrontDoor())):
        (row,) = [row for row in told if re.fullmatch(rf"{verb}(?: [^a-z].*)?", row)]
        assert told[row].startswith(f"recorder-desk {verb}"), row
    assert len(told) == len(list(_verbs(make_app(FrontDoor()))))


def test_every_example_of_the_table_is_typed_in_below() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    examples = set(re.findall(r"^\| `[^`]+` \|.*\| `(recorder-desk [^`]+)` \|$", text, re.MULTILINE))
    typed = {each.command for block in blocks(ROOT / "README.md", "console") for each in session(block)}
    assert examples - typed == {"recorder-desk demo --no-window", "recorder-desk window"}


def test_settings_are_told_with_their_defaults() -> None:
    section = prose(FORMAT).split("## Settings", 1)[1].split("\n## ", 1)[0]
    told = {
        name: tomllib.loads(f"x = {value}")["x"]
        for name, value in re.findall(r"^\| `(\w+)` \| `(.+?)` \|", section, re.MULTILINE)
    }
    assert told == {name: getattr(Settings(), name) for name in setting_names()}


def _tables() -> set[str]:
    """The tables of a new catalogue, without those that the search index keeps for itself."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        migrate(connection, Path("new"))
        made = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {name for name in made if not name.startswith(("words_", "sqlite_"))}


def test_tables_and_facts_of_the_catalogue_are_the_real_ones() -> None:
    section = prose(FORMAT).split("## The catalogue", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+)(?: \(FTS5\))? \|", section, re.MULTILINE)
    tables = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert tables == _tables()
    facts = set(re.findall(r"`([A-Z]\w+)`", section)) - {"PRIMARY"}
    assert facts <= set(FACTS)
    assert facts >= set(FACTS) - {"SettingChanged", "CatalogueRebuilt", "RecordingViewed"}


def test_every_fault_point_is_explained() -> None:
    assert set(POINTS) - set(words(RELIABILITY)) == set()


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    pinned = {
        tuple(each.split("==")) for each in (*project["project"]["dependencies"], *groups["dev"], *groups["lock"])
    }
    text = (ROOT / "docs/dependencies.md").read_text("utf-8").split("## From the operating system")[0]
    told = {tuple(each) for each in re.findall(r"^\| ([\w-]+) (\d[\w.]*) \|", text, re.MULTILINE)}
    assert told == pinned


# -- what the samples print ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the samples expect it: `card` with one film and a letter."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "card").mkdir()
    film(folder / "card" / "DSJ_000005_20261122_091506.mp4", *H264, "-c:a", "aac", sound=tone(), seconds=2)
    (folder / "card" / "letter.txt").write_text("Dear all")
    for each in (folder / "card").iterdir():  # long settled
        os.utime(each, (time.time() - 60, time.time() - 60))
    return folder


@pytest.fixture(scope="module")
def printed(place: Path) -> dict[str, list[str]]:
    """What the console blocks of each README print, in a home of its own (named after the file)."""

    def typed(name: str) -> list[str]:
        commands = [each.command for block in blocks(ROOT / name, "console") for each in session(block)]
        return typed_in(commands, place, place / name, READMES[name])

    with ThreadPoolExecutor() as pool:
        return dict(zip(READMES, pool.map(typed, READMES), strict=True))


@posix
@long
@pytest.mark.parametrize("name", READMES)
def test_the_readme_prints_what_it_shows(printed: dict[str, list[str]], name: str) -> None:
    shown = [each for block in blocks(ROOT / name, "console") for each in session(block)]
    assert len(shown) > 5
    wrong = [
        f"$ {each.command}\n{output}"
        for each, output in zip(shown, printed[name], strict=True)
        if not matches(each.expected, output)
    ]
    assert not wrong, "\n".join(wrong)


def _keys(skeleton: str) -> list[str]:
    """The names at the first level of `{"a","b":…}`."""
    depth, found = 0, []
    for quoted, bracket in re.findall(r'"([^"]*)"|([{}\[\]])', skeleton):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(bracket, 0)
        if not bracket and depth == 1:
            found.append(quoted)
    return found


JSON = {
    "receive": "receive card/letter.txt",
    "work": "work",
    "recordings": "recordings",
    "case list": "case list",
    "case show": "case show TJ-2026-1",
    "items": "items",
    "check": "check",
    "journal show": "journal show",
    "journal verify": "journal verify",
    "journal checkpoint": "journal checkpoint",
    "status": "status",
    "an error": "recording nothing-like-it",
}
"""The first column of the README's table, and a call that answers so."""


@posix
@long
def test_json_has_the_names_the_readme_tells(
    place: Path, printed: object, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (ROOT / "README.md").read_text("utf-8").split("### JSON")[1].split("\n## ")[0].splitlines()
    told = {row.split("|")[1].replace("`", ""): row.split("|", 2)[2] for row in rows if row.startswith("|")}
    told["case list"] = next(row for verbs, row in told.items() if "case new" in verbs)  # "an array of those"
    monkeypatch.chdir(place)
    for verb, call in JSON.items():
        capfd.readouterr()
        run(FrontDoor(), ["--home", str(place / "README.md"), "--json", *call.split()])
        answered: Any = json.loads(capfd.readouterr().out)
        first = answered[0] if isinstance(answered, list) else answered
        row = told["case list"] if verb == "case list" else next(row for verbs, row in told.items() if verb in verbs)
        assert list(first) == _keys(row), verb


@posix
@long
def test_the_vault_is_read_without_the_program(place: Path, printed: object) -> None:
    """The commands of docs/format.md, on the home the README has made."""
    if shutil.which("jq") is None:
        pytest.skip("NOT PROVEN here: no jq")
    home, section = place / "README.md", "## In fifty years"
    assert section in FORMAT.read_text("utf-8")
    said = ""
    for block in blocks(FORMAT, "sh"):
        inside = "journal/" in block or "vault" in block
        (output,) = typed_in([f"set -e; set -o pipefail\n{block}"], home if inside else home / "vault", home)
        assert output.strip(), block
        said += output
    assert re.search(r"^ *4 whole$", said, re.MULTILINE)
    assert "every file is what it was" in said
    assert re.search(r"^0372-LX·2026-D30-0001\tD30\tJC-03\tDSJ_000005_20261122_091506\.mp4\t", said, re.MULTILINE)
    assert "is VALID" in said and "error" not in said.lower()


@posix
@long
def test_the_vault_is_checked_with_pythons_library_alone(place: Path, printed: object, tmp_path: Path) -> None:
    (script,) = blocks(FORMAT, "python")
    shutil.copytree(place / "README.md" / "vault", tmp_path / "vault")

    def check() -> str:
        done = subprocess.run(
            [sys.executable, "-I", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert check() == ""
    original = next((tmp_path / "vault").glob("*/*/v1/content/original.mp4"))
    original.chmod(0o600)
    original.write_bytes(original.read_bytes()[:-1] + b"?")
    assert check().startswith("differs:") and "original.mp4" in check()
