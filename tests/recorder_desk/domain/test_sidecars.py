"""Which sidecars belong to which recording, by where they lay."""

from __future__ import annotations

import pytest

from recorder_desk.domain.sidecars import EVERY, place_of, sidecar_stems


@pytest.mark.parametrize(
    ("recording", "sidecar", "together"),
    [
        ("/a/MOVI0001.avi", "/a/MOVI0001.log", True),
        ("/a/DJI_0001.MP4", "/a/dji_0001.SRT", True),
        ("/a/MOVI0001.avi", "/b/MOVI0001.log", False),
        ("/a/MOVI0001.avi", "/a/MOVI0010.log", False),
        ("/a/MOVI00010.avi", "/a/MOVI0001.log", False),
        ("/a/20260505_090047_NF.mp4", "/a/20260505_090047_N.gps", True),
        ("/a/20260505_090047_NR.mp4", "/a/20260505_090047_N.gps", True),
        ("/a/20260505_090047_EF.mp4", "/a/20260505_090047_N.gps", False),
        ("/a/20260505_090047_NF.mp4", "/a/20260505_090047_NF.thm", True),
        ("/a/2026_0628_133416_0001PF.MP4", "/a/2026_0628_133416_0001.GPX", True),
        ("/a/seg_17.mp4", "/a/manifest.sha256", True),
        ("/a/film.mp4", "/a/film.mp4.md5", True),
        ("/up/公司_000123_000123_20260508091203_00-01-02_1.mp4", "/up/000123_20260508.xml", True),
        ("/a/film.mp4", "/a/other.xml", False),
        ("/a/films.mp4", "/a/film.log", False),
        ("/a/.mp4", "/a/.log", False),
    ],
)
def test_what_lay_side_by_side_belongs_together(recording: str, sidecar: str, together: bool) -> None:
    (folder, stem), (beside, other) = place_of(recording), place_of(sidecar)
    assert (folder == beside and other in sidecar_stems(stem)) is together


def test_a_list_of_the_folder_belongs_to_every_recording_of_it() -> None:
    assert place_of("/a/manifest.sha256") == ("/a", EVERY)
    assert place_of("/a/manifest.mp4") == ("/a", "manifest")
    assert place_of("/a/manifesto.md5") == ("/a", "manifesto")
