"""A film's packets from a key frame on. Runs in the frame worker, never in the desk.

In: which key frame. Out: packets that begin with it, or with one before it. Where a seek has led to is believed of
nobody: the first packet must be that of a key frame known from the index.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from recorder_desk.tools.frame_index import BEGINNING, Key, Times, opened

_BY_PLACE = ("mpegts", "mpeg", "h264", "hevc", "m4v")
"""Containers without an index: there the place in the file is surer than a time."""
_EARLIER = (0, 1, 4)


class Source:
    """One opened film; it is opened at the first call, and again where nothing else helps."""

    def __init__(self, path: str, times: Times, *, quick: bool = False) -> None:
        """`quick`: blocks may show in the picture, it will be a small one."""
        self._path, self._times, self._quick = path, times, quick
        self._container: InputContainer | None = None
        self._stream: VideoStream | None = None
        self._ways = ["place", "time"]

    @property
    def stream(self) -> VideoStream:
        """The picture's stream. Raises av.FFmpegError."""
        return self._opened()[1]

    @property
    def aspect(self) -> Fraction | None:
        """Width to height of one pixel, where the file says."""
        return self.stream.sample_aspect_ratio

    def close(self) -> None:
        """Let the file go."""
        if self._container is not None:
            self._container.close()
        self._container = self._stream = None

    def from_key(self, number: int) -> tuple[Key, Iterator[Packet[VideoStream]]]:
        """The key frame of this place among them (or one before it), and all packets from it on."""
        for earlier in _EARLIER:
            wanted = self._times.keys[max(0, number - earlier)]
            if wanted.position == BEGINNING:
                break
            for way in tuple(self._ways):
                found = self._reached(wanted, way)
                if found is not None:
                    self._ways.sort(key=lambda each, best=way: each != best)  # type: ignore[misc]
                    return found
        self.close()
        container, stream = self._opened()
        return self._times.keys[0], container.demux(stream)

    def _opened(self) -> tuple[InputContainer, VideoStream]:
        if self._container is None or self._stream is None:
            self._container, self._stream = opened(self._path)
            self._stream.thread_type = "AUTO"
            if self._quick:
                context = self._stream.codec_context
                context.options = {**context.options, "skip_loop_filter": "all"}
            if self._container.format.name not in _BY_PLACE:
                self._ways = [each for each in self._ways if each != "place"]
        return self._container, self._stream

    def _reached(self, key: Key, way: str) -> tuple[Key, Iterator[Packet[VideoStream]]] | None:
        container, stream = self._opened()
        if way not in self._ways:  # this kind of file is not sought so
            return None
        try:
            if way == "place":
                container.seek(key.position, stream=stream, unsupported_byte_offset=True)
            else:
                container.seek(key.pts if self._times.known == "pts" else key.dts, stream=stream)
            packets = container.demux(stream)
            first = next((each for each in packets if each.is_keyframe or not each.size), None)
        except av.FFmpegError:
            return None
        found = self._key_at(first, key) if first is not None and first.size else None
        return (found, itertools.chain((first,), packets)) if found and first else None

    def _key_at(self, packet: Packet[VideoStream], wanted: Key) -> Key | None:
        """Which key frame this packet is, if it is none after the one wanted."""
        for key in self._times.keys[self._times.key_of(wanted.number) :: -1]:
            if key.position == BEGINNING:
                return None
            if key.dts == packet.dts or (packet.pts is not None and key.pts == packet.pts):
                return key
            if packet.dts is not None and key.dts < packet.dts:
                return None
        return None
