"""Colours and measures of the window, light and dark, as palette and style sheet.

The measures are those of the design sheet: a 4 px grid, rows of 28 and 36, 13 px type. Views take
colours from a `Theme`, never from literals, so that a change of theme reaches painted things too.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from itrvault.paths import resources
from itrvault.settings import Settings

GRID = 4
GAP = 8
ROW = 28
TOOLBAR = 36
RADIUS = 6
TEXT_PX = 13
SMALL_PX = 12
HEADING_PX = 15


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour the window uses, as `#RRGGBB` (or `rgba(...)` for washes over text)."""

    name: str
    canvas: str
    panel: str
    line: str
    text: str
    secondary: str
    accent: str
    on_accent: str
    danger: str
    done: str
    hover: str
    selected: str
    hit: str
    hit_text: str
    current_hit: str
    inserted: str
    deleted: str
    notice: str

    @property
    def dark(self) -> bool:
        """Whether text is light on dark."""
        return self.name == "dark"

    def colour(self, field: str) -> QColor:
        """One of the colours, ready to paint with."""
        value = str(getattr(self, field))
        if value.startswith("rgba"):
            red, green, blue, alpha = value[5:-1].split(",")
            return QColor(int(red), int(green), int(blue), round(float(alpha) * 255))
        return QColor(value)


LIGHT = Theme(
    name="light", canvas="#F3F4F6", panel="#FFFFFF", line="#DADDE3", text="#1B1F27",
    secondary="#5B6472", accent="#2457A6", on_accent="#FFFFFF", danger="#B3261E", done="#2E7D4F",
    hover="#F2F4F7", selected="#DFE8F5", hit="rgba(180,0,170,0.30)", hit_text="#8A0083",
    current_hit="rgba(0,100,0,0.30)", inserted="#1B6E3C", deleted="#B3261E", notice="#FFF6DB",
)  # fmt: skip

DARK = Theme(
    name="dark", canvas="#15181D", panel="#1E2228", line="#343A44", text="#E6E8EC",
    secondary="#9BA4B2", accent="#7AA7F0", on_accent="#10151D", danger="#F2867E", done="#7CC79A",
    hover="#262B33", selected="#2A3A54", hit="rgba(214,90,206,0.38)", hit_text="#F0A3EA",
    current_hit="rgba(60,170,90,0.40)", inserted="#7CC79A", deleted="#F2867E", notice="#3A331C",
)  # fmt: skip


class ThemeKeeper(QObject):
    """Holds the theme in force, follows the system when asked to, and dresses the application."""

    changed = Signal(object)  # Theme

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        self.theme = LIGHT
        app.setStyle("Fusion")
        app.setFont(interface_font())
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self.apply()

    @property
    def choice(self) -> str:
        """What was chosen: system, light or dark."""
        return self._settings.theme

    def choose(self, choice: str) -> None:
        """Set one of "system", "light", "dark", and remember it."""
        self._settings.theme = choice
        self._settings.save()
        self.apply()

    def apply(self) -> None:
        """Dress the application in the theme that the choice means now."""
        self.theme = self._wanted()
        self._app.setPalette(palette(self.theme))
        self._app.setStyleSheet(style_sheet(self.theme))
        self.changed.emit(self.theme)

    def _wanted(self) -> Theme:
        if self.choice in ("light", "dark"):
            return DARK if self.choice == "dark" else LIGHT
        dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT

    def _follow(self) -> None:
        if self.choice == "system" and self._wanted() is not self.theme:
            self.apply()


def interface_font() -> QFont:
    """The system's interface font at 13 px, figures all of one width where it has them."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(TEXT_PX)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def style_sheet(theme: Theme) -> str:
    """The one style sheet, with this theme's colours in it."""
    folder = resources() / "styles"
    text = (folder / "window.qss").read_text("utf-8")
    shape = {"row": ROW, "toolbar": TOOLBAR, "radius": RADIUS, "small": SMALL_PX}
    where = folder.as_posix()
    return Template(text).substitute(asdict(theme), **shape, heading=HEADING_PX, styles=where)


def palette(theme: Theme) -> QPalette:
    """Colours for whatever the style sheet does not reach."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, field in (
        (roles.Window, "canvas"), (roles.Base, "panel"), (roles.AlternateBase, "canvas"),
        (roles.Button, "panel"), (roles.WindowText, "text"), (roles.Text, "text"),
        (roles.ButtonText, "text"), (roles.ToolTipBase, "panel"), (roles.ToolTipText, "text"),
        (roles.PlaceholderText, "secondary"), (roles.Highlight, "selected"),
        (roles.HighlightedText, "text"), (roles.Link, "accent"), (roles.LinkVisited, "accent"),
        (roles.Mid, "line"), (roles.Dark, "line"), (roles.Light, "panel"),
        (roles.Midlight, "hover"), (roles.Accent, "accent"),
    ):  # fmt: skip
        made.setColor(role, theme.colour(field))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("secondary"))
    return made
