"""Making one export: what it is decoded from, what is drawn, where it goes.

In: an order and the bench. Out: a new file at its place with its note, and what it was measured to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import TimeoutError as NotYet
from datetime import datetime, timedelta
from pathlib import Path

from recorder_desk import __version__
from recorder_desk.domain.clip import ClipOrder, Painted
from recorder_desk.domain.export import Cut, ExportFile, ExportRow, cut_of, still_of
from recorder_desk.domain.frames import FrameIndex, Picture
from recorder_desk.domain.ink import Ink, across, beside, blended, letter_height, plate, seconds_of
from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.names import raw
from recorder_desk.domain.png import png
from recorder_desk.domain.provenance import file_of, provenance
from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.domain.times import moment, stamp
from recorder_desk.errors import DeskError
from recorder_desk.ports import Bench
from recorder_desk.ports.frames import Film
from recorder_desk.queries.recordings import ShowRecording

STILL = "still.png"
_SLICE_SECONDS = 0.2
_DIGITS = "0123456789-: "


def source_of(detail: RecordingDetail) -> tuple[str, str]:
    """What an export is decoded from, and which that is: the original where a probe accepted it, else what can be
    played of it. Raises DeskError `export.not-readable`."""
    if detail.media is not None and not detail.row.problem:
        return detail.original_path, "original"
    if detail.play_role == "none":
        raise DeskError("export.not-readable", name=detail.row.name)
    return detail.play_path, detail.play_role


def export_file(row: ExportRow, bench: Bench) -> ExportFile:
    """Make it, unless it is there already.

    Raises DeskError `export.not-readable`, `export.no-such-frame`, `export.empty`, `export.no-letters`, as
    `Media.clip`, `Frames.open` and `Outbox.deliver` tell."""
    target = raw(row.wish.path)
    if note := bench.outbox.delivered(target, row.id):
        return file_of(note)
    detail = bench.ask(ShowRecording(row.recording))
    path, role = source_of(detail)
    with bench.outbox.room(row.id) as room:
        making = Making(row, detail, Path(path), role, room, bench)
        made, file = making.still() if row.kind == "still" else making.clip()
        note = provenance(row, file, bench.station, stamp(bench.clock.now()))
        bench.outbox.deliver(made, file.digest, note, target, row.id, bench.cancelled)
    return file


class Making:
    """One export while it is made, in its own room."""

    def __init__(
        self, row: ExportRow, detail: RecordingDetail, source: Path, role: str, room: Path, bench: Bench
    ) -> None:
        self._row, self._detail, self._source, self._role = row, detail, source, role
        self._room, self._bench = room, bench

    def still(self) -> tuple[Path, ExportFile]:
        """The exact frame, marked across where it must be."""
        row, made = self._row, self._room / STILL
        film = self._bench.frames.open(self._source)
        try:
            index = film.index
            number = still_of(index, row.wish.frame, row.wish.from_ms)
            picture = self._picture(film, number)
        finally:
            film.close()
        if row.wish.watermark:
            mark = self._mark(picture.width, picture.height)
            picture = Picture(number, picture.at_us, picture.width, picture.height, blended(picture.rgb, mark))
        try:
            made.write_bytes(
                png(picture, (("Software", f"Recorder Desk {__version__}"), ("Source", f"export {row.id}")))
            )
        except OSError as error:
            raise DeskError("export.disk-full", blame="environment", path=str(made)) from error
        cut = Cut(number, number, *index.span_us(number))
        tool = ("recorder-desk", __version__, ("still", f"--frame={number}"))
        return made, self._measured(made, cut, tool, picture.width, picture.height)

    def _picture(self, film: Film, number: int) -> Picture:
        wanted = film.picture(number)
        while True:
            try:
                return wanted.result(_SLICE_SECONDS)
            except NotYet:
                if self._bench.cancelled():
                    wanted.cancel()
                    raise DeskError("media.cancelled") from None

    def clip(self) -> tuple[Path, ExportFile]:
        """A part of it, as ordered."""
        row, wish, bench = self._row, self._row.wish, self._bench
        info = self._info()
        index = self._index(info)
        cut = cut_of(index, wish.from_ms, wish.until_ms) if index else self._range(info)
        bench.meter.total((cut.until_us - cut.from_us) // 1000)
        painted = self._painted(index, cut) if index else None
        note = " · ".join(filter(None, (f"Recorder Desk export {row.id}", wish.watermark)))
        order = ClipOrder(cut, index, wish.fast, wish.hushes, wish.veils, painted, note)
        clipped = bench.media.clip(self._source, info, order, self._room, bench.meter.add, bench.cancelled)
        tool = (clipped.tool, clipped.version, clipped.arguments)
        made = Path(clipped.path)
        return made, self._measured(made, clipped.cut, tool, clipped.width, clipped.height)

    def _info(self) -> MediaInfo:
        if self._role == "original" and self._detail.media is not None:
            return self._detail.media
        return self._bench.media.probe(self._source, self._detail.row.kind).info

    def _index(self, info: MediaInfo) -> FrameIndex | None:
        if info.kind != "video":
            return None
        film = self._bench.frames.open(self._source)
        try:
            return film.index
        finally:
            film.close()

    def _range(self, info: MediaInfo) -> Cut:
        wish = self._row.wish
        until_ms = wish.until_ms or info.duration_ms
        if until_ms <= wish.from_ms:
            raise DeskError("export.empty")
        return Cut(-1, -1, wish.from_ms * 1000, until_ms * 1000)

    # -- what is drawn -----------------------------------------------------------------------------------

    def _painted(self, index: FrameIndex, cut: Cut) -> Painted:
        wish, size = self._row.wish, (index.width, index.height)
        mark = self._mark(*size) if wish.watermark else b""
        captions = [self._line(self._row.caption, size)] if self._row.caption else []
        if not wish.time_of_day:
            return Painted([plate(captions)] if captions else (), 0, mark)
        at, error_ms = self._time(cut.from_us)
        begins = moment(at).astimezone()
        return Painted(self._plates(begins, error_ms, cut, captions, size), begins.microsecond, mark)

    def _plates(
        self, begins: datetime, error_ms: int, cut: Cut, captions: list[Ink], size: tuple[int, int]
    ) -> Iterator[Ink]:
        """One for each second, of digits that were drawn once."""
        told = next(iter(seconds_of(begins, 0)))
        sure = f" ±{-(-error_ms // 1000)} s" if error_ms >= 0 else " ±?"
        height = self._line(told + sure, size).height
        digits = {each: self._bench.letters.line(each, height) for each in _DIGITS}
        wide, high = max(each.width for each in digits.values()), max(each.height for each in digits.values())
        cells = {each: centred(ink, wide, high) for each, ink in digits.items()}
        tail = centred(ink := self._bench.letters.line(sure, height), ink.width, high)
        for text in seconds_of(begins, cut.until_us - cut.from_us):
            yield plate([beside([*(cells[each] for each in text), tail]), *captions])

    def _mark(self, width: int, height: int) -> bytes:
        return across(self._line(self._row.wish.watermark, (width, height), 0.9), width, height)

    def _line(self, text: str, size: tuple[int, int], share: float = 0.7) -> Ink:
        """A line of text that takes at most this share of the picture's width."""
        height = letter_height(*size)
        ink = self._bench.letters.line(text, height)
        while ink.width > size[0] * share and height > 6:
            height = max(6, min(height - 1, int(height * size[0] * share / ink.width)))
            ink = self._bench.letters.line(text, height)
        return ink

    # -- what it is --------------------------------------------------------------------------------------

    def _time(self, us: int) -> tuple[str, int]:
        """The time of day at a position, corrected where the recorder's clock was read, and how far it may be off."""
        true, told = self._detail.true_time, self._detail.row.recorded_at
        base, error_ms = (true.at, true.error_ms) if true.at else (told, -1)
        return (stamp(moment(base) + timedelta(microseconds=us)) if base else "", error_ms)

    def _measured(
        self, made: Path, cut: Cut, tool: tuple[str, str, tuple[str, ...]], width: int, height: int
    ) -> ExportFile:
        digest, size = self._bench.outbox.digest(made)
        at, error_ms = self._time(cut.from_us)
        return ExportFile(
            digest, size, *tool, self._role, cut.first, cut.last, cut.from_us, cut.until_us, width, height, at, error_ms
        )


def centred(ink: Ink, width: int, height: int) -> Ink:
    """An ink in a cell of one size, so that digits stand below each other."""
    left, below = (width - ink.width) // 2, height - ink.height
    rows = [(b"\0" * left + ink.row(at)).ljust(width, b"\0")[:width] for at in range(ink.height)]
    return Ink(width, height, b"".join([*rows, *[b"\0" * width] * below]))
