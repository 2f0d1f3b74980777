"""A: every changing system call through deriving and sealing, killed or failed."""

from __future__ import annotations

import pytest

from tests.torture.calling import FAULTS, torment
from tests.torture.scenes import Scene, Stage, deriving, sealing
from tests.torture.scope import Figures


@pytest.fixture(scope="module")
def scenes(stage: Stage) -> dict[str, Scene]:
    made = (deriving(stage.place / "derive", stage.driver), sealing(stage.place / "seal", stage.driver))
    return {each.name: each for each in made}


@pytest.mark.parametrize("kind", FAULTS)
@pytest.mark.parametrize("scene", ["derive", "seal"])
def test_a_call_fails(stage: Stage, scenes: dict[str, Scene], scene: str, kind: str, record_property: Figures) -> None:
    tally = torment(stage, scenes[scene], kind)
    record_property("torture", f"A {scene}, {kind}: {tally}")
    assert tally.wrong == [], "\n".join(tally.wrong)
