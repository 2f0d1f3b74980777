"""What the desk proposes for a criterion, from what it knows of the case. Pure rules, with a table of examples.

In: a criterion, and the ground: coverage, recordings, events, hand-ins, clocks. Out: a verdict with tenths off, each
with its evidence; or none, and why. What may veto a file is never proposed as failed: it is shown, and the reviewer
decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from recorder_desk.domain.case_stages import CaseClock
from recorder_desk.domain.criteria import Criterion
from recorder_desk.domain.review import MOST_EVIDENCE, Evidence, Proposal
from recorder_desk.domain.review_ground import Footage, Ground, Held

TIME_SLACK_MS = 5 * 60_000
"""So far a written time may be off without a conflict: people round, and watches differ."""


def propose(criterion: Criterion, ground: Ground) -> Proposal:
    """What the desk proposes for one criterion."""
    told = _RULES[criterion.rule](criterion, ground) if criterion.rule else Proposal(why="review.by-hand")
    return replace(told, evidence=told.evidence[:MOST_EVIDENCE])


def _counted(criterion: Criterion, found: Iterable[Evidence], clean: str = "") -> Proposal:
    """Each piece of evidence that counts takes off what the criterion says; a veto item is only hinted at. `clean`:
    what is said where nothing counts."""
    evidence = tuple(sorted(found, key=lambda each: not each.counts))
    times = sum(each.counts for each in evidence)
    if not times:
        return Proposal("met", 0, clean, evidence)
    if criterion.veto:
        return Proposal("", 0, "review.veto-hint", evidence)
    off = min(times * criterion.each, criterion.limit)
    return Proposal("failed" if off else "met", off, "", evidence)


def _open(why: str, found: Iterable[Evidence] = ()) -> Proposal:
    return Proposal("", 0, why, tuple(replace(each, counts=False) for each in found))


def _items_missing(criterion: Criterion, ground: Ground) -> Proposal:
    if not ground.cells:
        return _open("review.no-list")
    missing = [Evidence("review.item-missing", item=each.item) for each in ground.cells if each.state == "missing"]
    missing += [
        Evidence("review.item-undecided", item=each.item, counts=False)
        for each in ground.cells
        if each.state == "undecided"
    ]
    return _counted(criterion, missing, "review.nothing-missing")


def _points_missing(criterion: Criterion, ground: Ground) -> Proposal:
    """Start, end and gaps of what is recorded; what is explained counts as whole."""
    codes = {"no-start": "review.no-start", "no-end": "review.no-end", "gap": "review.gap"}
    holes = {each.recording: each for each in ground.footage}
    recorded = [each for each in ground.cells if each.recordings]
    if not recorded:
        return _open("review.nothing-recorded")
    found = []
    for cell in recorded:
        best = holes.get(cell.recordings[0])
        for reason in cell.reasons if cell.state != "explained" else ():
            if reason in codes:
                gap = reason == "gap" and best is not None
                at, long = (best.hole_at_ms, best.hole_ms) if gap and best else (cell.at_ms, 0)
                label = best.name if best else ""
                found.append(
                    Evidence(codes[reason], cell.recordings[0], at, cell.item, label=label, amount=long)
                )  # fmt: skip
    return _counted(criterion, found, "review.all-whole")


def _certificate(criterion: Criterion, ground: Ground) -> Proposal:
    """Shown where somebody marked it; where nobody marked anything, nobody has looked."""
    cells = [each for each in ground.cells if each.item in criterion.about]
    films = [each for each in ground.footage if each.item in criterion.about]
    if not cells:
        return _open("review.item-not-listed")
    if not films:
        explained = any(each.state == "explained" for each in cells)
        if explained:
            return Proposal("met", 0, "review.explained")
        missing = any(each.state == "missing" for each in cells)
        return Proposal("not-applicable", 0, "review.counted-as-missing" if missing else "review.not-asked")
    shown = [
        Evidence("review.certificate-shown", film.recording, mark.at_ms, film.item, label=film.name, counts=False)
        for film in films
        for mark in film.seen
        if mark.kind == "certificate"
    ]
    if shown:
        return Proposal("met", 0, "", tuple(shown))
    found = [Evidence("review.certificate-not-seen", e.recording, e.from_ms, e.item, label=e.name) for e in films]
    if not any(film.seen for film in films):
        return _open("review.nobody-marked", found)
    return _counted(criterion, found)


def _officers(criterion: Criterion, ground: Ground) -> Proposal:
    if not ground.events:
        return _open("review.no-events")
    found = [
        Evidence("review.too-few-officers" if not each.override else "review.too-few-overridden", event=each.event,
                 label=each.title, detail=each.override, amount=each.certified)
        for each in ground.events if not each.enough
    ]  # fmt: skip
    return _counted(criterion, found, "review.all-manned")


def _qualification(criterion: Criterion, ground: Ground) -> Proposal:
    if not ground.events:
        return _open("review.no-events")
    found = [
        Evidence("review.no-certificate", event=each.event, label=each.title, detail="、".join(each.uncertified))
        for each in ground.events
        if each.uncertified
    ]
    return _counted(criterion, found, "review.all-certified")


def _digests(criterion: Criterion, ground: Ground) -> Proposal:
    """Digests that agree prove that nothing was changed; that the evidence suffices, they do not."""
    films = {each.recording: each for each in ground.footage}.values()
    bad = [Evidence("review.original-differs", e.recording, label=e.name, detail=e.check_code) for e in films
           if e.check_code]  # fmt: skip
    if bad:
        return _counted(criterion, bad)
    if not films:
        return _open("review.nothing-recorded")
    never = [Evidence("review.never-checked", each.recording, label=each.name) for each in films if not each.checked]
    return _open("review.some-unchecked" if never else "review.originals-agree", never)


def _hand_in(criterion: Criterion, ground: Ground) -> Proposal:
    films = {each.recording: each for each in ground.footage}.values()
    known = [each for each in films if each.late_ms >= 0]
    if not known:
        return _open("review.no-hand-ins")
    found = [
        Evidence("review.late-excused" if each.excused else "review.late", each.recording, label=each.name,
                 amount=each.late_ms, counts=not each.excused)
        for each in known if each.late_ms > 0
    ]  # fmt: skip
    return _counted(criterion, found, "review.all-in-time")


def _labels(criterion: Criterion, ground: Ground) -> Proposal:
    """What a label must tell is what the criterion is about: `time`, `content`, `proof`."""
    if not ground.footage:
        return _open("review.nothing-recorded")
    lacking: dict[str, tuple[Footage, list[str]]] = {}
    for each in ground.footage:
        has = {"time": each.timed, "content": each.words, "proof": each.proof}
        lacks = [part for part in criterion.about if not has.get(part, True)]
        if lacks and each.recording not in lacking:
            lacking[each.recording] = each, lacks
    found = [
        Evidence("review.label-incomplete", each.recording, each.from_ms, each.item, label=each.name,
                 detail=",".join(lacks))
        for each, lacks in lacking.values()
    ]  # fmt: skip
    return _counted(criterion, found, "review.all-labelled")


def _times(criterion: Criterion, ground: Ground) -> Proposal:
    """A recording of a record item lies within one of the events of that item, give or take what its clock may be off
    and what people round."""
    held = {each.item for each in ground.events if each.item}
    told = [each for each in ground.footage if each.item in held and each.began_ms]
    if not told:
        return _open("review.no-written-times")
    found = []
    for each in told:
        apart, event = min(
            ((_apart(each, event), event) for event in ground.events if event.item == each.item),
            key=lambda pair: pair[0],
        )
        if apart > TIME_SLACK_MS + each.error_ms:
            found.append(
                Evidence("review.time-conflicts", each.recording, each.from_ms, each.item, event.event, each.name,
                         event.title, apart)
            )  # fmt: skip
    return _counted(criterion, found, "review.times-agree")


def _apart(film: Footage, event: Held) -> int:
    """Milliseconds between a recording and an event, 0 where they overlap; an event without an end is the moment."""
    until = event.ended_ms or event.began_ms
    return max(0, event.began_ms - film.ended_ms, film.began_ms - until)


def _transcript(criterion: Criterion, ground: Ground) -> Proposal:
    """The desk keeps no transcripts: where there is sound evidence, the reviewer looks into the file."""
    sound = {each.recording: each for each in ground.footage if each.kind == "audio"}.values()
    if not sound:
        return Proposal("not-applicable", 0, "review.no-sound")
    return _open(
        "review.transcripts-on-paper",
        (
            Evidence("review.sound-recording", each.recording, each.from_ms, each.item, label=each.name)
            for each in sound
        ),
    )


def _filed(criterion: Criterion, ground: Ground) -> Proposal:
    if ground.state == "sealed":
        return Proposal("met", 0, "review.is-sealed")
    if not ground.closed:
        return _open("review.not-closed-yet")
    return _counted(criterion, (Evidence("review.not-filed"),))


def _clocks(criterion: Criterion, ground: Ground) -> Proposal:
    clocks = [each for each in ground.clocks if each.code in criterion.about]
    late = [
        Evidence("review.clock-late" if each.state == "late" else "review.clock-overdue", label=each.code,
                 detail=each.due, amount=_days_over(each))
        for each in clocks if each.state in ("late", "overdue")
    ]  # fmt: skip
    if late:
        return _counted(criterion, late)
    if any(each.state == "met" for each in clocks):
        return Proposal("met", 0, "review.clock-met")
    running = [Evidence("review.clock-running", label=e.code, detail=e.due) for e in clocks if e.state == "running"]
    return _open("review.clock-runs" if running else "review.clock-not-begun", running)


def _days_over(clock: CaseClock) -> int:
    if clock.state == "overdue":
        return -clock.days_left
    return (date.fromisoformat(clock.met_on) - date.fromisoformat(clock.due)).days


_RULES: Mapping[str, Callable[[Criterion, Ground], Proposal]] = {
    "items-missing": _items_missing,
    "points-missing": _points_missing,
    "certificate": _certificate,
    "officers": _officers,
    "qualification": _qualification,
    "digests": _digests,
    "hand-in": _hand_in,
    "labels": _labels,
    "times": _times,
    "transcript": _transcript,
    "filed": _filed,
    "clocks": _clocks,
}
