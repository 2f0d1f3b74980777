"""What recordings would become, before it is done."""

from __future__ import annotations

import pytest

from recorder_desk.domain.saying import Said, become, typed_tags
from recorder_desk.domain.tagging import Notes
from recorder_desk.errors import DeskError

PLAIN = Said("1", "a.mp4", (), Notes())
TAGGED = Said("2", "b.mp4", ("ledger", "site/office"), Notes(note="door", confidentiality="internal"))


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("", ()),
        (" , ，、", ()),
        ("a", ("a",)),
        ("a, b；c、d;e", ("a", "b", "c", "d", "e")),
        ("现场/会议室，台账", ("现场/会议室", "台账")),
    ],
)
def test_a_line_of_tags(line: str, tags: tuple[str, ...]) -> None:
    assert typed_tags(line) == tags


@pytest.mark.parametrize(
    ("what", "value", "then", "changes", "replaces"),
    [
        ("add", "ledger", [("ledger",), ("ledger", "site/office")], [True, False], [False, False]),
        ("add", "", [(), ("ledger", "site/office")], [False, False], [False, False]),
        ("remove", "ledger, gone", [(), ("site/office",)], [False, True], [False, True]),
        ("set", "x", [("x",), ("x",)], [True, True], [False, True]),
        ("set", "ledger, site/office, x", [("ledger", "site/office", "x")] * 2, [True, True], [False, False]),
        ("note", "window", [("window",), ("window",)], [True, True], [False, True]),
        ("note", " door ", [("door",), ("door",)], [True, False], [False, False]),
        ("note", "", [(), ()], [False, True], [False, True]),
        ("confidentiality", "internal", [("internal",)] * 2, [True, False], [False, False]),
    ],
)
def test_what_each_would_become(what, value, then, changes, replaces) -> None:  # type: ignore[no-untyped-def]
    found = become((PLAIN, TAGGED), what, value)
    assert [each.then for each in found] == then
    assert [each.changes for each in found] == changes
    assert [each.replaces for each in found] == replaces


@pytest.mark.parametrize(
    ("what", "value", "code"),
    [("add", "/", "tag.empty"), ("add", "x" * 101, "tag.long"), ("important", "perhaps", "tag.bad-value")],
)
def test_what_cannot_be_said(what: str, value: str, code: str) -> None:
    with pytest.raises(DeskError) as caught:
        become((PLAIN,), what, value)  # type: ignore[arg-type]
    assert caught.value.code == code
