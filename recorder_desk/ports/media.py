"""The media programs behind one door."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from recorder_desk.domain.alignment import Alignment
from recorder_desk.domain.clip import ClipOrder, Clipped
from recorder_desk.domain.continuity import Continuity, Stretch
from recorder_desk.domain.filmed_code import Sought
from recorder_desk.domain.media import Made, MediaInfo, Probe
from recorder_desk.domain.plan import Plan, Profile
from recorder_desk.ports.vault import Report

T = TypeVar("T")


class Cancelled(Protocol):
    """Asked now and then by long work."""

    def __call__(self) -> bool:
        """True when the work should stop."""
        ...


class Media(Protocol):
    """ffmpeg and ffprobe behind one door; every run is bounded, cancellable and outside our process."""

    def version(self) -> str:
        """Name and version of the program, as recorded with each derivative."""
        ...

    def sandbox(self) -> str:
        """How the programs are confined on this machine: `bubblewrap`, `landlock` or `limits` (by limits and
        whitelists alone); '' where there are no programs."""
        ...

    def probe(self, source: Path, named: str) -> Probe:
        """What a file is. `named` is its kind by name. Never raises for bad media (see `problem`).

        Raises DeskError `media.ffmpeg-missing` (environment).
        """
        ...

    def pictures(self, source: Path, info: MediaInfo, into: Path, cancelled: Cancelled) -> tuple[Sequence[Made], str]:
        """Poster, filmstrip and waveform, as far as the media has them, and a problem code or ''.

        Video: poster + filmstrip (key frames only) + waveform if it has sound. Sound: a poster drawn
        from its waveform + waveform. Photo: poster. Files are written into the folder `into`.
        """
        ...

    def proxy(
        self,
        source: Path,
        info: MediaInfo,
        plan: Plan,
        profile: Profile,
        into: Path,
        report: Report,
        cancelled: Cancelled,
    ) -> Made:
        """Remux or transcode as planned; `report` is told of media milliseconds done.

        Raises DeskError `media.transcode-failed`, `media.timeout`, `media.cancelled`,
        `media.ffmpeg-missing`, `media.disk-full`.
        """
        ...

    def continuity(self, source: Path, info: MediaInfo, cancelled: Cancelled) -> Continuity:
        """When picture and sound begin and end by their packets, and the holes in them.

        Raises DeskError `media.ffmpeg-missing`, `media.timeout`, `media.cancelled`.
        """
        ...

    def stretches(self, source: Path, info: MediaInfo, cancelled: Cancelled) -> Sequence[Stretch]:
        """Where the picture stands still or is black, and where it is silent: one decoding pass. Raises likewise."""
        ...

    def rescue(
        self, source: Path, sibling: Path, into: Path, origin: dict[str, str | int], cancelled: Cancelled
    ) -> Made:
        """A copy that plays of an original that was cut off before its index, made after a healthy `sibling`.

        `origin` is kept among its facts. Raises DeskError `rescue.sibling-unlike`, `rescue.not-needed`,
        `rescue.nothing-found`, `media.transcode-failed`, `media.timeout`, `media.cancelled`, `media.ffmpeg-missing`,
        `media.disk-full`.
        """
        ...

    def clip(
        self, source: Path, info: MediaInfo, order: ClipOrder, into: Path, report: Report, cancelled: Cancelled
    ) -> Clipped:
        """A part of a film or of sound as a new file in `into`, measured; `report` is told of media milliseconds done.

        Raises DeskError `export.not-exact`, `export.fast-not-possible`, `media.transcode-failed`, `media.timeout`,
        `media.cancelled`, `media.ffmpeg-missing`, `media.disk-full`.
        """
        ...

    def codes(self, source: Path, info: MediaInfo, report: Report, cancelled: Cancelled) -> Sought:
        """Every code of a desk that is to be seen in a video or photo, whoever drew it.

        A code that is filmed for two seconds is met at any distance of key frames. `report` is told of media
        milliseconds done. Raises DeskError `media.ffmpeg-missing`, `media.timeout`, `media.cancelled`.
        """
        ...

    def align(
        self,
        one: tuple[Path, MediaInfo],
        other: tuple[Path, MediaInfo],
        expected_ms: int,
        within_ms: int,
        cancelled: Cancelled,
    ) -> Alignment:
        """Where the sound of `other` lies on the time line of `one`, expected at an offset give or take `within_ms`.

        Not `clear` where it tells nothing certain. Raises DeskError `media.ffmpeg-missing`, `media.sandbox-failed`,
        `media.timeout`, `media.cancelled`, `media.unreadable`.
        """
        ...
