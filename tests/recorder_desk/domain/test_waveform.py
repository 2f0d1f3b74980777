"""The file of a waveform comes back as it went, and damaged ones are told."""

from __future__ import annotations

import struct
from array import array

import pytest

from recorder_desk.domain.waveform import Waveform, pack, unpack
from recorder_desk.errors import DeskError

WAVE = Waveform(20_000, 8000, array("h", [-32768, 32767, -5, 7, 0, 0]))


def test_waveform_round_trip_and_layout() -> None:
    data = pack(WAVE)
    assert unpack(data) == WAVE and len(WAVE) == 3
    assert data[:20] == b"RDWF" + struct.pack("<HHIII", 1, 20, 20_000, 8000, 3)
    assert data[20:24] == struct.pack("<hh", -32768, 32767)


@pytest.mark.parametrize("cut", [b"", pack(WAVE)[:10], pack(WAVE)[:-1], b"X" + pack(WAVE)[1:], b"RDWF" + b"\xff" * 40])
def test_unpack_tells_what_is_damaged(cut: bytes) -> None:
    with pytest.raises(DeskError, match=r"media\.unreadable"):
        unpack(cut)
