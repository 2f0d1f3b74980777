"""Case-file reviews in words, for both faces and for the sheets. In: values of the domain. Out: short text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from recorder_desk.domain.case_stages import shipped_stages
from recorder_desk.domain.criteria import CriteriaList, Criterion, points
from recorder_desk.domain.review import Evidence, Proposal, Rectification, ReviewDetail, ReviewLine, ReviewRow, Score
from recorder_desk.domain.review_statistics import percent
from ui import formats
from ui.phrases import Phrases

ItemName = Callable[[str], str]
"""A record item's name by its code."""


def percent_text(row: ReviewRow) -> str:
    """What a review reached: `87.5 %`."""
    return f"{points(percent(row))} %"


def proposal_words(proposal: Proposal, phrases: Phrases) -> str:
    """What the desk proposes, in a few words."""
    if proposal.verdict == "failed":
        return phrases.say("word.points-off", points=points(proposal.off))
    if proposal.verdict:
        return phrases.word(f"verdict-{proposal.verdict}")
    return phrases.word("verdict-hint" if proposal.why == "review.veto-hint" else "verdict-open")


def score_words(score: Score, criterion: Criterion, phrases: Phrases) -> str:
    """What was decided, in a few words; '' nothing yet."""
    if score.verdict == "failed":
        return phrases.word("verdict-failed") if criterion.veto else phrases.say(
            "word.points-off", points=points(score.off))  # fmt: skip
    return phrases.word(f"verdict-{score.verdict}") if score.verdict else ""


def why_words(proposal: Proposal, phrases: Phrases) -> str:
    """Why nothing is proposed, or what a proposal rests on; '' where its evidence says it all."""
    return phrases.say(proposal.why) if proposal.why else ""


def evidence_words(told: Evidence, phrases: Phrases, item_name: ItemName) -> str:
    """One thing the desk found."""
    label, detail = told.label, told.detail
    if told.code in ("review.clock-late", "review.clock-overdue", "review.clock-running"):
        label = next((e.name(phrases.language) for e in shipped_stages().clocks if e.code == label), label)
    elif told.code == "review.label-incomplete":
        detail = "、".join(phrases.word(f"label-{each}") for each in detail.split(","))
    elif told.code == "review.original-differs":
        detail = phrases.say(detail)
    item = " ".join(filter(None, (told.item, item_name(told.item) if told.item else "")))
    at = formats.clock(told.at_ms)
    return phrases.say(told.code, item=item, label=label, detail=detail, amount=told.amount, at=at)


def grade_words(listed: CriteriaList, code: str, phrases: Phrases) -> str:
    """A grade's name."""
    found = listed.grade(code)
    return found.name(phrases.language) if found else code


def grade_of(row: ReviewRow, phrases: Phrases) -> str:
    """The grade a review was finished with: the bureau's own are named by their code where it has no word."""
    code = f"word.grade-{row.grade}"
    return phrases.say(code) if phrases.knows(code) else row.grade


def due_words(fix: Rectification, phrases: Phrases) -> str:
    """Until when, and how long that is."""
    due = fix.fields.due + (f" {phrases.word('provisional')}" if fix.fields.provisional else "")
    if fix.withdrawn:
        return phrases.word("fix-withdrawn")
    if fix.done:
        return phrases.say("word.fix-done", on=fix.closed_on)
    left = "word.days-left" if fix.days_left >= 0 else "word.days-over"
    return f"{due} · {phrases.say(left, count=abs(fix.days_left))}"


def head_rows(detail: ReviewDetail, phrases: Phrases) -> Iterator[tuple[str, str]]:
    """What stands at the head of a result sheet: (heading, text)."""
    row, say = detail.row, phrases.say
    yield say("sheet.review.case"), f"{row.number}  {row.title}"
    yield say("sheet.review.party"), row.party
    yield say("sheet.review.matter"), row.matter
    yield say("sheet.review.criteria"), f"{row.criteria} · {say('sheet.review.turn-which', turn=row.turn)}"
    yield say("sheet.review.reviewer"), row.reviewer
    if row.override:
        did = "、".join(phrases.word(f"hand-{each}") for each in row.hands)
        yield say("sheet.review.override"), f"{did} · {row.override}"
    yield say("sheet.review.begun"), formats.local_time(row.begun_at)
    if row.state == "finished":
        yield say("sheet.review.ended"), f"{formats.local_time(row.finished_at)} · {row.finished_by}"
    else:
        yield say("sheet.review.ended"), say("sheet.review.draft", count=len(detail.result.undecided))
    yield say("sheet.review.total"), total_words(detail, phrases)
    if detail.result.vetoes:
        yield say("sheet.review.vetoes"), ", ".join(detail.result.vetoes)


def total_words(detail: ReviewDetail, phrases: Phrases) -> str:
    """`87.5 of 100 · Good`; no grade while anything is undecided."""
    told = detail.result
    total = phrases.say("sheet.review.of", total=points(told.total), most=points(told.most))
    if told.undecided:
        return total
    return f"{total} · {grade_words(detail.listed, told.grade, phrases)}"


def line_words(line: ReviewLine, phrases: Phrases, item_name: ItemName) -> list[str]:
    """Code, criterion, its limit, what was proposed, what was decided, and why: the row of a sheet."""
    each, shown = line.criterion, line.score.shown if line.score.verdict else line.proposal
    found = [evidence_words(told, phrases, item_name) for told in shown.evidence]
    return [
        each.code, each.name(phrases.language), points(each.limit) if not each.veto else "",
        proposal_words(shown, phrases), score_words(line.score, each, phrases), line.score.comment,
        "\n".join(filter(None, [why_words(shown, phrases), *found])),
    ]  # fmt: skip


LINE_HEADS = ("code", "criterion", "limit", "proposed", "decided", "comment", "found")


def sheet_rows(detail: ReviewDetail, phrases: Phrases, item_name: ItemName) -> Iterator[list[str]]:
    """The result as rows of a workbook, below its title."""
    say = phrases.say
    yield from ([name, text] for name, text in head_rows(detail, phrases))
    yield []
    yield [say(f"sheet.review.{each}") for each in LINE_HEADS]
    block = ""
    for line in detail.lines:
        name = line.criterion.block(phrases.language)
        if name != block:
            block = name
            yield [name]
        yield line_words(line, phrases, item_name)
    if detail.fixes:
        yield []
        yield [say("sheet.review.fixes")]
        for fix in detail.fixes:
            yield [fix.fields.criterion, fix.fields.text, fix.fields.due, due_words(fix, phrases), fix.done]
