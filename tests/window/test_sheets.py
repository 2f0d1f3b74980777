"""Printed sheets: what stands on them, in both languages, over many pages; their pictures and codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot

from recorder_desk.commands.marks import AddMarks
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.clock import NOT_KNOWN, Corrected
from recorder_desk.domain.coverage import Cell, Coverage
from recorder_desk.domain.item_lists import shipped_lists
from recorder_desk.domain.mark import MarkFields, MarkRow
from recorder_desk.domain.recording import LinkRow, RecordingRow
from recorder_desk.domain.sheets import Catalogue, Filed, Gap, Marked, MarkSheet, Statement
from recorder_desk.queries.sheets import MarkSheetOf
from recorder_desk.tools.missing_frames import MissingFrames
from tests.flow.homes import take_in
from tests.window.player.numbered_films import film as numbered
from tests.window.player.numbered_films import number_in
from ui.phrases import LANGUAGES, Phrases
from ui.session import Session
from ui.window.sheets.mark_sheet import mark_sheet
from ui.window.sheets.paper import Sheet
from ui.window.sheets.printing import PrintSheet, printed
from ui.window.sheets.stills import NONE, Still, stills_of

NOW = "2026-11-29T15:00:00.000Z"
LISTED = shipped_lists()[-1]
CASE = CaseRow(
    "c", "统执检〔2026〕1号", "<b>核查</b>", "清源机械有限公司", "", "2026-05-08", LISTED.label, "open", 2, 1, 12, 9,
    "", "", "",
)  # fmt: skip
ROW = RecordingRow(
    "019ac000-0000-7000-8000-000000000001", "DSJ_<i>0001</i>.mp4", "sha512:" + "ab" * 64, 5_000_000, "video", "linked",
    "2026-05-08T01:00:00.000Z", "2026-05-08T09:00:00.000Z", 61_000, "", "", "", "c", CASE.number, "JC-02", 0,
    wearer="王芳",
)  # fmt: skip
LINK = LinkRow("l", ROW.id, "c", CASE.number, "JC-02", 1_000, 0, "", (), "王芳", "", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF, read again: its pages' text, which fonts tell in signs that look alike and lines break anywhere."""

    document: QPdfDocument
    pages: list[str]

    def says(self, words: str) -> bool:
        """Whether these words stand on it."""
        return plain(words) in "".join(self.pages)


def plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


Read = Callable[[bytes], Paper]


@pytest.fixture
def read(qtbot: QtBot, tmp_path: Path) -> Iterator[Read]:
    """Reads PDFs; all of them are closed at the end."""
    documents: list[QPdfDocument] = []

    def again(content: bytes) -> Paper:
        path = tmp_path / f"{len(documents)}.pdf"
        path.write_bytes(content)
        document = QPdfDocument()
        document.load(str(path))
        documents.append(document)
        return Paper(document, [plain(document.getAllText(page).text()) for page in range(document.pageCount())])

    yield again
    for document in documents:
        document.close()


def filed(number: int) -> Filed:
    row = replace(ROW, id=f"{ROW.id[:-3]}{number:03d}", name=f"DSJ_<i>{number:04d}</i>.mp4")
    return Filed(replace(LINK, recording=row.id, id=str(number)), row, NOT_KNOWN, "", False, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_all_of_it_on_numbered_pages_with_heads(read: Read, language: str) -> None:
    say = Phrases(language).say
    told = Catalogue(CASE, LISTED, tuple(filed(number) for number in range(40)))
    paper = read(printed(PrintSheet(told, "30", NOW, language), MissingFrames()))
    for number in (0, 17, 39):
        assert paper.says(f"DSJ_<i>{number:04d}</i>.mp4")
    for words in ("<b>核查</b>", "ab" * 64, "王芳", say("sheet.years", years=30), "JC-02"):
        assert paper.says(words), words
    count = len(paper.pages)
    assert count > 4
    for number, page in enumerate(paper.pages, 1):
        assert page.endswith(f"{number}/{count}") and plain(CASE.number) in page
    for page in paper.pages[:-1]:
        assert plain(say("sheet.catalogue.recording")) in page  # heads of tables stand on every page
    assert all(plain(say(f"sheet.sign.{each}")) in paper.pages[-1] for each in ("made", "checked", "date"))


def test_a_row_lies_on_one_page(read: Read) -> None:
    for above in range(6):
        sheet = Sheet("t")
        for _ in range(above):
            sheet.line("x")
        rows = [[[(f"{each}{n}.", "body") for each in ("first", "second", "third")], []] for n in range(60)]
        sheet.table(rows, (50, 50), ("a", "b"))
        sheet.signatures(["one", "two", "three", "four"], "signed")
        pages = read(sheet.pdf()).pages
        for n in range(60):
            row = f"first{n}.second{n}.third{n}."
            assert [page for page in pages if row in page], (above, n)
        assert all(word in pages[-1] for word in ("one", "two", "three", "four", "signed"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mark_leads_back_from_paper(read: Read, language: str) -> None:
    picture = QImage(320, 180, QImage.Format.Format_RGB32)
    picture.fill(QColor("navy"))
    corrected = Corrected("2026-05-08T01:00:02.000Z", 500, "between")
    marks = tuple(
        Marked(MarkRow("m", code, ROW.id, ROW.name, MarkFields(3_040, until, "certificate", "JC-02", "<u>亮证</u>"),
                       "王芳", NOW), ROW, corrected, "", None)
        for code, until in (("K7M2QX", 0), ("DJTAWH", 9_000))
    )  # fmt: skip
    content = mark_sheet(MarkSheet(CASE, marks), [Still(picture, "exact", 76), NONE], NOW, Phrases(language))
    paper = read(content)
    say = Phrases(language).say
    for words in ("K7M2QX", "DJTAWH", "0:00:03.040", "0:00:09.000", "<u>亮证</u>", "76", say("sheet.still.none")):
        assert paper.says(words), words
    image = paper.document.render(0, QSize(1654, 2339))
    codes = {each.text for each in zxingcpp.read_barcodes(_grey(image))}
    assert codes == {"K7M2QX", "DJTAWH"}
    assert any(_near(image.pixelColor(x, y), "navy") for x in range(0, 1654, 20) for y in range(0, 2339, 20))


def _near(colour: QColor, name: str) -> bool:
    wanted = QColor(name)
    pairs = zip(colour.getRgb()[:3], wanted.getRgb()[:3], strict=True)
    return all(abs(one - other) < 12 for one, other in pairs)  # pictures in a PDF are JPEG


def _grey(image: QImage) -> memoryview:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    assert grey.bytesPerLine() * grey.height() == grey.sizeInBytes()
    return memoryview(bytes(grey.constBits())).cast("B", (grey.height(), grey.bytesPerLine()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_tells_what_is_missing_why_and_when(read: Read, language: str) -> None:
    phrases = Phrases(language)
    cells = (
        Cell("JC-01", "missing", True, (), (), 0, "", ""),
        Cell("JC-02", "partial", True, ("gap",), (ROW.id,), 1_000, "", ""),
        Cell("TZ-01", "explained", True, (), (), 0, "explained", "当事人<i>未</i>申请听证"),
        Cell("DC-01", "not-needed", False, (), (), 0, "", ""),
    )
    gaps = (
        Gap("take", ROW.name, ROW.id, "2026-05-08T01:01:01.000Z", "2026-05-08T01:02:31.000Z", 90_000, 1_000),
        Gap("event-open", "现场检查", "", "2026-05-08T01:00:00.000Z", "", 0, -1),
        Gap("sound", ROW.name, ROW.id, "", "", 2_000, 0, 4_500),
    )
    told = Statement(CASE, LISTED, Coverage(cells, 3, 1, 1, 0), (filed(1),), gaps)
    paper = read(printed(PrintSheet(told, "30", NOW, language), MissingFrames()))
    say, word = phrases.say, phrases.word
    for words in (
        word("cell-missing"), word("cell-gap"), "当事人<i>未</i>申请听证", "DSJ_<i>0001</i>.mp4", "现场检查",
        "0:00:04.500",
        say("sheet.gap.no-time"), say("sheet.sign.handler"), say("sheet.sign.head"), say("sheet.statement.declares"),
    ):  # fmt: skip
        assert paper.says(words), words
    assert not paper.says("DC-01")  # it is not asked for and nothing is there
    empty = Statement(CASE, None, Coverage((), 0, 0, 0, 0), (), ())
    paper = read(printed(PrintSheet(empty, "30", NOW, language), MissingFrames()))
    for code in ("no-items", "nothing-open", "no-gaps"):
        assert paper.says(say(f"sheet.statement.{code}"))


def test_stills_are_the_exact_frames_and_a_tile_says_that_it_is_none(
    qtbot: QtBot, empty_session: Session, tmp_path: Path
) -> None:
    session, card = empty_session, tmp_path / "card"
    card.mkdir()
    numbered(card / "numbered.mp4", 200)
    (row,) = take_in(session, card)
    marks = tuple(MarkFields(at) for at in (0, 1_000, 3_050, 7_999))
    session.desk.do(AddMarks(row.id, marks), session.actor).result(10)
    told = session.desk.ask(MarkSheetOf(row.id)).result(10)
    found = stills_of(told.marks, session.frames)
    assert [(each.kind, each.frame) for each in found] == [("exact", 0), ("exact", 25), ("exact", 76), ("exact", 199)]
    assert [number_in(each.image) for each in found] == [0, 25, 76, 199]
    assert {each.kind for each in stills_of(told.marks, MissingFrames())} == {"near"}
    gone = [replace(each, strip=None) for each in told.marks]
    assert stills_of(gone, MissingFrames()) == [NONE] * 4
