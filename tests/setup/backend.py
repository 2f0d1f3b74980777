"""A build backend of a few lines, and the wheels it makes: packages for the real pip, made in milliseconds.

In: a name, a version, the text of its modules. Out: a wheel or a source package, byte for byte the same each
time. The file is also copied into source packages as their own backend (PEP 517, PEP 660), hence the standard
library only, and the names the standard gives its hooks.
"""

from __future__ import annotations

import io
import tarfile
import tomllib
import zipfile
from pathlib import Path

PYPROJECT = """[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "{name}"
version = "{version}"
"""


def wheel(folder: Path, name: str, version: str, modules: dict[str, str]) -> Path:
    """Write a wheel with these modules (`path` -> text)."""
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    about = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files = modules | about
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in (*files, f"{info}/RECORD"))
    made = folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return made


def source(folder: Path, name: str, version: str) -> Path:
    """Write a source package that this module builds."""
    top = f"{name}-{version}"
    files = {
        "PKG-INFO": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        "pyproject.toml": PYPROJECT.format(name=name, version=version),
        "backend.py": Path(__file__).read_text("utf-8"),
    }
    made = folder / f"{top}.tar.gz"
    with tarfile.open(made, "w:gz") as archive:
        for path, text in files.items():
            member = tarfile.TarInfo(f"{top}/{path}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return made


def build_wheel(wheel_directory: str, config_settings: object = None, metadata_directory: object = None) -> str:
    """PEP 517: the wheel of the project in the working directory."""
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    return wheel(Path(wheel_directory), project["name"], project["version"], {}).name


build_editable = build_wheel
