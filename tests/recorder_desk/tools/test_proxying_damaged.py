"""Packets that no decoder takes are kept from the player."""

from __future__ import annotations

import subprocess
from pathlib import Path

from recorder_desk.domain.plan import DAMAGED_PARTS, Plan, careful, plan_for
from recorder_desk.queries.recordings import ShowRecording
from tests.flow.homes import opened, take_in
from tests.flow.seeing import complaints_of
from tests.recorder_desk.tools.films import H264, PROFILE, PROGRAMS, decoded, film, media, no, tone
from tests.recorder_desk.tools.test_proxying import AAC, proxy


def spoilt(path: Path) -> Path:
    """Five packets of its sound are rubbish; the index is whole."""
    asked = ["-v", "error", "-select_streams", "a", "-show_entries", "packet=pos,size", "-of", "csv=p=0"]
    done = subprocess.run([str(PROGRAMS.ffprobe), *asked, str(path)], capture_output=True, text=True, check=True)
    data = bytearray(path.read_bytes())
    for line in done.stdout.split()[20:25]:
        size, at = (int(each) for each in line.strip(",").split(","))
        data[at : at + size] = b"\xff" * size
    path.write_bytes(data)
    return path


def test_what_cannot_be_decoded_is_kept_from_the_player(tmp_path: Path) -> None:
    """Qt's player ends at a packet that no decoder takes, and now and then the whole program with it."""
    path = spoilt(film(tmp_path / "original.mp4", *H264, *AAC, sound=tone(), seconds=3))
    assert complaints_of(path)
    info = media().probe(path, "video").info
    assert plan_for(info, PROFILE).kind == "nothing"
    into = tmp_path / "out"
    into.mkdir()
    _, problem = media().pictures(path, info, into, no)
    assert problem == DAMAGED_PARTS
    made, _ = proxy(path, into, careful(plan_for(info, PROFILE), damaged=True))
    assert complaints_of(Path(made.path)) == ""
    assert decoded(Path(made.path), "v") == 75 and decoded(Path(made.path), "a") > 100


def test_careful_changes_nothing_where_nothing_is_damaged() -> None:
    for kind in ("nothing", "still", "unplayable"):
        assert careful(Plan(kind, "plan.plays-as-it-is"), damaged=False) == Plan(kind, "plan.plays-as-it-is")
    still = Plan("still", "plan.plays-as-it-is")
    assert careful(still, damaged=True) == still
    assert careful(Plan("sound", "plan.foreign-sound", copy_audio=True), damaged=True) == Plan(
        "sound", "plan.damaged-parts"
    )


def test_the_desk_plays_a_proxy_of_what_is_damaged(tmp_path: Path) -> None:
    """Cut off behind its index, and with rubbish in the middle: neither goes into the player as it is."""
    card = tmp_path / "card"
    card.mkdir()
    spoilt(film(card / "spoilt.mp4", *H264, *AAC, sound=tone(), seconds=3))
    cut = film(card / "cut.mp4", *H264, *AAC, "-b:v", "4M", "-movflags", "+faststart", sound=tone(), seconds=4)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    film(card / "sound.mp4", *H264, *AAC, sound=tone(), seconds=2)
    with opened(tmp_path / "home") as session:
        rows = take_in(session, card)
        seen = {row.name: session.desk.ask(ShowRecording(row.id)).result(30) for row in rows}
    assert {name: detail.play_role for name, detail in seen.items()} == {
        "spoilt.mp4": "proxy", "cut.mp4": "proxy", "sound.mp4": "original",
    }  # fmt: skip
    assert {name: detail.row.problem for name, detail in seen.items()} == {
        "spoilt.mp4": DAMAGED_PARTS, "cut.mp4": "media.truncated", "sound.mp4": "",
    }  # fmt: skip
    for name in ("spoilt.mp4", "cut.mp4"):
        assert complaints_of(Path(seen[name].play_path)) == ""
