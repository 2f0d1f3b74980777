"""Help: every verb and option is explained, in both languages, and nothing is explained that is not there."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from tests.ui.terminal.conftest import Recorder
from ui.phrases import LANGUAGES, sentences
from ui.start import FrontDoor
from ui.terminal.app import make_app
from ui.terminal.words import SpokenOption


def _verbs(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from _verbs(below, (*path, name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verb_and_option_is_explained(language: str) -> None:
    known = sentences(language)
    keys = {"terminal.option.help"}
    for path, command in _verbs(make_app(FrontDoor())):
        keys.add(".".join(("terminal.help", *path)))
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert isinstance(parameter, SpokenOption), (path, parameter.name)
                keys.add(parameter.key)
    said = {key for key in known if key.startswith(("terminal.help", "terminal.option."))}
    assert said == keys


@pytest.mark.parametrize("path", [path for path, _ in _verbs(make_app(FrontDoor()))])
def test_help_is_spoken_in_both_languages(rd: Recorder, path: tuple[str, ...]) -> None:
    chinese, english = rd("--lang", "zh_CN", *path, "--help"), rd("--lang", "en", *path, "--help")
    assert (chinese.code, english.code) == (0, 0)
    assert chinese.out.startswith("用法：")
    assert english.out.startswith("Usage:")
    assert "terminal." not in chinese.out + english.out
    assert "Options:" not in chinese.out


def test_json_is_heard_before_and_behind_a_verb(rd: Recorder) -> None:
    before, behind = rd("--json", "case", "list"), rd("case", "list", "--json")
    assert before.code == behind.code == 0
    assert before.document == behind.document == []
    assert "--json" not in rd("case", "list", "--help").out, "explained once, with the global options"
    assert rd("--json", "recordings", "--", "--json").document == [], "behind -- it is a word like any other"


def test_the_version_and_no_verb_without_a_screen(rd: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert rd("--version").out.startswith("recorder-desk ")
    bare = rd()
    assert (bare.code, bare.out.startswith("Usage:")) == (2, True)
