"""The shipped profile is what the player counts on."""

from __future__ import annotations

import pytest

from recorder_desk.errors import DeskError
from recorder_desk.tools.profiles import read_profile, shipped_profile


def test_review_720p() -> None:
    profile = shipped_profile("review-720p")
    assert (profile.label, profile.height, profile.video_codec) == ("review-720p@1", 720, "libx264")
    assert profile.video_options == {
        "preset": "veryfast",
        "crf": 23,
        "profile:v": "high",
        "pix_fmt": "yuv420p",
        "g": 50,
        "bf": 0,
    }
    assert (profile.audio_codec, profile.audio_options) == ("aac", {"b:a": "128k"})


@pytest.mark.parametrize("name", ["", "nonsense", "../locales/en/codes", "__init__"])
def test_a_profile_that_is_not_shipped(name: str) -> None:
    with pytest.raises(DeskError, match=r"settings\.bad-value"):
        shipped_profile(name)


@pytest.mark.parametrize("text", ["", "version = ", "version = 1\nheight = 'x'", "version=1\nheight=1\nvideo=3"])
def test_a_damaged_profile(text: str) -> None:
    with pytest.raises(DeskError, match=r"settings\.bad-value"):
        read_profile("x", text)
