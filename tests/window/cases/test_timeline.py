"""The timeline of a case: what is painted where, the wheel, the keys, the list beside it, hundreds of bars."""

from __future__ import annotations

import time
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recorder_desk.commands.casework import PlanEvent
from recorder_desk.domain.case_event import EventFields
from recorder_desk.domain.case_timeline import Band, Bar, Flag, Gap, Lane, Timeline
from tests.window.cases.hands import cases_of, cases_page, link, press, recordings_of
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import Phrases
from ui.session import Session
from ui.window.cases.case_timeline import CaseTimelinePart
from ui.window.cases.timeline_paint import GUTTER, box_of
from ui.window.cases.timeline_scale import Scale
from ui.window.cases.timeline_view import TimelineView
from ui.window.main_window import MainWindow
from ui.window.theme import Theme

SAY = Phrases("en").say
CASE = "统执检〔2026〕1号"
SECOND = "JGR1503_20261122085014_0002.mkv"
DAY = round(datetime(2026, 5, 8, 9).timestamp() * 1000)


def shown(qtbot: QtBot, session: Session, window: MainWindow) -> CaseTimelinePart:
    page = cases_page(qtbot, window)
    page.view.tabs.setCurrentWidget(page.view.work.timeline)
    part = page.view.work.timeline
    qtbot.waitUntil(lambda: bool(part.told.lanes), timeout=WAIT_MS)
    settle(qtbot, window)
    return part


def test_recordings_events_and_gaps_lie_where_they_were(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    case, rows = cases_of(session)[CASE].id, recordings_of(session)
    link(session, rows[SECOND].id, case, "JC-03")
    began = rows[SECOND].recorded_at
    ends = began.replace("00:50", "02:50") if "00:50" in began else began[:11] + "23:59:59.000Z"
    told = EventFields("现场检查", "inspection", began[:14] + "00:00.000Z", ends, override="x")
    session.desk.do(PlanEvent(case, told), session.actor).result(10)
    part = shown(qtbot, session, window)
    qtbot.waitUntil(lambda: bool(part.told.bands), timeout=WAIT_MS)
    assert sum(len(lane.bars) for lane in part.told.lanes) == 2
    assert [each.kind for each in part.told.gaps if each.kind == "event"], "two seconds of films in hours"
    played: list[tuple[str, int]] = []
    part.play.connect(lambda recording, at: played.append((recording, at)))
    part.view.show_all()
    part.view.setFocus()
    press(qtbot, Qt.Key.Key_Right)
    first = part.view.current
    press(qtbot, Qt.Key.Key_Return)
    assert played == [(first, 0)] and first in {row.id for row in rows.values()}
    assert part.about.text().startswith("JGR1503")
    part.list_button.click()
    assert part.list.count() == 2 + 1 + len(part.told.gaps) + len(part.told.flags)
    texts = [part.list.item(row).text() for row in range(part.list.count())]
    assert any("现场检查" in each for each in texts) and any(each.startswith("Not recorded for") for each in texts)
    settle(qtbot, window)


TEN = 600_000


def many(count: int) -> Timeline:
    def bar(lane: int, at: int) -> Bar:
        begins = DAY + at * TEN
        return Bar(f"{lane}-{at}", f"f{at}", "video", begins, begins + 500_000, at % 3 > 0, "t", ("JC-02",))

    lanes = tuple(Lane(str(n), f"DSJ-{n}", "王芳", tuple(bar(n, at) for at in range(count // 5))) for n in range(5))
    flags = (Flag("stage", "filing", DAY), Flag("document", "告知书", DAY + 10_000), Flag("limit", "case", DAY, True))
    bands, gaps = (Band("e", "检查", DAY, DAY + 7_200_000, False),), (Gap("event", "", DAY, DAY + 90_000),)
    return Timeline(lanes, bands, gaps, flags, 0)


def view(qtbot: QtBot, told: Timeline) -> TimelineView:
    made = TimelineView(Theme("light"), lambda thing: getattr(thing, "name", "") or "x")
    qtbot.addWidget(made)
    made.resize(1100, 320)
    made.show_timeline(told, anew=True)
    made.show()
    return made


def test_the_wheel_zooms_where_the_mouse_is_and_a_click_plays_there(qtbot: QtBot) -> None:
    told = many(20)
    made = view(qtbot, told)
    made.grab()
    place = QPointF(GUTTER + 300, 150)
    before = made.scale.at(place.x())
    wheel = QWheelEvent(place, made.mapToGlobal(place), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    length = made.scale.ends - made.scale.begins
    QApplication.sendEvent(made, wheel)
    assert made.scale.ends - made.scale.begins < length
    assert abs(made.scale.at(place.x()) - before) <= 2
    made.show_all()
    played: list[tuple[str, int]] = []
    made.play.connect(lambda recording, at: played.append((recording, at)))
    box = box_of(made.scale, 2, told.lanes[2].bars[1])
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert played[0][0] == "2-1" and 150_000 < played[0][1] < 350_000
    for key, wanted in ((Qt.Key.Key_Right, "2-2"), (Qt.Key.Key_Up, "1-2"), (Qt.Key.Key_Left, "1-1"),
                        (Qt.Key.Key_Down, "2-1")):  # fmt: skip
        qtbot.keyClick(made, key)
        assert made.current == wanted
    qtbot.keyClick(made, Qt.Key.Key_Plus)
    assert made.scale.ends - made.scale.begins < length
    qtbot.keyClick(made, Qt.Key.Key_0)
    assert made.scale.begins <= told.span[0] and made.scale.ends >= told.span[1]


def test_hundreds_of_bars_are_painted_quickly(qtbot: QtBot) -> None:
    made = view(qtbot, many(1000))
    picture = QPixmap(made.size())
    made.render(picture)
    began = time.perf_counter()
    for _ in range(10):
        made.render(picture)
    each = (time.perf_counter() - began) / 10
    print(f"1,000 bars: {1000 * each:.1f} ms a painting")
    image = picture.toImage()
    assert len({image.pixelColor(x, 110).name() for x in range(GUTTER, 1080, 7)}) > 2, "something is painted there"


def test_marks_of_the_ruler_keep_their_distance() -> None:
    for length in (60_000, 3_600_000, 86_400_000, 40 * 86_400_000, 800 * 86_400_000):
        marks = list(Scale(DAY, DAY + length, 100, 1100).marks())
        assert 1 <= len(marks) <= 14, length
        assert all(after[0] - before[0] > 50 for before, after in pairwise(marks))
