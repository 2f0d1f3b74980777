"""How the window looks: tokens for light and dark, a palette and a small style sheet from them.

In: the system's colour scheme or a choice. Out: one application-wide look, and the signal `changed`
for whoever paints by hand. Red, amber and green only ever mean state.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from string import Template

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from ui.window import icons

FAMILIES = ["Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "sans-serif"]
MONOSPACE = ["Cascadia Mono", "Consolas", "SF Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK SC", "monospace"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of a look, as `#rrggbb`. A `…_soft` one is the ground behind its colour's words."""

    ground: str
    panel: str
    stripe: str
    line: str
    edge: str
    text: str
    quiet: str
    faint: str
    accent: str
    accent_soft: str
    on_accent: str
    rail: str
    rail_text: str
    rail_on: str
    good: str
    good_soft: str
    care: str
    care_soft: str
    bad: str
    bad_soft: str
    scrim: str


LIGHT = Tokens(
    ground="#f4f5f7", panel="#ffffff", stripe="#fafbfc", line="#e3e6ea", edge="#8b939e", text="#1b1f24",
    quiet="#5f6670", faint="#b9c0c9", accent="#1f5fbf", accent_soft="#e8f0fc", on_accent="#ffffff",
    rail="#15263f", rail_text="#aebbd0", rail_on="#ffffff", good="#17693f", good_soft="#e3f4ea",
    care="#8f5200", care_soft="#fdf1dd", bad="#b42d25", bad_soft="#fce8e6",
    scrim="#23272e",
)  # fmt: skip
DARK = Tokens(
    ground="#14171c", panel="#1c2026", stripe="#191d23", line="#2c323b", edge="#6d7683", text="#e6e9ee",
    quiet="#98a1ae", faint="#4b5360", accent="#6ea8fe", accent_soft="#22324a", on_accent="#0c1a30",
    rail="#0e1116", rail_text="#98a1ae", rail_on="#ffffff", good="#5fc78e", good_soft="#1c3329",
    care="#e6a94a", care_soft="#3a2f1b", bad="#f28b82", bad_soft="#3d2422",
    scrim="#0e1116",
)  # fmt: skip

_ROLES = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "stripe",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "panel",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.PlaceholderText: "quiet",
    QPalette.ColorRole.ToolTipBase: "panel",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Light: "panel",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.Shadow: "line",
}


class Theme(QObject):
    """The look in force. Built once by the application; `choose` switches it at any time."""

    changed = Signal()

    def __init__(self, choice: str = "", parent: QObject | None = None) -> None:
        """`choice` is `light`, `dark` or '' to follow the system."""
        super().__init__(parent)
        self._colours: dict[str, QColor] = {}
        self.choice = ""
        self.tokens = LIGHT
        QApplication.setStyle("Fusion")
        QApplication.setFont(text_font())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)
        self.choose(choice)

    @property
    def dark(self) -> bool:
        """Whether the dark tokens are in force."""
        return self.tokens is DARK

    def choose(self, choice: str) -> None:
        """`light`, `dark`, or '' to follow the system; takes effect at once."""
        self.choice = choice if choice in ("light", "dark") else ""
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(self.choice, Qt.ColorScheme.Unknown)
        QGuiApplication.styleHints().setColorScheme(scheme)
        self._apply()

    def colour(self, token: str) -> QColor:
        """A token as a colour, for painting by hand."""
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = QColor(getattr(self.tokens, token))
        return found

    def icon(self, name: str, token: str = "text", size: int = 20, active: str = "") -> QIcon:
        """An icon in a token's colour (`active`: the token where a button is on)."""
        lit = getattr(self.tokens, active) if active else ""
        return icons.icon(name, getattr(self.tokens, token), size, lit, self.tokens.faint)

    @Slot()
    def _follow(self) -> None:
        if not self.choice:
            self._apply()

    def _apply(self) -> None:
        system = QGuiApplication.styleHints().colorScheme()
        dark = self.choice == "dark" or (not self.choice and system == Qt.ColorScheme.Dark)
        self.tokens = DARK if dark else LIGHT
        self._colours.clear()
        QApplication.setPalette(_palette(self.tokens))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setStyleSheet(style_sheet(self.tokens))
        self.changed.emit()


def text_font(pixels: int = 13, *, bold: bool = False) -> QFont:
    """The font of the window in a size."""
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(pixels)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def mono_font(pixels: int = 12) -> QFont:
    """For digests and checkpoints."""
    font = QFont()
    font.setFamilies(MONOSPACE)
    font.setPixelSize(pixels)
    return font


def style_sheet(tokens: Tokens) -> str:
    """The style sheet in a look's colours (`resources/style/window.qss`)."""
    return Template(_sheet()).substitute(asdict(tokens))


@cache
def _sheet() -> str:
    return (files("resources") / "style" / "window.qss").read_text("utf-8")


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, QColor(getattr(tokens, token)))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.edge))
    return palette
