"""What file names tell: every example of every grammar, hostile names, and names made at random."""

from __future__ import annotations

import random
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from recorder_desk.domain.file_names import NamedFile, Pattern, read_name
from recorder_desk.domain.grammars import grammars_in_force, read_grammar, shipped_grammars, shipped_texts
from recorder_desk.errors import DeskError

KNOWN = shipped_grammars()
EXAMPLES = [(name, each) for name, text in shipped_texts() for each in tomllib.loads(text)["example"]]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[each["path"].rsplit("/")[-1] for _, each in EXAMPLES])
def test_every_example_means_what_it_says(name: str, example: dict[str, Any]) -> None:
    told = KNOWN.read(example["path"])
    assert told is not None
    wanted = asdict(NamedFile(grammar=told.grammar)) | {key: value for key, value in example.items() if key != "path"}
    assert asdict(told) == wanted
    assert told.grammar.partition("@")[0] == name.lstrip("0123456789-")


def test_every_file_that_ships_has_an_example_of_each_template() -> None:
    for name, text in shipped_texts():
        table = tomllib.loads(text)
        names = [each["path"].rsplit("/")[-1] for each in table["example"]]
        for template in table["templates"] if name not in ("10-dsj", "30-ids-first", "60-epoch") else ():
            pattern = Pattern.of(template)
            assert any(pattern.expression.fullmatch(each) for each in names), template


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "IMG_0001.jpg", "MAH00042.MP4", "DSJ_.mp4", "JGR1503_000000_20131321235015_0006.MP4",
        "JGR1503_000000_20130231235015_0006.MP4", "JGR1503_000000_20130321245015_0006.MP4", "rec_9999999999999.mp4",
        "DSJ_0000000_000000_20250221030623.exe", "20130321235015_00006.MP4", "\\x80.mp4", "a" * 5000,
        "询问笔录 王某.mp4",
    ],
)  # fmt: skip
def test_names_no_grammar_knows_tell_nothing(path: str) -> None:
    assert KNOWN.read(path) is None


def test_all_zeros_mean_that_nobody_configured_it_each_id_by_itself() -> None:
    told = KNOWN.read("DSJ_0000000_000012_20250221030623.MP4")
    assert told is not None and (told.device_number, told.user_number) == ("", "000012")


def test_ids_are_one_whatever_their_case() -> None:
    one, other = (KNOWN.read(f"dsj_{each}_000001_20260619_100324.mp4") for each in ("36ncc009910", "36NCC009910"))
    assert one is not None and other is not None and one.device_number == other.device_number == "36NCC009910"


def test_widths_tell_two_makers_apart() -> None:
    four, six = KNOWN.read("20260628133416_0123.MP4"), KNOWN.read("20260628133416_000123.MP4")
    assert four is not None and six is not None
    assert (four.grammar, six.grammar) == ("no-ids@1", "dashcams@1")


def test_the_folder_may_say_that_it_is_important() -> None:
    ordinary, marked = (KNOWN.read(f"/media/x/DCIM/{each}/JGR1503_000123_20130321235015_0006.MP4")
                        for each in ("100MEDIA", "101MEDIA"))  # fmt: skip
    assert ordinary is not None and marked is not None
    assert (ordinary.important, marked.important) == (False, True)


def test_a_station_that_names_two_users_is_not_believed() -> None:
    assert KNOWN.read("县局_000123_000124_20260508091203_00-15-02_3.mp4") is None


def test_any_name_is_read_without_raising() -> None:
    chance = random.Random(947)
    letters = "DSJ_0123456789.mp4[]{}()*+?\\^$|/#-IMPencéß文 \u202e"
    seeds = [each["path"] for _, each in EXAMPLES]
    for _ in range(20_000):
        name = list(chance.choice(seeds)) if chance.random() < 0.7 else []
        for _ in range(chance.randrange(1, 6)):
            name.insert(chance.randrange(len(name) + 1), chance.choice(letters))
        told = read_name("".join(name), KNOWN.grammars)
        assert told is None or told.grammar


def test_names_made_from_numbers_give_the_numbers_back() -> None:
    chance = random.Random(2026)
    for _ in range(2000):
        device, user, sequence = chance.randrange(1, 10**7), chance.randrange(1, 10**6), chance.randrange(10**4)
        at = (
            f"20{chance.randrange(10, 40):02d}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}T"
            + ":".join(f"{chance.randrange(most):02d}" for most in (24, 60, 60))
        )
        plain = at.replace("-", "").replace("T", "").replace(":", "")
        told = KNOWN.read(f"{device:07d}_{user:06d}_{plain}_{sequence:04d}.mp4")
        assert told is not None
        assert (told.device_number, told.user_number, told.named_at, told.sequence) == (
            f"{device:07d}", f"{user:06d}", at, sequence,
        )  # fmt: skip


OWN = """
version = 3
templates = ["局_{user:4}_{time:yyyy-MM-dd HH.mm.ss}[ 重点].{ending:mp4}"]
"""


def test_the_bureaus_own_grammar_goes_first_and_changes_the_digest(tmp_path: Path) -> None:
    assert grammars_in_force(tmp_path / "none").digest == KNOWN.digest
    (tmp_path / "ours.toml").write_text(OWN, "utf-8")
    (tmp_path / "notes.txt").write_text("not ours", "utf-8")
    ours = grammars_in_force(tmp_path)
    told = ours.read("局_0042_2026-05-08 09.12.03.mp4")
    assert told is not None and (told.grammar, told.user_number) == ("ours@3", "0042")
    assert ours.digest != KNOWN.digest and len(ours.grammars) == len(KNOWN.grammars) + 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("version = ", "names.unreadable"),
        ("version = 1", "names.unreadable"),
        ('version = 1\ntemplates = ["a"]\ncolour = 1', "names.unreadable"),
        ('version = 1\ntemplates = ["a"]\ntime = "mars"', "names.unreadable"),
        ("version = 1\ntemplates = [1]", "names.unreadable"),
        ('version = 1\ntemplates = ["{device"]', "names.bad-template"),
        ('version = 1\ntemplates = ["{colour:3}"]', "names.bad-template"),
        ('version = 1\ntemplates = ["{time:yyyyQQ}"]', "names.bad-template"),
        ('version = 1\ntemplates = ["{device:x}"]', "names.bad-template"),
    ],
)
def test_a_grammar_that_is_not_understood_names_its_file(text: str, code: str) -> None:
    with pytest.raises(DeskError) as caught:
        read_grammar("ours", text)
    assert caught.value.code == code and caught.value.facts["path"] == "ours.toml"


def test_a_grammar_that_is_no_text_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes('templates = ["局"]'.encode("gbk"))
    with pytest.raises(DeskError) as caught:
        grammars_in_force(tmp_path)
    assert caught.value.code == "names.unreadable"
