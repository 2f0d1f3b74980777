"""Saved searches: each person's own, from the terminal and in the window, kept over a rebuild."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recorder_desk.commands.searches import ForgetSearch, SaveSearch
from recorder_desk.domain.actor import Actor
from recorder_desk.errors import DeskError
from recorder_desk.queries.searches import FindSearch, SavedSearches
from tests.flow.desk_process import answer, run
from tests.flow.homes import opened


def lines(home: Path, *words: str) -> list[dict[str, object]]:
    done = run(home, "--json", "search", *words)
    assert done.returncode == 0, done.stderr
    return [json.loads(each) for each in done.stdout.splitlines()]


def test_a_search_is_kept_used_replaced_and_forgotten(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for number, title in (("3号", "现场检查"), ("4号", "询问")):
        answer(home, "case", "new", number, "--title", title, "--party", "甲公司")
    assert lines(home, "saved") == []
    assert [each["name"] for each in lines(home, "现场", "--save", "  我的 现场 ")] == ["3号"]
    assert [each["name"] for each in lines(home, "--saved", "我的 现场")] == ["3号"]
    assert lines(home, "--saved", "我的 现场", "没有的") == []
    assert [(each["name"], each["words"], each["facets"]) for each in lines(home, "saved")] == [
        ("我的 现场", "现场", [])
    ]
    lines(home, "询问", "--save", "我的 现场")
    assert [each["name"] for each in lines(home, "--saved", "我的 现场")] == ["4号"]
    assert run(home, "search", "--forget", "我的 现场").returncode == 0
    assert run(home, "search", "--saved", "我的 现场").returncode == 1
    assert run(home, "search").returncode == 2


def test_each_person_has_their_own_and_a_rebuild_has_them(tmp_path: Path) -> None:
    wang, li = Actor("王芳"), Actor("李强")
    with opened(tmp_path / "home") as session:

        def do(command: SaveSearch | ForgetSearch, actor: Actor) -> int:
            return len(session.desk.do(command, actor).result(30))

        def names(actor: Actor) -> list[str]:
            return [each.name for each in session.desk.ask(SavedSearches(actor.name)).result(30)]

        assert do(SaveSearch("待办", "上周", (("item", "-"), ("kind", ""))), wang) == 1
        assert do(SaveSearch("待办", "上周", (("item", "-"),)), wang) == 0, "kept so already"
        assert (names(wang), names(li)) == (["待办"], [])
        kept = session.desk.ask(FindSearch("王芳", "待办")).result(30)
        assert (kept.words, kept.facets) == ("上周", (("item", "-"),))
        for command, code in (
            (SaveSearch(" ", "x"), "search.name-missing"), (SaveSearch("x" * 61, "x"), "search.name-long"),
            (SaveSearch("x", " "), "search.nothing"), (SaveSearch("x", "", (("x", "y"),)), "search.unknown-facet"),
            (ForgetSearch("待办"), "search.unknown"),
        ):  # fmt: skip
            with pytest.raises(DeskError) as refused:
                do(command, li)
            assert refused.value.code == code
    (tmp_path / "home" / "catalogue.db").unlink()
    answer(tmp_path / "home", "rebuild")
    with opened(tmp_path / "home") as session:
        assert [each.name for each in session.desk.ask(SavedSearches("王芳")).result(30)] == ["待办"]
