"""The arrows of house.md hold, and each contract that guards them is awake.

In: the import contracts in pyproject.toml and the tree. Out: the tree keeps them all, and a copy of the tree
with a violation planted in it breaks exactly the contract meant, naming the import.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in SETTINGS["contracts"]}
LINT = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo', '--no-cache'])"


@dataclass(frozen=True, slots=True)
class Plant:
    """An import that must not be: `importer` (a module, made if there is none) imports `imported`."""

    importer: str
    imported: str


def neighbours(contract_id: str) -> list[Plant]:
    """For each two layers above one another, every module below importing every module above."""
    layers = [re.split(r" *[|:] *", layer) for layer in CONTRACTS[contract_id]["layers"]]
    return [
        Plant(lower, upper)
        for above, below in itertools.pairwise(layers)
        for upper, lower in itertools.product(above, below)
    ]


PLANTS = {
    "floors": [*neighbours("floors"), Plant("storage", "ui"), Plant("resources", "ui")],
    "arrows": [
        *neighbours("arrows"),
        Plant("ui.terminal", "ui.window"),
        Plant("storage", "recorder_desk.tools"),
    ],
    "qt": [
        Plant("recorder_desk.desk", "PySide6"),
        Plant("recorder_desk.tools.planted", "PySide6"),
        Plant("storage.planted", "PySide6"),
        Plant("resources", "PySide6"),
        Plant("ui.start", "PySide6"),
        Plant("ui.terminal.planted", "PySide6"),
        Plant("ui.phrases", "shiboken6"),
    ],
    "sqlite": [
        Plant("recorder_desk.queries.planted", "sqlite3"),
        Plant("recorder_desk.tools.planted", "sqlite3"),
        Plant("ui.start", "sqlite_utils"),
        Plant("ui.window.planted", "sqlite3"),
        Plant("resources", "sqlite3"),
    ],
    "processes": [
        Plant("recorder_desk.lanes", "subprocess"),
        Plant("recorder_desk.stages.planted", "ffmpeg"),
        Plant("storage.planted", "subprocess"),
        Plant("storage.planted", "watchdog"),
        Plant("ui.start", "multiprocessing"),
        Plant("ui.window.planted", "subprocess"),
    ],
    "frames": [
        Plant("recorder_desk.lanes", "av"),
        Plant("recorder_desk.tools.frames", "av"),
        Plant("storage.planted", "av"),
        Plant("ui.start", "av"),
        Plant("ui.window.planted", "av"),
    ],
    "numbers": [
        Plant("recorder_desk.domain.planted", "numpy"),
        Plant("storage.planted", "numpy"),
        Plant("ui.window.planted", "numpy"),
    ],
    "choice": [
        Plant("ui.terminal.planted", "storage"),
        Plant("ui.window.planted", "recorder_desk.tools"),
        Plant("ui.phrases", "storage"),
        Plant("recorder_desk.stages.planted", "recorder_desk.tools"),
    ],
    "faces": [
        Plant("ui.window.planted", "recorder_desk.pipeline"),
        Plant("ui.terminal.planted", "recorder_desk.stages"),
        Plant("ui.terminal.planted", "recorder_desk.lanes"),
    ],
    "domain": [Plant("recorder_desk.domain.planted", "msgspec"), Plant("recorder_desk.errors", "rich")],
    "stages": [Plant("recorder_desk.stages.planted", "recorder_desk.stages.planted_other")],
    "pages": [Plant("ui.window.pages.planted", "ui.window.pages.planted_other")],
}


def lint(tree: Path) -> tuple[int, str]:
    """Run the import linter on a tree; return its exit code and what it printed."""
    environment = os.environ | {"PYTHONPATH": str(tree), "COLUMNS": "200", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def copy_to(tree: Path) -> None:
    """Copy the packages' Python files and the contracts."""
    shutil.copy(ROOT / "pyproject.toml", tree)
    for package in SETTINGS["root_packages"]:
        for file in (ROOT / package).rglob("*.py"):
            target = tree / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)


def plant(tree: Path, what: Plant) -> None:
    """Add the import to the importer; make either module if it is one of the planted ones."""
    for module in (what.imported, what.importer):
        path = tree / module.replace(".", "/")
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if "planted" in module:
            file.touch()
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\nimport {what.imported}\n", encoding="utf-8")


def test_the_tree_keeps_every_contract() -> None:
    code, printed = lint(ROOT)
    assert code == 0, printed


def test_every_contract_has_a_violation_to_plant() -> None:
    assert PLANTS.keys() == CONTRACTS.keys()


def test_every_folder_is_a_package() -> None:
    """The linter does not look into a folder without `__init__.py`."""
    folders = {file.parent for package in SETTINGS["root_packages"] for file in (ROOT / package).rglob("*.py")}
    assert not [folder for folder in folders if not (folder / "__init__.py").exists()]


@pytest.mark.parametrize("package", ["recorder_desk", "ui"])
def test_every_room_has_its_layer(package: str) -> None:
    layered = {module for layer in CONTRACTS["arrows"]["layers"] for module in re.split(r" *[|:] *", layer)}
    rooms = {
        f"{package}.{path.stem}"
        for path in (ROOT / package).iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and not path.stem.startswith("__")
    }
    assert rooms <= layered, rooms - layered


@pytest.mark.parametrize("contract_id", PLANTS)
def test_a_planted_violation_is_named(contract_id: str, tmp_path: Path) -> None:
    copy_to(tmp_path)
    for what in PLANTS[contract_id]:
        plant(tmp_path, what)
    code, printed = lint(tmp_path)
    assert code == 1, printed
    name = CONTRACTS[contract_id]["name"]
    assert f"{name} BROKEN" in printed, printed
    report = section(printed, name)
    missed = [what for what in PLANTS[contract_id] if not is_named(what, report)]
    assert not missed, report


def section(printed: str, name: str) -> str:
    """What the linter printed about one broken contract: from its underlined name to the next."""
    parts = re.split(r"^(\S.*)\n-{5,}\n", printed, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[name]


def is_named(what: Plant, report: str) -> bool:
    """Whether a report shows the planted import as a link of a forbidden chain."""
    link = rf"\b{re.escape(what.importer)} +-> +{re.escape(what.imported)}\b"
    return re.search(link, report) is not None
