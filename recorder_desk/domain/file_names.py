"""What recorders say in the names they give: device, user, time, sequence, marks.

In: a file's path and ordered grammars. Out: what its name tells, or None: unknown names are received all the same.
A grammar is written as templates for people (`DSJ_{device:7}_{user:6}_{time:yyyyMMddHHmmss}[_IMP].{ending:mp4|jpg}`);
the notation is in docs/file-names.md. Nothing in a name ever makes this raise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Literal

from recorder_desk.errors import DeskError

TimeBasis = Literal["local", "utc"]
_PART = re.compile(r"\{(?P<field>[a-z]+)(?::(?P<spec>[^{}]+))?\}|\[(?P<mark>[^\[\]]+)\]|(?P<text>[^{}\[\]]+)")
_CHARACTERS = {
    "device": "[0-9A-Za-z]",
    "user": "[0-9A-Za-z]",
    "sequence": "[0-9]",
    "channel": "[0-9A-Za-z]",
    "company": r"[^_/]",
    "number": "[0-9]",
    "any": "[^/]",
}
"""What a field is made of. `number` and `any` are passed over: they tell nothing."""
_CLOCK = {"yyyy": 4, "MMM": 3, "MM": 2, "dd": 2, "HH": 2, "mm": 2, "ss": 2}
_CLOCK_PART = re.compile("yyyy|MMM|MM|dd|HH|mm|ss|.")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IMPORTANT, _ENCRYPTED, _CONTINUES = frozenset({"imp", "sos", "#"}), frozenset({"enc"}), frozenset({"+"})


@dataclass(frozen=True, slots=True)
class NamedFile:
    """What a name tells. Ids are '' where it tells none or the recorder was never configured (all zeros).

    `named_at`: `2026-04-08T15:50:23`, the recorder's own wall time, or with `Z` where the name counts UTC; ''
    without one. `sequence` -1: none. `encrypted`: nobody plays it here. `continues`: it goes on from the file before.
    """

    grammar: str = ""
    device_number: str = ""
    user_number: str = ""
    named_at: str = ""
    sequence: int = -1
    important: bool = False
    encrypted: bool = False
    continues: bool = False
    channel: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class RecordingName:
    """What a recording's name tells; an empty `NamedFile` where no grammar knows it."""

    recording: str
    told: NamedFile


@dataclass(frozen=True)
class Grammar:
    """How one family of recorders writes names. `important_folders`: such as `DCIM/101*`; `important_kinds`: values of
    `{kind:…}` that mark a file important; `continues_kinds` likewise. Raises DeskError `names.bad-template`."""

    name: str
    version: int
    templates: tuple[str, ...]
    time: TimeBasis = "local"
    important_folders: tuple[str, ...] = ()
    important_kinds: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """`name@version`, as facts name it."""
        return f"{self.name}@{self.version}"

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """The templates, compiled."""
        return tuple(Pattern.of(each) for each in self.templates)

    def read(self, folders: tuple[str, ...], name: str) -> NamedFile | None:
        """What the name tells in this grammar, or None."""
        for pattern in self.patterns:
            found = pattern.expression.fullmatch(name)
            if found is not None and (read := self._told(found, pattern, folders)) is not None:
                return read
        return None

    def _told(self, found: re.Match[str], pattern: Pattern, folders: tuple[str, ...]) -> NamedFile | None:
        told = {key: value or "" for key, value in found.groupdict().items()}
        at = _named_at(told, pattern.clock, self.time)
        if at is None:
            return None
        marks = {re.sub(r"[_\- .]", "", told[key]).lower() for key in told if key.startswith("mark") and told[key]}
        kind = told.get("kind", "").lower()
        important = bool(marks & _IMPORTANT) or kind in self.important_kinds or self._lies_important(folders)
        return NamedFile(
            grammar=self.label,
            device_number=_number(told.get("device", "")),
            user_number=_number(told.get("user", "")),
            named_at=at,
            sequence=int(told["sequence"]) if told.get("sequence") else -1,
            important=important,
            encrypted=bool(marks & _ENCRYPTED),
            continues=bool(marks & _CONTINUES),
            channel=told.get("channel", ""),
            company=told.get("company", ""),
        )

    def _lies_important(self, folders: tuple[str, ...]) -> bool:
        for wanted in (tuple(each.lower().split("/")) for each in self.important_folders):
            for at in range(len(folders) - len(wanted) + 1):
                if all(fnmatchcase(have, want) for have, want in zip(folders[at:], wanted, strict=False)):
                    return True
        return False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled template; `clock` are the parts of its time, in order (`epoch` for milliseconds since 1970)."""

    expression: re.Pattern[str]
    clock: tuple[str, ...]

    @staticmethod
    def of(template: str) -> Pattern:
        """Compile. Raises DeskError `names.bad-template`."""
        pieces: list[str] = []
        clock: list[str] = []
        at, marks, seen = 0, 0, set[str]()
        while at < len(template):
            part = _PART.match(template, at)
            if part is None:
                raise DeskError("names.bad-template", template=template, part=template[at:])
            if part["text"] is not None:
                pieces.append(re.escape(part["text"]))
            elif part["mark"] is not None:
                pieces.append(f"(?P<mark{marks}>{re.escape(part['mark'])})?")
                marks += 1
            else:
                pieces.append(_field(template, part["field"], part["spec"] or "", clock, seen))
            at = part.end()
        return Pattern(re.compile("".join(pieces), re.IGNORECASE | re.ASCII), tuple(clock))


def _field(template: str, field: str, spec: str, clock: list[str], seen: set[str]) -> str:
    if field == "time":
        return _time(template, spec, clock)
    if field == "epoch":
        clock.append("epoch")
        return f"(?P<clock{len(clock) - 1}>[0-9]{{13}})"
    width = re.fullmatch(r"(\d+)(?:-(\d+))?", spec or "1-80")
    if field in ("kind", "channel", "ending") and spec and width is None:
        choices = "|".join(re.escape(each) for each in spec.split("|"))
        return f"(?P<{field}>{choices})"
    if field == "length":
        return re.sub("HH|mm|ss", "[0-9]{2}", re.escape(spec).replace(r"\-", "-"))
    if field not in _CHARACTERS or width is None:
        raise DeskError("names.bad-template", template=template, part=f"{{{field}:{spec}}}")
    times = f"{{{width[1]},{width[2] or width[1]}}}"
    if field in ("any", "number"):
        return f"{_CHARACTERS[field]}{times}"
    if field in seen:  # said twice: the same both times
        return f"(?P={field})"
    seen.add(field)
    return f"(?P<{field}>{_CHARACTERS[field]}{times})"


def _time(template: str, spec: str, clock: list[str]) -> str:
    made = []
    for part in _CLOCK_PART.findall(spec):
        if part in _CLOCK:
            inner = "[A-Za-z]{3}" if part == "MMM" else f"[0-9]{{{_CLOCK[part]}}}"
            made.append(f"(?P<clock{len(clock)}>{inner})")
            clock.append(part)
        elif part.isalpha():
            raise DeskError("names.bad-template", template=template, part=f"{{time:{spec}}}")
        else:
            made.append(re.escape(part))
    return "".join(made)


def _named_at(told: dict[str, str], clock: tuple[str, ...], basis: TimeBasis) -> str | None:
    """The time as text, '' where the template has none, None where no calendar has it."""
    if not clock:
        return ""
    values = {part: told[f"clock{at}"] for at, part in enumerate(clock)}
    try:
        if "epoch" in values:
            at = datetime.fromtimestamp(int(values["epoch"]) / 1000, UTC)
            return at.strftime("%Y-%m-%dT%H:%M:%S") + f".{int(values['epoch']) % 1000:03d}Z" if _likely(at) else None
        month = _MONTHS.index(values["MMM"].lower()) + 1 if "MMM" in values else int(values["MM"])
        hour, minute, second = (int(values[each]) for each in ("HH", "mm", "ss"))
        at = datetime(int(values["yyyy"]), month, int(values["dd"]), hour, minute, second)
    except (ValueError, KeyError, OverflowError, OSError):
        return None
    return at.isoformat() + ("Z" if basis == "utc" else "") if 1970 <= at.year <= 2200 else None


def _likely(at: datetime) -> bool:
    return 1990 <= at.year <= 2200


def _number(text: str) -> str:
    """All zeros is what a recorder writes that nobody configured: no number."""
    return text.upper() if text.strip("0") else ""


def read_name(path: str, grammars: Iterable[Grammar]) -> NamedFile | None:
    """What the name of a file tells, by the first grammar that knows it. `path` in stored form."""
    *folders, name = path.split("/")
    below = tuple(each.lower() for each in folders)
    return next(_readings(below, name, grammars), None)


def _readings(folders: tuple[str, ...], name: str, grammars: Iterable[Grammar]) -> Iterator[NamedFile]:
    for grammar in grammars:
        if (read := grammar.read(folders, name)) is not None:
            yield read
