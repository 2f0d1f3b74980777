"""What the lanes remember: what may begin, what rests, who is woken."""

from __future__ import annotations

import threading
import time

import pytest

from recorder_desk.errors import DeskError
from recorder_desk.ports import Job, Step
from recorder_desk.roster import Roster, Running


def step(name: str = "receive", lane: str = "copy") -> Step:
    """A step that is never done: only its name and lane matter here."""
    return Step(name, lane, lambda ask, now: (), lambda job, bench: None, lambda job, code: None)


def job(key: str) -> Job:
    """Work on one thing."""
    return Job(key, key, key, "bytes", key)


def begun(roster: Roster, key: str, exclusive: str = "", of: Step | None = None) -> Running:
    """A job that must be allowed to begin."""
    running = roster.begin(of or step(), job(key), exclusive)
    assert running is not None
    return running


@pytest.fixture
def roster() -> Roster:
    """Two copies at once, one of everything else."""
    return Roster({"copy": 2, "media": 1, "check": 1, "archive": 1}, rescan_seconds=60)


def test_a_job_never_runs_twice_at_once(roster: Roster) -> None:
    running = begun(roster, "a")
    assert roster.begin(step(), job("a"), "") is None
    roster.ended(running, 0.0)
    begun(roster, "a")


def test_a_lane_has_its_width(roster: Roster) -> None:
    begun(roster, "a")
    begun(roster, "b")
    assert not roster.may_begin(step(), job("c"))
    assert roster.may_begin(step("proxy", "media"), job("c"))


def test_one_source_device_is_read_by_one_job(roster: Roster) -> None:
    running = begun(roster, "a", "device")
    assert roster.begin(step(), job("b"), "device") is None
    begun(roster, "c", "another device")
    roster.ended(running, None)
    begun(roster, "b", "device")


def test_many_threads_begin_a_job_once(roster: Roster) -> None:
    answers: list[Running | None] = []
    barrier = threading.Barrier(16)

    def begin() -> None:
        barrier.wait()
        answers.append(roster.begin(step("proxy", "media"), job("a"), ""))

    threads = [threading.Thread(target=begin) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([answer for answer in answers if answer is not None]) == 1
    assert len(answers) == 16


def test_a_job_rests_until_its_step_is_woken(roster: Roster) -> None:
    roster.ended(begun(roster, "a"), 30.0)
    roster.ended(begun(roster, "b", of=step("proxy", "media")), 30.0)
    assert not roster.may_begin(step(), job("a"))
    roster.poke("receive")
    assert roster.may_begin(step(), job("a"))
    assert not roster.may_begin(step("proxy", "media"), job("b"))


def test_a_copy_with_nothing_to_wait_for_rests_until_the_next_rescan(roster: Roster) -> None:
    roster.ended(begun(roster, "a"), None)
    roster.ended(begun(roster, "b", of=step("proxy", "media")), None)
    assert not roster.may_begin(step(), job("a"))
    assert roster.may_begin(step("proxy", "media"), job("b"))


def test_the_foreman_wakes_when_a_rest_is_over(roster: Roster) -> None:
    roster.ended(begun(roster, "a"), 0.05)
    assert roster.wait_for_round()
    began = time.monotonic()
    assert roster.wait_for_round()
    assert 0.01 < time.monotonic() - began < 0.9, "woken by the rest, not by the second that passes anyway"
    assert roster.may_begin(step(), job("a"))


def test_idle_is_when_a_round_began_nothing_and_nothing_runs(roster: Roster) -> None:
    idle = threading.Event()
    waiter = threading.Thread(target=lambda: roster.wait_idle(0.0) and idle.set())
    waiter.start()
    roster.poke()
    running = begun(roster, "a", of=step("proxy", "media"))
    assert roster.wait_for_round()
    roster.round_over(1)
    roster.ended(running, None)
    assert not idle.wait(0.2), "what ended may have made something else owed"
    assert roster.wait_for_round()
    roster.round_over(0)
    waiter.join(5)
    assert idle.is_set()


@pytest.mark.parametrize(("name", "waits"), [("receive", True), ("seal", True), ("proxy", False)])
def test_what_rests_is_waited_for_with_patience(roster: Roster, name: str, waits: bool) -> None:
    lane = {"receive": "copy", "seal": "archive", "proxy": "media"}[name]
    roster.ended(begun(roster, "a", of=step(name, lane)), 30.0)
    assert roster.wait_for_round()
    roster.round_over(0)
    began = time.monotonic()
    assert roster.wait_idle(0.2) is not waits
    assert (time.monotonic() - began > 0.15) is waits


def test_whoever_waits_hears_that_the_foreman_broke(roster: Roster) -> None:
    roster.broke(ZeroDivisionError("ours"))
    with pytest.raises(DeskError) as raised:
        roster.wait_idle(5)
    assert (raised.value.code, raised.value.blame) == ("desk.defect", "defect")
    assert isinstance(raised.value.__cause__, ZeroDivisionError)


def test_cancel_reaches_the_one_job(roster: Roster) -> None:
    first, second = begun(roster, "a"), begun(roster, "b")
    roster.cancel("receive:a")
    assert (first.cancel.is_set(), second.cancel.is_set()) == (True, False)


def test_closing_stops_what_runs_and_lets_nothing_begin(roster: Roster) -> None:
    running = begun(roster, "a")
    roster.close()
    assert running.cancel.is_set()
    assert not roster.may_begin(step(), job("b"))
    assert not roster.wait_for_round()
    roster.wait_idle(5)  # returns at once
