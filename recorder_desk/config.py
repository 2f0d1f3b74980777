"""Settings: one frozen value, read once from TOML, and where everything lies in a home.

Out: `Settings` and `Home`. Unknown names and wrong types in the file are errors with a code, not
surprises later.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

import tomlkit

from recorder_desk.domain.archive import archival_code
from recorder_desk.domain.case_number import next_number
from recorder_desk.domain.settings import Settings
from recorder_desk.errors import DeskError
from resources import folder

MOST_YEARS = 200


@dataclass(frozen=True, slots=True)
class Home:
    """The folders and files of one desk below its home folder."""

    path: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.path / "settings.toml"

    @property
    def catalogue(self) -> Path:
        """The working register (SQLite)."""
        return self.path / "catalogue.db"

    @property
    def journal(self) -> Path:
        """The journal's mirror: entries and newest checkpoint as plain files."""
        return self.path / "journal"

    @property
    def keys(self) -> Path:
        """The station's signing key."""
        return self.path / "keys"

    @property
    def derivatives(self) -> Path:
        """Posters, filmstrips, waveforms, proxies: disposable."""
        return self.path / "derivatives"

    @property
    def file_names(self) -> Path:
        """The bureau's own grammars of file names, if it has any."""
        return self.path / "file_names"

    @property
    def lock(self) -> Path:
        """Held by the one desk that may change this home."""
        return self.path / "lock"

    def vault(self, settings: Settings) -> Path:
        """The OCFL storage root."""
        return Path(settings.vault_path) if settings.vault_path else self.path / "vault"

    def staging(self, settings: Settings) -> Path:
        """Where originals are built, on the vault's own file system."""
        if not settings.vault_path:
            return self.path / "staging"
        vault = Path(settings.vault_path)
        return vault.with_name(vault.name + ".staging")


def read_settings(path: Path) -> Settings:
    """The settings of a home; a missing file means the defaults.

    Raises DeskError `settings.unreadable`, `settings.unknown`, `settings.bad-value`.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):  # the latter: no home either, as making it will tell
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DeskError("settings.unreadable", blame="environment", path=str(path), reason=str(error)) from error
    settings = Settings()
    for name, value in table.items():
        settings = _with(settings, name, value)
    return settings


def change_setting(path: Path, name: str, value: str) -> Settings:
    """Write one setting, given as text, keeping the file's comments; returns the new settings.

    Raises DeskError `settings.unknown`, `settings.bad-value`, `settings.unreadable`, `settings.case-number`,
    `settings.bad-template`.
    """
    settings = _with(read_settings(path), name, _parsed(name, value))
    _refuse_unfit(settings, name)
    document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    document[name] = getattr(settings, name)
    fresh = path.with_suffix(".new")
    with open(fresh, "w", encoding="utf-8") as file:
        file.write(tomlkit.dumps(document))
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    return settings


def _refuse_unfit(settings: Settings, name: str) -> None:
    """What would stop the desk later, or would be found out only with a case in hand, is refused at once."""
    value = str(getattr(settings, name))
    if name == "case_number_template" and value:
        next_number(value, "2026", lambda beginning: ())
    if name == "archival_code_template":
        archival_code(value, fonds="0000", kind="video", year="2026", retention="D10", number=1)
    fits = {
        "case_retention": value == "P" or (value.isascii() and value.isdigit() and 0 < int(value) <= MOST_YEARS),
        "profile": folder("profiles").joinpath(f"{value}.toml").is_file() and Path(value).name == value,
        "vault_path": not value or (Path(value).is_absolute() and Path(value).parent.is_dir()),
        "ffmpeg_path": not value or Path(value).exists(),
    }
    if not fits.get(name, True):
        raise DeskError("settings.bad-value", name=name, value=value)


def setting_names() -> tuple[str, ...]:
    """Every setting there is."""
    return tuple(each.name for each in fields(Settings))


def _default(name: str) -> float | int | str | bool:
    if name not in setting_names():
        raise DeskError("settings.unknown", name=name)
    value: float | int | str | bool = getattr(Settings(), name)
    return value


def _parsed(name: str, text: str) -> object:
    default = _default(name)
    try:
        if isinstance(default, bool):
            return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[text.lower()]
        if isinstance(default, int | float):
            return type(default)(text)
    except (KeyError, ValueError) as error:
        raise DeskError("settings.bad-value", name=name, value=text) from error
    return text


def _with(settings: Settings, name: str, value: object) -> Settings:
    default = _default(name)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    wrong = type(value) is not type(default) or (isinstance(value, int | float) and value < 0)
    if wrong or (name == "theme" and value not in ("", "light", "dark")):
        raise DeskError("settings.bad-value", name=name, value=str(value))
    if name == "language" and value not in ("", "en", "zh_CN"):
        raise DeskError("settings.bad-value", name=name, value=str(value))
    return replace(settings, **{name: value})  # type: ignore[arg-type]  # the type was just compared
