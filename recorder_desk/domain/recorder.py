"""Recorders and who wears them.

A recorder is known again by marks: what it writes into names (`device:JGR1503`), the identifier of its volume
(`volume:uuid:66E5-A1B2`), the text of its `sn.txt` (`sn:000123`). A mark belongs to one recorder, or to none of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RecorderKind = Literal["body", "camera", "audio", "fixed"]
KINDS: tuple[RecorderKind, ...] = ("body", "camera", "audio", "fixed")
FOREIGN = ""
"""Stands for a recorder where a mark is known to be none of ours."""
MARK_KINDS = ("device", "volume", "sn")


def mark(kind: str, value: str) -> str:
    """A mark as it is kept; numbers in upper case, as names are read."""
    text = value.strip()
    return f"{kind}:{text.upper() if kind == 'device' else text}"


def is_mark(text: str) -> bool:
    """Whether a text is a mark of a kind we know."""
    kind, _, value = text.partition(":")
    return kind in MARK_KINDS and bool(value.strip())


def lasting_volume(device: str) -> bool:
    """Whether a volume's name stays the same when it is plugged in again (see `DockedFile.device`)."""
    return device.startswith(("uuid:", "vol:"))


@dataclass(frozen=True, slots=True)
class RecorderFields:
    """What the register holds of a recorder, as people wrote it. `serial` is never empty."""

    serial: str
    model: str = ""
    kind: RecorderKind = "body"
    user_number: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Wearing:
    """Somebody wears a recorder from a local day (ISO) until another, which is the first no longer his; '' open.

    `withdrawn`: why it was entered wrongly, or ''."""

    id: str
    recorder: str
    officer: str
    certificate: str
    since: str
    until: str
    withdrawn: str
    noted_by: str
    noted_at: str


@dataclass(frozen=True, slots=True)
class RecorderRow:
    """A recorder in a list: `wearer` today, how many recordings, when the last was received (UTC stamp)."""

    id: str
    serial: str
    model: str
    kind: RecorderKind
    user_number: str
    remark: str
    marks: tuple[str, ...]
    wearer: str
    recordings: int
    last_received: str


@dataclass(frozen=True, slots=True)
class RecorderDetail:
    """A recorder with the history of its wearers, newest first, withdrawn ones too."""

    row: RecorderRow
    wearings: tuple[Wearing, ...]


@dataclass(frozen=True, slots=True)
class UnknownRecorder:
    """Recordings of a recorder that is not in the register, by the marks they bring."""

    marks: tuple[str, ...]
    recordings: int
    last_received: str


@dataclass(frozen=True, slots=True)
class HandIn:
    """A recorder that went out: when it is expected back and when it was handed in (UTC stamps; '' not yet).

    It counts as handed in with the first recording of it received since, or when somebody says so.
    `late`: it came after the moment it was expected, or has not come and that is past; `reason` excuses it."""

    id: str
    recorder: str
    serial: str
    wearer: str
    out_at: str
    expected_at: str
    in_at: str
    late: bool
    reason: str
