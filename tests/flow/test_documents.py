"""Documents of cases: into the vault as recordings go, sealed with the case, checked, rebuilt, mirrored."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import stat
import time
from pathlib import Path

import pytest

from recorder_desk.config import Home
from storage.faultpoints import POINTS
from tests.flow.consistency import faults
from tests.flow.desk_process import answer, run

ATTACH = [name for name in POINTS if name.split(".")[0] in ("receive", "publish", "batch", "catalogue", "journal")]
KILLED = -signal.SIGKILL
LONG_AGO = time.time() - 60


def paper(folder: Path, name: str, content: bytes = b"%PDF-1.7 notice\n" * 500) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    answer(home, "case", "new", "3号", "--title", "甲公司", "--party", "甲公司")
    return home


def linked(home: Path, folder: Path) -> None:
    """A recording with a place in the case, so that it can be sealed."""
    paper(folder / "card", "a.mp4", b"a" * 1000)
    run(home, "receive", str(folder / "card"))
    run(home, "settings", "set", "fonds_code", "J123")
    (row,) = answer(home, "recordings")
    answer(home, "link", row["id"], "3号", "--item", "JC-02")


def test_a_document_is_attached_looked_at_and_taken_out(home: Path, tmp_path: Path) -> None:
    file = paper(tmp_path / "desk", "告知书.pdf")
    (told,) = answer(home, "case", "attach", "3号", str(file), "--title", "处罚告知书", "--kind", "notice")
    assert (told["title"], told["kind"], told["state"], told["name"]) == ("处罚告知书", "notice", "attached", file.name)
    kept = Path(told["path"])
    assert kept.read_bytes() == file.read_bytes() and not kept.stat().st_mode & stat.S_IWUSR
    beside = json.loads((kept.parent / "document.json").read_text("utf-8"))
    assert (beside["document"], beside["case"]["number"], beside["digest"]) == (told["id"], "3号", told["digest"])
    copy = tmp_path / "copy.pdf"
    answer(home, "case", "document", "处罚告知书", "--to", str(copy))
    assert copy.read_bytes() == file.read_bytes() and stat.S_IMODE(copy.stat().st_mode) == 0o400
    assert run(home, "case", "document", told["id"], "--to", str(copy)).returncode == 3, "nothing is written over"
    told = answer(home, "case", "detach", told["id"][-8:], "--reason", "附错案件")
    assert (told["state"], told["detach_reason"]) == ("detached", "附错案件")
    assert answer(home, "case", "documents", "3号") == []
    assert [each["state"] for each in answer(home, "case", "documents", "3号", "--all")] == ["detached"]
    assert kept.is_file(), "what is in the vault stays there"
    facts = [each["fact"] for each in answer(home, "journal", "show")]
    assert facts.count("DocumentViewed") == 2 and "DocumentDetached" in facts
    assert faults(home, {}, finished=True) == []


def test_what_cannot_be_attached_is_refused_with_the_reason(home: Path, tmp_path: Path) -> None:
    file = paper(tmp_path / "desk", "a.pdf")
    answer(home, "case", "attach", "3号", str(file))
    again = paper(tmp_path / "desk", "again.pdf")
    empty = paper(tmp_path / "desk", "empty.pdf", b"")
    (tmp_path / "desk" / "link.pdf").symlink_to(file)
    given = [str(each) for each in (again, empty, tmp_path / "desk", tmp_path / "gone.pdf", tmp_path / "desk/link.pdf")]
    done = run(home, "--json", "case", "attach", "3号", *given)
    assert done.returncode == 1
    codes = [each["code"] for each in json.loads(done.stdout)]
    assert codes == ["document.twin", "document.empty", "document.not-a-file", "document.gone", "dock.link"]
    assert len(answer(home, "case", "documents", "3号")) == 1
    vault = answer(home, "case", "documents", "3号")[0]["path"]
    (inside,) = json.loads(run(home, "--json", "case", "attach", "3号", vault).stdout)
    assert inside["code"] == "dock.own-folder"
    assert run(home, "case", "attach", "3号", str(file), "--title", "t" * 201).returncode == 1
    assert faults(home, {}, finished=True) == []


def test_odd_names_come_back_as_they_were(home: Path, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    names = [b"caf\xe9.docx", "a\u202etxt.pdf".encode(), b"[red]x.pdf", b"no-ending", b"-flag.pdf"]
    for number, name in enumerate(names):
        path = os.path.join(os.fsencode(tmp_path / "desk"), name)
        with open(path, "wb") as file:
            file.write(b"%d" % number * 50)
        os.utime(path, (LONG_AGO, LONG_AGO))
        (told,) = answer(home, "case", "attach", "3号", os.fsdecode(path))
        assert told["state"] == "attached" and Path(told["path"]).read_bytes() == b"%d" % number * 50
    assert len(answer(home, "case", "documents", "3号")) == len(names)
    assert run(home, "check").returncode == 0


def test_documents_are_sealed_checked_mirrored_and_found_again(home: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    first = paper(tmp_path / "desk", "record.docx", b"one" * 100)
    answer(home, "case", "attach", "3号", str(first), "--kind", "record")
    answer(home, "mirror", "appoint", str(second), "--same-disk")
    late = paper(tmp_path / "desk", "late.pdf", b"two" * 100)
    gone = paper(tmp_path / "desk", "gone.pdf", b"three" * 100)
    answer(home, "case", "attach", "3号", str(late), str(gone))
    answer(home, "case", "detach", "gone.pdf", "--reason", "附错")
    linked(home, tmp_path)
    run(home, "work")
    rows = answer(home, "case", "documents", "3号", "--all")
    copies = list(second.glob("vault/*/*/v1/content/document.json"))
    assert len(copies) == len(rows) == 3
    assert run(home, "seal", "3号").returncode == 0
    assert run(home, "case", "attach", "3号", str(late)).returncode == 1, "a sealed case does not change"
    assert run(home, "case", "detach", "late.pdf", "--reason", "x").returncode == 1
    case = Path(home / "vault" / answer(home, "case", "show", "3号")["row"]["object_path"] / "v1/content")
    manifest = json.loads((case / "manifest.json").read_text("utf-8"))
    told = {f"urn:uuid:{each['id']}": each["digest"] for each in rows if each["state"] == "attached"}
    assert {name: each["digest"] for name, each in manifest["documents"].items()} == told
    checked = answer(home, "check")
    assert checked == {"checked": 1, "documents": 3, "findings": []}
    Path(rows[0]["path"]).chmod(0o600)
    Path(rows[0]["path"]).write_bytes(b"other")
    done = run(home, "--json", "check")
    assert done.returncode == 1 and json.loads(done.stdout)["findings"][0]["subject"] == rows[0]["id"]
    listed = run(home, "--json", "case", "documents", "3号", "--all")
    assert (listed.returncode, json.loads(listed.stdout)[0]["code"]) == (1, "check.original-differs")
    assert run(home, "case", "document", rows[0]["id"], "--to", str(tmp_path / "x")).returncode == 3
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("journal", [True, False])
def test_a_rebuild_has_the_documents_with_and_without_the_journal(home: Path, tmp_path: Path, journal: bool) -> None:
    answer(home, "case", "attach", "3号", str(paper(tmp_path / "desk", "a.pdf", b"a" * 50)), "--title", "甲")
    answer(home, "case", "attach", "3号", str(paper(tmp_path / "desk", "b.pdf", b"b" * 50)))
    answer(home, "case", "detach", "b.pdf", "--reason", "附错")
    before = answer(home, "case", "documents", "3号", "--all")
    if journal:
        place = Home(home)
        for path in home.glob(f"{place.catalogue.name}*"):
            path.unlink()
        fresh = home
        answer(fresh, "rebuild")
    else:
        fresh = tmp_path / "fresh"
        done = run(fresh, "--json", "rebuild", "--vault", str(home / "vault"))
        assert done.returncode == 0, done.stderr
    after = answer(fresh, "case", "documents", "3号", "--all")
    same = ("id", "title", "kind", "name", "digest", "path", "number", "added_by")
    assert [[each[name] for name in same] for each in after] == [[each[name] for name in same] for each in before]
    states = ["attached", "detached" if journal else "attached"]  # that it was taken out stands in the journal alone
    assert [each["state"] for each in after] == states
    assert answer(fresh, "case", "list")[0]["title"] == "甲公司"
    assert run(fresh, "check").returncode == 0


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A home with a case, and a file."""
    folder = tmp_path_factory.mktemp("prepared")
    answer(folder / "home", "case", "new", "3号", "--title", "甲", "--party", "甲")
    return folder / "home", paper(folder / "desk", "a.pdf", os.urandom(70_000))


@pytest.mark.parametrize("place", ATTACH)
def test_killed_while_attaching_it_is_attached_once(tmp_path: Path, prepared: tuple[Path, Path], place: str) -> None:
    home, file = tmp_path / "home", prepared[1]
    shutil.copytree(prepared[0], home)
    which = 2 if place.startswith(("catalogue.", "journal.")) else 1
    done = run(home, "case", "attach", "3号", str(file), fault=f"{place}#{which}")
    assert done.returncode == KILLED, f"{place} was never reached: {done.stderr[-1000:]}"
    assert faults(home, {}, finished=False) == []
    assert run(home, "work").returncode == 0
    assert faults(home, {}, finished=True) == []
    connection = sqlite3.connect(home / "catalogue.db")
    (told,) = connection.execute("SELECT state, object_path, content_path FROM documents").fetchall()
    assert told[0] == "attached" and (home / "vault" / told[1] / told[2]).read_bytes() == file.read_bytes()
    (noted,) = connection.execute("SELECT count(*) FROM journal WHERE instr(entry, 'DocumentAttached') > 0").fetchone()
    assert noted == 1
    connection.close()


def test_what_a_crash_completed_is_kept_though_the_file_is_gone(tmp_path: Path, prepared: tuple[Path, Path]) -> None:
    home = tmp_path / "home"
    shutil.copytree(prepared[0], home)
    file = paper(tmp_path / "desk", "a.pdf")
    assert run(home, "case", "attach", "3号", str(file), fault="publish.folders-flushed").returncode == KILLED
    content = file.read_bytes()
    file.unlink()
    assert run(home, "work").returncode == 0
    (told,) = answer(home, "case", "documents", "3号")
    assert Path(told["path"]).read_bytes() == content
