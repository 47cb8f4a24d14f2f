"""How it looks (docs/design-language.md): light or dark as the system is or the user says, one accent colour, a handful of tones with a meaning, a
scale of type, one unit of distance, two densities."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from odoo_desk.ui import sheet
from odoo_desk.ui.scheme import DARK, DENSITIES, LIGHT, Density, Scheme

SPACE = 8  # the unit that distances are multiples of, or its half
MARGIN = 2 * SPACE  # between the edge of a page or a dialog and what is in it


@dataclass(frozen=True, slots=True)
class Type:
    """One step of the type scale, by the size of the font that the system sets."""

    scale: float = 1.0
    bold: bool = False
    italic: bool = False

    def on(self, widget: QWidget) -> None:
        """Figures in it are all of one width."""
        widget.setFont(self.of(widget.font()))

    def of(self, font: QFont) -> QFont:
        changed = tabular(font)
        if self.scale != 1.0:
            changed.setPointSizeF(font.pointSizeF() * self.scale)
        changed.setBold(self.bold)
        changed.setItalic(self.italic)
        return changed


FIGURE = Type(1.6, bold=True)  # what is still due
TITLE = Type(1.4, bold=True)  # of a page
HEADING = Type(1.15, bold=True)  # the state of a document, an empty list
STRONG = Type(bold=True)  # a total
ESTIMATE = Type(italic=True)  # worked out or suggested here, not yet the server's or the user's; in the quiet colour
CAPTION = Type(0.85, bold=True)  # a section of the navigation
PAPER = 8.5  # points of what is printed, whatever the screen's font is
_DENSITY = "density"  # a property of the application


def apply(choice: str, density: str = "comfortable") -> None:
    """`choice`: system, light or dark; `density`: one of DENSITIES. Every widget hears of it as a change of style."""
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    QGuiApplication.styleHints().setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setProperty(_DENSITY, density)
    application.setStyle("Fusion")
    scheme = DARK if choice == "dark" or (choice not in schemes and _system_is_dark()) else LIGHT
    application.setPalette(_palette(scheme))
    application.setStyleSheet(sheet.of(scheme, DENSITIES.get(density, DENSITIES["comfortable"])))


def scheme() -> Scheme:
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Base).lightness() < 128 else LIGHT


def density() -> Density:
    application = QApplication.instance()
    name = application.property(_DENSITY) if application else None
    return DENSITIES.get(str(name), DENSITIES["comfortable"])


def margins(layout: QLayout) -> None:
    """Those of a page or a dialog."""
    layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)


def tone(name: str) -> QColor:
    """neutral, info, good, warning, bad, muted: always beside a word, never alone."""
    return QColor(scheme().tones[name])


def set_tone(widget: QWidget, name: str) -> None:
    """The style sheet colours it, now and when the scheme changes; "" is the colour of text."""
    if widget.property("tone") == name:
        return
    widget.setProperty("tone", name)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def tabular(font: QFont) -> QFont:
    """The same font with all figures of one width, so that amounts stand under each other."""
    changed = QFont(font)
    changed.setFeature(QFont.Tag("tnum"), 1)
    return changed


def on_paper(font: QFont) -> QFont:
    changed = tabular(font)
    changed.setPointSizeF(PAPER)
    return changed


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _palette(scheme: Scheme) -> QPalette:
    role, palette = QPalette.ColorRole, QPalette()
    colours = {
        role.Window: scheme.window,
        role.WindowText: scheme.text,
        role.Base: scheme.base,
        role.AlternateBase: scheme.alternate,
        role.Text: scheme.text,
        role.Button: scheme.window,
        role.ButtonText: scheme.text,
        role.ToolTipBase: scheme.base,
        role.ToolTipText: scheme.text,
        role.PlaceholderText: scheme.quiet,
        role.Highlight: scheme.selected,
        role.HighlightedText: scheme.on_selected,
        role.Link: scheme.accent,
        role.Accent: scheme.accent,
        role.Mid: scheme.line,
        role.Midlight: scheme.line,
        role.Dark: scheme.line,
        role.Light: scheme.base,
        role.Shadow: scheme.line,
        role.BrightText: scheme.tones["bad"],
    }
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(scheme.disabled))
    return palette
