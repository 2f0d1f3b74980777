"""What plays is left alone; of the rest as little as possible is made anew."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.plan import NEEDS_PROXY, Plan, Profile, plan_for
from ui.phrases import LANGUAGES, sentences

PROFILE = Profile("review-720p", 1, 720, "libx264", {}, "aac", {})
MP4 = "mov,mp4,m4a,3gp,3g2,mj2"
CAMERA = MediaInfo(
    "video", MP4, 60_000, "h264", "High", "yuv420p", 1920, 1080, "30/1", 0, "aac", 2, 48000, brand="isom"
)
MEMO = MediaInfo("audio", MP4, 60_000, audio_codec="aac", audio_channels=1, audio_rate=48000, brand="M4A")


def video(**changes: object) -> MediaInfo:
    return replace(CAMERA, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("info", "plan"),
    [
        (CAMERA, Plan("nothing", "plan.plays-as-it-is")),
        (video(audio_codec="", audio_channels=0), Plan("nothing", "plan.plays-as-it-is")),
        (video(video_profile="Constrained Baseline", pixel_format="yuvj420p"), Plan("nothing", "plan.plays-as-it-is")),
        (video(brand="3gp5", rotation=90), Plan("nothing", "plan.plays-as-it-is")),
        (video(width=3840, height=2160), Plan("nothing", "plan.plays-as-it-is")),
        (video(brand="qt"), Plan("remux", "plan.foreign-container", True, True)),
        (video(brand=""), Plan("remux", "plan.foreign-container", True, True)),
        (video(container="mpegts", brand=""), Plan("remux", "plan.foreign-container", True, True)),
        (video(container="matroska,webm", audio_codec=""), Plan("remux", "plan.foreign-container", True, True)),
        (video(audio_codec="pcm_s16le"), Plan("transcode", "plan.foreign-sound", True, False)),
        (video(container="mpegts", audio_codec="mp2"), Plan("transcode", "plan.foreign-sound", True, False)),
        (video(audio_channels=12), Plan("transcode", "plan.foreign-sound", True, False)),
        (video(video_codec="hevc", video_profile="Main"), Plan("transcode", "plan.foreign-picture", False, True)),
        (
            video(video_profile="High 10", pixel_format="yuv420p10le"),
            Plan("transcode", "plan.foreign-picture", False, True),
        ),
        (video(pixel_format="yuv444p"), Plan("transcode", "plan.foreign-picture", False, True)),
        (video(pixel_format=""), Plan("transcode", "plan.foreign-picture", False, True)),
        (video(container="avi", video_codec="mpeg4", audio_codec="mp3"), Plan("transcode", "plan.foreign-picture")),
        (video(video_codec="mjpeg", audio_codec=""), Plan("transcode", "plan.foreign-picture")),
        (video(video_codec=""), Plan("sound", "plan.no-readable-picture", copy_audio=True)),
        (video(video_codec="", audio_codec=""), Plan("unplayable", "plan.no-readable-stream")),
        (MEMO, Plan("nothing", "plan.plays-as-it-is")),
        (replace(MEMO, container="aac", brand=""), Plan("sound", "plan.foreign-container", copy_audio=True)),
        (replace(MEMO, audio_codec="mp3", container="mp3"), Plan("sound", "plan.foreign-sound")),
        (replace(MEMO, audio_codec="usac"), Plan("sound", "plan.foreign-sound")),
        (replace(MEMO, audio_codec=""), Plan("unplayable", "plan.no-readable-stream")),
        (MediaInfo("photo", "image2", video_codec="mjpeg"), Plan("still", "plan.plays-as-it-is")),
        (MediaInfo("photo", MP4, video_codec="hevc", brand="heic"), Plan("photo", "plan.foreign-photo")),
        (MediaInfo("photo", "png_pipe", video_codec="png"), Plan("photo", "plan.foreign-photo")),
        (video(audio_codec="", audio_stream=1), Plan("remux", "plan.unreadable-sound", copy_video=True)),
        (video(audio_codec="", audio_stream=1, brand="qt"), Plan("remux", "plan.foreign-container", True, True)),
        (MediaInfo("photo", "png_pipe"), Plan("unplayable", "plan.no-readable-stream")),
        (MediaInfo("unknown"), Plan("unplayable", "plan.no-readable-stream")),
        (MediaInfo("sidecar"), Plan("unplayable", "plan.no-readable-stream")),
    ],
)  # fmt: skip
def test_plan_for(info: MediaInfo, plan: Plan) -> None:
    assert plan_for(info, PROFILE) == plan


def test_profile_label_names_its_version() -> None:
    assert PROFILE.label == "review-720p@1"


_WORDS = st.sampled_from(["", "h264", "hevc", "mjpeg", "aac", "mp3", "High", "High 10", "yuv420p", "yuv444p", "qt",
                          "isom", "mpegts", "avi", "image2", MP4]) | st.text(max_size=8)  # fmt: skip
_NUMBERS = st.integers(-(2**53), 2**53) | st.integers(-1, 9)
_ANY = st.builds(
    MediaInfo,
    kind=st.sampled_from(["video", "audio", "photo", "sidecar", "unknown"]),
    **{each.name: _WORDS if each.type == "str" else _NUMBERS for each in fields(MediaInfo) if each.name != "kind"},
)
_LIKELY = st.builds(
    replace,
    st.sampled_from([CAMERA, MEMO]),
    container=_WORDS,
    video_codec=_WORDS,
    pixel_format=st.sampled_from(["yuv420p", "yuv444p"]),
    audio_codec=_WORDS,
    audio_stream=st.integers(-1, 2),
)


@given(_ANY | _LIKELY, st.integers(1, 4000))
def test_any_media_has_one_plan_that_could_be_carried_out(info: MediaInfo, height: int) -> None:
    plan = plan_for(info, PROFILE)
    assert plan == plan_for(info, replace(PROFILE, height=height)), "what is in it decides, and nothing else"
    assert plan.kind in NEEDS_PROXY | {"nothing", "still", "unplayable"}
    assert all(plan.reason in sentences(language) for language in LANGUAGES)
    assert plan.kind in NEEDS_PROXY or not (plan.copy_video or plan.copy_audio)
    assert plan.kind != "remux" or plan.copy_video, "a remux makes no picture anew"
    assert not plan.copy_video or (info.video_codec == "h264" and info.pixel_format in ("yuv420p", "yuvj420p"))
    assert not plan.copy_audio or info.audio_codec in ("aac", "")
    if plan.kind in ("nothing", "remux", "transcode", "photo", "still"):
        assert info.video_codec or info.audio_codec, "there is something in it"
    if info.kind in ("sidecar", "unknown"):
        assert plan.kind == "unplayable"
