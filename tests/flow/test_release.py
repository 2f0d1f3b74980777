"""Releasing a recorder: only what is proven twice goes, and only after it was named."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from recorder_desk.commands.release import OrderRelease
from recorder_desk.config import Home, change_setting
from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.facts import ReleaseOrdered
from recorder_desk.domain.release import ReleaseDetail
from recorder_desk.domain.release_report import report_bytes
from recorder_desk.errors import DeskError
from recorder_desk.queries.recordings import RecordingsPage, ShowRecording
from recorder_desk.queries.release import ProveEntries, Releases, ReleasesOwed, ReportFindings, ShowRelease
from recorder_desk.tools.clearing import FileClear
from tests.flow.consistency import digest_of, faults
from tests.flow.desk_process import run
from tests.flow.homes import opened, take_in
from tests.torture.evidence import changed_by_another
from ui.rebuilding import rebuild
from ui.session import Session

ON = "true"
AN_HOUR_AGO = 1_795_338_254_000_000_000


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A recorder with three films, one of them twice, and a file that is no recording."""
    card = tmp_path / "card"
    (card / "DCIM").mkdir(parents=True)
    for number in range(3):
        _put(card / "DCIM" / f"MOVI{number}.mp4", f"film {number} ".encode() * 5000)
    _put(card / "again.mp4", b"film 0 " * 5000)
    _put(card / "sn.txt", b"JGR1503")
    return card


@pytest.fixture
def home(tmp_path: Path, card: Path) -> Path:
    """A home that received the card and may release recorders."""
    home = tmp_path / "home"
    with opened(home) as session:
        take_in(session, card, everything=False)
    change_setting(Home(home).settings, "release_recorders", ON)
    return home


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    os.utime(path, ns=(AN_HOUR_AGO, AN_HOUR_AGO))


def _order(session: Session, card: Path) -> str:
    (ordered,) = session.desk.do(OrderRelease(str(card)), session.actor).result(30)
    assert isinstance(ordered, ReleaseOrdered)
    return ordered.release


def _released(home: Path, card: Path) -> ReleaseDetail:
    with opened(home) as session:
        release = _order(session, card)
        session.lanes.start(frozenset({"release"}))
        session.lanes.wait_idle()
        return session.desk.ask(ShowRelease(release)).result(30)


def _there(card: Path) -> set[str]:
    return {each.name for each in card.rglob("*") if each.is_file()}


def _why(detail: ReleaseDetail) -> dict[str, str]:
    return {Path(each.path).name: each.code for each in detail.files if each.fate == "kept"}


def _all_held(home: Path, card: Path) -> None:
    offered = {each: digest_of(each) for each in card.rglob("*.mp4")}
    assert [each for each in faults(home, offered, finished=False) if "is held" not in each] == []


def test_what_is_verified_goes_and_the_rest_stays(home: Path, card: Path) -> None:
    _put(card / "late.mp4", b"came later")
    detail = _released(home, card)
    assert _there(card) == {"sn.txt", "late.mp4"}
    assert _why(detail) == {"sn.txt": "release.not-received", "late.mp4": "release.not-received"}
    assert (detail.row.removed, detail.row.kept, detail.row.unknown, detail.row.code) == (4, 2, 0, "")
    assert detail.row.bytes == 4 * 35000
    with opened(home) as session:
        rows = session.desk.ask(RecordingsPage(limit=9)).result(30)
        assert len(rows) == 3
        told = [each.fact for each in session.desk.ask(ShowRecording(rows[0].id)).result(30).history]
        assert "RemovalIntended" in told
        assert session.desk.ask(ReleasesOwed()).result(30) == ()
    _all_held(home, card)


def test_it_is_off_until_the_bureau_switches_it_on(home: Path, card: Path) -> None:
    change_setting(Home(home).settings, "release_recorders", "false")
    with opened(home) as session, pytest.raises(DeskError) as raised:
        _order(session, card)
    assert raised.value.code == "release.switched-off"
    assert len(_there(card)) == 5


def test_one_release_of_a_recorder_at_a_time(home: Path, card: Path) -> None:
    with opened(home) as session:
        _order(session, card)
        with pytest.raises(DeskError) as raised:
            _order(session, card)
    assert raised.value.code == "release.under-way"


def test_a_recorder_that_is_not_there(home: Path, tmp_path: Path) -> None:
    detail = _released(home, tmp_path / "nowhere")
    assert (detail.row.code, detail.files) == ("dock.folder-missing", ())


def test_other_bytes_with_the_old_size_and_time_stay(home: Path, card: Path) -> None:
    _put(card / "DCIM" / "MOVI1.mp4", b"f1lm 1 " * 5000)
    detail = _released(home, card)
    assert _why(detail)["MOVI1.mp4"] == "release.source-differs"
    assert "MOVI1.mp4" in _there(card)


def test_a_copy_that_was_damaged_in_the_vault_keeps_its_file(home: Path, card: Path) -> None:
    original = next(each for each in (home / "vault").rglob("v1/content/*.mp4") if b"film 2" in each.read_bytes())
    original.chmod(0o644)
    original.write_bytes(b"film X " * 5000)
    detail = _released(home, card)
    assert _why(detail)["MOVI2.mp4"] == "release.vault-differs"
    assert _there(card) == {"sn.txt", "MOVI2.mp4"}


def test_a_file_with_a_second_name_stays(home: Path, card: Path) -> None:
    os.link(card / "DCIM" / "MOVI1.mp4", card.parent / "elsewhere.mp4")
    detail = _released(home, card)
    assert _why(detail)["MOVI1.mp4"] == "release.more-than-one-name"


def _rewritten(path: Path) -> None:
    _put(path, b"f0lm 1 " * 5000)


def _replaced(path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    _put(path, b"film 1 " * 5000)


def _link_instead(path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    path.symlink_to(path.with_suffix(".old"))


def _folder_behind_a_link(path: Path) -> None:
    path.parent.rename(path.parents[1] / "moved")
    path.parent.symlink_to("other")
    (path.parents[1] / "other").mkdir()
    _put(path.parents[1] / "other" / path.name, b"film 1 " * 5000)


@pytest.mark.parametrize("change", [_rewritten, _replaced, _link_instead, _folder_behind_a_link])
def test_what_changes_between_the_comparison_and_the_removal_stays(
    home: Path, card: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    remove, others = FileClear.remove, list[threading.Thread]()

    def late(self: FileClear, file: DockedFile) -> None:
        if file.path.endswith("MOVI1.mp4"):
            others.append(changed_by_another(change, Path(file.path)))
        remove(self, file)

    monkeypatch.setattr(FileClear, "remove", late)
    detail = _released(home, card)
    others.pop().join(5)
    assert _why(detail)["MOVI1.mp4"] in ("receive.source-changed", "receive.source-gone")
    assert (card / "DCIM" / "MOVI1.mp4").exists()


def test_nothing_is_removed_before_the_journal_names_it(
    home: Path, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = FileClear.remove
    named: list[bool] = []

    def looked(self: FileClear, file: DockedFile) -> None:
        with closing(sqlite3.connect(f"file:{home}/catalogue.db?mode=ro", uri=True)) as connection:
            entries = [json.loads(row[0]) for row in connection.execute("SELECT entry FROM journal")]
        told = [
            each["path"] for entry in entries if entry["fact"] == "RemovalIntended" for each in entry["body"]["files"]
        ]
        named.append(file.path in told)
        remove(self, file)

    monkeypatch.setattr(FileClear, "remove", looked)
    _released(home, card)
    assert named == [True] * 4


def test_after_a_crash_the_desk_looks_and_removes_nothing(
    home: Path, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = FileClear.remove
    done: list[str] = []

    def cut(self: FileClear, file: DockedFile) -> None:
        if len(done) == 2:
            raise DeskError("release.not-flushed", blame="environment")
        done.append(file.path)
        remove(self, file)

    def no_flush(self: FileClear) -> None:
        raise DeskError("release.not-flushed", blame="environment")

    with monkeypatch.context() as patched:
        patched.setattr(FileClear, "remove", cut)
        patched.setattr(FileClear, "flush", no_flush)
        with opened(home) as session:
            release = _order(session, card)
            session.lanes.start(frozenset({"release"}))
            session.lanes.wait_idle()
            (owed,) = session.desk.ask(ReleasesOwed()).result(30)
            assert (owed.begun, len(owed.open)) == (True, 4)
    before = _there(card)
    assert len(before) == 3
    with opened(home) as session:
        session.lanes.start(frozenset({"release"}))
        session.lanes.wait_idle()
        detail = session.desk.ask(ShowRelease(release)).result(30)
    assert _there(card) == before
    assert detail.row.code == "release.interrupted"
    assert {each.path for each in detail.files if each.fate == "removed"} == set(done)
    assert (detail.row.removed, detail.row.unknown) == (2, 0)
    _released(home, card)
    assert _there(card) == {"sn.txt"}


def test_another_recorder_in_its_place_tells_nothing(home: Path, card: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_flush(self: FileClear) -> None:
        raise DeskError("release.not-flushed", blame="environment")

    with monkeypatch.context() as patched:
        patched.setattr(FileClear, "flush", no_flush)
        with opened(home) as session:
            _order(session, card)
            session.lanes.start(frozenset({"release"}))
            session.lanes.wait_idle()
    monkeypatch.setattr("recorder_desk.tools.docking.FileDock.device_of", lambda self, path: "uuid:another")
    with opened(home) as session:
        session.lanes.start(frozenset({"release"}))
        session.lanes.wait_idle()
        (row,) = session.desk.ask(Releases()).result(30)
    assert (row.unknown, row.ended_at) == (4, "")


def test_the_report_proves_itself(home: Path, card: Path) -> None:
    detail = _released(home, card)
    with opened(home) as session:
        ask = session.desk.ask
        report = report_bytes(detail, ask(ProveEntries(detail.row.id)).result(30))

        def found(content: bytes) -> list[str]:
            return [each.code for each in ask(ReportFindings(content)).result(30)]

        assert found(report) == []
        table = json.loads(report)
        assert [each["fate"] for each in table["files"]].count("removed") == 4
        table["files"] = [each for each in table["files"] if not each["path"].endswith("MOVI1.mp4")]
        assert found(json.dumps(table).encode()) == ["release.report-differs"]
        assert found(report.replace(b"MOVI1", b"MOVI7")) == ["release.report-unproved"]
        table["journal"]["note"] = table["journal"]["note"].replace("recorder-desk/", "recorder-desk/x")
        assert found(json.dumps(table).encode()) == ["release.report-unsigned"]
        assert found(b"{}") == found(b"") == found(b"[" * 100_000) == ["release.report-unreadable"]


def test_a_rebuild_brings_releases_back(home: Path, card: Path) -> None:
    detail = _released(home, card)
    (home / "catalogue.db").unlink()
    assert rebuild(Home(home), None).findings == ()
    with opened(home) as session:
        assert session.desk.ask(ShowRelease(detail.row.id)).result(30) == detail


def test_the_report_on_paper_carries_the_report(home: Path, card: Path, tmp_path: Path) -> None:
    detail = _released(home, card)
    sheet = tmp_path / "报告.PDF"
    done = run(home, "release", "show", detail.row.id, "--to", str(sheet))
    assert done.returncode == 1, done.stderr  # something stayed on the recorder, as it should
    content = sheet.read_bytes()
    assert content.startswith(b"%PDF-") and "release-report.json".encode("utf-16-be") in content
    assert run(home, "release", "show", detail.row.id, "--to", str(sheet)).returncode == 3
    assert sheet.read_bytes() == content
