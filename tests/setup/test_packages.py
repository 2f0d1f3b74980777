"""The real pip and the lock: hashes are required, nothing else is installed, a person's settings lead nowhere.

One real environment is made from packages that lie in a folder; nothing comes from a network.
"""

from __future__ import annotations

import ensurepip
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.setup.backend import PYPROJECT, source, wheel
from tests.setup.trees import NAME, ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths of a POSIX environment")
QT = {f"PySide6/{name}.py": "" for name in ("__init__", "QtWidgets", "QtMultimedia", "QtPrintSupport", "QtSvg")}


@dataclass(frozen=True, slots=True)
class Shop:
    """A tree, and the folder that pip is told to take packages from."""

    root: Path
    packages: Path
    astray: Path

    def lock(self, *packages: Path) -> None:
        """Lock these packages, with the hashes of what lies there now."""
        lines = [f"pip=={ensurepip.version()} --hash=sha256:{'0' * 64}"]  # there already: nothing to compare
        for package in packages:
            name, version = package.name.removesuffix(".tar.gz").split("-")[:2]
            lines.append(f"{name}=={version} \\\n    --hash=sha256:{hashlib.sha256(package.read_bytes()).hexdigest()}")
        (self.root / "requirements-dev.lock").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def set_up(self) -> subprocess.CompletedProcess[str]:
        """Run set-up with a person's misleading settings; whatever heeds them lands in `astray`."""
        settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.packages), "PIP_CONFIG_FILE": os.devnull}
        misleading = {"PIP_TARGET": str(self.astray), "PIP_PREFIX": str(self.astray), "PYTHONPATH": str(self.astray)}
        return subprocess.run(
            [sys.executable, "-S", "-E", "-c", UP, str(self.root / "setup")],
            env=os.environ | settings | misleading,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def installed(self) -> set[str]:
        """Names and versions in the environment, without pip."""
        (site,) = (self.root / ".venv/lib").glob("python3*/site-packages")
        found = {path.name.removesuffix(".dist-info") for path in site.glob("*.dist-info")}
        return {each for each in found if not each.startswith("pip-")}

    def put_in_by_hand(self, name: str) -> None:
        """Install a package as pip would, past the lock."""
        (site,) = (self.root / ".venv/lib").glob("python3*/site-packages")
        with zipfile.ZipFile(wheel(self.packages, name, "1.0", {})) as package:
            package.extractall(site)

    @property
    def stamp(self) -> Path:
        return self.root / ".venv/recorder-desk-setup.json"


UP = """
import sys
sys.path.insert(0, sys.argv.pop())
import steps, system
system.provide = lambda: None
sys.exit(steps.main([]))
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A tree that was set up, with a package of each kind."""
    place = tmp_path_factory.mktemp("shop")
    shop = Shop(place / NAME, place / "packages", place / "astray")
    shop.packages.mkdir()
    shop.astray.mkdir()
    (shop.astray / "sqlite_utils.py").write_text("raise ImportError('taken from a person's own path')")
    shutil.copytree(ROOT / "setup", shop.root / "setup", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(Path(__file__).with_name("backend.py"), shop.root)
    (shop.root / "pyproject.toml").write_text(PYPROJECT.format(name="recorder-desk", version="0.1"), encoding="utf-8")
    shop.lock(
        wheel(shop.packages, "pyside6", "1.0", QT),
        wheel(shop.packages, "sqlite-utils", "1.0", {"sqlite_utils.py": ""}),
        source(shop.packages, "bagit", "1.0"),
    )
    done = shop.set_up()
    assert done.returncode == 0, done.stderr
    return shop


LOCKED = {"pyside6-1.0", "sqlite_utils-1.0", "bagit-1.0", "recorder_desk-0.1"}


def test_the_environment_holds_what_the_lock_says_and_the_program(shop: Shop) -> None:
    assert shop.installed() == LOCKED
    assert shop.stamp.exists()


def test_a_persons_own_settings_lead_nowhere(shop: Shop) -> None:
    assert [path.name for path in shop.astray.iterdir()] == ["sqlite_utils.py"]


def test_a_package_put_in_by_hand_goes_when_the_lock_is_applied(shop: Shop) -> None:
    shop.put_in_by_hand("unwanted")
    assert shop.installed() == LOCKED | {"unwanted-1.0"}
    with (shop.root / "requirements-dev.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    done = shop.set_up()
    assert done.returncode == 0 and "Removing what the lock does not name: unwanted." in done.stdout
    assert shop.installed() == LOCKED and shop.stamp.exists()


@pytest.fixture
def untouched(shop: Shop) -> Iterator[None]:
    """What is refused has altered nothing: the stamp may be put back for the next test."""
    stamp = shop.stamp.read_bytes()
    yield
    assert not shop.stamp.exists() and shop.installed() == LOCKED
    shop.stamp.write_bytes(stamp)


def refused(shop: Shop) -> str:
    """What set-up says when pip refuses."""
    done = shop.set_up()
    assert done.returncode == 1
    assert "pip install failed" in done.stderr and "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.mark.usefixtures("untouched")
def test_a_package_that_is_not_the_locked_one_is_refused(shop: Shop) -> None:
    shop.lock(wheel(shop.packages, "pyside6", "1.1", QT))
    wheel(shop.packages, "pyside6", "1.1", QT | {"PySide6/evil.py": "print('not what was locked')"})
    assert "DO NOT MATCH THE HASHES" in refused(shop)


@pytest.mark.usefixtures("untouched")
def test_a_package_without_a_hash_is_refused(shop: Shop) -> None:
    source(shop.packages, "bagit", "1.1")
    (shop.root / "requirements-dev.lock").write_text("bagit==1.1\n", encoding="utf-8")
    assert "Hashes are required" in refused(shop)
