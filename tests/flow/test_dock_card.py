"""What a dock card is told at the end of a pass: green only when everything there is ours."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from recorder_desk.commands.dock import AddDropFolder
from recorder_desk.domain.docked import DockedFile, DockState, LeftAlone
from recorder_desk.queries.dock import DockStates
from recorder_desk.tools.docking import FileDock
from tests.flow.homes import opened


def _card_after_a_pass(home: Path, card: Path) -> DockState:
    with opened(home) as session:
        session.desk.do(AddDropFolder(str(card)), session.actor).result(30)
        session.lanes.start(frozenset({"receive"}))
        session.lanes.wait_idle(patience=5)
        (state,) = session.desk.ask(DockStates()).result(30)
        return state


@pytest.mark.parametrize(
    ("code", "phase"),
    [
        ("", "safe"),
        ("dock.temporary-name", "safe"),
        ("dock.link", "safe"),
        ("dock.unreadable", "failed"),
        ("dock.folder-unreadable", "failed"),
        ("dock.path-too-long", "failed"),
    ],
)
def test_nothing_is_called_safe_beside_what_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, phase: str
) -> None:
    """Root may read everything, so what the scan says of one entry more is put in by hand."""
    card = tmp_path / "card"
    card.mkdir()
    (card / "a.mp4").write_bytes(os.urandom(4000))
    os.utime(card / "a.mp4", (time.time() - 60, time.time() - 60))
    real = FileDock.scan

    def scan(dock: FileDock, path: str) -> tuple[Sequence[DockedFile], Sequence[LeftAlone]]:
        files, left = real(dock, path)
        return files, [*left, LeftAlone(f"{path}/shut.mp4", code)] if code else left

    monkeypatch.setattr(FileDock, "scan", scan)
    state = _card_after_a_pass(tmp_path / "home", card)
    assert (state.phase, state.received, state.left_alone) == (phase, 1, int(bool(code)))
