"""The Media port of a machine without ffmpeg: receiving goes on, everything that needs it is owed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from recorder_desk.domain.alignment import Alignment
from recorder_desk.domain.clip import Clipped
from recorder_desk.domain.continuity import Continuity, Stretch
from recorder_desk.domain.filmed_code import Sought
from recorder_desk.domain.media import Made, Probe
from recorder_desk.errors import DeskError


class MissingMedia:
    """Implements `recorder_desk.ports.Media` by saying each time why it cannot."""

    def __init__(self, reason: DeskError) -> None:
        self._reason = reason

    def _refuse(self) -> NoReturn:
        raise DeskError(self._reason.code, blame=self._reason.blame, **self._reason.facts)

    def version(self) -> str:
        """Raises DeskError `media.ffmpeg-missing`."""
        self._refuse()

    def sandbox(self) -> str:
        """Nothing runs that could be confined."""
        return ""

    def probe(self, source: Path, named: str) -> Probe:
        """Raises DeskError `media.ffmpeg-missing`."""
        self._refuse()

    def pictures(self, *_: Any) -> tuple[Sequence[Made], str]:
        """Raises DeskError `media.ffmpeg-missing`."""
        self._refuse()

    def proxy(self, *_: Any) -> Made:
        """Raises DeskError `media.ffmpeg-missing`."""
        self._refuse()

    def rescue(self, *_: Any) -> Made:
        """See `Media.rescue`."""
        self._refuse()

    def clip(self, *_: Any) -> Clipped:
        """Raises DeskError `media.ffmpeg-missing`."""
        self._refuse()

    def codes(self, *_: Any) -> Sought:
        """Raises DeskError `media.ffmpeg-missing`."""
        self._refuse()

    def continuity(self, *_: Any) -> Continuity:
        """Raises DeskError `media.ffmpeg-missing`."""
        self._refuse()

    def stretches(self, *_: Any) -> Sequence[Stretch]:
        """Raises DeskError `media.ffmpeg-missing`."""
        self._refuse()

    def align(self, *_: Any) -> Alignment:
        """Raises DeskError `media.ffmpeg-missing`."""
        self._refuse()
