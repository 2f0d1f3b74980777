"""What the window remembers between two starts: geometry, widths, filters, language, look.

In and out: text and bytes in `home/window.ini`. Nothing about evidence is ever kept here.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


class Memory:
    """Small named values; one that cannot be read is as if it had never been kept."""

    def __init__(self, path: Path) -> None:
        """`path` of the ini file; it and its folder need not exist."""
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, name: str, default: str = "") -> str:
        """A remembered text."""
        value = self._store.value(name, default)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: int = 0) -> int:
        """A remembered whole number."""
        try:
            return int(self.text(name, str(default)))
        except ValueError:
            return default

    def numbers(self, name: str) -> list[int]:
        """A remembered row of whole numbers (widths), or an empty one."""
        try:
            return [int(each) for each in self.text(name).split("/") if each]
        except ValueError:
            return []

    def state(self, name: str) -> QByteArray:
        """Remembered bytes (geometry, splitter and header states)."""
        value = self._store.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep(self, name: str, value: str | int | list[int] | QByteArray) -> None:
        """Remember a value; it is written soon by itself."""
        if isinstance(value, list):
            value = "/".join(map(str, value))
        self._store.setValue(name, str(value) if isinstance(value, int) else value)

    def write(self) -> None:
        """Write now what is not written yet."""
        self._store.sync()
