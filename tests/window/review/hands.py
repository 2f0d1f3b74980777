"""Hands on the review page: what a person would press, and what then is seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recorder_desk.commands.review import BeginReview, FinishReview, ScoreCriteria
from recorder_desk.domain.actor import Actor
from recorder_desk.domain.facts import ReviewBegun
from recorder_desk.domain.review import ReviewDetail, Score
from recorder_desk.queries.cases import Cases
from recorder_desk.queries.review import ShowReview
from tests.window.conftest import settle
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.review.review_page import ReviewPage

DAY = "2026-11-29"
OTHER = Actor("赵敏")


def review_page(qtbot: QtBot, window: MainWindow) -> ReviewPage:
    """The review page, shown."""
    assert window.stage is not None
    page = window.stage.show_page("review")
    assert isinstance(page, ReviewPage)
    settle(qtbot, window)
    return page


def the_case(session: Session) -> str:
    """The one case of the morning."""
    (row,) = session.desk.ask(Cases()).result(10)
    return row.id


def begun(session: Session, override: str = "只有一人") -> str:
    """A review of it, begun behind the window's back."""
    (fact,) = session.desk.do(BeginReview(the_case(session), override=override), session.actor).result(30)
    assert isinstance(fact, ReviewBegun)
    return fact.review


def decide_all(session: Session, review: str) -> None:
    """Every criterion met, behind the window's back."""
    codes = [each.criterion.code for each in told(session, review).lines]
    scores = tuple((code, Score("met")) for code in codes)
    session.desk.do(ScoreCriteria(review, scores), session.actor).result(30)


def finished(session: Session) -> str:
    """A finished review."""
    review = begun(session)
    decide_all(session, review)
    session.desk.do(FinishReview(review), session.actor).result(30)
    return review


def told(session: Session, review: str) -> ReviewDetail:
    """A review, as the desk has it."""
    return session.desk.ask(ShowReview(review, DAY)).result(30)


def score(session: Session, review: str, code: str) -> Score:
    """What was decided of a criterion."""
    return next(each.score for each in told(session, review).lines if each.criterion.code == code)


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    """A key where the keyboard is, and whatever comes of it."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)
    settle(qtbot, window)


def go(page: ReviewPage, code: str) -> None:
    """Choose a criterion."""
    codes = [each.criterion.code for each in page.view.list.lines.lines]
    page.view.list.go(codes.index(code))
