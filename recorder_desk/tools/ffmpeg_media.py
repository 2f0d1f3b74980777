"""ffmpeg and ffprobe behind the Media port.

In: originals and plans. Out: probes, pictures and proxies, each made outside our process, within limits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from recorder_desk.domain.alignment import Alignment
from recorder_desk.domain.clip import ClipOrder, Clipped
from recorder_desk.domain.continuity import Continuity, Stretch
from recorder_desk.domain.filmed_code import Sought
from recorder_desk.domain.media import Made, MediaInfo, Probe
from recorder_desk.domain.plan import Plan, Profile
from recorder_desk.ports import Cancelled, Report
from recorder_desk.tools import continuity, sandbox
from recorder_desk.tools.clipping import Scissors, make_clip
from recorder_desk.tools.codes import seek_codes
from recorder_desk.tools.limits import limits_for
from recorder_desk.tools.looking import look
from recorder_desk.tools.making import Maker
from recorder_desk.tools.picturing import Easel, make_pictures
from recorder_desk.tools.programs import Programs
from recorder_desk.tools.proxying import Order, make_proxy
from recorder_desk.tools.rescuing import Rescue, make_rescue
from recorder_desk.tools.runner import Collected, run

_VERSION = re.compile(r"^ffmpeg version n?(\S+)")


class FfmpegMedia:
    """Implements `recorder_desk.ports.Media`. Safe from several threads; keeps nothing but the version."""

    def __init__(self, programs: Programs) -> None:
        self._programs = programs
        self._version = ""

    def version(self) -> str:
        """Name and version of the program: `ffmpeg 8.1.2`. Raises DeskError `media.ffmpeg-missing`."""
        if not self._version:
            said = Collected(1 << 16)
            run([str(self._programs.ffmpeg), "-version"], limits_for(0), sink=said)
            match = _VERSION.match(said.text())
            self._version = f"ffmpeg {match[1] if match else '?'}"
        return self._version

    def sandbox(self) -> str:
        """See `Media.sandbox`. Tried once in a process."""
        programs = self._programs
        if programs.ffmpeg_path is None or programs.ffprobe_path is None:
            return ""
        return sandbox.level(programs.ffmpeg_path, programs.ffprobe_path)

    def probe(self, source: Path, named: str) -> Probe:
        """What a file is; a sidecar is taken at its name's word and never opened by ffprobe.

        Raises DeskError `media.ffmpeg-missing`.
        """
        if named == "sidecar":
            return Probe(MediaInfo("sidecar"), "")
        return look(self._programs.ffprobe, source)

    def pictures(self, source: Path, info: MediaInfo, into: Path, cancelled: Cancelled) -> tuple[Sequence[Made], str]:
        """Poster, filmstrip and waveform as far as the media has them, and a problem code or ''.

        Raises DeskError `media.ffmpeg-missing`, `media.timeout`, `media.cancelled`, `media.disk-full`.
        """
        if info.kind not in ("video", "audio", "photo"):
            return (), ""
        return make_pictures(Easel(self._programs.ffmpeg, self._maker(), source, info, into, cancelled))

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
        """A proxy as planned, verified; `report` is told of media milliseconds done.

        Raises DeskError `media.transcode-failed`, `media.timeout`, `media.cancelled`,
        `media.ffmpeg-missing`, `media.disk-full`.
        """
        maker = self._maker()
        return make_proxy(Order(self._programs, maker, source, info, plan, profile, into, report, cancelled))

    def continuity(self, source: Path, info: MediaInfo, cancelled: Cancelled) -> Continuity:
        """See `Media.continuity`."""
        return continuity.measure(self._programs.ffprobe, source, info, cancelled)

    def stretches(self, source: Path, info: MediaInfo, cancelled: Cancelled) -> Sequence[Stretch]:
        """See `Media.stretches`."""
        return continuity.stretches(self._programs.ffmpeg, source, info, cancelled)

    def rescue(
        self, source: Path, sibling: Path, into: Path, origin: dict[str, str | int], cancelled: Cancelled
    ) -> Made:
        """See `Media.rescue`."""
        return make_rescue(Rescue(self._programs, self._maker(), source, sibling, into, origin, cancelled))

    def clip(
        self, source: Path, info: MediaInfo, order: ClipOrder, into: Path, report: Report, cancelled: Cancelled
    ) -> Clipped:
        """See `Media.clip`."""
        return make_clip(Scissors(self._programs, self._maker(), source, info, order, into, report, cancelled))

    def codes(self, source: Path, info: MediaInfo, report: Report, cancelled: Cancelled) -> Sought:
        """Every code of a desk that is to be seen in a video or photo.

        Raises DeskError `media.ffmpeg-missing`, `media.timeout`, `media.cancelled`.
        """
        return seek_codes(self._programs.ffmpeg, self.version(), source, info, report, cancelled)

    def align(
        self,
        one: tuple[Path, MediaInfo],
        other: tuple[Path, MediaInfo],
        expected_ms: int,
        within_ms: int,
        cancelled: Cancelled,
    ) -> Alignment:
        """See `Media.align`."""
        from recorder_desk.tools import aligning  # numpy takes a quarter of a second to load, at every start

        return aligning.align(self._programs.ffmpeg, one, other, expected_ms, within_ms, cancelled)

    def _maker(self) -> Maker:
        return Maker("ffmpeg", self.version())
