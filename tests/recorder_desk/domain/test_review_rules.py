"""What the desk proposes for the criteria it ships: a table of examples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recorder_desk.domain.case_stages import CaseClock
from recorder_desk.domain.coverage import Cell
from recorder_desk.domain.criteria import shipped_criteria
from recorder_desk.domain.review import Proposal
from recorder_desk.domain.review_ground import Footage, Ground, Held, Seen
from recorder_desk.domain.review_rules import propose

(LIST,) = shipped_criteria()
PRESENT = Cell("JC-01", "present", True, (), ("r",), 0, "", "")
PARTIAL = replace(PRESENT, state="partial")
MISSING = Cell("JC-02", "missing", True, (), (), 0, "", "")
UNDECIDED = replace(MISSING, item="TZ-01", state="undecided", required=False)
FILM = Footage("r", "a.mp4", "JC-01", "video", 0, 600_000, 10_000_000, 10_600_000, words=True, proof=True)
VISIT = Held("e", "现场检查", "JC-01", 10_000_000, 10_600_000, 2, True)
CLOCK = CaseClock("c", "1号", "service", "7wd", "2026-05-08", "2026-05-19", False, "", "running", 3, "")
LAW = "处罚法"


def ground(*parts: object, state: str = "open", closed: bool = False) -> Ground:
    def of(kind: type) -> tuple:  # type: ignore[type-arg]
        return tuple(each for each in parts if isinstance(each, kind))

    return Ground(state, closed, of(Cell), of(Footage), of(Held), of(CaseClock))


def told(code: str, on: Ground) -> Proposal:
    criterion = LIST.criterion(code)
    assert criterion is not None
    return propose(criterion, on)


def seen(film: Footage, *kinds: str) -> Footage:
    return replace(film, seen=tuple(Seen(kind, 3_000) for kind in kinds))


@pytest.mark.parametrize(
    ("code", "on", "verdict", "off", "why"),
    [
        # required item missing without reason: 3 each, and no more than the block has
        ("YX-01", ground(), "", 0, "review.no-list"),
        ("YX-01", ground(PRESENT), "met", 0, "review.nothing-missing"),
        ("YX-01", ground(PRESENT, MISSING), "failed", 30, ""),
        ("YX-01", ground(MISSING, MISSING), "failed", 60, ""),
        ("YX-01", ground(*[MISSING] * 5), "failed", 100, ""),
        ("YX-01", ground(replace(MISSING, state="explained")), "met", 0, "review.nothing-missing"),
        ("YX-01", ground(UNDECIDED), "met", 0, "review.nothing-missing"),
        # start or end missing, unexplained gap: 1 each
        ("YX-02", ground(MISSING), "", 0, "review.nothing-recorded"),
        ("YX-02", ground(PRESENT), "met", 0, "review.all-whole"),
        ("YX-02", ground(replace(PARTIAL, reasons=("gap",)), FILM), "failed", 10, ""),
        ("YX-02", ground(replace(PARTIAL, reasons=("gap", "no-end"))), "failed", 20, ""),
        ("YX-02", ground(replace(PARTIAL, reasons=("no-start",))), "failed", 10, ""),
        ("YX-02", ground(replace(PARTIAL, reasons=("short", "damaged"))), "met", 0, "review.all-whole"),
        ("YX-02", ground(replace(PARTIAL, state="explained", reasons=("gap",))), "met", 0, "review.all-whole"),
        # certificate shown in JC-01: 2
        ("YX-03", ground(MISSING), "", 0, "review.item-not-listed"),
        ("YX-03", ground(PRESENT, seen(FILM, "certificate")), "met", 0, ""),
        ("YX-03", ground(PRESENT, seen(FILM, "rights")), "failed", 20, ""),
        ("YX-03", ground(PRESENT, FILM), "", 0, "review.nobody-marked"),
        ("YX-03", ground(PRESENT, seen(FILM, "rights"), seen(FILM, "certificate")), "met", 0, ""),
        ("YX-03", ground(PRESENT, seen(FILM, "rights"), seen(FILM, "start")), "failed", 20, ""),
        ("YX-03", ground(replace(MISSING, item="JC-01")), "not-applicable", 0, "review.counted-as-missing"),
        ("YX-03", ground(replace(UNDECIDED, item="JC-01")), "not-applicable", 0, "review.not-asked"),
        ("YX-03", ground(replace(MISSING, item="JC-01", state="explained")), "met", 0, "review.explained"),
        # late hand-in without approval: 1
        ("YX-04", ground(FILM), "", 0, "review.no-hand-ins"),
        ("YX-04", ground(replace(FILM, late_ms=0)), "met", 0, "review.all-in-time"),
        ("YX-04", ground(replace(FILM, late_ms=1)), "failed", 10, ""),
        ("YX-04", ground(replace(FILM, late_ms=1), replace(FILM, recording="s", late_ms=9)), "failed", 10, ""),
        ("YX-04", ground(replace(FILM, late_ms=1, excused=True)), "met", 0, "review.all-in-time"),
        # label incomplete: 0.5 each recording
        ("YX-05", ground(), "", 0, "review.nothing-recorded"),
        ("YX-05", ground(FILM), "met", 0, "review.all-labelled"),
        ("YX-05", ground(replace(FILM, proof=False)), "failed", 5, ""),
        ("YX-05", ground(replace(FILM, proof=False, words=False, timed=False)), "failed", 5, ""),
        ("YX-05", ground(replace(FILM, words=False), replace(FILM, words=False, item="JC-02")), "failed", 5, ""),
        ("YX-05", ground(replace(FILM, words=False), replace(FILM, recording="s", proof=False)), "failed", 10, ""),
        # recording time against the written record: 1 each
        ("YX-06", ground(FILM), "", 0, "review.no-written-times"),
        ("YX-06", ground(FILM, replace(VISIT, item="JC-02")), "", 0, "review.no-written-times"),
        ("YX-06", ground(replace(FILM, began_ms=0), VISIT), "", 0, "review.no-written-times"),
        ("YX-06", ground(FILM, VISIT), "met", 0, "review.times-agree"),
        ("YX-06", ground(FILM, replace(VISIT, began_ms=10_900_000, ended_ms=0)), "met", 0, "review.times-agree"),
        ("YX-06", ground(FILM, replace(VISIT, began_ms=10_900_001, ended_ms=0)), "failed", 10, ""),
        ("YX-06", ground(replace(FILM, error_ms=1), replace(VISIT, began_ms=10_900_001)), "met", 0,
         "review.times-agree"),
        ("YX-06", ground(FILM, replace(VISIT, began_ms=0, ended_ms=9_699_999)), "failed", 10, ""),
        ("YX-06", ground(FILM, replace(VISIT, began_ms=0, ended_ms=1), VISIT), "met", 0, "review.times-agree"),
        # sound without transcript: the desk has none, so the reviewer looks
        ("YX-07", ground(FILM), "not-applicable", 0, "review.no-sound"),
        ("YX-07", ground(replace(FILM, kind="audio")), "", 0, "review.transcripts-on-paper"),
        # not filed: 2
        ("YX-08", ground(), "", 0, "review.not-closed-yet"),
        ("YX-08", ground(closed=True), "failed", 20, ""),
        ("YX-08", ground(state="sealed", closed=True), "met", 0, "review.is-sealed"),
        # what may veto is shown and never proposed as failed
        ("FJ-01", ground(PRESENT, FILM, VISIT), "", 0, "review.by-hand"),
        ("FJ-02", ground(), "", 0, "review.no-events"),
        ("FJ-02", ground(VISIT), "met", 0, "review.all-certified"),
        ("FJ-02", ground(replace(VISIT, uncertified=("王芳",))), "", 0, "review.veto-hint"),
        ("FJ-04", ground(), "", 0, "review.nothing-recorded"),
        ("FJ-04", ground(FILM), "", 0, "review.some-unchecked"),
        ("FJ-04", ground(replace(FILM, checked=True)), "", 0, "review.originals-agree"),
        ("FJ-04", ground(replace(FILM, check_code="check.original-differs")), "", 0, "review.veto-hint"),
        ("FJ-07", ground(), "", 0, "review.no-events"),
        ("FJ-07", ground(VISIT), "met", 0, "review.all-manned"),
        ("FJ-07", ground(VISIT, replace(VISIT, certified=1, enough=False)), "", 0, "review.veto-hint"),
        ("FJ-07", ground(replace(VISIT, certified=1, enough=False, override="紧急")), "", 0, "review.veto-hint"),
        # limits of the law
        ("JD-03", ground(), "", 0, "review.clock-not-begun"),
        ("JD-03", ground(replace(CLOCK, code="case")), "", 0, "review.clock-not-begun"),
        ("JD-03", ground(CLOCK), "", 0, "review.clock-runs"),
        ("JD-03", ground(replace(CLOCK, state="met", met_on="2026-05-19")), "met", 0, "review.clock-met"),
        ("JD-03", ground(replace(CLOCK, state="late", met_on="2026-05-21")), "failed", 20, ""),
        ("JD-03", ground(replace(CLOCK, state="overdue", days_left=-4)), "failed", 20, ""),
    ],
)  # fmt: skip
def test_what_is_proposed(code: str, on: Ground, verdict: str, off: int, why: str) -> None:
    found = told(code, on)
    assert (found.verdict, found.off, found.why) == (verdict, off, why)


def test_evidence_leads_to_the_spot() -> None:
    gap = replace(PARTIAL, reasons=("gap",))
    (found,) = told("YX-02", ground(gap, replace(FILM, hole_at_ms=61_000, hole_ms=75_000))).evidence
    assert (found.recording, found.at_ms, found.item, found.amount) == ("r", 61_000, "JC-01", 75_000)
    (found,) = told("YX-03", ground(PRESENT, seen(FILM, "certificate"))).evidence
    assert (found.recording, found.at_ms, found.counts) == ("r", 3_000, False)
    (found,) = told("YX-06", ground(replace(FILM, from_ms=9), replace(VISIT, began_ms=99_000_000, ended_ms=0))).evidence
    assert (found.event, found.label, found.detail, found.amount) == ("e", "a.mp4", "现场检查", 88_400_000)
    (found,) = told("YX-05", ground(replace(FILM, words=False, proof=False))).evidence
    assert found.detail == "content,proof"
    (late,) = told("JD-03", ground(replace(CLOCK, state="late", met_on="2026-05-21"))).evidence
    assert (late.label, late.detail, late.amount) == ("service", "2026-05-19", 2)


def test_what_costs_nothing_is_told_behind_what_does() -> None:
    found = told("YX-01", ground(UNDECIDED, MISSING)).evidence
    assert [(each.code, each.counts) for each in found] == [
        ("review.item-missing", True), ("review.item-undecided", False),
    ]  # fmt: skip


def test_evidence_is_cut_and_points_count_all_of_it() -> None:
    films = [replace(FILM, recording=f"r{number}", proof=False) for number in range(60)]
    found = told("YX-05", ground(*films))
    assert (len(found.evidence), found.off) == (50, 100)
