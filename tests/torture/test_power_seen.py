"""That the power cuts can fail: without a flush, or with less than SQLite's full care, they find what is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.scope import FULL
from tests.torture.test_power import cut

pytestmark = pytest.mark.skipif(not FULL, reason="safeguards are taken out of whole days in `make torture` only")


@pytest.mark.parametrize("without", ["flush-files", "flush-folders", "synchronous-full"])
@pytest.mark.parametrize("kind", ["ext4", "xfs"])
def test_without_a_safeguard_it_is_seen(tmp_path: Path, kind: str, without: str) -> None:
    """Something called safe is not there, or something there is not known of."""
    told = cut(kind, tmp_path, 2, without)
    assert told["faults"], told
