"""B: the power goes at every fault point of a day (received, sealed, released), on ext4 and on xfs, with recovery.

A kill proves nothing about flushing, for the page cache survives it; here the disks have what had reached them
(`power.py`). That the group can fail is shown in `test_power_seen.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.flow.desk_process import environment
from tests.torture.disks import lacking
from tests.torture.scope import FULL


def cut(kind: str, place: Path, every: int, without: str = "") -> dict[str, Any]:
    """What `power.py` answers."""
    if missing := lacking(kind):
        pytest.skip(f"NOT PROVEN here: {kind} {missing}")
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.power", kind, str(place), str(every), without],
        env=environment(TMPDIR=str(place)), capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    try:
        return dict(json.loads(done.stderr.splitlines()[-1]))
    except (IndexError, ValueError):
        if "failed to setup loop device" in done.stderr:
            pytest.skip("NOT PROVEN here: no loop devices")
        raise AssertionError(done.stderr[-3000:]) from None


@pytest.mark.parametrize("kind", ["ext4", "xfs"] if FULL else ["xfs"])
def test_the_power_goes(tmp_path: Path, kind: str) -> None:
    """The cut of all the tests has xfs alone; ext4 is in `tests/storage/test_power_cut.py`."""
    told = cut(kind, tmp_path, 1 if FULL else 17)
    assert told["faults"] == []
    assert told["released"] == 5, "the day did not come to its end"
    assert len(told["cuts"]) >= (55 if FULL else 3), told
