"""Verbs of case-file review: review new, list, show, score, finish, reopen, sheet, statistics.

In: cases, reviews, criteria, what the reviewer decides. Out: what the desk proposes with its evidence, totals, sheets.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from recorder_desk.commands import review as c
from recorder_desk.domain.criteria import Criterion, points, tenths
from recorder_desk.domain.facts import ReviewBegun
from recorder_desk.domain.review import ReviewDetail, ReviewLine, Score, ScoreVerdict, accepted
from recorder_desk.domain.review_statistics import Statistics
from recorder_desk.errors import DeskError
from recorder_desk.queries import review as q
from ui import formats, review_words, workbooks
from ui.sheets import write_new
from ui.terminal.call import FOUND, GOOD, Call, Desktop, pass_call
from ui.terminal.case_verbs import case_of
from ui.terminal.words import Verb, VerbGroup, option

SHOWN = 4
"""So many pieces of evidence are shown in a line; JSON and the sheet have all."""


@click.group("review", cls=VerbGroup)
def review() -> None:
    """Case-file review."""


def today() -> str:
    """The local day (ISO)."""
    return date.today().isoformat()


def shown(desktop: Desktop, text: str) -> ReviewDetail:
    """The review that is meant: its id, the end of it, or its case. Raises `review.unknown`."""
    return desktop.ask(q.ShowReview(desktop.ask(q.FindReview(text)), today()))


def item_names(desktop: Desktop, language: str) -> Callable[[str], str]:
    """Names of record items, of whichever version has them."""
    lists = desktop.session.lists

    def name(code: str) -> str:
        found = lists.item(code)
        return found.name(language) if found else ""

    return name


@review.command("new", cls=Verb)
@click.argument("number", metavar="CASE")
@option("--reviewer", default="", metavar="NAME", key="assess.reviewer")
@option("--criteria", default="", metavar="LIST", key="assess.criteria")
@option("--override", default="", metavar="TEXT", key="assess.override")
@pass_call
def new(call: Call, number: str, reviewer: str, criteria: str, override: str) -> int:
    """Begin the review of a case."""
    with call.open("work") as desktop:
        row = case_of(desktop, number)
        (begun,) = desktop.do(c.BeginReview(row.id, criteria, reviewer, override))
        assert isinstance(begun, ReviewBegun)
        detail = shown(desktop, begun.review)
        names = item_names(desktop, call.phrases.language)
    return _tell(call, detail, names)


@review.command("list", cls=Verb)
@click.argument("number", required=False, metavar="[CASE]")
@option("--open", "only_open", is_flag=True, key="assess.open")
@pass_call
def list_reviews(call: Call, number: str | None, only_open: bool) -> int:
    """Reviews of a case or of all."""
    with call.open("look") as desktop:
        which = case_of(desktop, number).id if number else ""
        rows = desktop.ask(q.Reviews(which, "open" if only_open else ""))
    call.output.document(rows)
    if not rows:
        call.output.say("terminal.review.none")
        return GOOD
    word, phrases = call.phrases.word, call.phrases
    cells = [
        (each.id[-8:], each.number, each.turn, each.reviewer, word(f"review-{each.state}"),
         f"{each.decided}/{each.asked}", review_words.percent_text(each) if each.state == "finished" else "",
         review_words.grade_of(each, phrases), each.fixes_open or "", formats.local_time(each.begun_at))
        for each in rows
    ]  # fmt: skip
    heads = ("review", "case", "turn", "reviewer", "state", "decided", "reached", "grade", "fixes", "begun")
    call.output.table([f"terminal.column.{each}" for each in heads], cells, right=(2, 5, 6, 8))
    return GOOD


@review.command("show", cls=Verb)
@click.argument("which", metavar="REVIEW")
@pass_call
def show(call: Call, which: str) -> int:
    """What is proposed and what was decided."""
    with call.open("look") as desktop:
        detail = shown(desktop, which)
        names = item_names(desktop, call.phrases.language)
    return _tell(call, detail, names)


def document(detail: ReviewDetail) -> dict[str, object]:
    """A review as JSON: points are tenths."""
    lines = [
        {"criterion": each.criterion.code, "name_zh": each.criterion.name_zh, "name_en": each.criterion.name_en,
         "block": each.criterion.block_zh, "veto": each.criterion.veto, "each": each.criterion.each,
         "limit": each.criterion.limit, "proposal": each.proposal, "score": each.score, "moved": each.moved,
         "scored_by": each.scored_by, "scored_at": each.scored_at}
        for each in detail.lines
    ]  # fmt: skip
    return {"review": detail.row, "result": detail.result, "lines": lines, "fixes": detail.fixes}


def _tell(call: Call, detail: ReviewDetail, names: Callable[[str], str]) -> int:
    row, out, phrases = detail.row, call.output, call.phrases
    out.document(document(detail))
    out.say("terminal.review.head", review=row.id[-8:], number=row.number, title=row.title, turn=row.turn,
            reviewer=row.reviewer, criteria=row.criteria)  # fmt: skip
    if row.override:
        did = phrases.listed(phrases.word(f"hand-{each}") for each in row.hands)
        out.say("terminal.review.overridden", did=did, reason=row.override)
    heads = ("code", "criterion", "limit", "proposed", "decided", "evidence")
    cells = [_cells(each, call, names) for each in detail.lines]
    out.table([f"terminal.column.{each}" for each in heads], cells, right=(2,))
    told = detail.result
    out.say("terminal.review.total", total=review_words.total_words(detail, phrases))
    if told.vetoes:
        out.say("terminal.review.vetoed", criteria=", ".join(told.vetoes))
    if told.undecided:
        out.say("terminal.review.undecided", count=len(told.undecided), criteria=", ".join(told.undecided))
    for fix in detail.fixes:
        out.say("terminal.review.fix", fix=fix.id[-8:], text=fix.fields.text,
                due=review_words.due_words(fix, phrases))  # fmt: skip
    return GOOD


def _cells(line: ReviewLine, call: Call, names: Callable[[str], str]) -> tuple[object, ...]:
    phrases = call.phrases
    code, name, limit, proposed, decided, comment, found = review_words.line_words(line, phrases, names)
    moved = phrases.word("verdict-moved") if line.moved else ""
    lines = [each for each in (comment, moved, *found.split("\n")) if each]
    more = phrases.say("terminal.review.more", count=len(lines) - SHOWN) if len(lines) > SHOWN else ""
    told = "; ".join([*lines[:SHOWN], *filter(None, [more])])
    return code, name, limit or phrases.word("veto"), proposed, decided, told


@review.command("score", cls=Verb)
@click.argument("which", metavar="REVIEW")
@click.argument("codes", nargs=-1, metavar="[CRITERION…]")
@option("--accept", is_flag=True, key="assess.accept")
@option("--verdict", type=click.Choice(["met", "failed", "not-applicable", "undo"]), default=None, key="assess.verdict")
@option("--off", default="", metavar="POINTS", key="assess.off")
@option("--comment", default="", metavar="TEXT", key="assess.comment")
@pass_call
def score(
    call: Call, which: str, codes: tuple[str, ...], accept: bool, verdict: str | None, off: str, comment: str
) -> int:
    """Decide criteria, or accept what the desk proposes."""
    if not accept and (not codes or not (verdict or off)):
        raise click.UsageError(call.phrases.say("terminal.review.needs"))
    with call.open("work") as desktop:
        detail = shown(desktop, which)
        wanted = {each.strip().upper() for each in codes}
        if accept:
            scores = [each for each in accepted(detail.lines) if not wanted or each[0] in wanted]
        else:
            scores = [(each, _score(detail, each, verdict, off, comment)) for each in sorted(wanted)]
        for code in sorted(wanted - {each.criterion.code for each in detail.lines}):
            raise DeskError("review.unknown-criterion", criterion=code, label=detail.listed.label)
        facts = desktop.do(c.ScoreCriteria(detail.row.id, tuple(scores)))
        detail = shown(desktop, detail.row.id)
    call.output.document(document(detail))
    call.output.say("terminal.review.scored", count=len(facts), left=len(detail.result.undecided),
                    total=review_words.total_words(detail, call.phrases))  # fmt: skip
    return GOOD


def _score(detail: ReviewDetail, code: str, verdict: str | None, off: str, comment: str) -> Score:
    """What was typed; points off without a verdict mean that it failed, and failing takes off one `each`."""
    line = next((each for each in detail.lines if each.criterion.code == code), None)
    if line is None:
        raise DeskError("review.unknown-criterion", criterion=code, label=detail.listed.label)
    if verdict == "undo":
        return Score()
    told: ScoreVerdict = verdict or "failed"  # type: ignore[assignment]  # one of the choices
    taken = tenths(off) if off else _usual(line.criterion) if told == "failed" else 0
    return Score(told, taken, comment, line.proposal)


def _usual(criterion: Criterion) -> int:
    return min(criterion.each, criterion.limit)


@review.command("finish", cls=Verb)
@click.argument("which", metavar="REVIEW")
@pass_call
def finish(call: Call, which: str) -> int:
    """Every criterion is decided: the result stands."""
    with call.open("work") as desktop:
        detail = shown(desktop, which)
        desktop.do(c.FinishReview(detail.row.id))
        detail = shown(desktop, detail.row.id)
    call.output.document(document(detail))
    call.output.say("terminal.review.finished", number=detail.row.number,
                    total=review_words.total_words(detail, call.phrases))  # fmt: skip
    return FOUND if detail.row.vetoes else GOOD


@review.command("reopen", cls=Verb)
@click.argument("which", metavar="REVIEW")
@option("--reason", required=True, metavar="TEXT")
@pass_call
def reopen(call: Call, which: str, reason: str) -> int:
    """Decide a finished review anew."""
    with call.open("work") as desktop:
        detail = shown(desktop, which)
        desktop.do(c.ReopenReview(detail.row.id, reason))
        detail = shown(desktop, detail.row.id)
    call.output.document(document(detail))
    call.output.say("terminal.review.reopened", number=detail.row.number)
    return GOOD


@review.command("sheet", cls=Verb)
@click.argument("which", metavar="REVIEW")
@option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE", key="assess.to")
@pass_call
def sheet(call: Call, which: str, path: Path) -> int:
    """The result sheet into a new file, PDF or XLSX."""
    ending, phrases = path.suffix.lower(), call.phrases
    if ending not in (".pdf", ".xlsx"):
        raise click.UsageError(phrases.say("terminal.review.sheet-kind"))
    with call.open("look") as desktop:
        detail = shown(desktop, which)
        names = item_names(desktop, phrases.language)
    if ending == ".xlsx":
        title = phrases.say("sheet.review.title")
        data = workbooks.packed([title], review_words.sheet_rows(detail, phrases, names))
    else:
        told = {each.item: names(each.item) for line in detail.lines for each in line.proposal.evidence}
        told |= {each.item: names(each.item) for line in detail.lines for each in line.score.shown.evidence}
        data = call.opener.review_sheet(detail, told, phrases.language)
    write_new(path, data)
    call.output.document({"path": str(path), "bytes": len(data)})
    call.output.say("terminal.review.written", path=path)
    return GOOD


@review.command("statistics", cls=Verb)
@option("--since", default="", metavar="DATE", key="assess.since")
@option("--until", default="", metavar="DATE", key="assess.until")
@pass_call
def tell_statistics(call: Call, since: str, until: str) -> int:
    """What many reviews tell together."""
    with call.open("look") as desktop:
        found = desktop.ask(q.ReviewStatistics(since, until))
    call.output.document(found)
    if not found.reviews:
        call.output.say("terminal.review.none-finished")
        return GOOD
    for tell in (_tell_ranking, _tell_problems, _tell_periods):
        tell(call, found)
    return GOOD


def _tell_ranking(call: Call, found: Statistics) -> None:
    phrases = call.phrases
    call.output.say("terminal.review.ranking", count=len(found.ranking))
    ranked = [(place, each.number, each.title, review_words.percent_text(each), review_words.grade_of(each, phrases),
               ", ".join(each.vetoes), each.reviewer) for place, each in enumerate(found.ranking, 1)]  # fmt: skip
    heads = ("rank", "case", "title", "reached", "grade", "vetoes", "reviewer")
    call.output.table([f"terminal.column.{each}" for each in heads], ranked, right=(0, 3))


def _tell_problems(call: Call, found: Statistics) -> None:
    language = call.phrases.language
    call.output.say("terminal.review.problems", count=len(found.problems))
    common = [(each.code, each.name(language), each.count, points(each.off), ", ".join(each.cases))
              for each in found.problems]  # fmt: skip
    heads = ("code", "criterion", "times", "points", "cases")
    call.output.table([f"terminal.column.{each}" for each in heads], common, right=(2, 3))


def _tell_periods(call: Call, found: Statistics) -> None:
    months = [(each.month, each.count, f"{points(each.mean)} %", each.vetoed) for each in found.periods]
    heads = ("month", "reviews", "mean", "vetoed")
    call.output.table([f"terminal.column.{each}" for each in heads], months, right=(1, 2, 3))


VERBS = (review,)
"""What this area adds to the program."""
