"""Tables taken into registers in the window: shown first, then whole or not at all; and registers written out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from recorder_desk.commands.people import WriteOfficers
from recorder_desk.domain.officer import Certificate, OfficerFields
from recorder_desk.domain.party import check_character
from tests.window.bureau.hands import (
    choose_file,
    choose_target,
    officers_of,
    opened_dialog,
    order,
    press,
    register,
)
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import Phrases
from ui.session import Session
from ui.sheets import write_rows
from ui.window.bureau.import_dialog import ImportDialog
from ui.window.bureau.register_section import RegisterSection
from ui.window.main_window import MainWindow

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
CODE = "91130100MA07XYA12"
CODE += check_character(CODE)


def taken_in(qtbot: QtBot, window: MainWindow, of: RegisterSection) -> ImportDialog:
    """The dialog of an import, its table read."""
    of.import_button.click()
    dialog = opened_dialog(qtbot, window, ImportDialog)
    qtbot.waitUntil(lambda: bool(dialog.encoding.text() or dialog.error.text()), timeout=WAIT_MS)
    return dialog


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_shows_what_it_changes_before_it_does(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    paper = Certificate("13-0001", "行政执法证", since="2024-01-01", until="2029-12-31")
    order(session, WriteOfficers((("", OfficerFields("王芳", "一处", "", (paper,))),)))
    table = tmp_path / f"people.{ending}"
    rows = [["王芳", "二处", "13-0001", "2024-01-01", "2030-12-31"], ["陈静", "二处", "13-0002", "", ""]]
    write_rows(table, ["姓名", "单位", "执法证号", "有效期自", "有效期至"], rows)
    choose_file(monkeypatch, table)
    dialog = taken_in(qtbot, window, register(qtbot, window, "officers"))
    told = dialog.table.rows
    assert [[told.index(row, column).data() for column in (0, 1, 2)] for row in range(2)] == [
        ["2", "changed", "王芳"], ["3", "new", "陈静"],
    ]  # fmt: skip
    changes = str(told.index(0, 5).data())
    assert "一处 → 二处" in changes
    assert "2030-12-31" in changes
    assert set(officers_of(session)) == {"王芳"}
    dialog.go.click()
    qtbot.waitUntil(lambda: set(officers_of(session)) == {"王芳", "陈静"}, timeout=WAIT_MS)
    assert officers_of(session)["王芳"].certificates[0].kind == "行政执法证"  # not in the table: it stays
    settle(qtbot, window)


def test_wrong_lines_are_told_by_number_and_nothing_goes_in(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "people.csv"
    table.write_bytes("姓名,执法证号,有效期至\n王芳,13-1,2030-01-01\n,13-2,\n李强,13-3,2030-13-01\n".encode("gbk"))
    choose_file(monkeypatch, table)
    dialog = taken_in(qtbot, window, register(qtbot, window, "officers"))
    assert "GBK" in dialog.encoding.text()
    told = dialog.table.rows
    assert [told.index(row, 0).data() for row in range(told.rowCount())] == ["3", "4"]
    assert Phrases("en").say("officer.name-missing") == told.index(0, 1).data()
    assert not dialog.go.isEnabled()
    dialog.accept()
    press(qtbot, Qt.Key.Key_Escape)
    settle(qtbot, window)
    assert officers_of(session) == {}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", "table.encoding"),
        ("姓名,血型\n王芳,A\n".encode(), "table.column-unknown"),
        ("单位,执法证号\n一处,13-1\n".encode(), "table.column-missing"),
        (b"PK\x03\x04 no workbook", "table.unreadable"),
        (b"", "table.empty"),
    ],
)
def test_a_file_that_is_no_such_table_says_so(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    content: bytes, code: str,
) -> None:  # fmt: skip
    table = tmp_path / "people.csv"
    table.write_bytes(content)
    choose_file(monkeypatch, table)
    dialog = taken_in(qtbot, window, register(qtbot, window, "officers"))
    assert f"({code})" in dialog.error.text()
    assert not dialog.go.isEnabled()
    dialog.reject()
    settle(qtbot, window)


def test_a_long_workbook_is_read_aside_and_can_be_left(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "many.xlsx"
    write_rows(table, ["姓名", "执法证号"], ([f"人{n}", f"{n:06d}"] for n in range(20_000)))
    choose_file(monkeypatch, table)
    found = register(qtbot, window, "officers")
    found.import_button.click()
    dialog = opened_dialog(qtbot, window, ImportDialog)
    qtbot.waitUntil(lambda: dialog.reading.rows > 500, timeout=60_000)  # the window goes on meanwhile
    assert not dialog.go.isEnabled()
    reading = dialog.reading
    press(qtbot, Qt.Key.Key_Escape)
    assert reading.stopped
    qtbot.waitUntil(lambda: not window.bridge.waiting, timeout=WAIT_MS)
    assert reading.rows < 20_001
    settle(qtbot, window)
    assert officers_of(session) == {}


def test_registers_are_written_out_and_never_over_a_file(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order(session, WriteOfficers((("", OfficerFields("=cmd|王")),)))
    target = tmp_path / "out.csv"
    choose_target(monkeypatch, target)
    found = register(qtbot, window, "officers")
    found.export_button.click()
    qtbot.waitUntil(target.exists, timeout=WAIT_MS)
    settle(qtbot, window)
    assert "'=cmd|王" in target.read_text("utf-8-sig")
    before = target.read_bytes()
    found.export_button.click()
    settle(qtbot, window)
    assert window.stage is not None
    assert window.stage.notices.isVisible()
    assert target.read_bytes() == before


def test_a_table_of_matters_with_a_cycle_is_refused_whole(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "matters.csv"
    table.write_text("事项编码,事项名称,上级编码\nA,甲,B\nB,乙,A\n", "utf-8")
    choose_file(monkeypatch, table)
    dialog = taken_in(qtbot, window, register(qtbot, window, "matters"))
    assert dialog.table.rows.index(0, 0).data() == "—"
    assert not dialog.go.isEnabled()
    dialog.reject()
    settle(qtbot, window)
