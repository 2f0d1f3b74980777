"""How long a file has stood still, and that remembering it stays bounded."""

from __future__ import annotations

import pytest

from recorder_desk.tools.settling import Stillness


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


def test_counts_from_the_last_change(time: Time) -> None:
    still = Stillness(time)
    assert still.note("a", (1, 1, 1)) == 0.0
    time.now = 5.0
    assert still.note("a", (1, 1, 1)) == 5.0
    assert still.note("a", (2, 1, 1)) == 0.0
    time.now = 6.0
    assert still.note("a", (1, 1, 1)) == 0.0  # back as before is a change as well
    still.forget("a")
    time.now = 9.0
    assert still.note("a", (1, 1, 1)) == 0.0


def test_a_folder_larger_than_the_memory_still_settles(time: Time) -> None:
    """Asked round and round, as the pipeline does: a memory that pushes out the oldest never ends."""
    still = Stillness(time, most=10, keep_seconds=60.0)
    waiting = {f"{n}" for n in range(35)}
    for _ in range(1000):
        time.now += 1.0
        settled = {path for path in sorted(waiting) if still.note(path, (1, 1, 1)) >= 2.0}
        waiting -= settled  # received, and not asked for again
        assert len(still) <= 10
        if not waiting:
            break
    assert not waiting


def test_forgets_below_a_folder_only(time: Time) -> None:
    still = Stillness(time)
    for path in ("/d/a", "/d/b", "/d2/a", "/d/sub/c"):
        still.note(path, (1, 1, 1))
    still.keep_only("/d", {"/d/b"})
    time.now = 3.0
    assert [still.note(path, (1, 1, 1)) for path in ("/d/a", "/d/b", "/d2/a", "/d/sub/c")] == [0, 3, 3, 0]
