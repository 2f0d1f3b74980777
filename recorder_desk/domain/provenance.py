"""The note that goes out beside an export: where it comes from, what it is, who made it, when and why.

In: an export and what was measured. Out: JSON that people and programs can read; and back, the file it tells of.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from recorder_desk.domain.export import ExportFile, ExportRow

FORMAT = "recorder-desk-export/1"


def provenance(row: ExportRow, file: ExportFile, station: str, made_at: str) -> bytes:
    """The note. Times are UTC stamps, lengths microseconds, frames counted from 0 in the order they are shown."""
    wish = row.wish
    told = {
        "format": FORMAT,
        "export": row.id,
        "kind": row.kind,
        "recording": row.recording,
        "recording_name": row.name,
        "original_digest": row.source_digest,
        "frame" if row.kind == "still" else "frames": file.first if row.kind == "still" else [file.first, file.last],
        "presented_us": file.from_us if row.kind == "still" else [file.from_us, file.until_us],
        "time_of_day": file.at,
        "time_error_ms": file.error_ms,
        "asked": {"frame": wish.frame, "from_ms": wish.from_ms, "until_ms": wish.until_ms},
        "how": "still" if row.kind == "still" else "copied" if wish.fast else "encoded",
        "drawn": {
            "time_of_day": wish.time_of_day,
            "case_number": row.caption,
            "watermark": wish.watermark,
        },
        "hushes": [asdict(each) for each in wish.hushes],
        "veils": [[asdict(key) for key in veil.keys] for veil in wish.veils],
        "ordered_by": row.ordered_by,
        "ordered_at": row.ordered_at,
        "reason": row.reason,
        "flagged": row.flagged,
        "station": station,
        "made_at": made_at,
        "file": asdict(file),
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def file_of(note: bytes) -> ExportFile:
    """What a note of ours says of its file. Raises ValueError, TypeError, KeyError for one that is not."""
    told = json.loads(note)["file"]
    return ExportFile(**{**told, "arguments": tuple(told["arguments"])})
