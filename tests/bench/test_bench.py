"""Every measurement runs, at sizes so small that only its shape can be looked at; never a time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import looking, steppers
from bench.__main__ import MEASUREMENTS, main, run
from bench.catalogue import build_home
from bench.docking import MEMORY
from bench.figures import Aim, Figure, Series, interleaved
from bench.machine import machine
from bench.processes import BYTE_CODE
from bench.scale import Scale
from bench.sources import make_files
from bench.table import BEGIN, END, HEADS, cells, markdown, write
from recorder_desk.queries.cases import Cases
from recorder_desk.queries.recordings import Filter, RecordingsPage
from recorder_desk.tools.programs import find_programs
from recorder_desk.tools.sandbox import LEVELS, room_of
from tests.flow.homes import opened

TINY = Scale(
    repeats=2,
    starts=1,
    asked=1,
    film_files=2,
    film_bytes=3_000_000,
    photo_files=5,
    photo_bytes=10_000,
    remux_seconds=2,
    transcode_seconds=1,
    recordings=120,
    turns=9,
    few_recordings=60,
    crowd=60,
    beat_files=1,
    beat_bytes=2_000_000,
    beat_seconds=0.3,
    step_seconds=1,
    steps=2,
    acts=3,
    inbox=20,
)
SECOND_VOLUME = MEMORY.is_dir() and MEMORY.stat().st_dev != Path(tempfile.gettempdir()).stat().st_dev
PEERS = 2 if steppers.found() else 1
EXPECTED = {
    "receive": {"receive": 4},
    "docking": {"docking": 5 if SECOND_VOLUME else 2},
    "media": {"remux": 1, "transcode": 1},
    "align": {"align": 2},
    "step": {"step": 2},
    "frames": {
        **dict.fromkeys(("first frame", "step back"), 3 * PEERS),
        "exact seek": 6 * PEERS,
        "preview": 3,
        "player": 2,
    },
    "sandbox": {"sandbox": sum(room_of(level, str(find_programs("").ffprobe)) is not None for level in LEVELS)},
    "look": {"listing": 3, "search": 5, "facets": 2, "scroll": 2},
    "window": {"window": 4},
    "heartbeat": {"heartbeat": 2},
    "start": {"start": 2},
    "keys": {"keys": 1},
}


@pytest.fixture(autouse=True, scope="module")
def _byte_code_removed() -> Iterator[None]:
    yield
    shutil.rmtree(BYTE_CODE, ignore_errors=True)


@pytest.mark.parametrize("name", MEASUREMENTS)
def test_measurement_gives_its_figures_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    figures = run([name], tmp_path, TINY, lambda text: None)
    counted: dict[str, int] = {}
    for figure in figures:
        counted[figure.measurement] = counted.get(figure.measurement, 0) + 1
        assert len(figure.ours.values) == len(figure.theirs.values)
        assert min((*figure.ours.values, *figure.theirs.values)) > 0
        assert len(cells(figure)) == len(HEADS)
    assert counted == EXPECTED[name]
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_catalogue_can_be_searched_as_a_real_one(tmp_path: Path) -> None:
    home = build_home(tmp_path / "home", 120)
    with opened(home) as session:
        rows = session.desk.ask(RecordingsPage(limit=1000)).result(30)
        cases = session.desk.ask(Cases()).result(30)
        linked = [row for row in rows if row.case_number]
        assert (len(rows), len(cases), len(linked)) == (120, 3, 60)
        found = session.desk.ask(RecordingsPage(Filter(words=linked[0].case_number), limit=1000)).result(30)
        sought = {row.id for row in linked if row.case_number == linked[0].case_number}
        assert sought <= {row.id for row in found}, "another name may hold the same parts"
        assert len(found) < len(linked) / 2
        counts = [len(session.desk.ask(RecordingsPage(Filter(words=word))).result(30)) for word in looking.words()]
        assert counts.count(0) < len(counts) / 2, "most words that are looked for must be there"


def test_receive_refuses_to_time_what_did_not_arrive(tmp_path: Path) -> None:
    from bench.receiving import receive

    folder = make_files(tmp_path / "card", 2, 1000, "mp4")
    with pytest.raises(RuntimeError, match="2 of 3 files"):
        receive(folder, tmp_path / "home", 3)


def test_contestants_take_turns() -> None:
    order: list[str] = []

    def contestant(name: str, seconds: float) -> float:
        order.append(name)
        return seconds

    taken = interleaved(3, {"peer": lambda: contestant("peer", 2.0), "ours": lambda: contestant("ours", 3.0)})
    assert order == ["peer", "ours"] * 3
    assert taken["ours"].values == (3.0, 3.0, 3.0)


def test_ratio_is_the_median_of_pairs_and_an_aim_is_told_not_enforced() -> None:
    figure = Figure("x", "y", "z", Series((2.0, 9.0, 6.0)), Series((1.0, 3.0, 1.0)), Aim(2.5))
    assert figure.ratios.values == (2.0, 3.0, 6.0)
    assert figure.reached is False
    assert cells(figure)[5:] == ("3.00× (2.00–6.00)", "≤ 2.5×", "no")
    worst = Figure("x", "y", "z", Series((0.01, 0.04)), Series((1.0, 1.0)), Aim(0.05, "worst"), "ms")
    assert worst.reached is True
    assert cells(worst)[6:] == ("≤ 50 ms (worst)", "yes")


def test_percentile_is_passed_by_no_more_than_its_part() -> None:
    assert Series(tuple(float(n) for n in range(1, 1001))).percentile(0.99) == 991.0
    assert Series((5.0,)).percentile(0.99) == 5.0


def test_block_between_the_marks_is_replaced(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", "utf-8")
    figure = Figure("x", "y", "a | b", Series((2.0,)), Series((1.0,)))
    write(document, markdown([figure], machine(tmp_path)))
    text = document.read_text("utf-8")
    assert text.startswith("before\n") and text.endswith("\nafter\n")
    assert "old" not in text and "Processor: " in text and "a \\| b" in text and text.count(BEGIN) == 1
    (tmp_path / "bare.md").write_text("nothing", "utf-8")
    with pytest.raises(ValueError, match="bare"):
        write(tmp_path / "bare.md", "")


def test_unknown_measurement_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "no such measurement: nonsense" in capsys.readouterr().err
