"""Case numbers by a template, as `统执检〔${year}〕${number}号`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from string import Template

from recorder_desk.errors import DeskError


def next_number(template: str, year: str, taken: Callable[[str], Iterable[str]]) -> str:
    """The number after the highest of a year. `taken`: the numbers that begin in a way.

    Raises DeskError `settings.case-number` where the template has no `${number}`, or another name in it."""
    try:
        before, found, behind = template.partition("${number}")
        beginning, end = Template(before).substitute(year=year), Template(behind).substitute(year=year)
    except (KeyError, ValueError) as error:
        raise DeskError("settings.case-number", blame="environment", template=template) from error
    if not found:
        raise DeskError("settings.case-number", blame="environment", template=template)
    shape = re.compile(f"{re.escape(beginning)}0*([0-9]{{1,9}}){re.escape(end)}")
    numbers = [int(match[1]) for each in taken(beginning) if (match := shape.fullmatch(each))]
    return f"{beginning}{max(numbers, default=0) + 1}{end}"
