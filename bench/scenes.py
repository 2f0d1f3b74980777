"""Acts as several recorders hear them, made of numbers: for alignments by sound.

In: a random generator. Out: files whose true offsets and drifts are known. What is heard: voices (pulses through
formants, in syllables and pauses), a street (noise that swells), or both; a hum and beeps on wish. Each recorder hears
it in a room of its own, with its own noise, loudness, clock and codec.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recorder_desk.tools.programs import find_programs

RATE = 16_000
CODECS: dict[str, tuple[str, tuple[str, ...]]] = {
    "aac": (".mp4", ("-c:a", "aac", "-b:a", "48k", "-ar", "44100")),
    "aac-ts": (".ts", ("-c:a", "aac", "-b:a", "64k", "-ar", "48000", "-f", "mpegts")),
    "mp3": (".mp3", ("-c:a", "libmp3lame", "-b:a", "48k", "-ar", "44100")),
    "opus": (".ogg", ("-c:a", "libopus", "-b:a", "24k")),
    "pcm": (".wav", ("-c:a", "pcm_s16le")),
    "alaw": (".wav", ("-c:a", "pcm_alaw", "-ar", "8000")),
    "adpcm": (".wav", ("-c:a", "adpcm_ima_wav")),
}
_PRIMED_MS = {"aac-ts": 1024 / 48}
"""A transport stream has no place to say that the encoder began before the sound did: it is so much later in it."""
Wave = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Take:
    """A file, and what is true of it: when it began in the act (ms), how fast its clock ran (ppm)."""

    path: Path
    began_ms: float
    ppm: float
    seconds: float
    codec: str

    def offset_of(self, other: Take) -> float:
        """Where the other's beginning lies in this one (ms)."""
        apart = (other.began_ms - self.began_ms) * (1 + self.ppm / 1e6)
        return apart + _PRIMED_MS.get(self.codec, 0) - _PRIMED_MS.get(other.codec, 0)


def act(chance: np.random.Generator, seconds: float, kind: str, *, hum: bool = False) -> Wave:
    """`voices`, `street` or `both`; with `hum` also mains and a beep each second, as any other act may have them."""
    count = int(seconds * RATE)
    heard = np.zeros(count, np.float32)
    if kind != "street":
        _speak(heard, chance)
    if kind != "voices":
        swell = np.interp(np.arange(count) / RATE, np.arange(seconds + 2), chance.uniform(0.3, 1, int(seconds) + 2))
        heard += 0.05 * _pink(count, chance) * swell.astype(np.float32)
    if hum:
        at = np.arange(count) / RATE
        heard += (0.05 * np.sin(2 * np.pi * 50 * at) + 0.03 * np.sin(2 * np.pi * 150 * at)).astype(np.float32)
        heard += (0.05 * np.sin(2 * np.pi * 1000 * at) * ((at % 1) < 0.1)).astype(np.float32)
    return heard


def _pink(count: int, chance: np.random.Generator) -> Wave:
    told = np.fft.rfft(chance.standard_normal(count).astype(np.float32))
    noise = np.fft.irfft(told / np.sqrt(np.arange(len(told)) + 50), count)
    return np.asarray(noise / noise.std(), np.float32)


def _speak(heard: Wave, chance: np.random.Generator) -> None:
    at = 0
    while at < len(heard) - RATE // 10:
        length = min(int(RATE * chance.uniform(0.08, 0.35)), len(heard) - at)
        pitch = chance.uniform(90, 260) * (1 + 0.1 * np.linspace(0, chance.uniform(-1, 1), length))
        phase = 2 * np.pi * np.cumsum(pitch) / RATE
        formants = ((chance.uniform(300, 900), 80), (chance.uniform(900, 2400), 120), (chance.uniform(2400, 3400), 180))
        said = np.zeros(length)
        for harmonic in range(1, int(5000 / pitch.max())):
            loud = 0.02 + sum(np.exp(-0.5 * ((pitch[0] * harmonic - f) / (2 * wide)) ** 2) for f, wide in formants)
            said += loud * np.sin(harmonic * phase + chance.uniform(0, 6))
        if chance.random() < 0.3:  # a consonant
            said = 0.3 * said + 0.5 * chance.standard_normal(length)
        heard[at : at + length] += (said * np.hanning(length) * chance.uniform(0.05, 0.25)).astype(np.float32)
        at += length + int(RATE * (chance.uniform(0.02, 0.15) if chance.random() < 0.8 else chance.uniform(0.3, 2.5)))


def record(folder: Path, name: str, heard: Wave, seconds: float, chance: np.random.Generator, codec: str = "") -> Take:
    """What one recorder makes of an act: it begins anywhere before the end, and lasts so long."""
    began, ppm = chance.uniform(0, len(heard) / RATE - seconds - 1), chance.uniform(-50, 50)
    codec = codec or str(chance.choice(sorted(CODECS)))
    at = began * RATE + np.arange(int(seconds * RATE)) / (1 + ppm / 1e6)
    whole = at.astype(np.int64)
    part = (at - whole).astype(np.float32)
    taken = heard[whole] * (1 - part) + heard[whole + 1] * part
    if chance.random() < 0.5:
        taken = _in_a_room(taken, chance)
    taken = taken + float(taken.std()) * 10 ** (-chance.uniform(3, 25) / 20) * chance.standard_normal(len(taken))
    taken = np.clip(taken / taken.std() * 0.1 * chance.uniform(0.05, 3), -1, 1)
    ending, how = CODECS[codec]
    path = folder / f"{name}{ending}"
    command = [str(find_programs("").ffmpeg), "-v", "error", "-y", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i"]
    samples = (taken * 32767).astype("<i2").tobytes()
    subprocess.run([*command, "pipe:0", *how, str(path)], input=samples, check=True, timeout=60)
    return Take(path, began * 1000, ppm, seconds, codec)


def _in_a_room(heard: Wave, chance: np.random.Generator) -> Wave:
    echoes = np.zeros(RATE * 6 // 100, np.float32)
    echoes[0] = 1
    echoes[chance.integers(50, len(echoes), 12)] += chance.uniform(-0.3, 0.3, 12).astype(np.float32)
    size = 1 << (len(heard) + len(echoes)).bit_length()
    return np.asarray(
        np.fft.irfft(np.fft.rfft(heard, size) * np.fft.rfft(echoes, size), size)[: len(heard)], np.float32
    )
