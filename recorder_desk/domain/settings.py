"""What a bureau may choose, as one frozen value. `config.py` reads and writes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What a bureau may choose. Each name is the one in `settings.toml`; '' takes the default.

    `settle_seconds`: how long a file must stand still before it is taken. `vault_path`: where the
    vault is, if not in the home. `ffmpeg_path`: the program or its folder. `profile`: of proxies.
    `fonds_code`: 全宗号. `archival_code_template`: see `domain/archive.py`. `case_retention`: years
    as text or P, used where an item says CASE. `case_number_template`: of cases opened
    without a number, with `${year}` and `${number}`; '' for none. `language`: `zh_CN`, `en` or '' for the system's.
    `theme`: `light`, `dark` or '' for the system's. `viewing_reason`: ask for one before playing.
    `hand_in_hours`: when a recorder that went out is expected back.
    `clock_offset_seconds`: how far a recorder's clock may be off before it is a finding.
    `release_recorders`: whether verified files may be taken off recorders.
    `link_by_itself`: whether the desk links recordings whose place is sure.
    """

    settle_seconds: float = 2.0
    rescan_seconds: float = 60.0
    vault_path: str = ""
    ffmpeg_path: str = ""
    profile: str = "review-720p"
    fonds_code: str = "0000"
    archival_code_template: str = "${fonds}-${class}·${year}-${retention}-${number}"
    case_retention: str = "30"
    case_number_template: str = "统执检〔${year}〕${number}号"
    bureau_name: str = ""
    language: str = ""
    theme: str = ""
    viewing_reason: bool = False
    release_recorders: bool = False
    link_by_itself: bool = False
    hand_in_hours: int = 24
    clock_offset_seconds: int = 60
    reserve_bytes: int = 1 << 30
