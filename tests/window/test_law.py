"""Rules the window's code keeps, read from the code: each was met as a trap and not guessed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

WINDOW = Path(__file__).resolve().parents[2] / "ui" / "window"
PLAYER_ROOM, LABEL_ROOM = "player/engine.py", "widgets/label.py"
SOUND_ROOM = "player/loudspeaker.py"
"""Samples of our own are pushed here into an output whose signals nobody hears: its thread never waits for us."""
PLAYING = {"QMediaPlayer", "QAudioOutput", "QAudioSink", "QMediaRecorder", "QVideoWidget", "QSoundEffect"}
GUESSING = {"QLabel", "QMessageBox", "QErrorMessage", "QTextBrowser", "QTextEdit", "QWhatsThis"}
"""Widgets that take text which looks like HTML for HTML, and load what it names."""
TIPS = {"setToolTip", "setWhatsThis", "setStatusTip"}


def findings(source: str, room: str) -> list[str]:
    """What a module does that only another one may."""
    found = []
    for node in ast.walk(ast.parse(source)):
        for name in _names(node):
            if name in PLAYING and room != (SOUND_ROOM if name == "QAudioSink" else PLAYER_ROOM):
                found.append(f"{room}:{name}")
            if name in GUESSING and room != LABEL_ROOM:
                found.append(f"{room}:{name}")
            if name in {"RichText", "AutoText", "MarkdownText", "setHtml", "setMarkdown"}:
                found.append(f"{room}:{name}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TIPS:
            words = node.args[-1]  # an item of a tree is told its column first
            if not (_is_plain_tip(words) or (isinstance(words, ast.Constant) and not words.value)):
                found.append(f"{room}:{node.func.attr}")
    return found


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.ImportFrom):
        yield from (each.name for each in node.names)


def _is_plain_tip(words: ast.expr) -> bool:
    if isinstance(words, ast.IfExp):
        return all(_is_plain_tip(each) or isinstance(each, ast.Constant) for each in (words.body, words.orelse))
    return isinstance(words, ast.Call) and isinstance(words.func, ast.Name) and words.func.id == "plain_tip"


def test_only_the_engine_touches_the_player_and_only_labels_are_plain() -> None:
    found = []
    for path in sorted(WINDOW.rglob("*.py")):
        found += findings(path.read_text("utf-8"), path.relative_to(WINDOW).as_posix())
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "from PySide6.QtMultimedia import QMediaPlayer",
        "from PySide6 import QtMultimedia\nplayer = QtMultimedia.QMediaPlayer()",
        "from PySide6.QtWidgets import QLabel",
        "label.setTextFormat(Qt.TextFormat.RichText)",
        "button.setToolTip(row.name)",
        "button.setToolTip(plain_tip(row.name) if row else row.path)",
        "from PySide6.QtWidgets import QMessageBox",
    ],
)
def test_a_planted_breach_is_found(planted: str) -> None:
    assert findings(planted, "pages/planted.py")


@pytest.mark.parametrize("kept", ["b.setToolTip(plain_tip(name))", 'b.setToolTip("")', "x = Label(name)"])
def test_what_is_allowed_is_not_found(kept: str) -> None:
    assert findings(kept, "pages/planted.py") == []


def test_the_engine_is_called_only_through_queued_signals() -> None:
    """Nobody calls a method of the player: methods are only named to be connected, before any media."""
    tree = ast.parse((WINDOW / PLAYER_ROOM).read_text("utf-8"))
    called = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr in {"_player", "_sound", "_sink"}
    }
    assert called == {"setVideoSink", "setAudioOutput"}
    assert "_QUEUED" in ast.unparse(tree)
