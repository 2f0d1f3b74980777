"""A: every changing system call through receiving and releasing, killed or failed.

`test_calls_kept.py` does the same with deriving and sealing, so that two workers share them.
"""

from __future__ import annotations

import pytest

from tests.torture.calling import FAULTS, torment
from tests.torture.scenes import Scene, Stage, receiving, releasing
from tests.torture.scope import Figures


@pytest.fixture(scope="module")
def scenes(stage: Stage) -> dict[str, Scene]:
    made = (receiving(stage.place / "receive"), releasing(stage.place / "release", stage.driver))
    return {each.name: each for each in made}


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("scene", ["receive", "release"])
def test_a_call_fails(stage: Stage, scenes: dict[str, Scene], scene: str, kind: str, record_property: Figures) -> None:
    tally = torment(stage, scenes[scene], kind)
    record_property("torture", f"A {scene}, {kind}: {tally}")
    assert tally.wrong == [], "\n".join(tally.wrong)
