"""The proxy profiles the program ships.

In: a name, `resources/profiles/<name>.toml`. Out: a Profile.
"""

from __future__ import annotations

import tomllib
from typing import Any

from recorder_desk.domain.plan import Profile
from recorder_desk.errors import DeskError
from resources import folder


def shipped_profile(name: str) -> Profile:
    """The profile of this name. Raises DeskError `settings.bad-value` if none is shipped under it."""
    known = {each.name.removesuffix(".toml"): each for each in folder("profiles").iterdir()}
    if name not in known or not known[name].name.endswith(".toml"):
        raise DeskError("settings.bad-value", name="profile", value=name)
    return read_profile(name, known[name].read_text("utf-8"))


def read_profile(name: str, text: str) -> Profile:
    """A profile from its TOML text. Raises DeskError `settings.bad-value` if something is missing."""
    try:
        read: dict[str, Any] = tomllib.loads(text)
        return Profile(
            name=name,
            version=int(read["version"]),
            height=int(read["height"]),
            video_codec=str(read["video"]["codec"]),
            video_options=dict(read["video"]["options"]),
            audio_codec=str(read["audio"]["codec"]),
            audio_options=dict(read["audio"]["options"]),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise DeskError("settings.bad-value", name="profile", value=name) from error
