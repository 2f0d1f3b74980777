"""Pictures of the player, for `screenshots.py`. In: a sitting. Out: what to take a picture of."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from recorder_desk.commands.marks import AddMarks
from recorder_desk.domain.mark import MarkFields
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries.marks import Marks
from ui.window.sitting import Sitting


def is_film(row: object) -> bool:
    """A film of a sealed case."""
    return isinstance(row, RecordingRow) and row.kind == "video" and row.state == "sealed"


def _player(sitting: Sitting) -> QWidget:
    film = next(row for row in sitting.recordings() if is_film(row) and row.duration_ms)
    sitting.stage.play(film.id, 3_000)
    sitting.settle(2.0)
    return sitting.window


def _marks(sitting: Sitting) -> QWidget:
    """A few marks on a film, the form for the next one, and a closer look at its time."""
    film = next(row for row in sitting.recordings() if is_film(row) and row.duration_ms)
    if not sitting.session.desk.ask(Marks(film.id)).result():
        sitting.session.desk.do(AddMarks(film.id, _MARKED), sitting.session.actor).result(30)
    sitting.stage.play(film.id, 5_600)
    sitting.settle(2.0)
    player = sitting.stage.player
    assert player.deck is not None
    while player.deck.position_ms != 5_600:  # the very frame is on its way
        sitting.settle()
    player.act("mark")
    player.deck.timeline.zoom(1.6)
    return sitting.window


_MARKED = (
    MarkFields(400, 0, "start", "JC-02", "进入车间"),
    MarkFields(1_200, 2_600, "certificate", "JC-02", "两名执法人员出示执法证"),
    MarkFields(3_000, 0, "rights", "JC-02"),
    MarkFields(4_400, 5_000, "question", "JC-02", "统计台账存放位置"),
    MarkFields(6_320, 0, "refusal", "", "拒绝提供原始凭证"),
    MarkFields(7_400, 0, "end", "JC-02"),
)


def _adjust(sitting: Sitting) -> QWidget:
    """A photo, closer and brighter."""
    photo = next(row for row in sitting.recordings() if row.kind == "photo")
    sitting.stage.play(photo.id)
    sitting.settle(1.0)
    player = sitting.stage.player
    assert player.deck is not None
    for act in ("zoom_in", "zoom_in", "zoom_in", "adjust"):
        player.act(act)
    player.deck.adjust_bar.sliders["gamma"].setValue(160)
    return sitting.window


def _refused(sitting: Sitting) -> QWidget:
    broken = next(row for row in sitting.recordings() if row.state == "damaged")
    sitting.stage.play(broken.id)
    return sitting.window


PLAYER_SCENES = {"player": _player, "marks": _marks, "adjust": _adjust, "refused": _refused}
