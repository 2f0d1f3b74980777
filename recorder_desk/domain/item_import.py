"""A table of another bureau's record item list, read into a version of ours; and a version as a table.

Two shapes are seen in published lists besides our own: *class, matter, stage, means, start point, content, end point,
period, remark* and *matter, stage, place, who, means, content, label rule, remark*. What such a list does not say is
filled in as `_item` tells. In both, cells that were merged with the one above are empty below it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from recorder_desk.domain.item_lists import checked_item
from recorder_desk.domain.record_item import RecordItem, RecordItemList, RecordMode, Required
from recorder_desk.domain.tables import Line, LineError, tamed
from recorder_desk.errors import DeskError

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("事项编码", "编码", "代码", "item code"),
    "class": ("类别", "执法类别", "执法行为类别", "category"),
    "matter": ("事项", "执法事项", "执法行为", "事项名称", "kind of enforcement"),
    "stage": ("环节", "执法环节", "记录环节", "阶段", "记录阶段", "执法阶段"),
    "item": ("记录事项", "音像记录事项", "item_zh", "项目", "record item"),
    "item_en": ("英文名称", "english name"),
    "means": ("方式", "记录方式", "记录形式", "音像记录方式", "mode of recording"),
    "place": ("地点", "记录地点", "场所", "记录场所"),
    "who": ("记录人", "记录人员", "记录主体", "recorded by"),
    "start_point": ("起点", "起始点", "记录起点", "开始时点", "起始时点", "start point"),
    "must_capture": ("内容", "记录内容", "主要内容", "记录要点", "content", "must capture"),
    "end_point": ("终点", "终止点", "记录终点", "结束时点", "终止时点", "end point"),
    "label_rule": ("标注规则", "标注要求", "命名规则", "标签规则", "label_template", "label rule"),
    "devices": ("设备", "记录设备", "device"),
    "required": ("是否必录", "必录", "要求"),
    "required_when": ("适用情形", "条件", "记录条件", "required when"),
    "min_officers": ("最少人数", "执法人员数", "least officers"),
    "retention": ("保存期限", "保管期限", "期限", "retention_years", "period"),
    "retention_in_case": ("立案后保管期限", "retention in case"),
    "retention_note": ("期限说明", "retention note"),
    "confidentiality": ("密级", "保密要求", "公开属性"),
    "legal_basis": ("依据", "法律依据", "legal basis"),
    "remark": ("备注", "说明", "note"),
}
IGNORED = ("序号", "no", "no.", "record_mode", "media", "basis_status")
"""Columns that a list may have and that say nothing more."""
MOST_ITEMS = 5_000
"""Lists that are in use have some tens."""
_FILLED_DOWN = ("class", "matter", "stage")
_TEXT = "文字为主"
_YEARS = re.compile(r"(\d+)\s*年")
_MONTHS = re.compile(r"(\d+)\s*个?月")


@dataclass(frozen=True, slots=True)
class ListImport:
    """The items a table tells of; nothing is to be issued while there are `errors`."""

    items: tuple[RecordItem, ...]
    errors: tuple[LineError, ...]


def read_items(table: Iterable[Line], known: RecordItemList) -> ListImport:
    """A line is an item. One without a code takes that of the known item of the same matter, stage and name, else the
    next free one of its matter. Raises DeskError `table.long`."""
    codes = _Codes(known)
    above: dict[str, str] = {}
    items: list[RecordItem] = []
    errors: list[LineError] = []
    taken: Counter[str] = Counter()
    for line in table:
        if len(items) == MOST_ITEMS:
            raise DeskError("table.long", most=MOST_ITEMS)
        cells = {name: tamed(cell).strip() for name, cell in line.cells.items()}
        cells |= {name: above.get(name, "") for name in _FILLED_DOWN if not cells.get(name)}
        above |= {name: cells[name] for name in _FILLED_DOWN}
        try:
            item = _item(cells)
            items.append(checked_item(replace(item, code=codes.of(item, taken))))
            taken[items[-1].code] += 1
        except DeskError as error:
            errors.append(LineError(line.number, error.code, dict(error.facts)))
    twice = sorted(code for code, count in taken.items() if count > 1)
    errors += [LineError(0, "items.code-twice", {"item": code}) for code in twice]
    return ListImport(tuple(items), tuple(errors))


def _item(cells: Mapping[str, str]) -> RecordItem:
    """What the cells say. Without a name the stage is the name; how it is recorded follows from the means; an item is
    always required unless a condition stands beside it; a period that names no years is that of the case file."""

    def cell(name: str) -> str:
        return cells.get(name, "")

    means = cell("means") or cell("devices")
    retention, note = _retention(cell("retention"))
    required, when = _required(cell("required"), cell("required_when"))
    return RecordItem(
        code=cell("code").upper(),
        matter=cell("matter") or cell("class"),
        stage=cell("stage"),
        name_zh=cell("item") or cell("stage") or cell("must_capture")[:40],
        name_en=cell("item_en"),
        mode=_mode(means),
        required=required,
        required_when=when,
        start_point=cell("start_point"),
        end_point=cell("end_point"),
        must_capture=cell("must_capture"),
        media=_media(means),
        devices=tuple(each for each in re.split(r"[|、,，;；/]", cell("devices")) if each.strip()),
        min_officers=_number(cell("min_officers")),
        retention=retention,
        retention_in_case=_retention(cell("retention_in_case"))[0] if cell("retention_in_case") else "",
        retention_note=cell("retention_note") or note,
        confidentiality=cell("confidentiality"),
        legal_basis=cell("legal_basis"),
        place=cell("place"),
        who=cell("who"),
        label_rule=cell("label_rule"),
        remark=cell("remark"),
    )


def _mode(means: str) -> RecordMode:
    if "FULL" in means or "全程" in means or "全过程" in means:
        return "FULL"
    return "TEXT_ONLY" if _TEXT in means or ("文字" in means and not _media(means)) else "KEY"


def _media(means: str) -> tuple[str, ...]:
    """The kinds of recording that are named, in the order they are."""
    told = {
        "video": ("录像", "摄像", "视频", "记录仪", "音像", "录音录像", "video"),
        "audio": ("录音", "音频", "audio"),
        "photo": ("照相", "拍照", "照片", "拍摄照", "高拍仪", "photo"),
        "screen": ("截屏", "录屏", "截图", "screen"),
    }
    named = {kind: [means.index(word) for word in words if word in means] for kind, words in told.items()}
    return tuple(sorted(filter(named.get, named), key=lambda kind: min(named[kind])))


def _required(told: str, when: str) -> tuple[Required, str]:
    word = told.upper()
    if word in ("Y", "C", "N"):
        return word, when  # type: ignore[return-value]  # one of the three
    if any(each in told for each in ("不", "否", "无需")):
        return "N", when
    if when or any(each in told for each in ("视", "必要", "可", "情形", "条件")):
        return "C", when or told
    return "Y", ""


def _retention(told: str) -> tuple[str, str]:
    """`P`, years or `CASE`, and what was said where that is more. Months are kept for a whole year."""
    if not told or told.upper() == "CASE" or "案卷" in told or "卷宗" in told:
        return "CASE", "" if told.upper() in ("", "CASE") else told
    if told.upper() == "P" or "永久" in told:
        return "P", ""
    if told.isascii() and told.isdigit():
        return str(int(told)), ""
    if found := _YEARS.search(told):
        return str(int(found[1])), "" if found[0] == told else told
    if found := _MONTHS.search(told):
        return str(-(-int(found[1]) // 12)), told
    raise DeskError("items.bad-retention", term=told)


def _number(told: str) -> int:
    if told and not (told.isascii() and told.isdigit()):
        raise DeskError("items.bad-officers", told=told)
    return int(told or 0)


class _Codes:
    """Codes for items that come without one."""

    def __init__(self, known: RecordItemList) -> None:
        self._by_name = {(each.matter, each.stage, each.name_zh): each.code for each in known.items}
        self._prefixes = {each.matter: each.code.partition("-")[0] for each in reversed(known.items)}
        self._used = {each.code for each in known.items}

    def of(self, item: RecordItem, taken: Collection[str]) -> str:
        """The code of an item: its own, that of the same item, or a new one."""
        if item.code:
            return item.code
        same = self._by_name.get((item.matter, item.stage, item.name_zh), "")
        if same and same not in taken:
            return same
        prefix = self._prefixes.setdefault(item.matter, f"X{len(set(self._prefixes.values())) + 1}")
        number = next(each for each in range(1, 10_000) if f"{prefix}-{each:02d}" not in self._used)
        self._used.add(code := f"{prefix}-{number:02d}")
        return code


def rows_of(listed: RecordItemList) -> Iterator[list[str]]:
    """A version as rows of `COLUMNS`, so that reading them gives it back."""
    for each in listed.items:
        modes = {"FULL": "全程", "KEY": "", "TEXT_ONLY": _TEXT}
        means = {"video": "录像", "audio": "录音", "photo": "照相", "screen": "截屏"}
        told = "|".join([*filter(None, [modes[each.mode]]), *(means.get(one, one) for one in each.media if one)])
        yield [
            each.code, "", each.matter, each.stage, each.name_zh, each.name_en, told, each.place, each.who,
            each.start_point, each.must_capture, each.end_point, each.label_rule, "|".join(filter(None, each.devices)),
            each.required, each.required_when, str(each.min_officers or ""), each.retention, each.retention_in_case,
            each.retention_note, each.confidentiality, each.legal_basis, each.remark,
        ]  # fmt: skip
