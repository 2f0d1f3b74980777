"""Releasing a recorder in the window: the card's button, the question, the result, the report on paper."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame, QPushButton
from pytestqt.qtbot import QtBot

from recorder_desk.commands.dock import AddDropFolder
from recorder_desk.commands.release import OrderRelease
from recorder_desk.config import Home, change_setting
from recorder_desk.domain.release import ReleaseDetail, ReleasedFile, ReleaseRow
from recorder_desk.domain.release_report import read_report, report_differs
from recorder_desk.queries.release import Releases
from tests.flow.homes import opened
from tests.window.conftest import WAIT_MS
from tests.window.test_dock_page import page_of, press
from ui.phrases import LANGUAGES, Phrases
from ui.session import Session
from ui.window import dialogs
from ui.window.main_window import MainWindow
from ui.window.pages.dock_page import DockPage
from ui.window.release_dialog import ReleaseDialog
from ui.window.sheets.release_sheet import ATTACHMENT, release_sheet

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("zh_CN").say


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A recorder with two recordings and a letter."""
    card = tmp_path / "执法记录仪 07"
    card.mkdir()
    (card / "MOVI0001.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(50_000))
    (card / "MOVI0002.jpg").write_bytes(b"\xff\xd8\xff\xe1" + bytes(60_000))
    (card / "letter.txt").write_text("keep me", "utf-8")
    return card


def safe_page(qtbot: QtBot, session: Session, shown: Shown, card: Path) -> DockPage:
    page = page_of(shown(session, "zh_CN"))
    session.desk.do(AddDropFolder(str(card)), session.actor).result(10)
    session.lanes.start()
    qtbot.waitUntil(lambda: len(page.cards) == 1, timeout=WAIT_MS)
    (shown_card,) = page.cards.values()
    qtbot.waitUntil(lambda: shown_card.word == SAY("window.dock.word.safe"), timeout=WAIT_MS)
    return page


def dialog_of(page: DockPage) -> ReleaseDialog:
    press(page, SAY("window.release.open"))
    (dialog,) = page.findChildren(ReleaseDialog)
    return dialog


def test_a_card_offers_no_release_unless_the_bureau_switched_it_on(
    qtbot: QtBot, empty_session: Session, shown: Shown, card: Path
) -> None:
    page = safe_page(qtbot, empty_session, shown, card)
    assert not [
        each
        for each in page.findChildren(QPushButton)
        if each.text() == SAY("window.release.open") and each.isVisible()
    ]


@pytest.fixture
def releasing(tmp_path: Path):  # type: ignore[no-untyped-def]
    """A desk that may release recorders."""
    home = tmp_path / "home"
    home.mkdir()
    change_setting(Home(home).settings, "release_recorders", "true")
    with opened(home) as session:
        yield session


def test_leaving_it_is_what_enter_does(qtbot: QtBot, releasing: Session, shown: Shown, card: Path) -> None:
    dialog = dialog_of(safe_page(qtbot, releasing, shown, card))
    (keep,) = [each for each in dialog.findChildren(QPushButton) if each.isDefault()]
    assert keep.accessibleName() == SAY("window.release.keep")
    qtbot.waitUntil(keep.hasFocus, timeout=WAIT_MS)
    keep.click()
    assert releasing.desk.ask(Releases()).result(10) == () and len(list(card.iterdir())) == 3


def test_what_is_verified_goes_and_the_report_is_saved(
    qtbot: QtBot, releasing: Session, shown: Shown, card: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = dialog_of(safe_page(qtbot, releasing, shown, card))
    press(dialog, SAY("window.release.do"))
    qtbot.waitUntil(lambda: dialog.detail is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: shows(dialog, SAY("window.release.save")), timeout=WAIT_MS)
    assert [each.name for each in card.iterdir()] == ["letter.txt"]
    assert dialog.detail is not None and (dialog.detail.row.removed, dialog.detail.row.kept) == (2, 1)
    told = " ".join(each.text() for each in dialog.findChildren(QFrame) if hasattr(each, "text"))
    assert SAY("release.not-received") in told
    for name in ("报告.pdf", "报告.json"):
        monkeypatch.setattr(dialogs, "ask_save_path", lambda *given, name=name: str(tmp_path / name))
        press(dialog, SAY("window.release.save"))
        qtbot.waitUntil((tmp_path / name).exists, timeout=WAIT_MS)
    assert (tmp_path / "报告.pdf").read_bytes().startswith(b"%PDF-")
    assert report_differs(read_report((tmp_path / "报告.json").read_bytes())) == ""
    press(dialog, SAY("window.release.save"))  # a report that is there is not overwritten
    qtbot.waitUntil(
        lambda: any(each.text() == SAY("release.report-unwritable") for each in dialog.findChildren(QFrame)
                    if hasattr(each, "text")), timeout=WAIT_MS,
    )  # fmt: skip


def shows(dialog: ReleaseDialog, words: str) -> bool:
    """Whether a button is to be seen: what was laid out anew is shown by the next turn of the event loop."""
    return any(each.accessibleName() == words and each.isVisible() for each in dialog.findChildren(QPushButton))


def test_a_refused_order_is_told_in_the_dialog(qtbot: QtBot, releasing: Session, shown: Shown, card: Path) -> None:
    page = safe_page(qtbot, releasing, shown, card)
    releasing.lanes.close()  # nobody carries out the first order
    releasing.desk.do(OrderRelease(str(card)), releasing.actor).result(10)
    dialog = dialog_of(page)
    press(dialog, SAY("window.release.do"))
    qtbot.waitUntil(dialog.error.isVisible, timeout=WAIT_MS)
    assert SAY("release.under-way") in dialog.error.text()
    assert len(list(card.iterdir())) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_says_all_of_it_and_carries_its_proof(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    row = ReleaseRow(
        "019ac000", "/媒体/记录仪", "王芳", "2026-11-23T01:02:03Z", "2026-11-23T01:03:03Z", "", 90, 1, 0, 5
    )
    files = [
        ReleasedFile(f"/媒体/MOVI{at:04d}.mp4", "removed", "", "r", f"sha512:{at:0128x}", 5, "x") for at in range(90)
    ]
    files.append(ReleasedFile("/媒体/<b>信件</b>.txt", "kept", "release.not-received", "", "", 3, "x"))
    report = b'{"kind": "recorder-desk/release-report"}\n' * 50
    content = release_sheet(ReleaseDetail(row, tuple(files)), report, Phrases(language))
    (tmp_path / "sheet.pdf").write_bytes(content)
    document = QPdfDocument()
    document.load(str(tmp_path / "sheet.pdf"))
    text = "".join(document.getAllText(page).text() for page in range(document.pageCount()))
    assert document.pageCount() > 3
    assert "<b>信件</b>.txt" in text.replace("\r\n", "") and "王芳" in text and "MOVI0089.mp4" in text
    assert Phrases(language).say("release.not-received")[:8] in text
    assert ATTACHMENT.encode("utf-16-be") in content and report in _streams(content)
    document.close()


def _streams(content: bytes) -> list[bytes]:
    """Every stream of a PDF, unpacked where it is packed."""
    found = []
    for part in content.split(b"stream\n")[1:]:
        data = part.split(b"\nendstream")[0]
        try:
            found.append(zlib.decompress(data))
        except zlib.error:
            found.append(data)
    return found
