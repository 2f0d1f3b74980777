"""Cases, links, seal, check, journal, settings: what each verb says and how it ends."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.ui.terminal.conftest import Recorder, media
from ui.start import FrontDoor


@pytest.fixture
def filed(rd: Recorder, tmp_path: Path) -> str:
    """A home with one recording and one case; the recording's id."""
    told = rd("--json", "receive", media(tmp_path / "a.mp4"))
    assert rd("case", "new", "统执检〔2026〕1号", "--title", "[b]检查[/b]", "--party", "某公司").code == 0
    recording: str = told.lines[0]["recording"]
    return recording


def test_recordings_is_an_array_with_what_programs_need(rd: Recorder, filed: str) -> None:
    rows = rd("--json", "recordings").document
    assert [row["id"] for row in rows] == [filed]
    assert {"id", "digest", "name", "bytes", "recorded_at", "kind", "state"} <= rows[0].keys()
    assert rows[0]["digest"].startswith("sha512:")
    assert rd("--json", "recordings", "a.mp4").document == rows
    assert rd("--json", "recordings", "nowhere").document == []
    assert rd("--json", "recordings", "--kind", "audio").document == []
    assert rd("--json", "recordings", "--item", "-").document == rows
    assert "No recording fits" in rd("recordings", "nowhere").out


def test_a_recording_is_found_by_the_end_of_its_id(rd: Recorder, filed: str) -> None:
    assert rd("--json", "recording", filed[-8:]).document["row"]["id"] == filed
    shown = rd("recording", filed[-8:])
    assert filed in shown.out
    assert "Received a.mp4" in shown.out
    unknown = rd("--json", "recording", "zzzz")
    assert unknown.code == 1
    assert unknown.document["error"]["code"] == "recording.unknown"


def test_a_case_tells_what_is_missing(rd: Recorder, filed: str) -> None:
    """The required items without a recording, in the list's order; a link taken out leaves its item missing again."""
    required = [item["code"] for item in rd("--json", "items").document["items"] if item["required"] == "Y"]
    assert rd("--json", "case", "show", "1号").document["missing"] == required
    rd("link", filed, "1号", "--item", "JC-02")
    left = [code for code in required if code != "JC-02"]
    assert rd("--json", "case", "show", "1号").document["missing"] == left
    assert f"{len(left)} required record items have no recording" in rd("case", "show", "1号").out
    rd("unlink", filed, "1号", "--reason", "wrong")
    assert rd("--json", "case", "show", "1号").document["missing"] == required


def test_a_case_from_its_number_to_its_seal(rd: Recorder, filed: str) -> None:
    assert "[b]检查[/b]" in rd("case", "list").out
    linked = rd("--json", "link", filed, "1号", "--item", "JC-02", "--reason", "[i]why")
    assert (linked.document["recording"], linked.document["item"]) == (filed, "JC-02")
    assert rd("--json", "recordings", "--case", "1号").document[0]["state"] == "linked"
    assert "[i]why" in rd("case", "show", "1号").out
    again = rd("--json", "link", filed, "1号", "--item", "JC-02")
    assert (again.code, again.document["error"]["code"]) == (1, "link.exists")
    assert rd("--json", "unlink", filed, "1号", "--reason", "wrong").document[0]["recording"] == filed
    nothing = rd("seal", "1号")
    assert (nothing.code, "seal.nothing-linked" in nothing.err) == (1, True)
    assert rd("link", filed, "1号", "--item", "JC-02").code == 0
    sealed = rd("--json", "seal", "1号")
    assert sealed.code == 0
    assert sealed.document["row"]["state"] == "sealed"
    assert [link["archival_code"] for link in sealed.document["links"] if link["archival_code"]]
    for verb in (("link", filed, "1号", "--item", "JC-03"), ("unlink", filed, "1号"), ("seal", "1号"),
                 ("case", "amend", "1号", "--title", "x")):  # fmt: skip
        refused = rd(*verb)
        assert refused.code == 1
        assert "sealed" in refused.err


def test_amending_changes_only_what_is_named(rd: Recorder, filed: str) -> None:
    row = rd("--json", "case", "amend", "1号", "--title", "新名称").document
    assert (row["title"], row["party"]) == ("新名称", "某公司")


def test_bad_ranges_and_dates_have_sentences(rd: Recorder, filed: str) -> None:
    told = rd("--lang", "zh_CN", "link", filed, "1号", "--item", "JC-02", "--from", "9", "--until", "3")
    assert (told.code, "起止时间不对" in told.err) == (1, True)
    date = rd("case", "new", "2号", "--title", "t", "--party", "p", "--opened-on", "tomorrow")
    assert (date.code, "case.bad-date" in date.err) == (1, True)
    taken = rd("case", "new", "统执检〔2026〕1号", "--title", "t", "--party", "p")
    assert (taken.code, "case.number-taken" in taken.err) == (1, True)


def test_check_finds_a_changed_original(rd: Recorder, filed: str) -> None:
    assert rd("--json", "check").document == {"checked": 1, "documents": 0, "findings": []}
    original = Path(rd("--json", "recording", filed).document["original_path"])
    original.chmod(0o644)
    original.write_bytes(b"x" + original.read_bytes()[1:])
    told = rd("--json", "check", filed[-8:])
    assert told.code == 1
    assert "check.original-differs" in {finding["code"] for finding in told.document["findings"]}
    people = rd("--lang", "zh_CN", "check")
    assert (people.code, "原件与采集时不一致" in people.out) == (1, True)


def test_the_journal_is_shown_verified_and_anchored(rd: Recorder, filed: str, home: Path, tmp_path: Path) -> None:
    shown = rd("journal", "show")
    assert "Received a.mp4" in shown.out
    assert [entry["fact"] for entry in rd("--json", "journal", "show", "--about", filed).document][
        -1
    ] == "RecordingReceived"
    anchor = tmp_path / "anchor.txt"
    anchor.write_text(rd("journal", "checkpoint").out, "utf-8")
    assert rd("journal", "verify", "--anchor", anchor).code == 0
    connection = sqlite3.connect(home / "catalogue.db")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{trigger}"')
    connection.execute("UPDATE journal SET entry = replace(entry, 'a.mp4', 'b.mp4') WHERE entry LIKE '%a.mp4%'")
    connection.commit()
    connection.close()
    broken = rd("--json", "journal", "verify", "--anchor", anchor)
    assert broken.code == 1
    assert "journal.entry-altered" in {finding["code"] for finding in broken.document["findings"]}


def test_settings_are_shown_and_changed(rd: Recorder, home: Path) -> None:
    assert rd("--json", "settings", "get", "settle_seconds").document == {"settle_seconds": 0.1}
    assert rd("settings", "set", "language", "zh_CN").code == 0
    assert rd("settings", "get", "language").out.strip() == "zh_CN"
    assert rd("status").out.startswith("数据目录")
    assert rd("--lang", "en", "journal", "show").out.count("Setting language is now: zh_CN") == 1
    assert rd("--json", "settings", "set", "nonsense", "1").document["error"]["code"] == "settings.unknown"
    assert rd("settings", "set", "theme", "pink").code == 1


def test_the_record_item_list_in_both_languages(rd: Recorder) -> None:
    assert "On-site inspection, whole process" in rd("items").out
    assert "现场检查全过程" in rd("--lang", "zh_CN", "items").out
    assert len(rd("--json", "items").document["items"]) == 25


def test_a_newer_home_is_left_alone(rd: Recorder, filed: str, home: Path) -> None:
    connection = sqlite3.connect(home / "catalogue.db")
    table = connection.execute("SELECT name FROM sqlite_master WHERE name LIKE '%migrations'").fetchone()[0]
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    newest = dict(zip(columns, connection.execute(f'SELECT * FROM "{table}"').fetchone(), strict=True))
    newest |= {"name": "m9999_of_tomorrow"} | ({"id": 9999} if "id" in newest else {})
    holes = ", ".join("?" * len(newest))
    connection.execute(f'INSERT INTO "{table}" ({", ".join(newest)}) VALUES ({holes})', tuple(newest.values()))
    connection.commit()
    connection.close()
    for words in (("status",), ("work",)):
        told = rd(*words)
        assert (told.code, "home.newer" in told.err) == (3, True), words


def test_a_corrupt_catalogue_says_how_to_rebuild(rd: Recorder, filed: str, home: Path) -> None:
    for path in home.glob("catalogue.db*"):
        path.write_bytes(b"this is no database" * 1000)
    told = rd("--lang", "zh_CN", "recordings")
    assert (told.code, "recorder-desk rebuild" in told.err) == (3, True)
    rebuilt = rd("--json", "rebuild")
    assert rebuilt.document["recordings"] == 1
    assert [row["id"] for row in rd("--json", "recordings").document] == [filed]
    present = rd("--json", "rebuild")
    assert (present.code, present.document["error"]["code"]) == (1, "rebuild.catalogue-present")


def test_unreadable_settings_are_an_environment(rd: Recorder, home: Path) -> None:
    (home / "settings.toml").write_text("language = [", "utf-8")
    told = rd("--json", "status")
    assert (told.code, told.document["error"]["code"]) == (3, "settings.unreadable")


def test_looking_works_while_another_desk_is_open(rd: Recorder, filed: str, home: Path) -> None:
    with FrontDoor().open(home, "work"):
        assert len(rd("--json", "recordings").document) == 1
        locked = rd("--json", "case", "new", "9", "--title", "t", "--party", "p")
    assert (locked.code, locked.document["error"]["code"]) == (3, "home.locked")


def test_no_screen_is_said_plainly(rd: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    told = rd("window")
    assert (told.code, "desk.no-display" in told.err) == (3, True)


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (("nosuch",), "没有命令 nosuch", "no verb nosuch"),
        (("--nosuch",), "没有选项 --nosuch", "no option --nosuch"),
        (("receive",), "缺少", "is missing"),
        (("case", "new", "1"), "缺少 --title", "--title is missing"),
        (("receive", "--wait", "x", "a"), "请填数字", "a number is needed"),
        (("recordings", "--state", "x"), "请从 received", "choose one of received"),
        (("watch",), "还没有投放目录", "no drop folder yet"),
    ],
)
def test_calling_it_wrongly_is_two(rd: Recorder, words: tuple[str, ...], chinese: str, english: str) -> None:
    for language, sentence in (("zh_CN", chinese), ("en", english)):
        told = rd("--lang", language, *words)
        assert told.code == 2
        assert sentence in told.err
        assert "--help" in told.err


def test_a_defect_is_a_sentence_too(
    rd: Recorder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(self: FrontDoor, home: Path | None, mode: str) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(FrontDoor, "open", broken)
    told = rd("--json", "status")
    assert (told.code, told.document["error"]["code"]) == (1, "desk.defect")
    assert "planted" in caplog.text


def test_a_rebuild_without_a_journal_says_what_did_not_come_back(rd: Recorder, filed: str, tmp_path: Path) -> None:
    old, new = tmp_path / "home", tmp_path / "new"
    alone = rd("--home", new, "rebuild", "--vault", old / "vault")
    assert (alone.code, "no journal in this home" in alone.err) == (0, True)
    both = tmp_path / "both"
    for folder in ("journal", "keys"):
        shutil.copytree(old / folder, both / folder)
    whole = rd("--home", both, "rebuild", "--vault", old / "vault")
    assert (whole.code, "no journal" in whole.err) == (0, False)
    assert [row["number"] for row in rd("--json", "--home", both, "case", "list").document] == ["统执检〔2026〕1号"]
