"""What the outside must meet: the catalogue, the vault, the media programs, the watch, the clock.

`storage` and `recorder_desk.tools` implement these; `ui/start.py` alone chooses which.
"""

from __future__ import annotations

from recorder_desk.ports.bench import Bench, Claims, Job, Meter, Now, Overlap, Step
from recorder_desk.ports.catalogue import Ask, Clock, Context, Notice, Unit, Views, Work
from recorder_desk.ports.dock import Clear, Dock, Watch
from recorder_desk.ports.exports import Letters, Outbox
from recorder_desk.ports.frames import Film, Frames
from recorder_desk.ports.media import Cancelled, Media
from recorder_desk.ports.mirror import Mirror
from recorder_desk.ports.vault import Batch, DeskFailure, Report, Staged, Vault, VaultObject

__all__ = [
    "Ask",
    "Batch",
    "Bench",
    "Cancelled",
    "Claims",
    "Clear",
    "Clock",
    "Context",
    "DeskFailure",
    "Dock",
    "Film",
    "Frames",
    "Job",
    "Letters",
    "Media",
    "Meter",
    "Mirror",
    "Notice",
    "Now",
    "Outbox",
    "Overlap",
    "Report",
    "Staged",
    "Step",
    "Unit",
    "Vault",
    "VaultObject",
    "Views",
    "Watch",
    "Work",
]
