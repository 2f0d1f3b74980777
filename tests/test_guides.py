"""The guides for the three people say what is on the screen, in both languages alike."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.documents import ROOT, links, prose

GUIDE = ROOT / "docs/guide"
PEOPLE = ("officer", "archivist", "reviewer")
LANGUAGES = {"en": "", "zh_CN": ".zh-CN"}
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_HEAD = re.compile(r"^(#+) ", re.MULTILINE)
_MESSAGES = re.compile(r"^\| (?:you may see|message|可能看到|提示) \|.*\n\|[-|]+\n((?:\|.*\n)+)", re.MULTILINE)
both = pytest.mark.parametrize("language", LANGUAGES)
each = pytest.mark.parametrize("person", PEOPLE)


def guide(person: str, language: str) -> Path:
    """The file."""
    return GUIDE / f"{person}{LANGUAGES[language]}.md"


def shown(language: str) -> set[str]:
    """Every text that may stand on the screen in a language."""
    folder = ROOT / "resources/locales" / language
    return {text for file in folder.glob("*.toml") for text in tomllib.loads(file.read_text("utf-8")).values()}


@each
@both
def test_bold_words_stand_on_the_screen(person: str, language: str) -> None:
    assert set(_BOLD.findall(prose(guide(person, language)))) - shown(language) == set()


@each
@both
def test_messages_are_quoted_as_they_are_said(person: str, language: str) -> None:
    """A quotation may stop early or leave out what "…" stands for, and changes nothing else."""
    rows = "".join(_MESSAGES.findall(guide(person, language).read_text("utf-8"))).splitlines()
    quoted = [row.split("|")[1].strip(" *").rstrip(".。") for row in rows]
    said = shown(language)
    assert quoted
    assert [each for each in quoted if not any(_says(text, each) for text in said)] == []


def _says(text: str, quoted: str) -> bool:
    return all(part.strip() in text for part in quoted.split("…"))


@each
@both
def test_pictures_are_of_the_guides_own_language(person: str, language: str) -> None:
    pictures = [link.target for link in links(guide(person, language)) if link.picture]
    assert pictures
    assert [target for target in pictures if not target.endswith(f"-{language}.png")] == []


@each
def test_both_languages_say_the_same_things(person: str) -> None:
    """As many heads, rows and pictures, in the same order."""
    shapes = []
    for language in LANGUAGES:
        text = guide(person, language).read_text("utf-8")
        pictures = [
            re.sub(r"-(en|zh_CN)\.png$", "", link.target) for link in links(guide(person, language)) if link.picture
        ]
        shapes.append((_HEAD.findall(text), len(re.findall(r"^\|", text, re.MULTILINE)), pictures))
    assert shapes[0] == shapes[1]


@each
@both
def test_the_way_there(person: str, language: str) -> None:
    suffix = LANGUAGES[language]
    for index in (ROOT / f"README{suffix}.md", ROOT / f"docs/README{suffix}.md"):
        assert guide(person, language) in [(index.parent / link.target).resolve() for link in links(index)]
