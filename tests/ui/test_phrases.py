"""Every code that the program can say has a sentence in both languages, and no sentence is idle."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from recorder_desk.domain.facts import FACTS
from recorder_desk.domain.settings import Settings
from ui.phrases import LANGUAGES, Phrases, language_for, sentences

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("recorder_desk", "storage", "ui")
AREAS = (
    "items receive dock media check journal vault case code link seal recording settings home catalogue rebuild desk"
    " plan release mirror names time recorder take continuity clock rescue tag undo"
    " mark align export event officer calendar deadline table suggest version matter party frames"
    " viewing"
    " document review search"
)
CODE = re.compile(rf"^(?:{AREAS.replace(' ', '|')})\.[a-z][a-z-]*$")
SPEAKERS = {"DeskError", "Finding", "LeftAlone", "DeskFailure", "StepTrouble", "NoteStepFailed"}

# Strings that look like codes and are none, each with what it is.
NOT_CODES = {
    "catalogue.json": "a document in the vault",
    "catalogue.db": "the catalogue's file",
    "settings.toml": "the settings file",
    "recording.json": "a document in the vault",
    "case.json": "a document in the vault",
    "document.json": "a document in the vault",
    "mirror.json": "whose second copies lie in a folder",
}


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for top in SOURCES:
        for path in sorted((ROOT / top).rglob("*.py")):
            yield path, ast.parse(path.read_text("utf-8"))


def _uncounted(tree: ast.Module) -> set[int]:
    """Strings that are documentation, permissions or fault points: no codes."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.AnnAssign | ast.Assign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            if names & {"permission", "RIGHTS", "POINTS", "FAULT_POINTS"}:
                skipped |= {id(each) for each in ast.walk(node)}
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in {"reach", "reached", "faultpoint", "fault_point", "point", "at", "pass_by"}:
                skipped |= {id(each) for each in ast.walk(node)}
    return skipped


def codes_in_use() -> dict[str, str]:
    """Every code that some source names, and where."""
    used: dict[str, str] = {}
    for path, tree in _trees():
        skipped = _uncounted(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in skipped:
                continue
            if CODE.match(node.value) and node.value not in NOT_CODES:
                used.setdefault(node.value, f"{path.relative_to(ROOT)}:{node.lineno}")
    return used


def _spoken_codes() -> dict[str, str]:
    """First arguments of whatever carries a code, also those with an area this test does not know."""
    spoken: dict[str, str] = {}
    for path, tree in _trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = {"LeftAlone": 1, "DeskFailure": 1, "StepTrouble": 2, "NoteStepFailed": 2}.get(name, 0)
            if name in SPEAKERS and len(node.args) > place:
                argument = node.args[place]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    spoken.setdefault(argument.value, f"{path.relative_to(ROOT)}:{node.lineno}")
    return spoken


def _placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def _files(language: str) -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted((ROOT / "resources" / "locales" / language).glob("*.toml")):
        yield path.name, tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence(language: str) -> None:
    known = sentences(language)
    missing = {code: where for code, where in codes_in_use().items() if code not in known}
    missing |= {code: where for code, where in _spoken_codes().items() if code not in known}
    assert not missing


def test_every_carried_code_is_of_a_known_area() -> None:
    assert not {code: where for code, where in _spoken_codes().items() if not CODE.match(code)}


def test_no_sentence_is_for_a_code_nobody_uses() -> None:
    used = codes_in_use()
    assert not sorted(code for code in sentences("en") if CODE.match(code) and code not in used)


def test_both_languages_have_the_same_files_keys_and_placeholders() -> None:
    chinese, english = dict(_files("zh_CN")), dict(_files("en"))
    assert chinese.keys() == english.keys()
    for name, table in english.items():
        assert table.keys() == chinese[name].keys(), name
        for code, text in table.items():
            assert _placeholders(text) == _placeholders(chinese[name][code]), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_in_two_files(language: str) -> None:
    keys = [key for _, table in _files(language) for key in table]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_a_line(language: str) -> None:
    lines = {key.removeprefix("fact.") for key in sentences(language) if key.startswith("fact.")}
    assert lines == set(FACTS)


def _headings() -> Iterator[str]:
    """What the terminal's tables have above their columns: `heads = (…)`, `heads=(…)`, or listed on the spot."""
    for path in sorted(
        [*(ROOT / "ui" / "terminal").glob("*.py"), ROOT / "ui" / "registers.py", ROOT / "ui" / "list_words.py"]
    ):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            told: ast.AST | None = None
            if isinstance(node, ast.Assign):
                told = node.value if {"heads", "HEADS"} & {getattr(each, "id", "") for each in node.targets} else None
            elif isinstance(node, ast.keyword):
                told = node.value if node.arg == "heads" else None
            elif isinstance(node, ast.ListComp) and "terminal.column." in ast.unparse(node.elt):
                told = node.generators[0].iter
            if isinstance(told, ast.Tuple):
                yield from (str(each.value) for each in told.elts if isinstance(each, ast.Constant))


def test_every_heading_has_a_word() -> None:
    headings = {f"terminal.column.{each}" for each in _headings()}
    assert len(headings) > 50
    assert not headings - sentences("en").keys()


def test_every_setting_is_explained() -> None:
    told = {key.removeprefix("terminal.setting.") for key in sentences("en") if key.startswith("terminal.setting.")}
    assert told == set(Settings.__slots__)


def test_chinese_sentences_are_chinese() -> None:
    for code, text in sentences("zh_CN").items():
        if CODE.match(code):
            assert re.search(r"[\u4e00-\u9fff]", text), code


def test_a_sentence_is_filled_and_never_raises() -> None:
    phrases = Phrases("en")
    assert phrases.say("terminal.case.opened", number="7", title="{title} [b]x") == "Case 7 opened: {title} [b]x"
    assert "…" in phrases.say("terminal.case.opened", number="7")
    assert phrases.say("no.such-code", path="a") == "no.such-code (path=a)"
    assert phrases.say("terminal.check.done", count=1, findings=2) == "Checked 1 recording, 2 findings."


def test_a_fact_is_told_in_a_line_with_its_reason() -> None:
    body = {"path": "/in/a.mp4", "device": "d", "bytes": 3, "modified_ns": 4, "code": "receive.disk-full"}
    line = Phrases("en").fact("FileFailed", body)
    assert line.startswith("Receiving failed, still owed: /in/a.mp4 · The vault's disk is full.")
    received = {"origin": {"name": "a.mp4"}, "original": {"bytes": 2_600_000_000}, "problem": ""}
    assert Phrases("zh_CN").fact("RecordingReceived", received) == "采集 a.mp4，2.6 GB"


@pytest.mark.parametrize(
    ("asked", "setting", "spoken", "language"),
    [
        ("zh_CN", "en", "en_US.UTF-8", "zh_CN"),
        ("", "zh_CN", "en_US.UTF-8", "zh_CN"),
        ("", "", "zh_CN.UTF-8", "zh_CN"),
        ("", "", "Chinese (Simplified)_China.936", "zh_CN"),
        ("", "", "C.UTF-8", "en"),
    ],
)
def test_the_language_is_asked_then_set_then_spoken(asked: str, setting: str, spoken: str, language: str) -> None:
    assert language_for(asked, setting, {"LANG": spoken}) == language
