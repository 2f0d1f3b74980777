"""What happened in an office that made many recordings: facts, in the order in which they came about.

In: how many recordings, in which office. Out: portions of facts, each with its moment: first the registers, then for
every fifty recordings a case, an event and a recorder that goes out. However many there are, they are of the same
nine hundred days, so that a day of more recordings has more of them.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from recorder_desk.domain import facts as f
from recorder_desk.domain.case_event import EventFields
from recorder_desk.domain.continuity import Continuity, Stretch, Track
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.facts import RecordingReceived as Received
from recorder_desk.domain.grammars import Grammars
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.officer import OfficerFields, UserNumber
from recorder_desk.domain.recorder import RecorderFields
from recorder_desk.domain.recording import Origin, Original
from recorder_desk.domain.times import stamp

SEED = 20260408
PER_CASE = 50
DAYS = 900
RECORDERS, OFFICERS, DOCKS = 120, 400, 8
STRANGERS = 100
"""Recorders from this number on are not in the register."""
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


SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静强磊军洋勇艳杰涛明超霞平刚桂英华玉兰"


@dataclass(frozen=True, slots=True)
class Office:
    """The station, its record item list (label and codes), and how it reads names."""

    station: str
    item_list: str
    items: tuple[str, ...]
    names: Grammars


def happened(recordings: int, office: Office) -> Iterator[tuple[datetime, tuple[Fact, ...]]]:
    """Everything, and when."""
    chance = random.Random(SEED)
    recorders = [new_id() for _ in range(STRANGERS)]
    yield BEGIN, tuple(_registers(recorders, chance))
    for begin in range(0, recordings, PER_CASE):
        places = range(begin, min(begin + PER_CASE, recordings))
        yield _moment(begin, recordings), tuple(_round(places, recordings, office, recorders, chance))


def _moment(at: int, recordings: int) -> datetime:
    return BEGIN + timedelta(days=DAYS) * at / recordings


def _registers(recorders: list[str], chance: random.Random) -> Iterator[Fact]:
    people = [f"{chance.choice(SURNAMES)}{chance.choice(GIVEN)}{chance.choice(GIVEN)}" for _ in range(OFFICERS)]
    for number, name in enumerate(people):
        yield f.OfficerAdded(new_id(), OfficerFields(name, "执法科", user_numbers=(UserNumber(str(100000 + number)),)))
    for number, recorder in enumerate(recorders):
        yield f.RecorderAdded(recorder, RecorderFields(f"JC-{number:03d}", "DSJ-V8"))
        yield f.RecorderMarked(recorder, f"device:{number:06d}")
        yield f.RecorderMarked(recorder, f"volume:card-{number:03d}")
        for half in range(5):
            since = (BEGIN + timedelta(days=182 * half)).date().isoformat()
            yield f.RecorderWorn(new_id(), recorder, chance.choice(people), "", since)
    for number in range(DOCKS):
        yield f.DropFolderAdded(new_id(), f"/media/执法记录仪 {number:02d}")


def _round(
    places: range, recordings: int, office: Office, recorders: list[str], chance: random.Random
) -> Iterator[Fact]:
    """A case, what is done for it, and fifty recordings, of which every second belongs to it."""
    case, first = new_id(), places[0]
    when = _moment(first, recordings)
    yield _case(case, first // PER_CASE, when, chance, office.item_list)
    yield f.StageNoted(case, "inspection" if first % 3 else "filing", when.date().isoformat(), "")
    yield f.EventPlanned(
        new_id(), case, EventFields(chance.choice(ACTS), "inspection", stamp(when + timedelta(hours=30)))
    )
    yield f.RecorderHandedOut(new_id(), chance.choice(recorders), stamp(when + timedelta(hours=10)))
    origins = [(at, _origin(at, _moment(at, recordings), chance, office.station)) for at in places]
    for at, origin in origins:
        yield Received(origin, _original(origin.recording, at))
    yield f.NamesRead(office.names.digest, office.names.names((each.recording, each.path) for _, each in origins))
    for at, origin in origins:
        yield from _worked(at, origin, chance)
        if at % 2:
            item = office.items[at // 2 % len(office.items)]
            yield f.RecordingLinked(new_id(), origin.recording, case, item, 0, 0, chance.choice(ACTS))


def _worked(at: int, origin: Origin, chance: random.Random) -> Iterator[Fact]:
    """What the desk finds out, so that nothing is owed; a few are damaged, tagged, or important."""
    id, media = origin.recording, _media(origin, chance)
    problem = "media.damaged-parts" if at % 500 == 7 else ""
    yield f.MediaDescribed(id, media, problem, "nothing", "plan.plays-as-it-is", "bench")
    yield f.DerivativesMade(id, "pictures", ())
    if origin.kind != "audio":
        yield f.CodesSought(id, 1, "bench")
    if media.duration_ms:
        yield f.ContinuityMeasured(id, Continuity(Track(media.duration_ms // 40, 0, media.duration_ms, 40_000)))
        yield f.StretchesFound(id, (Stretch("silent", 0, 1_000),) if at % 9 == 0 else ())
    if at % 20 == 3:
        yield f.RecordingTagged(id, (f"现场/{chance.choice(STREETS)}",), ())
    if at % 300 == 11:
        yield f.RecordingNoted(id, "important", "", "yes", "")
    if at % 100 == 12:
        yield f.RecordingNoted(id, "aside", "", "yes", chance.choice(ACTS))


def _case(case: str, number: int, when: datetime, chance: random.Random, item_list: str) -> f.CaseOpened:
    firm = f"{chance.choice(STREETS)[:2]}{chance.choice(FIRMS)}{chance.choice(KINDS)}"
    title = f"{firm}{chance.choice(ACTS)}案"
    told = f"统执〔{2024 + number % 3}〕第{number + 1:05d}号"
    return f.CaseOpened(case, told, title, firm, "行政检查", when.date().isoformat(), item_list)


def _origin(at: int, begin: datetime, chance: random.Random, station: str) -> Origin:
    ending, kind = ENDINGS[chance.randrange(len(ENDINGS))]
    when = begin + timedelta(seconds=chance.randrange(300))
    serial, officer = chance.randrange(RECORDERS), 100000 + chance.randrange(OFFICERS)
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
        received_at=stamp(begin + timedelta(hours=6)),
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
