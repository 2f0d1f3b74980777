"""The house rules that no reader should have to check: sizes, names, and that nothing lacks its partner."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import recorder_desk.commands
import recorder_desk.queries
from recorder_desk.commands.base import Command
from recorder_desk.domain import facts
from recorder_desk.domain.actor import RIGHTS
from recorder_desk.pipeline import DECISIONS
from recorder_desk.queries.alignments import HearAlignment
from recorder_desk.queries.archive import SeeSandbox
from recorder_desk.queries.base import Query
from recorder_desk.queries.dock import DockStates
from recorder_desk.queries.documents import TakeCopy
from recorder_desk.queries.mirror import SeeMirror
from storage.faultpoints import POINTS
from storage.views import ANSWERS
from storage.work import APPLY

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("recorder_desk", "storage", "ui", "resources", "bench", "setup")
FORBIDDEN = re.compile(r"(Manager|Helper|Service|Handler|utils|misc|common|^do_|^handle_)")
LONG_FUNCTIONS: dict[str, str] = {}
"""`file:function` -> why it may be longer than forty lines."""
LIVE = {DockStates, HearAlignment, SeeMirror, SeeSandbox, TakeCopy}
"""Queries about this moment, answered by the lanes and not by a table."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def sources(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    for room in rooms or ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path, parsed(path)


def _lines(node: ast.AST) -> int:
    """Lines of code: without the docstring, as a reader counts a function's length."""
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    total = (node.end_lineno or 0) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        total -= (first.end_lineno or 0) - first.lineno + 1
    return total


def test_rooms_are_small() -> None:
    too_long = {
        str(path.relative_to(ROOT)): count
        for room in (*ROOMS, "tests")
        for path in sorted((ROOT / room).rglob("*.py"))
        if (count := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert too_long == {}


def test_functions_and_classes_are_small() -> None:
    found = []
    for path, tree in sources():
        for node in ast.walk(tree):
            name = f"{path.relative_to(ROOT)}:{getattr(node, 'name', '')}"
            if isinstance(node, ast.FunctionDef) and _lines(node) > 40 and name not in LONG_FUNCTIONS:
                found.append((name, _lines(node)))
            if isinstance(node, ast.ClassDef) and _lines(node) > 200:
                found.append((name, _lines(node)))
    assert found == []


def test_every_module_says_what_flows_through_it() -> None:
    silent = [str(path.relative_to(ROOT)) for path, tree in sources() if not ast.get_docstring(tree) and tree.body]
    assert silent == []


def test_public_things_are_explained() -> None:
    found = []
    for path, tree in sources("recorder_desk", "storage"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node) and not _is_inner(tree, node):
                found.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert found == []


def _is_inner(tree: ast.Module, node: ast.AST) -> bool:
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each is not node]
    return any(node in ast.walk(each) for each in functions)


def test_nothing_has_a_name_that_says_nothing() -> None:
    found = []
    for path, tree in sources():
        if FORBIDDEN.search(path.stem):
            found.append(str(path))
        found += [
            f"{path.relative_to(ROOT)}:{node.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and FORBIDDEN.search(node.name)
        ]
    assert found == []


def test_broad_excepts_stand_only_where_a_thread_or_a_face_ends() -> None:
    allowed = {"recorder_desk/lanes.py", "recorder_desk/desk.py", "ui/terminal/app.py", "ui/window/bridge.py"}
    found = set()
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                names = {"Exception", "BaseException"} & {each.id for each in ast.walk(node.type or node) if
                         isinstance(each, ast.Name)} if node.type else {"bare"}  # fmt: skip
                reraised = any(isinstance(each, ast.Raise) and each.exc is None for each in ast.walk(node))
                if names and not reraised:
                    found.add(path.relative_to(ROOT).as_posix())
    assert found <= allowed, found - allowed


def _subclasses(package: ModuleType, base: type) -> set[type]:
    found = set()
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        found |= {each for _, each in inspect.getmembers(loaded, inspect.isclass) if issubclass(each, base)} - {base}
    return {each for each in found if each.__module__.startswith(package.__name__)}


def test_every_command_is_decided_and_asks_for_a_right() -> None:
    commands = _subclasses(recorder_desk.commands, Command)
    assert commands == set(DECISIONS)
    assert {each.__name__: each.permission for each in commands if each.permission not in RIGHTS} == {}


def test_every_command_is_tested() -> None:
    told = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    assert [each.__name__ for each in DECISIONS if each.__name__ not in told] == []


def test_every_fact_is_applied_and_listed() -> None:
    kinds = {each for _, each in inspect.getmembers(facts, inspect.isclass) if issubclass(each, facts.Fact)}
    kinds -= {facts.Fact}
    assert set(facts.FACTS.values()) == kinds
    assert set(APPLY) == kinds


def test_every_query_is_answered() -> None:
    queries = {each for each in _subclasses(recorder_desk.queries, Query) if issubclass(each, Query)}
    assert queries - LIVE == set(ANSWERS)


def test_every_fault_point_is_reached_from_somewhere() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "storage").rglob("*.py"))
    called = set(re.findall(r'point\(\s*"([a-z.-]+)"', text))
    assert called == set(POINTS)
    assert len(POINTS) >= 20


@pytest.mark.parametrize("word", ["/work/", ".library", "pypi.org", "files.pythonhosted"])
def test_nothing_names_the_place_it_was_built_at(word: str) -> None:
    kept = [path for room in (*ROOMS, "tests", "docs") for path in (ROOT / room).rglob("*") if path.is_file()]
    kept += [ROOT / "pyproject.toml", ROOT / "Makefile", ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]
    found = [
        str(path.relative_to(ROOT))
        for path in kept
        if path.suffix in (".py", ".md", ".toml", ".sh", ".lock", "") and path != Path(__file__)
        and word in path.read_text("utf-8", "replace")
    ]  # fmt: skip
    assert found == []
