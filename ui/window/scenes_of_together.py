"""Pictures of several recordings in step, for `screenshots.py`. In: a sitting. Out: what to take a picture of.

The demo's recordings did not run at the same time: how they lie is made up here.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from recorder_desk.domain.alignment import Alignment, Overlap
from recorder_desk.domain.recording import RecordingRow
from ui.window.sitting import Sitting

_LIES = (Alignment(1_480, 3, 12, "sound"), Alignment(-2_300, 1_500))


def _films(sitting: Sitting) -> list[RecordingRow]:
    return [row for row in sitting.recordings() if row.kind == "video" and row.duration_ms and not row.problem][:3]


def _together(sitting: Sitting, layout: str = "grid") -> QWidget:
    view = sitting.stage.together
    view.open([row.id for row in _films(sitting)])
    sitting.settle(3.0)
    assert view.deck is not None
    for number, lies in enumerate(_LIES, 1):
        view.deck.conductor.align(number, lies)
    if view.deck.panes.layout_name != layout:
        view.deck.act("layout")
    view.deck.conductor.seek(3_000)
    sitting.settle(2.0)
    return sitting.window


def _together_one(sitting: Sitting) -> QWidget:
    return _together(sitting, "one")


def _beside(sitting: Sitting) -> QWidget:
    first, *others = _films(sitting)
    view = sitting.stage.together
    view.open_with(first.id)
    sitting.settle(1.0)
    told = [
        Overlap(row.id, row.name, row.kind, f"DSJ-0{number}", "王芳", row.recorded_at, row.duration_ms, 6_000 * number,
                number == 1, number == 1)
        for number, row in enumerate(others, 1)
    ]  # fmt: skip
    view.choice.offer(first.id, told)
    return sitting.window


SCENES: dict[str, Callable[[Sitting], QWidget]] = {
    "together": _together,
    "together-one": _together_one,
    "together-choice": _beside,
}
