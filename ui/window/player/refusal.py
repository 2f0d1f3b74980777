"""Why a recording does not play, said on the curtain: what is known, what is safe, what comes next."""

from __future__ import annotations

from recorder_desk.domain.recording import HistoryRow, RecordingDetail
from ui.formats import local_time, size
from ui.phrases import Phrases
from ui.window.player.curtain import Curtain


def say_why(curtain: Curtain, detail: RecordingDetail, phrases: Phrases) -> None:
    """Say it. Failed work offers to be tried again; owed work is simply waited for."""
    row, say = detail.row, phrases.say
    known = say("player.known", size=size(row.bytes), time=local_time(row.received_at), digest=row.digest[:19])
    failure = last_failure(detail.history)
    if row.kind == "sidecar":
        curtain.say("file-text", "", say("player.sidecar"), say("player.sidecar.text"), known)
    elif detail.plan == "unplayable" or row.state == "damaged":
        why = say(row.problem) if row.problem else say("player.unplayable")
        curtain.say("shield-alert", "care", say("player.damaged"), why, known)
    elif failure is not None:
        why, again = say(str(failure.body.get("code", ""))), str(failure.body.get("again_at", ""))
        comes = say("player.again-at", time=local_time(again)) if again else say("player.given-up")
        curtain.say("circle-alert", "care", say("player.proxy-failed"), f"{why}\n{comes}", known, retry=True)
    elif detail.media is None:
        curtain.say("hourglass", "", say("player.not-described"), say("player.waits"), known)
    else:
        curtain.say("hourglass", "", say("player.proxy-owed"), say("player.waits"), known)


def last_failure(history: tuple[HistoryRow, ...]) -> HistoryRow | None:
    """The failure of the work that is owed now, if its last attempt failed."""
    for entry in sorted(history, key=_number, reverse=True):
        made = entry.fact == "DerivativesMade" and entry.body.get("step") == "proxy"
        if made or entry.fact in ("MediaDescribed", "RetryOrdered"):
            return None
        if entry.fact == "StepFailed" and entry.body.get("step") in ("describe", "proxy"):
            return entry
    return None


def _number(entry: HistoryRow) -> int:
    return entry.seq
