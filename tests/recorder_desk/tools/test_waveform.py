"""Peaks are those of the samples, however the pieces fall."""

from __future__ import annotations

import random
import struct

from recorder_desk.tools.waveform import Peaks


def test_peaks_do_not_depend_on_the_pieces() -> None:
    chance = random.Random(7)
    samples = [chance.randint(-32768, 32767) for _ in range(160 * 37 + 5)]
    data = struct.pack(f"<{len(samples)}h", *samples)
    expected = []
    for start in range(0, len(samples), 160):
        expected += [min(samples[start : start + 160]), max(samples[start : start + 160])]
    for sizes in ((len(data),), (1,), (319, 2, 7), (4096,)):
        peaks, at, turn = Peaks(8000), 0, 0
        while at < len(data):
            peaks(data[at : at + sizes[turn % len(sizes)]])
            at += sizes[turn % len(sizes)]
            turn += 1
        wave = peaks.finish()
        assert list(wave.peaks) == expected and wave.stretch_us == 20_000


def test_nothing_and_half_a_sample_are_no_peaks() -> None:
    peaks = Peaks(8000)
    assert len(peaks.finish()) == 0
    peaks(b"\x01")
    assert len(peaks.finish()) == 0
