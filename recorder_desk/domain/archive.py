"""Archival codes (档号) and retention, as rules without a clock or a disk."""

from __future__ import annotations

import re
from string import Template

from recorder_desk.errors import DeskError

TEMPLATE_NAMES = ("fonds", "class", "year", "retention", "number")
NEEDED_NAMES = frozenset(TEMPLATE_NAMES) - {"fonds"}
DEFAULT_TEMPLATE = "${fonds}-${class}·${year}-${retention}-${number}"
_CLASS = {"video": "LX", "audio": "LY", "photo": "ZP"}


def archival_class(kind: str) -> str:
    """The class letters of DA/T: LX video, LY audio, ZP photo; QT for anything else."""
    return _CLASS.get(kind, "QT")


def retention_code(retention: str, case_retention: str) -> str:
    """`Y` for permanent, `D30` for thirty years; `CASE` (or nothing) takes the case file's own.

    Raises DeskError `seal.retention-unknown` for anything else.
    """
    term = (retention or "CASE").strip().upper()
    if term == "CASE":
        term = case_retention.strip().upper()
    if term in {"P", "Y", "PERMANENT"}:
        return "Y"
    number = term.removeprefix("D")
    if number.isascii() and number.isdigit() and int(number) > 0:
        return f"D{int(number)}"
    raise DeskError("seal.retention-unknown", retention=retention or case_retention)


def archival_code(template: str, *, fonds: str, kind: str, year: str, retention: str, number: int) -> str:
    """The code an archivist reads, from a template with `${fonds}`, `${class}`, `${year}`,
    `${retention}` and `${number}` (four digits).

    Raises DeskError `settings.bad-template` when the template names anything else, or leaves out
    what numbers are counted by: two records would get one code.
    """
    values = {
        "fonds": fonds,
        "class": archival_class(kind),
        "year": year,
        "retention": retention,
        "number": f"{number:04d}",
    }
    try:
        if NEEDED_NAMES.difference(Template(template).get_identifiers()):
            raise ValueError("codes would not be unique")
        code = Template(template).substitute(values)
    except (KeyError, ValueError) as error:
        raise DeskError("settings.bad-template", template=template) from error
    return re.sub(r"\s+", " ", code).strip()
