"""A program runs to its end and no longer; both its pipes are drained; nothing of it is left."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from recorder_desk.errors import DeskError
from recorder_desk.tools import runner
from recorder_desk.tools.limits import GIBI, Limits
from recorder_desk.tools.runner import COMPLAINTS_BYTES, Collected, Progress, run
from tests.recorder_desk.tools.films import PROGRAMS

LOOSE = Limits(8 * GIBI, 60, GIBI, 60)
WRITES_MUCH = """
import sys
for _ in range(300):
    sys.stdout.buffer.write(b'o' * 9000); sys.stderr.buffer.write(b'e' * 9000)
sys.stderr.write('the end'); sys.exit(3)
"""
DEAF = "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint('up', flush=True)\ntime.sleep(60)"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _threads() -> set[str]:
    return {each.name for each in threading.enumerate() if each.name.startswith("media-")}


def test_run_drains_both_pipes_and_keeps_a_bounded_complaint() -> None:
    collected = Collected(1 << 24)
    ended = run(python(WRITES_MUCH), LOOSE, sink=collected)
    assert ended.status == 3 and collected.text() == "o" * 2_700_000
    assert ended.complaints.endswith("the end") and len(ended.complaints) <= 2 * COMPLAINTS_BYTES
    assert not _threads()


def test_run_without_a_sink_drains_too() -> None:
    assert run(python(WRITES_MUCH), LOOSE).status == 3


def test_run_stops_at_the_wall_clock_even_what_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_GRACE_SECONDS", 0.3)
    began = time.monotonic()
    with pytest.raises(DeskError, match=r"media\.timeout") as caught:
        run(python(DEAF), Limits(8 * GIBI, 60, GIBI, 0.6))
    assert time.monotonic() - began < 10 and caught.value.blame == "environment"
    assert not _threads()


def test_run_tells_used_up_processor_time_as_timeout() -> None:
    with pytest.raises(DeskError, match=r"media\.timeout"):
        run(python("while True: pass"), Limits(8 * GIBI, 1, GIBI, 60))


def test_ffmpeg_out_of_processor_time_is_a_timeout() -> None:
    argv = [str(PROGRAMS.ffmpeg), "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25"]
    with pytest.raises(DeskError, match=r"media\.timeout"):
        run([*argv, "-f", "null", "-"], Limits(8 * GIBI, 1, GIBI, 60))


def test_run_is_cancelled_while_the_program_is_silent() -> None:
    asked: list[float] = []

    def cancelled() -> bool:
        asked.append(time.monotonic())
        return len(asked) > 3

    with pytest.raises(DeskError, match=r"media\.cancelled"):
        run(python("import time; time.sleep(60)"), LOOSE, cancelled=cancelled)
    assert asked[-1] - asked[0] < 10 and not _threads()


def test_a_sink_that_raises_ends_the_program() -> None:
    began = time.monotonic()
    with pytest.raises(DeskError, match=r"media\.unreadable"):
        run(python("import sys\nwhile True: sys.stdout.write('x' * 9999)"), LOOSE, sink=Collected(50_000))
    assert time.monotonic() - began < 15 and not _threads()

    def broken(piece: bytes) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(python(WRITES_MUCH), LOOSE, sink=broken)
    assert not _threads()


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"media\.ffmpeg-missing") as caught:
        run([str(tmp_path / "none")], LOOSE)
    assert caught.value.facts == {"path": str(tmp_path / "none")}


def test_a_full_disk_is_told_apart() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    argv = [str(PROGRAMS.ffmpeg), "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25"]
    ended = run([*argv, "-t", "1", "-f", "rawvideo", "-y", "file:/dev/full"], LOOSE)
    assert ended.status != 0 and ended.full


def test_progress_tells_differences_and_never_twice() -> None:
    told: list[int] = []
    progress = Progress(told.append, 3000)
    progress(b"frame=5\nout_time_us=1000000\nprog")
    progress(b"ress=continue\nout_time_us=N/A\nprogress=continue\nout_time_us=2500000\nprogress=continue\n")
    assert told == [1000, 1500] and progress.frames == 5
    progress.again()
    progress(b"out_time_us=2000000\nprogress=continue\nout_time_us=9000000\nprogress=end\n")
    assert told == [1000, 1500, 500], "capped at the length, and a second try does not count again"
    assert progress.reached_ms == 9000
