"""Bad files and folders: each ends in one outcome, with a sentence in both languages, and nothing is lost.

Through the terminal, the way a person or a script would offer them.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recorder_desk.domain.names import raw
from tests.flow.consistency import digest_of, faults
from tests.flow.telling import Told, call, process, quick_home, said, tree, without_roots_rights
from tests.hostile import make_hostile_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="FIFOs, modes and names of bytes are POSIX")

Case = tuple[Callable[[Path], object], str, str, int]


def _socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # a socket's path may not be longer than 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
    finally:
        os.chdir(here)


CASES: dict[str, Case] = {
    "gone.mp4": (lambda path: None, "failed", "dock.folder-missing", 3),
    "link.mp4": (lambda path: path.symlink_to("../good/good.mp4"), "refused", "dock.link", 1),
    "dangling.mp4": (lambda path: path.symlink_to("nowhere"), "refused", "dock.link", 1),
    "linked-folder": (lambda path: path.symlink_to("../good"), "refused", "dock.link", 1),
    "fifo.mp4": (os.mkfifo, "refused", "dock.not-a-file", 1),
    "socket.mp4": (_socket, "refused", "dock.not-a-file", 1),
    "half.mp4.part": (lambda path: path.write_bytes(b"half"), "refused", "dock.temporary-name", 1),
    "letter.txt": (lambda path: path.write_bytes(b"Dear all"), "refused", "receive.not-media", 1),
    "empty.mp4": (lambda path: path.touch(), "received", "media.empty", 0),
}


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A recorder's folder with nothing on it but what the test puts there; elsewhere lies a good file."""
    for name in ("card", "good"):
        (tmp_path / name).mkdir()
    (tmp_path / "good" / "good.mp4").write_bytes(os.urandom(5000))
    return tmp_path / "card"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return quick_home(tmp_path / "home")


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_offered_by_name(tmp_path: Path, card: Path, home: Path, name: str) -> None:
    make, outcome, code, ends = CASES[name]
    make(card / name)
    before = tree(tmp_path / "good") | tree(card)
    good = tmp_path / "good" / "good.mp4"
    told = call(home, "--json", "receive", "--wait", "5", card / name, good)
    assert told.fates == {name: (outcome, code), "good.mp4": ("received", "")}
    assert told.code == ends
    for_people = {language: quick_home(tmp_path / language) for language in ("en", "zh_CN")}
    said(code, lambda language: _people(for_people[language], language, ends, card / name))
    offered = {good: digest_of(good)} | ({card / name: digest_of(card / name)} if outcome == "received" else {})
    assert faults(home, offered, finished=True) == []
    assert tree(tmp_path / "good") | tree(card) == before


def _people(home: Path, language: str, ends: int, path: Path) -> Told:
    told = call(home, "--lang", language, "receive", "--wait", "5", path)
    assert told.code == ends
    return told


def test_all_of_them_in_one_folder(tmp_path: Path, card: Path, home: Path) -> None:
    for name, (make, *_) in CASES.items():
        make(card / name)
    (card / "good.mp4").write_bytes(os.urandom(5000))
    before = tree(card)
    told = call(home, "--json", "receive", "--wait", "5", card)
    expected = {name: (outcome, code) for name, (_, outcome, code, _) in CASES.items() if name != "gone.mp4"}
    assert told.fates == {**expected, "good.mp4": ("received", "")}
    assert told.code == 1
    offered = {card / name: digest_of(card / name) for name in ("good.mp4", "empty.mp4")}
    assert faults(home, offered, finished=True) == []
    assert tree(card) == before


def test_a_hostile_folder_ends_in_exactly_the_fates_it_should(tmp_path: Path, card: Path, home: Path) -> None:
    """Names that are not UTF-8, control characters, names of bytes, of 255 bytes, loops of links."""
    fates = make_hostile_folder(card)
    before = tree(card)
    told = call(home, "--json", "receive", "--wait", "5", card)
    wanted = {path: "received" if fate == "received" else "refused" for path, fate in fates.items()}
    hard = {path: wanted.pop(path) for path in list(wanted) if "hard-" in path}  # the same bytes twice
    outcomes = {line["path"]: line["outcome"] for line in told.lines}
    assert sorted(outcomes.pop(path) for path in hard) == ["received", "twin"]
    assert outcomes == wanted
    received = [Path(raw(path)) for path, fate in fates.items() if fate == "received"]
    assert faults(home, {path: digest_of(path) for path in received}, finished=True) == []
    assert tree(card) == before
    for language in ("en", "zh_CN"):
        listed = call(home, "--lang", language, "recordings", "--limit", "100")
        assert listed.code == 0
        assert "\x1b" not in listed.out and "\u202e" not in listed.out and "\r" not in listed.out


@pytest.mark.parametrize("name", [b"latin1-\xe9\xff.mp4", b"bell\x07escape\x1b[31mred\nline.mp4"])
def test_a_name_no_screen_can_show(tmp_path: Path, card: Path, home: Path, name: bytes) -> None:
    """Offered by that very name; told in a form that leads back to it, byte for byte, and seen again as it is."""
    path = Path(os.fsdecode(os.fsencode(card) + b"/" + name))
    try:
        path.write_bytes(os.urandom(5000))
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system refuses such a name")
    told = process(home, "--json", "receive", path)
    (line,) = told.lines
    assert (told.code, line["outcome"], line["code"]) == (0, "received", "")
    assert os.fsencode(raw(line["path"])) == os.fsencode(path)
    for language, word in (("en", "twin"), ("zh_CN", "重复件")):
        people = call(home, "--lang", language, "receive", path)
        assert people.code == 0
        assert f"{word}  {line['path']}" in people.out
        assert "\x1b" not in people.out + people.err and "\x07" not in people.out + people.err
    gone = path.with_name("not-" + path.name)
    said("dock.folder-missing", lambda language: _people(home, language, 3, gone))
    assert faults(home, {path: digest_of(path)}, finished=True) == []


@pytest.fixture
def closed_card(card: Path) -> Iterator[Path]:
    """A folder that may not be read, a file that may not, and a good one."""
    (card / "closed").mkdir()
    (card / "closed" / "inside.mp4").write_bytes(os.urandom(5000))
    (card / "shut.mp4").write_bytes(os.urandom(5000))
    (card / "good.mp4").write_bytes(os.urandom(5000))
    for name in ("closed", "shut.mp4"):
        (card / name).chmod(0)
    yield card
    (card / "closed").chmod(0o755)


def test_what_may_not_be_read_is_told_and_received_once_it_may(home: Path, closed_card: Path) -> None:
    before = tree(closed_card)
    told = process(home, "--json", "receive", "--wait", "5", closed_card, before=without_roots_rights)
    assert told.fates == {
        "closed": ("refused", "dock.folder-unreadable"),
        "shut.mp4": ("refused", "dock.unreadable"),
        "good.mp4": ("received", ""),
    }
    assert told.code == 1
    given = process(home, "--json", "receive", closed_card / "closed", closed_card / "good.mp4",
                    before=without_roots_rights)  # fmt: skip
    assert given.fates == {"closed": ("failed", "dock.folder-unreadable"), "good.mp4": ("twin", "")}
    assert given.code == 3
    said("dock.folder-unreadable", lambda language: _shut_out(home, language, 3, closed_card / "closed"))
    said("dock.unreadable", lambda language: _shut_out(home, language, 1, closed_card / "shut.mp4"))
    assert tree(closed_card) == before
    for name in ("closed", "shut.mp4"):
        (closed_card / name).chmod(0o755)
    offered = {path: digest_of(path) for path in closed_card.rglob("*.mp4")}
    again = process(home, "--json", "receive", closed_card, before=without_roots_rights)
    assert sorted(line["outcome"] for line in again.lines) == ["received", "received", "twin"]
    assert faults(home, offered, finished=True) == []


def _shut_out(home: Path, language: str, ends: int, path: Path) -> Told:
    told = process(home, "--lang", language, "receive", path, before=without_roots_rights)
    assert told.code == ends
    return told


def test_an_empty_file_is_received_once_however_often_it_is_offered(card: Path, home: Path) -> None:
    """Empty files have no bytes by which to know them again: the place and the time say it is the same one."""
    for name in ("a.mp4", "b.mp4"):
        (card / name).touch()
    first, second = (call(home, "--json", "receive", card) for _ in range(2))
    assert first.fates == {"a.mp4": ("received", "media.empty"), "b.mp4": ("received", "media.empty")}
    assert {line["outcome"] for line in second.lines} == {"twin"}
    assert {line["path"]: line["recording"] for line in first.lines} == {
        line["path"]: line["recording"] for line in second.lines
    }
    assert faults(home, {path: digest_of(path) for path in card.iterdir()}, finished=True) == []


def test_a_folder_with_nothing_in_it_is_said_to_be_empty(card: Path, home: Path) -> None:
    assert call(home, "--json", "receive", card) == Told(0, "", "")
    english, chinese = (call(home, "--lang", language, "receive", card).out for language in ("en", "zh_CN"))
    assert "nothing" in english.lower() and english.strip() != chinese.strip() != ""


@pytest.mark.skipif(
    "RECORDER_DESK_SLOW" not in os.environ, reason="4 GiB, read five times, take a minute: RECORDER_DESK_SLOW=1"
)
def test_a_sparse_file_of_more_than_four_gibibytes(card: Path, home: Path) -> None:
    path = card / "sparse.mp4"
    with open(path, "wb") as file:
        file.truncate((1 << 32) + 12345)
        file.seek(1 << 32)
        file.write(b"beyond")
    os.utime(path, (time.time() - 60, time.time() - 60))
    before = path.stat()
    told = call(home, "--json", "receive", card)
    (line,) = told.lines
    assert (told.code, line["outcome"], line["bytes"]) == (0, "received", (1 << 32) + 12345)
    after = path.stat()
    assert (before.st_mtime_ns, before.st_size, before.st_blocks) == (after.st_mtime_ns, after.st_size, after.st_blocks)
    # Reads both again, past what the program says: the source and what lies in the vault.
    assert faults(home, {path: line["digest"].removeprefix("sha512:")}, finished=True) == []
