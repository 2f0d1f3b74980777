"""Data the program ships: item lists, proxy profiles, sentences, icons. Read here, as plain files."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def folder(name: str) -> Traversable:
    """A folder of resources by name (`record_items`, `profiles`, `locales`, `icons`)."""
    return files("resources").joinpath(name)
