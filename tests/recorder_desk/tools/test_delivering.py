"""Bringing exports out: new files, whole or not at all, never over one, never into the desk's own folders."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recorder_desk.errors import DeskError
from recorder_desk.tools import delivering
from recorder_desk.tools.delivering import FileOutbox

EXPORT = "0198f0a0-0000-7000-8000-000000000001"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "导出 folder"
    folder.mkdir()
    return folder


def box(tmp_path: Path) -> FileOutbox:
    return FileOutbox(tmp_path / "home" / "derivatives" / "exports", [str(tmp_path / "home")])


def made(tmp_path: Path, data: bytes = b"x" * 3_000_000) -> tuple[Path, str, bytes]:
    path = tmp_path / "made"
    path.write_bytes(data)
    digest, size = box(tmp_path).digest(path)
    assert size == len(data)
    return path, digest, json.dumps({"export": EXPORT, "file": {"digest": digest}}).encode()


def test_a_file_comes_out_whole_with_its_note(tmp_path: Path, out: Path) -> None:
    path, digest, note = made(tmp_path)
    target = out / "clip.mp4"
    assert box(tmp_path).delivered(str(target), EXPORT) == b""
    box(tmp_path).deliver(path, digest, note, str(target), EXPORT)
    assert target.read_bytes() == path.read_bytes()
    assert sorted(os.listdir(out)) == ["clip.mp4", "clip.mp4.json"]
    assert box(tmp_path).delivered(str(target), EXPORT) == note  # a crash before it was recorded: it is there


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mp4.json"])
def test_nothing_is_written_over(tmp_path: Path, out: Path, name: str) -> None:
    path, digest, note = made(tmp_path)
    (out / name).write_bytes(b"theirs")
    for attempt in (
        lambda: box(tmp_path).delivered(str(out / "clip.mp4"), EXPORT),
        lambda: box(tmp_path).deliver(path, digest, note, str(out / "clip.mp4"), EXPORT),
    ):
        with pytest.raises(DeskError) as refused:
            attempt()
        assert refused.value.code == "export.target-exists"
        assert os.listdir(out) == [name] and (out / name).read_bytes() == b"theirs"


def test_a_link_at_the_place_is_a_file_too(tmp_path: Path, out: Path) -> None:
    path, digest, note = made(tmp_path)
    (out / "clip.mp4").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DeskError) as refused:
        box(tmp_path).deliver(path, digest, note, str(out / "clip.mp4"), EXPORT)
    assert refused.value.code == "export.target-exists"
    assert not (tmp_path / "elsewhere").exists() and os.listdir(out) == ["clip.mp4"]


def test_what_an_earlier_try_left_goes(tmp_path: Path, out: Path) -> None:
    _, _, note = made(tmp_path)
    (out / f".{EXPORT}.part").write_bytes(b"half")
    (out / "clip.mp4.json").write_bytes(note)  # the note came to its name, the file did not
    assert box(tmp_path).delivered(str(out / "clip.mp4"), EXPORT) == b""
    assert os.listdir(out) == []


def test_a_note_of_ours_beside_a_strangers_file_does_not_make_it_ours(tmp_path: Path, out: Path) -> None:
    _, _, note = made(tmp_path)
    (out / "clip.mp4").write_bytes(b"theirs")
    (out / "clip.mp4.json").write_bytes(note)
    with pytest.raises(DeskError) as refused:
        box(tmp_path).delivered(str(out / "clip.mp4"), EXPORT)
    assert refused.value.code == "export.target-exists" and (out / "clip.mp4").read_bytes() == b"theirs"


def test_nothing_goes_into_the_desk_itself(tmp_path: Path) -> None:
    path, digest, note = made(tmp_path)
    inside = tmp_path / "home" / "vault"
    inside.mkdir(parents=True)
    (tmp_path / "way").symlink_to(inside)
    for folder, code in ((inside, "own-folder"), (tmp_path / "way", "own-folder"), (tmp_path / "no", "no-folder")):
        with pytest.raises(DeskError) as refused:
            box(tmp_path).deliver(path, digest, note, str(folder / "clip.mp4"), EXPORT)
        assert refused.value.code == f"export.{code}"
    assert os.listdir(inside) == []


@contextmanager
def room_for(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_without_room_nothing_half_is_left(tmp_path: Path, out: Path) -> None:
    path, digest, note = made(tmp_path)
    with room_for(1_000_000), pytest.raises(DeskError) as refused:
        box(tmp_path).deliver(path, digest, note, str(out / "clip.mp4"), EXPORT)
    assert refused.value.code == "export.disk-full"
    assert os.listdir(out) == []


def test_a_copy_that_is_not_what_was_made_is_thrown_away(tmp_path: Path, out: Path) -> None:
    path, _, note = made(tmp_path)
    with pytest.raises(DeskError) as refused:
        box(tmp_path).deliver(path, "sha256:00", note, str(out / "clip.mp4"), EXPORT)
    assert refused.value.code == "export.digest-differs" and os.listdir(out) == []


def test_where_a_file_has_one_name_only_it_still_goes_over_none(tmp_path: Path, out: Path) -> None:
    part, final = out / ".part", out / "clip.mp4"
    part.write_bytes(b"whole")
    delivering._claimed(part, final)
    assert final.read_bytes() == b"whole" and os.listdir(out) == ["clip.mp4"]
    part.write_bytes(b"other")
    with pytest.raises(DeskError) as refused:
        delivering._claimed(part, final)
    assert refused.value.code == "export.target-exists" and final.read_bytes() == b"whole"


def test_a_room_goes_with_what_is_in_it(tmp_path: Path) -> None:
    with box(tmp_path).room(EXPORT) as room:
        (room / "plate.gray").write_bytes(b"x")
    assert not room.parent.exists()


def test_what_came_out_is_taken_back_and_nothing_else(tmp_path: Path, out: Path) -> None:
    path, digest, note = made(tmp_path)
    target = str(out / "clip.mp4")
    box(tmp_path).deliver(path, digest, note, target, EXPORT)
    box(tmp_path).withdraw(target, EXPORT[:-1] + "2")
    assert len(os.listdir(out)) == 2  # another export's
    box(tmp_path).withdraw(target, EXPORT)
    assert os.listdir(out) == []
    (out / "clip.mp4").write_bytes(b"theirs")
    box(tmp_path).withdraw(target, EXPORT)
    box(tmp_path).withdraw(str(tmp_path / "gone" / "x.mp4"), EXPORT)
    assert (out / "clip.mp4").read_bytes() == b"theirs"


def test_a_copy_that_is_called_off_leaves_nothing(tmp_path: Path, out: Path) -> None:
    path, digest, note = made(tmp_path)
    with pytest.raises(DeskError) as refused:
        box(tmp_path).deliver(path, digest, note, str(out / "clip.mp4"), EXPORT, lambda: True)
    assert refused.value.code == "media.cancelled" and os.listdir(out) == []
