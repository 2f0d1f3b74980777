"""Scenes of case-file review, for the pictures: the list, a review, what is due, statistics.

In: a sitting before the demo's home. Out: the window. A review is begun where there is none.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from recorder_desk.commands.review import AddRectification, BeginReview, ScoreCriteria
from recorder_desk.domain.facts import ReviewBegun
from recorder_desk.domain.review import RectificationFields, accepted
from recorder_desk.queries.cases import Cases
from recorder_desk.queries.review import Reviews, ShowReview
from ui.window.review.review_page import ReviewPage
from ui.window.sitting import Sitting

DAY = "2026-11-23"


def _page(sitting: Sitting) -> ReviewPage:
    page = sitting.stage.show_page("review")
    assert isinstance(page, ReviewPage)
    return page


def _reviewed(sitting: Sitting) -> str:
    """The one review of the home, begun and half decided."""
    desk, actor = sitting.session.desk, sitting.session.actor
    known = desk.ask(Reviews()).result()
    if known:
        return known[0].id
    case = max(desk.ask(Cases()).result(), key=lambda row: row.recordings)
    (begun,) = desk.do(BeginReview(case.id, "", "赵敏", "本机关仅一名评查人员"), actor).result()
    assert isinstance(begun, ReviewBegun)
    lines = desk.ask(ShowReview(begun.review, DAY)).result().lines
    desk.do(ScoreCriteria(begun.review, accepted(lines)[:2]), actor).result()
    desk.do(AddRectification(begun.review, RectificationFields("补充证明对象", "YX-05", limit="7wd")), actor).result()
    return begun.review


def _list(sitting: Sitting) -> QWidget:
    _reviewed(sitting)
    _page(sitting).choose_tab(0)
    return sitting.window


def _review(sitting: Sitting) -> QWidget:
    page = _page(sitting)
    page.show_item(_reviewed(sitting))
    sitting.settle()
    codes = [each.criterion.code for each in page.view.list.lines.lines]
    page.view.list.go(codes.index("YX-05"))
    return sitting.window


def _due(sitting: Sitting) -> QWidget:
    _reviewed(sitting)
    _page(sitting).choose_tab(1)
    return sitting.window


REVIEWS: dict[str, Callable[[Sitting], QWidget]] = {"reviews": _list, "review": _review, "review-due": _due}
