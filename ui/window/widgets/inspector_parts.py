"""The parts of the inspector, from top to bottom. In: a page and a RecordingDetail. Out: widgets."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from recorder_desk.domain.names import raw
from recorder_desk.domain.recording import RecordingDetail, RecordingRow
from recorder_desk.queries.codes import FilmedRow
from ui import formats
from ui.window import icons
from ui.window.delegates import STATE_TONES, draw_chip, draw_poster
from ui.window.page import Page
from ui.window.pictures import Pictures, pictures_of
from ui.window.recording_rows import item_name
from ui.window.recording_words import about, checked, digest_lines, read_back
from ui.window.theme import Theme
from ui.window.widgets.code_card import CodeCard
from ui.window.widgets.controls import Button, Sign, across, down, frame, hairline
from ui.window.widgets.exports_part import ExportsPart
from ui.window.widgets.label import ElidedLabel, Label
from ui.window.widgets.link_card import LinkCard, labelled
from ui.window.widgets.said_part import SaidPart
from ui.window.widgets.suggest_part import SuggestPart
from ui.window.widgets.track_part import TrackPart
from ui.window.widgets.viewings_part import ViewingsPart

HISTORY = 12


class Poster(QAbstractButton):
    """The poster of a recording; pressing it plays."""

    def __init__(self, theme: Theme, pictures: Pictures, row: RecordingRow, name: str) -> None:
        """`name` is what screen readers say."""
        super().__init__()
        self._theme, self._pictures, self._row = theme, pictures, row
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        pictures.arrived.connect(self.update)

    def sizeHint(self) -> QSize:
        """16 to 9."""
        return QSize(308, 173)

    def hasHeightForWidth(self) -> bool:
        """Grows with the inspector."""
        return True

    def heightForWidth(self, width: int) -> int:
        """16 to 9, and not too high where the inspector is wide."""
        return min(round(width * 9 / 16), 260)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, and a sign to play on it when it is under the mouse."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box, ratio = QRectF(self.rect()), self.devicePixelRatioF()
        draw_poster(painter, self._theme, self._pictures, self._row, box, ratio)
        if self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("scrim"))
            painter.drawEllipse(box.center(), 24, 24)
            sign = icons.pixmap("play", self._theme.tokens.rail_on, 22, ratio)
            painter.drawPixmap(round(box.center().x() - 10), round(box.center().y() - 11), sign)
        if self.hasFocus():
            painter.setPen(self._theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class Chips(QWidget):
    """Some chips beside each other."""

    def __init__(self, theme: Theme, chips: list[tuple[str, str]]) -> None:
        """`chips` are words and tones."""
        super().__init__()
        self._theme, self._chips = theme, chips
        self.setFixedHeight(24)
        self.setAccessibleName(", ".join(words for words, _ in chips))
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """From left to right."""
        painter, left = QPainter(self), 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for words, tone in self._chips:
            left = draw_chip(painter, self._theme, left + 0.5, 12, words, tone) + 6


class Parts:
    """All parts of one recording; the inspector wires what can be pressed."""

    def __init__(self, page: Page, detail: RecordingDetail, filmed: tuple[FilmedRow, ...] = ()) -> None:
        """Makes the parts that act; `all` makes the rest around them."""
        self._page, self._detail = page, detail
        self._phrases, self._theme, self._say = page.phrases, page.theme, page.phrases.say
        name = self._say("window.inspector.play-name", name=detail.row.name)
        self.poster = Poster(page.theme, pictures_of(page.bridge), detail.row, name)
        self.check = Button(page.theme, self._say("window.check.now"), icon="shield-check", flat=True)
        altered = detail.row.problem.startswith("check.")  # no new attempt helps there
        gone_wrong = not altered and (detail.row.problem or detail.row.state == "received")
        self.retry = Button(page.theme, self._say("window.retry"), icon="rotate-cw", flat=True) if gone_wrong else None
        cut_off = detail.row.problem == "media.truncated" and detail.play_role == "none"
        rescue = Button(page.theme, self._say("window.inspector.rescue"), icon="clapperboard", flat=True)
        self.rescue = rescue if cut_off else None
        first = next((each for each in filmed if each.case_id and not each.linked), None)
        self.codes = [CodeCard(page.theme, page.phrases, each, first=each is first) for each in filmed]
        lists, language = page.context.lists, page.phrases.language
        links = sorted(detail.links, key=lambda link: bool(link.unlinked_at))
        wanting = detail.row.kind != "sidecar" and not any(not each.unlinked_at for each in detail.links)
        self.suggested = SuggestPart(page, detail.row.id) if wanting else None
        self.cards = [LinkCard(page.theme, page.phrases, each, item_name(lists, each.item, language)) for each in links]

    def all(self) -> list[QWidget]:
        """From top to bottom."""
        parts = [
            self.poster,
            self._head(),
            *self._problem(),
            labelled(about(self._detail, self._phrases), self._phrases),
            TrackPart(self._page, self._detail.row.id),
        ]
        parts += [hairline(), self._cases(), hairline(), SaidPart(self._page, self._detail.row.id)]
        if self._detail.row.kind != "sidecar":
            parts += [hairline(), ViewingsPart(self._page, self._detail.row.id)]
            parts += [hairline(), ExportsPart(self._page, self._detail.row.id)]
        parts += [hairline(), self._integrity(), hairline(), self._sightings()]
        return [*parts, hairline(), self._history()]

    def _head(self) -> QWidget:
        row = self._detail.row
        name = ElidedLabel(row.name, "head", middle=True)
        number = Label(row.id, "mono", copies=True)
        number.setAccessibleName(self._say("window.inspector.id", id=row.id))
        chips = [(self._phrases.word(row.state), STATE_TONES.get(row.state, "quiet"))]
        chips.append((self._phrases.word(row.kind), "quiet"))
        if row.twins:
            chips.append((self._say("window.row.twins", count=row.twins), "quiet"))
        return _holder(name, number, Chips(self._theme, chips), gap=4)

    def _problem(self) -> list[QWidget]:
        problem = self._detail.row.problem
        if not problem:
            return []
        words = Label(self._say(problem), "small", wrap=True)
        lines = down(words, Label(problem, "mono"), gap=2)
        if self.retry is not None:
            lines.addLayout(across(self.retry, 1))
        if self.rescue is not None:
            lines.addLayout(across(self.rescue, 1))
        box = across(down(Sign(self._theme, "triangle-alert", "care"), 1), gap=8, margins=(10, 9, 10, 7))
        box.addLayout(lines, 1)
        card = frame("card", box)
        card.setProperty("tone", "care")
        return [card]

    def _cases(self) -> QWidget:
        parts: list[QWidget] = [Label(self._say("window.inspector.cases"), "section"), *self.cards]
        if not self.cards:
            parts.append(Label(self._say("window.inspector.no-case"), "quiet", wrap=True))
        suggested = [self.suggested] if self.suggested else []
        return _holder(*parts, *self.codes, *suggested)

    def _integrity(self) -> QWidget:
        title = Label(self._say("window.inspector.integrity"), "section")
        words, tone = checked(self._detail, self._phrases)
        verdict = Label(words, "small", tone, wrap=True)
        sign = {"good": "shield-check", "bad": "shield-alert"}.get(tone, "shield-check")
        line = across(down(Sign(self._theme, sign, tone or "quiet", 16), 1), gap=6)
        line.addWidget(verdict, 1)
        digest = Label(digest_lines(self._detail.row.digest), "mono", copies=True)
        algorithm = self._detail.row.digest.partition(":")[0].upper().replace("SHA", "SHA-")
        digest.setAccessibleName(f"{algorithm} {self._detail.row.digest}")
        parts: list[QWidget] = [_row(title, self.check), _boxed(line), Label(algorithm, "quiet"), digest]
        way = read_back(self._detail)
        if way:
            parts.append(Label(self._say(f"window.readback.{way}"), "quiet", wrap=True))
        if self._detail.archival_codes:
            codes = "\n".join(self._detail.archival_codes)
            parts += [Label(self._say("window.inspector.codes"), "quiet"), Label(codes, copies=True, wrap=True)]
        return _holder(*parts, gap=6)

    def _sightings(self) -> QWidget:
        parts: list[QWidget] = [Label(self._say("window.inspector.sightings"), "section")]
        for each in self._detail.sightings:
            path = ElidedLabel(each.path, "small", middle=True)
            code = "window.inspector.twin" if each.twin else "window.inspector.origin"
            when = Label(self._say(code, at=formats.local_time(each.seen_at)), "quiet")
            path.setAccessibleName(raw(each.path).encode("utf-8", "replace").decode())
            parts += [path, when]
        return _holder(*parts, gap=3)

    def _history(self) -> QWidget:
        parts: list[QWidget] = [Label(self._say("window.inspector.history"), "section")]
        for entry in self._detail.history[:HISTORY]:
            words = self._phrases.fact(entry.fact, entry.body)
            who = f"{formats.local_time(entry.at)} · {self._phrases.word(entry.actor)} · #{entry.seq}"
            parts += [Label(words, "small", wrap=True), Label(who, "quiet")]
        more = len(self._detail.history) - HISTORY
        if more > 0:
            parts.append(Label(self._say("window.inspector.more", count=more), "quiet"))
        return _holder(*parts, gap=3)


def _holder(*parts: QWidget, gap: int = 8) -> QWidget:
    holder = QWidget()
    holder.setLayout(down(*parts, gap=gap))
    return holder


def _row(*parts: QWidget) -> QWidget:
    return _boxed(across(parts[0], 1, *parts[1:]))


def _boxed(layout: object) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)  # type: ignore[arg-type]  # always a layout
    return holder
