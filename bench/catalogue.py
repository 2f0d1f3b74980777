"""A catalogue of many recordings, by the facts that would have made it.

In: an empty home and how many recordings. Out: the home, with tables, search, journal and mirror as if
the recordings had been received, described, pictured and (every second one) linked. The vault stays empty.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from recorder_desk.config import Home
from recorder_desk.domain.facts import CaseOpened, CodesSought, DerivativesMade, Fact, MediaDescribed, RecordingLinked
from recorder_desk.domain.facts import RecordingReceived as Received
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.recording import Origin, Original
from recorder_desk.domain.times import stamp
from recorder_desk.ports import Notice
from recorder_desk.queries.items import ItemListVersions
from storage.work import SqliteWork
from ui.front_door import Building

SEED = 20260408
PER_TRANSACTION = 4000
BEGIN = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)
STREETS = (
    "人民路",
    "解放大道",
    "滨江东路",
    "工业园一期",
    "高新区科技街",
    "长安南街",
    "黄河大道",
    "和平里",
    "朝阳门",
    "中山北路",
)
FIRMS = (
    "宏达机械制造",
    "新华印刷",
    "瑞丰食品",
    "金桥建材",
    "东海水产",
    "华联超市",
    "明珠电子",
    "绿源农业",
    "安泰物流",
    "众诚会计",
)
KINDS = ("有限公司", "股份有限公司", "个体工商户", "合作社", "分公司")
ACTS = (
    "未按规定保存统计资料",
    "迟报统计资料",
    "现场检查",
    "举报核查",
    "拒绝提供统计资料",
    "年度双随机检查",
    "数据质量核查",
)
ENDINGS = (("mp4", "video"), ("mp4", "video"), ("ts", "video"), ("jpg", "photo"), ("wav", "audio"), ("avi", "video"))


def build_home(path: Path, recordings: int) -> Path:
    """Fill a new home; the same recordings every time (but for ids). Returns it."""
    home = Home(path)
    building = Building(home)
    with building.closing:
        building.lock()
        key = building.key()
        building.vault(key)
        work = SqliteWork(home.catalogue, home.journal, key, building.places(key), key.station)
        try:
            with work.transaction() as unit:
                listed = unit.ask(ItemListVersions(BEGIN.date().isoformat())).current
            facts = facts_of(recordings, key.station, listed.label, [item.code for item in listed.items])
            while part := tuple(islice(facts, PER_TRANSACTION)):
                with work.transaction() as unit:
                    unit.record(part, Notice("RegisterFiles", "bench", BEGIN))
        finally:
            work.close()
    return path


def facts_of(recordings: int, station: str, item_list: str, items: list[str]) -> Iterator[Fact]:
    """Everything that happened: a case, then fifty recordings, of which every second belongs to it."""
    chance = random.Random(SEED)
    case, number = "", ""
    for at in range(recordings):
        if at % 50 == 0:
            case, number = new_id(), f"统执〔{2024 + at % 3}〕第{at // 50 + 1:05d}号"
            yield _case(case, number, at, chance, item_list)
        origin = _origin(at, chance, station)
        yield Received(origin, _original(origin.recording, at))
        yield MediaDescribed(origin.recording, _media(origin, chance), "", "nothing", "plan.plays-as-it-is", "bench")
        yield DerivativesMade(origin.recording, "pictures", ())
        if origin.kind != "audio":
            yield CodesSought(origin.recording, 1, "bench")
        if at % 2:
            item = items[at // 2 % len(items)]
            yield RecordingLinked(new_id(), origin.recording, case, item, 0, 0, chance.choice(ACTS))


def _case(case: str, number: str, at: int, chance: random.Random, item_list: str) -> CaseOpened:
    firm = f"{chance.choice(STREETS)[:2]}{chance.choice(FIRMS)}{chance.choice(KINDS)}"
    title = f"{firm}{chance.choice(ACTS)}案"
    opened = (BEGIN + timedelta(minutes=9 * at)).date().isoformat()
    return CaseOpened(case, number, title, firm, "行政检查", opened, item_list)


def _origin(at: int, chance: random.Random, station: str) -> Origin:
    ending, kind = ENDINGS[chance.randrange(len(ENDINGS))]
    when = BEGIN + timedelta(minutes=9 * at, seconds=chance.randrange(300))
    serial, officer = chance.randrange(1, 120), chance.randrange(100000, 100400)
    name = f"DSJ_{serial:06d}_{officer}_{when:%Y%m%d%H%M%S}.{ending}"
    if at % 7 == 0:
        name = f"{chance.choice(STREETS)}{chance.choice(FIRMS)}{chance.choice(ACTS)}{at:06d}.{ending}"
    folder = f"/media/执法记录仪 {serial:02d}/DCIM/{100 + at % 40}MEDIA"
    return Origin(
        recording=new_id(),
        kind="audio" if kind == "audio" else "photo" if kind == "photo" else "video",
        name=name,
        path=f"{folder}/{name}",
        device=f"card-{serial:03d}",
        bytes=chance.randrange(200_000, 900_000_000),
        modified_at=stamp(when),
        modified_ns=int(when.timestamp() * 1e9),
        received_at=stamp(when + timedelta(hours=6)),
        station=station,
        actor="bench",
    )


def _original(recording: str, at: int) -> Original:
    digest = hashlib.sha512(at.to_bytes(8, "big")).hexdigest()
    return Original(recording, f"sha512:{digest}", 1 + at, f"{recording[-3:]}/{recording}", "v1/content/o", "direct")


def _media(origin: Origin, chance: random.Random) -> MediaInfo:
    if origin.kind == "photo":
        return MediaInfo("photo", "image2", video_codec="mjpeg", width=2560, height=1440)
    length = chance.randrange(4_000, 1_800_000)
    if origin.kind == "audio":
        return MediaInfo("audio", "wav", length, audio_codec="aac", audio_channels=1, audio_rate=16000)
    return MediaInfo(
        "video", "mov,mp4,m4a,3gp,3g2,mj2", length, "h264", "High", "yuv420p", 1280, 720, "25/1",
        audio_codec="aac", audio_channels=2, audio_rate=48000, created_at=origin.modified_at, brand="isom",
    )  # fmt: skip
