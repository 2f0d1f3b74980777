"""What many reviews tell together."""

from __future__ import annotations

from dataclasses import replace

from recorder_desk.domain.review import ReviewRow
from recorder_desk.domain.review_statistics import Failed, percent, statistics

ROW = ReviewRow(
    "r1", "c1", "1号", "检查", 1, "statistics@2026", "赵敏", "", (), "finished", "zm", "2026-05-01T00:00:00.000Z", 33,
    33, 900, 1000, "excellent", (), "zm", "2026-05-10T04:00:00.000Z", 0,
)  # fmt: skip


def row(review: str, case: str, total: int, *vetoes: str, month: str = "05", turn: int = 1) -> ReviewRow:
    return replace(ROW, id=review, case=case, number=f"{case}号", total=total, vetoes=vetoes, turn=turn,
                   finished_at=f"2026-{month}-10T04:00:00.000Z")  # fmt: skip


def failed(review: str, code: str, off: int) -> Failed:
    return Failed(review, code, f"{code} 名", "", off, False)


def test_the_ranking_has_each_case_once_and_vetoed_ones_last() -> None:
    rows = [row("a", "1", 800), row("b", "1", 950, month="06", turn=2), row("c", "2", 990, "FJ-07"), row("d", "3", 900)]
    told = statistics([*rows, replace(ROW, id="e", state="open")], [])
    assert [(each.number, each.total) for each in told.ranking] == [("1号", 950), ("3号", 900), ("2号", 990)]
    assert told.reviews == 4


def test_lists_of_different_lengths_compare_by_percent() -> None:
    short = replace(row("a", "1", 45), most=50)
    told = statistics([row("b", "2", 895), short, row("c", "3", 900)], [])
    assert [each.number for each in told.ranking] == ["1号", "3号", "2号"]
    assert percent(short) == 900 and percent(replace(short, most=0)) == 0


def test_common_problems_by_how_often_then_by_points() -> None:
    rows = [row("a", "1", 800), row("b", "2", 900), row("c", "2", 900, turn=2)]
    told = statistics(
        rows,
        [failed("a", "YX-01", 30), failed("b", "YX-01", 60), failed("a", "YX-05", 5), failed("c", "YX-05", 5),
         failed("b", "YX-08", 20), failed("gone", "YX-08", 20)],
    )  # fmt: skip
    assert [(each.code, each.count, each.off, each.cases) for each in told.problems] == [
        ("YX-01", 2, 90, ("1号", "2号")), ("YX-05", 2, 10, ("1号", "2号")), ("YX-08", 1, 20, ("2号",)),
    ]  # fmt: skip


def test_months_have_their_mean() -> None:
    told = statistics([row("a", "1", 800), row("b", "2", 901, "FJ-01"), row("c", "3", 1000, month="07")], [])
    assert [(each.month, each.count, each.mean, each.vetoed) for each in told.periods] == [
        ("2026-05", 2, 850, 1), ("2026-07", 1, 1000, 0),
    ]  # fmt: skip
    assert statistics([], []).periods == ()
