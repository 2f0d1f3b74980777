"""Commands of case-file reviews that would be carried out, for the table of `test_rights`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from recorder_desk.commands import review
from recorder_desk.commands.base import Command
from recorder_desk.domain import facts as f
from recorder_desk.domain.criteria import shipped_criteria
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.review import RectificationFields, Score
from tests.recorder_desk.commands.room import Room

TO_DO = RectificationFields("补充标注", "YX-05", "2026-06-01")


def begin(room: Room) -> Command:
    """A review by somebody new, though whoever asks has linked in the case."""
    return review.BeginReview(room.open, "", f"赵{new_id()[-6:]}", "没有别人")


def reviewed(room: Room) -> str:
    """A review that is begun."""
    (begun,) = room.do(begin(room))
    assert isinstance(begun, f.ReviewBegun)
    return begun.review


def all_met(room: Room) -> str:
    """A review in which every criterion is decided."""
    which = reviewed(room)
    codes = [each.code for each in shipped_criteria()[0].criteria]
    room.do(review.ScoreCriteria(which, tuple((code, Score("met")) for code in codes)))
    return which


def finished(room: Room) -> str:
    """A review that is finished."""
    which = all_met(room)
    room.do(review.FinishReview(which))
    return which


def to_fix(room: Room) -> str:
    """A rectification that is open."""
    (added,) = room.do(review.AddRectification(reviewed(room), TO_DO))
    assert isinstance(added, f.RectificationAdded)
    return added.rectification


REVIEWS: Mapping[type[Command], Callable[[Room], Command]] = {
    review.IssueCriteria: lambda room: review.IssueCriteria(
        replace(shipped_criteria()[0], version=new_id()[-6:]), "本机关标准"
    ),
    review.BeginReview: begin,
    review.ScoreCriteria: lambda room: review.ScoreCriteria(reviewed(room), (("YX-01", Score("failed", 30, "缺")),)),
    review.FinishReview: lambda room: review.FinishReview(all_met(room)),
    review.ReopenReview: lambda room: review.ReopenReview(finished(room), "漏看一段"),
    review.AddRectification: lambda room: review.AddRectification(reviewed(room), TO_DO),
    review.AmendRectification: lambda room: review.AmendRectification(to_fix(room), replace(TO_DO, text="重做")),
    review.CloseRectification: lambda room: review.CloseRectification(to_fix(room), "已补", "2026-05-20"),
    review.WithdrawRectification: lambda room: review.WithdrawRectification(to_fix(room), "不必"),
}
