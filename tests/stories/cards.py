"""What lies on a recorder's card at the beginning of a story."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path


def dock(place: Path, films: Path) -> Path:
    """A card with the films, settled long ago."""
    card = place / "card"
    shutil.copytree(films, card)
    settle(card)
    return card


def settle(card: Path) -> None:
    """Nobody has written here for a minute."""
    for path in card.rglob("*"):
        os.utime(path, (time.time() - 60,) * 2)
