"""What lies on a recorder's card at the beginning of a story."""

from __future__ import annotations

import os
import shutil
import time
from datetime import datetime
from pathlib import Path

from tests.recorder_desk.tools.films import H264, film, tone

_SMALL = "testsrc2=size=160x90:rate=10"


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


def shoot(card: Path, name: str, seconds: int) -> Path:
    """A film with sound as a recorder writes it: `name` tells when it was made (`…_20261119090500_…`), and so does
    the time of the file."""
    card.mkdir(exist_ok=True)
    how = (*H264, "-threads", "1", "-c:a", "aac", "-fflags", "+bitexact", "-shortest")
    path = film(card / name, *how, sight=_SMALL, sound=tone(), seconds=seconds)
    ended = datetime.strptime(name.split("_")[2], "%Y%m%d%H%M%S").timestamp() + seconds
    os.utime(path, (ended, ended))
    return path
