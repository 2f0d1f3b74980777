"""Are these the first bytes of a recording? Asked of files whose names say nothing.

In: the first bytes of a file (4 KiB is enough) and its size. Out: the container, or None.
Only what the format's own rules demand is believed: text of any kind is never a recording, so that
a playlist or a concat script cannot pass and make a player open other files.
"""

from __future__ import annotations

from collections.abc import Callable

HEAD_BYTES = 4096

_TEXT = frozenset(range(0x20, 0x100)) - {0x7F} | {0x09, 0x0A, 0x0C, 0x0D, 0x1B}
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"fLaC\x00", "flac"),
    (b"OggS\x00", "ogg"),
    (b"caff\x00\x01", "caf"),
    (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"), "asf"),
    (bytes.fromhex("060e2b34020501010d010201"), "mxf"),
    (b"DHAV\xfd", "dhav"),  # recorders of one maker; parts begin FD, FC or F0
    (b"DHAV\xfc", "dhav"),
    (b"DHAV\xf0", "dhav"),
    (b"DHAV\xf1", "dhav"),
    (b"IMKH\x01", "imkh"),  # a programme stream behind another maker's 40 bytes
)
_RIFF = {b"AVI ": "avi", b"AVIX": "avi", b"WAVE": "wav", b"WEBP": "webp"}
_OPENING_BOXES = frozenset((b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"pnot"))
_FILLER_BOXES = frozenset((b"wide", b"free", b"skip"))
_AMR = (  # bytes of a frame by its type, 3GPP TS 26.101 and 26.201
    (b"#!AMR\n", {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6, 15: 1}),
    (b"#!AMR-WB\n", {0: 18, 1: 24, 2: 33, 3: 37, 4: 41, 5: 47, 6: 51, 7: 59, 8: 61, 9: 6, 14: 1, 15: 1}),
)
_BITRATES = {  # ISO/IEC 11172-3 2.4.2.3 and 13818-3, kbit/s by index, for (version 1?, layer)
    (True, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def container_of(head: bytes, size: int | None = None) -> str | None:
    """The media container a file begins as, by its first bytes; None for everything else.

    `size` is the whole file's, in bytes (the head's own when not given).
    """
    size = len(head) if size is None else size
    if _amr(head):
        return "amr"
    if not head or all(byte in _TEXT for byte in head):
        return None
    for start, name in _STARTS:
        if head.startswith(start):
            return name
    for name, fits in _RULES:
        if fits(head, size):
            return name
    return _RIFF.get(head[8:12]) if head[:4] in (b"RIFF", b"RF64", b"RIFX", b"BW64") else None


def _amr(head: bytes) -> bool:
    """RFC 4867 5: the magic line, then frames whose padding bits are zero, each saying its length."""
    for magic, lengths in _AMR:
        if head.startswith(magic):
            at, frames = len(magic), 0
            while at < len(head) and frames < 5:
                kind = head[at] >> 3 & 15
                if head[at] & 0x83 or kind not in lengths:
                    return False
                at, frames = at + lengths[kind], frames + 1
            return frames > 0
    return False


def _boxes(head: bytes, size: int) -> bool:
    """ISO/IEC 14496-12 4.2 (and QuickTime before it): boxes from the first byte on."""
    at = 0
    while at + 8 <= len(head):
        length = int.from_bytes(head[at : at + 4], "big")
        kind = head[at + 4 : at + 8]
        if kind == b"ftyp":
            return 12 <= length <= 65536
        if kind in _OPENING_BOXES:
            # 1: the length follows in 64 bits; 0: to the end. Longer than the file: cut off, but then
            # four letters of text must not pass for a length.
            cut = length > size and all(0x20 <= byte < 0x7F for byte in head[at : at + 4])
            return length in (0, 1) or (length >= 8 and not cut)
        if kind not in _FILLER_BOXES or length < 8:
            return False
        at += length
    return False


def _matroska(head: bytes, _size: int) -> bool:
    """RFC 8794 11.2.6: an EBML header whose DocType is ours."""
    return head.startswith(b"\x1a\x45\xdf\xa3") and (b"matroska" in head or b"webm" in head)


def _transport_stream(head: bytes, _size: int) -> bool:
    """ISO/IEC 13818-1 2.4.3.2: packets of 188 bytes (192 with a time code, 204 with parity)."""
    return any(_packets(head, start, step) for step in (188, 192, 204) for start in range(step))


def _packets(head: bytes, start: int, step: int) -> bool:
    if start >= len(head) or head[start] != 0x47:
        return False
    heads = [head[at : at + 4] for at in range(start, len(head) - 3, step)]
    # At least five, each with the sync byte, an adaptation field control and a known scrambling.
    return len(heads) >= 5 and all(each[0] == 0x47 and each[3] & 0x30 != 0 and each[3] & 0xC0 != 0x40 for each in heads)


def _programme_stream(head: bytes, _size: int) -> bool:
    """ISO/IEC 13818-1 2.5.3.3 and 11172-1 2.4.3.2: a pack header, or a video sequence header."""
    if head.startswith(b"\x00\x00\x01\xba") and len(head) > 12:
        return head[4] & 0xC4 == 0x44 or head[4] & 0xF1 == 0x21
    return head.startswith(b"\x00\x00\x01\xb3") and b"\x00\x00\x01" in head[8:]


def _bare_video(head: bytes, _size: int) -> bool:
    """H.264 and H.265 annex B: a parameter set or delimiter, and another unit after it."""
    at = 4 if head.startswith(b"\x00\x00\x00\x01") else 3 if head.startswith(b"\x00\x00\x01") else 0
    first, second = head[at : at + 1], head[at + 1 : at + 2]
    h264 = first in (b"\x67", b"\x27", b"\x47", b"\x09")
    h265 = first in (b"\x40", b"\x42", b"\x46") and second == b"\x01"
    return at > 0 and (h264 or h265) and b"\x00\x00\x01" in head[at:]


def _jpeg(head: bytes, _size: int) -> bool:
    """ITU-T T.81 B.1.1.3: SOI, then another marker."""
    return head.startswith(b"\xff\xd8\xff") and len(head) > 3 and 0xC0 <= head[3] <= 0xFE


def _picture(head: bytes, _size: int) -> bool:
    """GIF, TIFF (and DNG), BMP: their marks and the first field that must make sense."""
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return True
    if head[:4] in (b"II*\x00", b"MM\x00*"):
        return int.from_bytes(head[4:8], "little" if head[:1] == b"I" else "big") >= 8
    header = int.from_bytes(head[14:18], "little")
    return head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and header in (12, 40, 52, 56, 64, 108, 124)


def _aiff(head: bytes, _size: int) -> bool:
    return head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC")


def _flv(head: bytes, _size: int) -> bool:
    """FLV 10.1 annex E.2: version 1, reserved flags zero, header of nine bytes."""
    return head[:4] == b"FLV\x01" and len(head) > 8 and head[4] & 0xFA == 0 and head[5:9] == b"\0\0\0\x09"


def _dv(head: bytes, _size: int) -> bool:
    """IEC 61834: a DIF header block."""
    return head[:3] == b"\x1f\x07\x00" and len(head) > 3 and head[3] & 0x7F == 0x3F


def _mp3(head: bytes, _size: int) -> bool:
    """An ID3v2 tag, or two frames where the first says how far the second is."""
    if head[:3] == b"ID3" and len(head) >= 10:
        return 2 <= head[3] <= 4 and head[4] != 0xFF and all(byte < 0x80 for byte in head[6:10])
    for length_of in (_mpeg_audio_frame, _aac_frame):
        length = length_of(head, 0)
        if length and length_of(head, length):
            return head[1] & 0xFE == head[length + 1] & 0xFE
    return False


def _mpeg_audio_frame(head: bytes, at: int) -> int:
    """The length in bytes of an MPEG audio frame at a place, 0 if there is none."""
    if len(head) < at + 4 or head[at] != 0xFF or head[at + 1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[at + 1] >> 3 & 3, 4 - (head[at + 1] >> 1 & 3)
    rate_index, hertz_index = head[at + 2] >> 4, head[at + 2] >> 2 & 3
    if version == 1 or layer == 4 or rate_index in (0, 15) or hertz_index == 3:
        return 0
    bits = _BITRATES[version == 3, layer][rate_index - 1] * 1000
    hertz = (44100, 48000, 32000)[hertz_index] >> {3: 0, 2: 1, 0: 2}[version]
    padding = head[at + 2] >> 1 & 1
    if layer == 1:
        return (12 * bits // hertz + padding) * 4
    return (72 if layer == 3 and version != 3 else 144) * bits // hertz + padding


def _aac_frame(head: bytes, at: int) -> int:
    """The length in bytes of an ADTS frame (ISO/IEC 14496-3 1.A.2) at a place, 0 if there is none."""
    if len(head) < at + 6 or head[at] != 0xFF or head[at + 1] & 0xF6 != 0xF0:
        return 0
    length = (head[at + 3] & 3) << 11 | head[at + 4] << 3 | head[at + 5] >> 5
    return length if head[at + 2] >> 2 & 15 < 13 and length > 7 else 0


_RULES: tuple[tuple[str, Callable[[bytes, int], bool]], ...] = (
    ("iso", _boxes),
    ("matroska", _matroska),
    ("jpeg", _jpeg),
    ("mpegps", _programme_stream),
    ("mpegts", _transport_stream),
    ("annexb", _bare_video),
    ("picture", _picture),
    ("aiff", _aiff),
    ("flv", _flv),
    ("dv", _dv),
    ("mp3", _mp3),
)
