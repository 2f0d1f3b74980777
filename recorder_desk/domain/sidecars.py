"""Which files came with a recording: its log, its GPS track, its thumbnail, the list of its folder's digests.

In: where files lay, in stored form. Out: which belong together. Recorders write them side by side, under one stem; some
leave out what tells cameras of one recorder apart (BlackVue: `20260505_090047_N.gps` for `…_NF.mp4` and `…_NR.mp4`).
"""

from __future__ import annotations

import re

from recorder_desk.domain.docked import extension

_FOLDERWIDE = re.compile(r"(manifest|checksums?|md5sums?|sha\d+sums?)|\d+_\d{8}(?=\.xml$)")
_LISTS = frozenset({"sha256", "md5", "mhl"})
EVERY = ""
"""The stem of a file that came with all recordings of its folder."""
_DIRECTION = 2


def place_of(path: str) -> tuple[str, str]:
    """Folder and stem (lower case) of a path in stored form; the stem of a file for its whole folder is `EVERY`."""
    folder, _, name = path.rpartition("/")
    name = name.lower()
    ending = extension(name)
    stem = name[: -len(ending) - 1] if ending else name
    if (ending in _LISTS or ending == "xml") and (found := _FOLDERWIDE.match(name)) and found.end() >= len(stem):
        return folder, EVERY
    if ending in _LISTS and extension(stem):  # `film.mp4.sha256`
        stem = stem[: -len(extension(stem)) - 1]
    return folder, stem


def sidecar_stems(stem: str) -> tuple[str, ...]:
    """Under which stems the sidecars of a recording may lie beside it, the nearest first."""
    short = [stem[:-cut] for cut in range(1, _DIRECTION + 1) if stem[-cut:].isalpha() and stem[-cut:].isascii()]
    return (stem, *(each for each in short if each and not each[-1].isalpha()), *_of_event(stem), EVERY)


def _of_event(stem: str) -> tuple[str, ...]:
    """`20260505_090047_nf` → `20260505_090047_n`: event and direction are letters both."""
    return (stem[:-1],) if re.search(r"_[a-z]{2,3}$", stem) else ()
